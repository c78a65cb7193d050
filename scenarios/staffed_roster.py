"""The roster that a staffing stands for."""

from dataclasses import dataclass
from itertools import pairwise

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.staffing import Staffing
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time, parse_weekdays


@dataclass(frozen=True)
class _Slot:
    """One period of one day, in elapsed minutes."""

    day: int
    period: int
    start: int
    end: int


def staffed_roster(scenario: Scenario) -> Roster:
    """Return who works when under a scenario's staffing.

    The k-th agent of a group works in a period if the group has k agents or more in it. Periods
    that follow one another make one shift, over midnight as well, so that the last agents go
    first when a number falls; what happens to their work then is ``team.shift_end``. On a closed
    holiday nobody works. Raises ValueError for a scenario without a staffing.
    """
    staffing = scenario.staffing
    if staffing is None:
        raise ValueError("the scenario has no staffing; read a roster instead")
    timeline = Timeline(scenario.horizon)
    slots = _slots(staffing, timeline)
    shifts: list[Shift] = []
    for group_id, group in staffing.groups.items():
        ids = [agent.id for agent in scenario.team.agents if agent.group == group_id]
        for place, agent_id in enumerate(ids):
            worked = [slot for slot in slots if place < group.agents_in(slot.period)]
            shifts.extend(_shifts(agent_id, worked, staffing, timeline))
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def _slots(staffing: Staffing, timeline: Timeline) -> list[_Slot]:
    """Return the periods of the horizon in order; those that a clock change skips are none."""
    weekdays = parse_weekdays(staffing.days)
    slots = []
    for day in range(timeline.horizon.days):
        if timeline.date(day).weekday() not in weekdays or timeline.is_closed(day):
            continue
        for period in range(staffing.periods):
            wall = staffing.from_time + period * staffing.every_minutes
            start = timeline.minute(day, wall)
            end = timeline.minute(day, wall + staffing.every_minutes)
            if start < end:
                slots.append(_Slot(day, period, start, end))
    return slots


def _shifts(
    agent_id: str, worked: list[_Slot], staffing: Staffing, timeline: Timeline
) -> list[Shift]:
    gaps = [at for at, (one, other) in enumerate(pairwise(worked), 1) if one.end != other.start]
    edges = [0, *gaps, len(worked)]
    return [
        _shift(agent_id, worked[first], worked[last - 1].end, staffing, timeline)
        for first, last in pairwise(edges)
        if first < last
    ]


def _shift(agent_id: str, first: _Slot, end: int, staffing: Staffing, timeline: Timeline) -> Shift:
    date = timeline.date(first.day)
    wall = format_wall_time(staffing.from_time + first.period * staffing.every_minutes)
    return Shift(
        id=f"{agent_id}-{date:%Y%m%d}-{wall.replace(':', '')}",
        agent_id=agent_id,
        date=date,
        shape_id="",
        segments=(Segment(first.start, end, Activity.WORK),),
        paid_minutes=end - first.start,
    )
