"""Shifts that cannot balance a hostile hour: the lowest cap by shift, weekday by weekday."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from scenarios.queues import Line, lines_of, serves
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import WEEKDAYS, format_wall_time
from scheduler.cap.elastic import carriers_of
from scheduler.cap.flows import Flows
from scheduler.cap.kinds import Kind
from scheduler.cap.lots import lots_of, numbered, share_classes
from scheduler.cap.team_flows import Flow, exits_of, flows_from, least_time, limits_on
from simulation.arrivals.workload import Workload

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class ShiftTaker:
    """Shifts of one kind of people that lie between the same wall times of a weekday."""

    kind: Kind
    start_minute: int  # wall time
    end_minute: int

    @property
    def name(self) -> str:
        """In the planner's words, e.g. agent a04 on a shift 09:00-16:00."""
        span = f"{format_wall_time(self.start_minute)}-{format_wall_time(self.end_minute % 1440)}"
        return f"{self.kind.name} on a shift {span}"


@dataclass(frozen=True)
class WeekdayBound:
    """The lowest cap that shifts of one weekday can keep, and which of them carry it."""

    weekday: int
    lowest_share: float | None  # None where own limits cannot hold whatever the cap
    carriers: tuple[str, ...]

    @property
    def day(self) -> str:
        """Name of the weekday."""
        return WEEKDAYS[self.weekday]


def weekday_bounds(
    scenario: Scenario, workload: Workload, kinds: Sequence[Kind], cap: float
) -> tuple[WeekdayBound, ...]:
    """Return for each weekday the lowest cap that its shifts can keep shift by shift.

    Live cases go to shifts that cover them; what can wait may help any shift, or none, with all
    that the whole horizon brings of it. A shift within another can take nothing that the other
    cannot, so only the widest count. Breaks, rests and contracts are not looked at, and what
    comes after midnight, or while a shift of the evening before could help, may be taken or left
    to others: a bound from below.
    """
    found = []
    for weekday in range(7):
        takers = _takers(kinds, weekday)
        if takers:
            carried = _reached_by(_takers(kinds, (weekday - 1) % 7), Timeline(scenario.horizon))
            flows = _flows(scenario, workload, weekday, takers, carried)
            if not replace(flows, own_share=np.ones(len(takers))).holds(1.0):
                flows = flows.without_rooms()  # too few people is another matter
            lowest = flows.lowest_cap()
            carriers: tuple[str, ...] = ()
            if lowest is None or lowest > cap:
                carried = carriers_of(flows, cap)
                carriers = tuple(t.name for t, one in zip(takers, carried, strict=True) if one)
            found.append(WeekdayBound(weekday, lowest, carriers))
    return tuple(found)


def _takers(kinds: Sequence[Kind], weekday: int) -> list[ShiftTaker]:
    takers = []
    for kind in kinds:
        # Wall times of the first such day are those of every one, clock changes apart.
        spans = {(d.wall_start, d.wall_end) for d in kind.duties if d.day % 7 == weekday}
        widest = [one for one in spans if not any(_within(one, other) for other in spans)]
        takers += [ShiftTaker(kind, *one) for one in sorted(widest)]
    return takers


def _within(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return other != one and other[0] <= one[0] and one[1] <= other[1]


def _flows(
    scenario: Scenario,
    workload: Workload,
    weekday: int,
    takers: Sequence[ShiftTaker],
    carried: Bools,
) -> Flows:
    lines = lines_of(scenario)
    covers = _covers(scenario, weekday, takers)
    alone = (Timeline(scenario.horizon).interval_day % 7 == weekday) & ~carried
    parts = _parts(workload, lines, covers, alone, takers)
    lots = lots_of(scenario, workload, parts)
    first = [int(np.argmax(parts[lot.line] == lot.part)) for lot in lots]
    flows = [
        Flow(number, t, lot.minutes * least_time(scenario, line, taker.kind), (t,))
        for number, lot in enumerate(lots)
        for t, taker in enumerate(takers)
        if serves(taker.kind.group, line := lines[lot.line])
        and (not line.live or covers[t, first[number]])
    ]
    exits = exits_of(scenario, lines, lots, first_room=len(takers))
    rooms = [_minutes(scenario, taker) for taker in takers]
    left = [
        Flow(number, -1, 0.0, (-1,))
        for number, lot in enumerate(lots)
        if not (lines[lot.line].live and alone[first[number]])
    ]
    limits = [_limits(scenario, taker) for taker in takers]
    return flows_from(lots, [*flows, *exits.flows, *left], [*rooms, *exits.room_cases], limits)


def _minutes(scenario: Scenario, taker: ShiftTaker) -> float:
    """Return the working time of a taker's shifts, one for each person and week."""
    shifts = len(taker.kind.agent_ids) * scenario.horizon.weeks
    return float(shifts * (taker.end_minute - taker.start_minute))


def _limits(scenario: Scenario, taker: ShiftTaker) -> tuple[float, float, float]:
    share, _, _ = limits_on(scenario, taker.kind)
    return share, np.inf, np.inf


def _covers(scenario: Scenario, weekday: int, takers: Sequence[ShiftTaker]) -> Bools:
    """Return which intervals shifts cover that start on a weekday, (takers, intervals)."""
    timeline, step = Timeline(scenario.horizon), scenario.horizon.interval_minutes
    found = np.zeros((len(takers), timeline.intervals), dtype=np.bool_)
    for day in range(weekday, scenario.horizon.days, 7):
        for number, taker in enumerate(takers):
            start = timeline.minute(day, taker.start_minute) // step
            end = -(-timeline.minute(day, taker.end_minute) // step)
            found[number, start:end] = True
    return found


def _parts(
    workload: Workload,
    lines: Sequence[Line],
    covers: Bools,
    alone: Bools,
    takers: Sequence[ShiftTaker],
) -> Ints:
    """Return parts of the time: for live lines hours that these shifts cover, ``alone`` or not."""
    parts = share_classes(workload)
    who = numbered(*covers.astype(np.int64), alone.astype(np.int64))
    for number, line in enumerate(lines):
        if line.live:
            serving = [serves(taker.kind.group, line) for taker in takers]
            somebody = covers[serving].any(axis=0)
            parts[number] = np.where(somebody, numbered(who, parts[number]), -1)
        else:
            parts[number] = numbered(parts[number])
    return parts


def _reached_by(before: Sequence[ShiftTaker], timeline: Timeline) -> Bools:
    """Return the intervals of any day that such shifts of the day before would reach into."""
    latest = max((taker.end_minute for taker in before), default=0)
    found = np.zeros(timeline.intervals, dtype=np.bool_)
    step = timeline.horizon.interval_minutes
    for day in range(timeline.horizon.days):
        if latest > 1440:
            start = timeline.minute(day, 0) // step
            found[start : start + -(-(latest - 1440) // step)] = True
    return found
