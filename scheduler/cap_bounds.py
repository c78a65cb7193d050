"""Before solving: the lowest cap that the volume and the team's skills allow."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog

from scenarios.queues import Group, Line, groups_of, lines_of, serves
from scenarios.scenario import Scenario
from scheduler.gross_up import best_pace
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]

_TOLERANCE = 1e-4


@dataclass(frozen=True)
class CapBound:
    """The lowest cap that can hold if every case is answered, and what carries it."""

    lowest_share: float
    volume_share: float  # hostile share of all cases together
    most_hostile_group: str | None  # group that cannot get below, where skills are the reason


def cap_bound(scenario: Scenario, workload: Workload) -> CapBound:
    """Return the lowest hostile share that every group can keep to if all cases are answered.

    A linear programme splits each line's cases over the groups that serve it, within the
    groups' contract hours; bisection finds the lowest share. It is a bound for any window: were
    every window of an agent within the cap, so were the whole horizon.
    """
    division = _Division(scenario, workload)
    volume_share = division.volume_share()
    low, high = volume_share, 1.0
    if division.holds(volume_share + _TOLERANCE):
        return CapBound(volume_share, volume_share, None)
    while high - low > _TOLERANCE:
        middle = (low + high) / 2
        low, high = (low, middle) if division.holds(middle) else (middle, high)
    return CapBound(high, volume_share, division.most_hostile_group())


def rounded_up(share: float) -> float:
    """Return a share rounded up to a tenth of a percentage point, for a message."""
    return math.ceil(share * 1000 - 1e-9) / 1000


class _Division:
    """The linear programme that divides the lines' cases over the groups."""

    def __init__(self, scenario: Scenario, workload: Workload) -> None:
        self.groups: tuple[Group, ...] = groups_of(scenario)
        self.lines: tuple[Line, ...] = lines_of(scenario)
        self.cases: Floats = workload.cases.sum(axis=1)
        self.hostile: Floats = workload.hostile_cases.sum(axis=1)
        self.minutes: Floats = workload.work_minutes.sum(axis=1)
        self.pairs = [
            (g, n)
            for g, group in enumerate(self.groups)
            for n, line in enumerate(self.lines)
            if serves(group, line) and self.cases[n] > 0
        ]
        # At the pace of the fastest, as whatever no roster can beat is a bound.
        self.pace = {
            (g, n): best_pace(scenario, self.lines[n].channel_id, self.groups[g])
            for g, n in self.pairs
        }
        self.capacity_minutes = np.array([_contract_minutes(scenario, g) for g in self.groups])
        self.capacity_holds = self._solve(1.0, with_capacity=True)

    def volume_share(self) -> float:
        """Return the hostile share of all cases together; 0 where nothing comes in."""
        total = float(self.cases.sum())
        return float(self.hostile.sum()) / total if total else 0.0

    def holds(self, cap: float) -> bool:
        """Whether some division keeps every group within the cap.

        Where the contract hours are too few for the whole volume they are left out of the
        question; that the team is too small is said elsewhere.
        """
        return self._solve(cap, with_capacity=self.capacity_holds)

    def most_hostile_group(self) -> str:
        """Return the group whose lines are the most hostile."""
        shares = []
        for g, group in enumerate(self.groups):
            served = [n for h, n in self.pairs if h == g]
            cases = float(self.cases[served].sum()) or 1.0
            shares.append((float(self.hostile[served].sum()) / cases, group.id))
        return max(shares)[1]

    def _solve(self, cap: float, *, with_capacity: bool) -> bool:
        """Whether the programme has a solution, in cases handed from lines to groups."""
        count = len(self.pairs)
        if not count:
            return True
        whole = np.zeros((len(self.lines), count))
        exposure = np.zeros((len(self.groups), count))
        work = np.zeros((len(self.groups), count))
        for column, (g, n) in enumerate(self.pairs):
            whole[n, column] = 1.0
            exposure[g, column] = self.hostile[n] / self.cases[n] - cap
            work[g, column] = self.minutes[n] / self.cases[n] * self.pace[g, n]
        limits = np.zeros(len(self.groups))
        rows = np.vstack([exposure, work]) if with_capacity else exposure
        bounds = np.concatenate([limits, self.capacity_minutes]) if with_capacity else limits
        served = whole.any(axis=1)
        result = linprog(
            np.zeros(count), rows, bounds, whole[served], self.cases[served], method="highs"
        )
        return bool(result.status == 0)


def _contract_minutes(scenario: Scenario, group: Group) -> float:
    """Return the most minutes that a group's contracts give over the horizon."""
    members = [agent for agent in scenario.team.agents if agent.id in group.agent_ids]
    contracts = [scenario.team.contract_of(agent) for agent in members]
    hours = sum(c.hours_per_week + c.weekly_band_hours for c in contracts)
    return 60.0 * hours * scenario.horizon.weeks
