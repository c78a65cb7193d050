"""The roster as calendars: one iCalendar file (RFC 5545) for each agent."""

import datetime as dt
import hashlib

from icalendar import Calendar, Event

from reports.roster.clock import clock_range, template_of
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline

PRODUCT = "-//fairshift//roster//EN"


def roster_to_ics(
    scenario: Scenario, roster: Roster, agent_id: str, *, names: bool = False
) -> bytes | None:
    """Return one agent's shifts as a calendar, or None for somebody without a shift.

    None because RFC 5545 has no calendar without entries. Starts and ends are written in UTC,
    which needs no zone table and is right on nights when the clocks change. UID and DTSTAMP come
    from the plan, not from the clock: the same roster gives the same bytes, and a later plan's
    shift on the same date takes the place of the earlier one. Raises ValueError for an agent
    not in the team.
    """
    agent = next((one for one in scenario.team.agents if one.id == agent_id), None)
    if agent is None:
        raise ValueError(f'"{agent_id}" is not in the team')
    shifts = sorted(roster.of(agent_id), key=lambda shift: (shift.start_minute, shift.id))
    if not shifts:
        return None
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"Shifts of {agent.name if names and agent.name else agent_id}")
    calendar.add("x-wr-timezone", scenario.horizon.zone)
    timeline = Timeline(scenario.horizon)
    often: dict[dt.date, int] = {}
    for shift in shifts:
        often[shift.date] = often.get(shift.date, 0) + 1
        calendar.add_component(_event(scenario, timeline, shift, often[shift.date]))
    return bytes(calendar.to_ical())


def _event(scenario: Scenario, timeline: Timeline, shift: Shift, number: int) -> Event:
    event = Event()
    event.add("uid", _uid(scenario, shift, number))
    event.add("dtstamp", timeline.origin_utc)
    event.add("dtstart", timeline.utc(shift.start_minute))
    event.add("dtend", timeline.utc(shift.end_minute))
    kind = "On call" if shift.is_on_call else "Shift"
    event.add("summary", f"{kind}: {template_of(shift.shape_id)}")
    event.add("description", _description(timeline, shift))
    return event


def _uid(scenario: Scenario, shift: Shift, number: int) -> str:
    """Id of the agent's n-th shift of a date in this team; it outlives a new plan."""
    key = f"{scenario.name}/{shift.agent_id}/{shift.date}/{number}"
    return f"{hashlib.sha256(key.encode()).hexdigest()[:32]}@fairshift"


def _description(timeline: Timeline, shift: Shift) -> str:
    lines = [f"{clock_range(timeline, shift.start_minute, shift.end_minute)} {timeline.zone.key}"]
    lines.extend(
        f"Break {clock_range(timeline, segment.start_minute, segment.end_minute)}"
        for segment in shift.segments
        if segment.activity is Activity.BREAK
    )
    lines.append(f"Paid {shift.paid_minutes / 60:.2f} h")
    return "\n".join(lines)
