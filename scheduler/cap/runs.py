"""Runs of hostile contacts beyond the limit that labels let through: how many to expect."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap_layers import all_limits
from scenarios.scenario import Scenario
from scheduler.cap.handed_out import Labels, handed_out
from simulation.arrivals.workload import Workload

Floats = npt.NDArray[np.float64]

_BISECTIONS = 50
_MOST_MORE = 12
_HAIR = 1e-12


@dataclass(frozen=True)
class RunsOver:
    """Runs longer than the limit that come about although the quota keeps it by labels."""

    limit: int  # shortest of anybody's
    expected: float  # over the horizon, of all agents
    agents: int  # who have such a limit

    @property
    def without_share(self) -> float:
        """Share of horizons without any, taking rare runs as Poisson."""
        return math.exp(-self.expected)


def runs_over(scenario: Scenario, workload: Workload, *, more: int = 0) -> RunsOver | None:
    """Return how many runs over the limit labels let through; None where no run is limited.

    Every group takes of each line in proportion to the hours of its contracts, everybody in it
    alike and in random order. ``more`` is added to every limit.
    """
    limits = {
        agent_id: one.longest_run
        for agent_id, one in all_limits(scenario).items()
        if one.longest_run is not None
    }
    if not limits:
        return None
    known = scenario.cap is not None and scenario.cap.known_at_close
    expected = 0.0
    for group, cases, labels in handed_out(scenario, workload):
        for agent_id in group.agent_ids:
            if agent_id in limits:
                limit = limits[agent_id] + more
                expected += cases * run_rate(labels, limit, known_at_close=known)
    return RunsOver(min(limits.values()) + more, expected, len(limits))


def run_rate(labels: Labels, limit: int, *, known_at_close: bool = False) -> float:
    """Return how often a case handed out makes a run of hostile ones pass a limit.

    The quota hands out no case labelled hostile after ``limit`` such cases in a row; with
    ``known_at_close`` after so many truly hostile ones. A harmless case begins everything anew, so
    the rate is that of a renewal process: the stationary chance of a step from a run of ``limit``
    to one more. Without a quota it is (1 - h) h^(limit + 1) for a hostile share h (Feller 1968,
    "An Introduction to Probability Theory", vol. 1, section XIII.7).
    """
    return (_rate_if_known if known_at_close else _rate_by_label)(labels, limit)


def _rate_if_known(labels: Labels, limit: int) -> float:
    """Return the rate where the quota counts the true run.

    From a run t < limit the next case is hostile with h = u p + (1 - u) w, from there on with w:
    no label may be handed out. So a run of t has the chance h^t times that of none.
    """

    def run_chances(offered: float) -> Floats:
        hostile = offered * labels.chance + (1.0 - offered) * labels.missed
        chances = hostile ** np.arange(limit + 1.0)
        beyond = chances[-1] * labels.missed / max(1.0 - labels.missed, _HAIR)
        return np.asarray(chances / (chances.sum() + beyond))

    offered = _root(lambda one: one * float(run_chances(one)[:-1].sum()), labels.labelled)
    return float(run_chances(offered)[-1]) * labels.missed


def _rate_by_label(labels: Labels, limit: int) -> float:
    """Return the rate where the quota counts labels alone: a chain of the run that it counts and
    the true one."""

    def share(offered: float) -> float:
        # Labels in a row are geometric, cut off at the limit.
        chances = offered ** np.arange(limit + 1.0)
        return 1.0 - 1.0 / float(chances.sum())

    offered = _root(share, labels.labelled)
    wide = limit + 2  # true runs; the last is any over the limit
    size = (limit + 1) * wide
    moves, over = np.zeros((size, size)), np.zeros(size)
    for seen in range(limit + 1):
        label = offered if seen < limit else 0.0
        for true in range(wide):
            here = seen * wide + true
            for part, then, chance in (
                (label, min(seen + 1, limit), labels.chance),
                (1.0 - label, 0, labels.missed),
            ):
                moves[here, then * wide + min(true + 1, limit + 1)] += part * chance
                moves[here, then * wide] += part * (1.0 - chance)
                if true == limit:
                    over[here] += part * chance
    return float(_long_run(moves) @ over)


def _root(share: Callable[[float], float], wanted: float) -> float:
    """Return the chance of a label with which a rising share is as wanted; 1 if none is enough."""
    low, high = 0.0, 1.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if share(middle) < wanted else (low, middle)
    return high


def _long_run(moves: Floats) -> Floats:
    """Return the stationary distribution of a chain that always comes back to its first state."""
    size = len(moves)
    rows = moves.T - np.eye(size)
    rows[0] = 1.0  # one of the equations follows from the others
    return np.asarray(np.linalg.solve(rows, np.eye(size)[0]))


def limit_that_holds(scenario: Scenario, workload: Workload, share: float) -> int | None:
    """Return the least limit, raised for all alike, that such a share of horizons keeps."""
    for more in range(1, _MOST_MORE + 1):
        found = runs_over(scenario, workload, more=more)
        if found is None:
            return None
        if found.without_share >= share:
            return found.limit
    return None
