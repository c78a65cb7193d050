"""Small teams whose published roster is known, for tests of the repair."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.repair import Away, Expectation, Repair, repair
from scheduler.requirement import Requirement
from tests.scheduler.small_teams import MONDAY, required, small

EARLY, LATE, NIGHT = (6, 14), (14, 22), (22, 30)  # hours after midnight
SHIFTS = {
    "early": {"starts": ["06:00"], "length_minutes": 480, "days": "mon-sun"},
    "late": {"starts": ["14:00"], "length_minutes": 480, "days": "mon-sun"},
}
NIGHTS = {"night": {"starts": ["22:00"], "length_minutes": 480, "days": "mon-sun"}}
# Shift by agent and day: first and last hour, and where there is one the hour of a break.
Hours = Mapping[tuple[str, int], tuple[int, ...]]
Heads = Mapping[tuple[int, tuple[int, ...]], int]  # wanted all through some hours of a day


def team(*names: str, planning: Mapping[str, float] | None = None, **changes: Any) -> Scenario:
    """Return a team on the phone, free to work up to seven days, changes dear, gaps dearer."""
    contract = {
        "hours_per_week": 24.0,
        "flexibility_hours": 24.0,
        "max_days_per_week": 7,
        "hourly_cost": 1.0,
        **changes.pop("contract", {}),
    }
    prices = {"short_hour_cost": 5000.0, "change_cost": 1000.0, "short_notice_cost": 0.0}
    said = {
        "shifts": SHIFTS,
        "contract": contract,
        "agents": [{"id": name} for name in names],
        "planning": {"deterministic": True, **prices, **(planning or {})},
        **changes,
    }
    return small(**said)


def roster(scenario: Scenario, hours: Hours) -> Roster:
    """Return a roster as a file has it: without shapes, and ids that say agent and day."""
    timeline = Timeline(scenario.horizon)
    shifts = (_shift(timeline, name, day, said) for (name, day), said in hours.items())
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def _shift(timeline: Timeline, name: str, day: int, said: tuple[int, ...]) -> Shift:
    start, end, *pauses = (timeline.minute(day, 60 * hour) for hour in said)
    parts = [Segment(start, end, Activity.WORK)]
    for pause in pauses:
        parts = [
            Segment(start, pause, Activity.WORK),
            Segment(pause, pause + 60, Activity.BREAK),
            Segment(pause + 60, end, Activity.WORK),
        ]
    paid = end - start - 60 * len(pauses)
    return Shift(f"{name}{day}", name, timeline.date(day), "", tuple(parts), paid)


def hours_of(found: Roster) -> dict[tuple[str, int], tuple[int, int]]:
    """Return a roster's shifts by agent and day, in hours after midnight."""
    first = dt.date.fromisoformat(MONDAY)
    days = {shift: (shift.date - first).days for shift in found.shifts}
    return {
        (shift.agent_id, day): (
            shift.start_minute // 60 - 24 * day,
            shift.end_minute // 60 - 24 * day,
        )
        for shift, day in days.items()
    }


def away(name: str, first: int, last: int | None = None) -> Away:
    """Return an absence on some days of the week, Monday 0."""
    monday = dt.date.fromisoformat(MONDAY)
    days = [monday + dt.timedelta(days=day) for day in (first, first if last is None else last)]
    return Away(name, *days)


def at(day: int, hour: int) -> dt.datetime:
    """Return a local time of the week."""
    return dt.datetime.fromisoformat(MONDAY) + dt.timedelta(days=day, hours=hour)


def wanted(scenario: Scenario, shifts: Heads) -> Requirement:
    """Return a requirement of so many heads all through some shifts, by day and hours."""
    phone: dict[int, int] = {}
    for (day, (start, end, *_)), heads in shifts.items():
        for hour in range(start, end):
            phone[24 * day + hour] = phone.get(24 * day + hour, 0) + heads
    return required(scenario, phone=phone)


def repaired(
    scenario: Scenario, published: Roster, needs: Requirement, said: Expectation
) -> Repair:
    """Return a repair under a requirement that no absence changes."""
    return repair(scenario, published, said, seconds=5.0, requirement_of=lambda _: needs)
