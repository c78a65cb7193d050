"""The division of work by time of week: who takes what when not the same people are there.

Flows of the division are for the whole horizon. Here they are split over a few times of the
week, so that in each the work fits the people on duty then, and otherwise as evenly as can be.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import coo_array

from scenarios.queues import groups_of, queues_of, serves
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Times of the week that may have rules of their own (assumption: office hours and weekends are
# what shifts follow). First and last hour on working days, else whole days.
_DAY_BEGINS, _DAY_ENDS = 8 * 60, 18 * 60
_NAMES = ("weekday-night", "weekday-day", "weekday-evening", "saturday", "sunday")
# Shares that differ by no more than this are taken to be the same (assumption).
_ALIKE = 0.1
_OVERFLOW_WEIGHT = 1000.0  # a case beyond the time of those on duty, against one moved in time


@dataclass(frozen=True)
class PeriodShares:
    """The flows of the solution in some times of the week."""

    id: str
    intervals: tuple[int, ...]  # of the local week, Monday 00:00 first
    shares: dict[tuple[str, str], float]  # (group id, queue id); each queue sums to 1
    presence: dict[str, float]  # by group id: rostered working hours in these times


def divide_by_time(
    scenario: Scenario,
    workload: Workload,
    roster: Roster,
    shares: Mapping[tuple[str, str], float],
    tasks: Mapping[str, float],
) -> tuple[PeriodShares, ...]:
    """Return the flows by time of week; nothing where they are everywhere much the same.

    ``shares`` are those of the whole horizon, by group and queue; ``tasks`` join each queue.
    Weighted by the cases of each time, the shares returned add up to them. Cases count where
    somebody who serves them is on duty: what can wait when that is next so, a live contact that
    meets nobody not at all. Solved as a linear programme (HiGHS): least work beyond the time of
    those on duty, then least difference from even shares.
    """
    times = _Times(scenario, workload, roster, tasks)
    flows = _Split(times, shares).solve()
    merged = _merged(flows)
    if len(merged) < 2:
        return ()
    return tuple(_period(times, flows, shares, members) for members in merged)


class _Times:
    """What there is to do, and who is there, in each time of the week."""

    def __init__(
        self, scenario: Scenario, workload: Workload, roster: Roster, tasks: Mapping[str, float]
    ) -> None:
        self.groups, self.queues = groups_of(scenario), queues_of(scenario)
        timeline = Timeline(scenario.horizon)
        self.of_week = _time_of_interval(timeline)
        of_interval = self.of_week[timeline.interval_of_week]
        there = _worked_minutes(scenario, roster, timeline)  # (groups, intervals)
        self.minutes = _summed(there, of_interval)
        self.cases = np.zeros((len(self.queues), len(_NAMES)))
        self.minutes_per_case = np.zeros(len(self.queues))
        for q, queue in enumerate(self.queues):
            line = workload.line_ids.index(queue.line.id)
            own = workload.cases[line]
            total = float(own.sum())
            if total:
                self.minutes_per_case[q] = float(workload.work_minutes[line].sum()) / total
            serving = [g for g, group in enumerate(self.groups) if serves(group, queue.line)]
            staffed = there[serving].sum(axis=0) > 0
            own = np.where(staffed, own if queue.line.live else _carried(own, staffed), 0.0)
            part = tasks[queue.id] / total if total else 0.0
            self.cases[q] = part * _summed(own[None, :], of_interval)[0]


class _Split:
    """The linear programme: columns are flows of (group, queue, time), overflow, and differences.

    Rows say that a queue's cases of a time are taken, that a group's flow of a queue is what the
    division says, that work fits the time of those on duty, and what differs from even shares.
    """

    def __init__(self, times: _Times, shares: Mapping[tuple[str, str], float]) -> None:
        self.times, self.shares = times, shares
        self.columns = [
            (g, q, t)
            for g, group in enumerate(times.groups)
            for q, queue in enumerate(times.queues)
            if shares.get((group.id, queue.id), 0.0) > 0
            for t in range(len(_NAMES))
            if times.cases[q, t] > 0
        ]

    def _share(self, g: int, q: int) -> float:
        return self.shares[self.times.groups[g].id, self.times.queues[q].id]

    def solve(self) -> Floats:
        """Return the flows, shape (groups, queues, times)."""
        count, groups = len(self.columns), len(self.times.groups)
        result = np.zeros((groups, len(self.times.queues), len(_NAMES)))
        if not count:
            return result
        width = 2 * count + groups * len(_NAMES)
        price = np.ones(width)
        price[:count] = 0.0
        price[2 * count :] = _OVERFLOW_WEIGHT
        (fits, limits), (whole, demand) = self._limits(width), self._demand(width)
        solved = linprog(price, fits, limits, whole, demand, method="highs")
        if solved.status != 0:
            raise RuntimeError(f"the division by time of week failed: {solved.message}")
        for flow, place in zip(np.asarray(solved.x)[:count], self.columns, strict=True):
            result[place] = max(float(flow), 0.0)
        return result

    def _demand(self, width: int) -> tuple[Any, Floats]:
        rows: dict[tuple[int, ...], int] = {}
        limits: list[float] = []
        entries: list[tuple[int, int]] = []
        for column, (g, q, t) in enumerate(self.columns):
            cases = self.times.cases[q]
            for key, limit in (
                ((0, q, t), float(cases[t])),
                ((1, g, q), self._share(g, q) * float(cases.sum())),
            ):
                if key not in rows:
                    rows[key] = len(limits)
                    limits.append(limit)
                entries.append((rows[key], column))
        where = np.array(entries).T
        matrix = coo_array((np.ones(len(entries)), (where[0], where[1])), (len(limits), width))
        return matrix.tocsr(), np.array(limits)

    def _limits(self, width: int) -> tuple[Any, Floats]:
        count, names = len(self.columns), len(_NAMES)
        fits = len(self.times.groups) * names
        values, rows, columns = [], [], []
        limits = np.concatenate((self.times.minutes.ravel(), np.zeros(2 * count)))
        for column, (g, q, t) in enumerate(self.columns):
            even = self._share(g, q) * float(self.times.cases[q, t])
            for value, row, place in (
                (float(self.times.minutes_per_case[q]), g * names + t, column),
                (1.0, fits + column, column),
                (-1.0, fits + column, count + column),
                (-1.0, fits + count + column, column),
                (-1.0, fits + count + column, count + column),
            ):
                values.append(value)
                rows.append(row)
                columns.append(place)
            limits[fits + column], limits[fits + count + column] = even, -even
        for row in range(fits):
            values.append(-1.0)
            rows.append(row)
            columns.append(2 * count + row)
        matrix = coo_array((values, (rows, columns)), (fits + 2 * count, width))
        return matrix.tocsr(), limits


def _merged(flows: Floats) -> list[list[int]]:
    """Put times of week together as long as their shares are much the same."""
    parts = [[t] for t in range(len(_NAMES))]
    while len(parts) > 1:
        pairs = [
            (_distance(flows, one, other), a, a + 1 + b)
            for a, one in enumerate(parts)
            for b, other in enumerate(parts[a + 1 :])
        ]
        distance, a, b = min(pairs)
        if distance > _ALIKE:
            break
        parts[a] = sorted(parts[a] + parts.pop(b))
    return parts


def _distance(flows: Floats, one: list[int], other: list[int]) -> float:
    """Return by how much the shares of two sets of times differ at most, where both have cases."""
    ours, theirs = flows[:, :, one].sum(axis=2), flows[:, :, other].sum(axis=2)
    both = (ours.sum(axis=0) > 0) & (theirs.sum(axis=0) > 0)
    if not both.any():
        return 0.0
    ours, theirs = ours[:, both], theirs[:, both]
    return float(np.abs(ours / ours.sum(axis=0) - theirs / theirs.sum(axis=0)).max())


def _period(
    times: _Times, flows: Floats, whole: Mapping[tuple[str, str], float], members: list[int]
) -> PeriodShares:
    """Return the shares of some times; where nobody takes a queue's cases then, the whole's."""
    taken = flows[:, :, members].sum(axis=2)
    totals = taken.sum(axis=0)
    return PeriodShares(
        id="+".join(_NAMES[t] for t in members),
        intervals=tuple(np.flatnonzero(np.isin(times.of_week, members)).tolist()),
        shares={
            (group.id, queue.id): float(taken[g, q] / totals[q])
            if totals[q]
            else whole[group.id, queue.id]
            for g, group in enumerate(times.groups)
            for q, queue in enumerate(times.queues)
            if serves(group, queue.line)
        },
        presence={
            group.id: float(times.minutes[g, members].sum()) / 60
            for g, group in enumerate(times.groups)
        },
    )


def _time_of_interval(timeline: Timeline) -> Ints:
    """Return the time of week of each interval of the local week."""
    step = timeline.horizon.interval_minutes
    minute = np.arange(timeline.intervals_per_week) * step
    weekday, wall = minute // MINUTES_PER_DAY, minute % MINUTES_PER_DAY
    hours = np.digitize(wall, (_DAY_BEGINS, _DAY_ENDS))
    return np.where(weekday < 5, hours, weekday - 2).astype(np.int64)


def _summed(values: Floats, of_interval: Ints) -> Floats:
    """Return columns summed over the intervals of each time of week."""
    result = np.zeros((len(values), len(_NAMES)))
    np.add.at(result.T, of_interval, values.T)
    return result


def _carried(cases: Floats, there: npt.NDArray[np.bool_]) -> Floats:
    """Return cases by when somebody is next there for them; after the last duty as they come."""
    later = np.flatnonzero(there)
    if not len(later):
        return cases
    place = np.searchsorted(later, np.arange(len(cases)))
    meant = np.where(place < len(later), later[np.minimum(place, len(later) - 1)], -1)
    when = np.where(meant >= 0, meant, np.arange(len(cases)))
    return np.bincount(when, cases, minlength=len(cases)).astype(np.float64)


def _worked_minutes(scenario: Scenario, roster: Roster, timeline: Timeline) -> Floats:
    """Return rostered working minutes, shape (groups, intervals of the horizon)."""
    groups = groups_of(scenario)
    group_of = {agent: g for g, group in enumerate(groups) for agent in group.agent_ids}
    step, intervals = timeline.horizon.interval_minutes, timeline.intervals
    edges = np.arange(intervals + 1) * step
    minutes = np.zeros((len(groups), intervals))
    for shift in roster.shifts:
        for part in shift.segments:
            if part.activity is Activity.WORK:
                inside = np.clip(edges, part.start_minute, part.end_minute)
                minutes[group_of[shift.agent_id]] += np.diff(inside)
    return minutes
