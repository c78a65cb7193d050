"""The fewest agent-minutes that a roster lacks: a linear programme over who serves what."""

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array

from scenarios.queues import groups_of
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.requirement import IDLE_USE, Floats, LiveRequirement, Requirement


@dataclass(frozen=True)
class MissingMinutes:
    """Where a roster lacks agent-minutes: one of the ways to split the fewest that are missing."""

    live: Floats  # shape (pools, intervals)
    deferrable: Floats  # shape (lines, buckets)

    @property
    def total(self) -> float:
        """All of them."""
        return float(self.live.sum() + self.deferrable.sum())


def missing_minutes(scenario: Scenario, requirement: Requirement, roster: Roster) -> float:
    """Return the fewest agent-minutes missing for live and deferrable work together."""
    return where_missing(scenario, requirement, roster).total


def where_missing(scenario: Scenario, requirement: Requirement, roster: Roster) -> MissingMinutes:
    """Return the fewest agent-minutes missing, by pool and interval and by line and bucket.

    Flows of minutes from groups to pools in each interval and to lines in each bucket; arrived
    and due work are rounded to whole minutes first. Raises AssertionError if the programme has
    no solution, which no roster can bring about.
    """
    worked = _worked(scenario, roster)
    if requirement.repeats:
        worked = {group: _wrapped(scenario, row) for group, row in worked.items()}
    programme = _Programme(scenario, requirement, worked)
    programme.add_live()
    if requirement.deferrable:
        programme.add_deferrable()
    return programme.solve()


def _worked(scenario: Scenario, roster: Roster) -> dict[str, Floats]:
    """Return the minutes of work of each group in each interval, shape (intervals,)."""
    step = scenario.horizon.interval_minutes
    intervals = 0
    for shift in roster.shifts:
        intervals = max(intervals, -(-shift.end_minute // step))
    worked: dict[str, Floats] = {}
    for group in groups_of(scenario):
        by_minute = np.zeros(max(intervals, 1) * step + 1)
        for shift in roster.shifts:
            for part in shift.segments:
                if shift.agent_id in group.agent_ids and part.activity is Activity.WORK:
                    by_minute[max(part.start_minute, 0)] += 1
                    by_minute[max(part.end_minute, 0)] -= 1
        worked[group.id] = np.cumsum(by_minute)[:-1].reshape(-1, step).sum(axis=1)
    return worked


def _wrapped(scenario: Scenario, row: Floats) -> Floats:
    """Return minutes of a typical week: what runs over its end counts at its beginning."""
    intervals = Timeline(scenario.horizon).intervals
    places = np.arange(len(row)) % intervals
    wrapped: Floats = np.zeros(intervals)
    np.add.at(wrapped, places, row)
    return wrapped


class _Programme:
    """Rows of the form sum <= bound over variables that are not negative."""

    def __init__(
        self, scenario: Scenario, requirement: Requirement, worked: dict[str, Floats]
    ) -> None:
        self.requirement = requirement
        self.step = scenario.horizon.interval_minutes
        self.absent = scenario.team.unplanned_absence_share
        self.worked = worked
        self.costs: list[float] = []
        self.entries: list[tuple[int, int, float]] = []
        self.bounds: list[float] = []
        self.short: dict[tuple[int, int], int] = {}  # by (pool, interval)
        self.undone: dict[tuple[int, int], int] = {}  # by (line, bucket)

    def variable(self, cost: float = 0.0) -> int:
        self.costs.append(cost)
        return len(self.costs) - 1

    def at_most(self, terms: list[tuple[int, float]], bound: float) -> None:
        self.entries.extend((len(self.bounds), column, factor) for column, factor in terms)
        self.bounds.append(bound)

    def minutes(self, group: str, intervals: range) -> float:
        row = self.worked[group]
        return float(row[intervals.start : intervals.stop].sum())

    def add_live(self) -> None:
        """Give each pool its agents in every interval, or count what is missing."""
        intervals = max((len(need.agents) for need in self.requirement.live), default=0)
        for k in range(intervals):
            taken: dict[str, list[tuple[int, float]]] = defaultdict(list)
            for pool, need in enumerate(self.requirement.live):
                if need.agents[k] <= 0:
                    continue
                flows = []
                for group in need.group_ids:
                    flow = self.variable()
                    flows.append((flow, -1.0))
                    taken[group].append((flow, 1.0))
                self.short[pool, k] = self.variable(cost=1.0)
                flows.append((self.short[pool, k], -1.0))
                self.at_most(flows, -float(need.agents[k]) * self.step)
            for group, terms in taken.items():
                self.at_most(terms, self.minutes(group, range(k, k + 1)))

    def add_deferrable(self) -> None:
        """Do all deferrable work between arrival and due time with what live pools leave."""
        lines = self.requirement.deferrable
        before: dict[int, int] = {}
        start = 0
        for number, end_minute in enumerate(self.requirement.bucket_ends):
            bucket = range(start, int(end_minute) // self.step)
            start = bucket.stop
            taken: dict[str, list[tuple[int, float]]] = defaultdict(list)
            for pool, need in enumerate(self.requirement.live):
                self._keep_for_live(pool, need, bucket, taken)
            for place, line in enumerate(lines):
                done, nobody = self.variable(), self.variable(cost=1.0)  # done: so far
                self.undone[place, number] = nobody
                added = [(done, 1.0), (nobody, -1.0)]
                if place in before:
                    added.append((before[place], -1.0))
                for group in line.group_ids:
                    flow = self.variable()
                    taken[group].append((flow, 1.0))
                    added.append((flow, -1.0))
                self.at_most(added, 0.0)
                self.at_most([(column, -factor) for column, factor in added], 0.0)
                self.at_most([(done, 1.0)], float(np.rint(line.arrived_minutes[number])))
                self.at_most([(done, -1.0)], -float(np.rint(line.due_minutes[number])))
                before[place] = done
            for group, terms in taken.items():
                self.at_most(terms, self.minutes(group, bucket))

    def _keep_for_live(
        self,
        pool: int,
        need: LiveRequirement,
        bucket: range,
        taken: dict[str, list[tuple[int, float]]],
    ) -> None:
        kept = 0.0
        for k in bucket:
            idle = max(0.0, need.agents[k] - need.offered_load[k] / (1 - self.absent))
            kept += self.step * (need.agents[k] - IDLE_USE * idle)
        terms = [(self.short[pool, k], -1.0) for k in bucket if (pool, k) in self.short]
        for group in need.group_ids:
            flow = self.variable()
            terms.append((flow, -1.0))
            taken[group].append((flow, 1.0))
        self.at_most(terms, -math.floor(kept))

    def solve(self) -> MissingMinutes:
        values = self._values()
        intervals = max((len(need.agents) for need in self.requirement.live), default=0)
        live = np.zeros((len(self.requirement.live), intervals))
        for place, column in self.short.items():
            live[place] = values[column]
        buckets = len(self.requirement.bucket_ends)
        deferrable = np.zeros((len(self.requirement.deferrable), buckets))
        for place, column in self.undone.items():
            deferrable[place] = values[column]
        return MissingMinutes(live, deferrable)

    def _values(self) -> Floats:
        if not self.bounds:
            return np.zeros(len(self.costs))
        rows, columns, factors = zip(*self.entries, strict=True)
        shape = (len(self.bounds), len(self.costs))
        matrix: Any = coo_array((factors, (rows, columns)), shape=shape).tocsr()
        costs, bounds = np.asarray(self.costs, float), np.asarray(self.bounds, float)
        result = linprog(costs, A_ub=matrix, b_ub=bounds, method="highs")
        assert result.status == 0, f"the programme of missing minutes failed: {result.message}"
        values: Floats = np.asarray(result.x, dtype=np.float64)
        return values
