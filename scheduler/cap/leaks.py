"""Shares that labels let through: windows that pass a cap on hostile cases nobody saw coming.

Even an agent who is handed nothing that is labelled hostile meets the hostile cases that the label
misses. Where the cap lies near their share, or a window holds few contacts, no rule can keep it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scipy.stats import binom

from scenarios.cap import CapWindow
from scenarios.cap_layers import all_limits
from scenarios.scenario import Scenario
from scheduler.cap.handed_out import handed_out
from scheduler.cap.kinds import most_shifts
from simulation.arrivals.workload import Workload

_HAIR = 1e-9
_POINT = 0.01


@dataclass(frozen=True)
class LeaksOver:
    """Windows over the share of some agents of a group that take nothing labelled hostile."""

    agent_ids: tuple[str, ...]
    share: float  # that each of them may reach
    missed: float  # hostile share of what is handed out as harmless
    contacts: float  # of that, in an agent's window
    windows: int  # of all these agents over the horizon

    @property
    def chance(self) -> float:
        """Chance that a window passes the share, cases being hostile or not by themselves."""
        count = max(round(self.contacts), 1)
        return float(binom.sf(math.floor(self.share * count + _HAIR), count, self.missed))

    @property
    def without_share(self) -> float:
        """Share of horizons in which none of these windows does."""
        kept: float = (1.0 - self.chance) ** self.windows
        return kept


def leaks_over(scenario: Scenario, workload: Workload) -> Iterator[LeaksOver]:
    """Yield those with a limit on their share, by group and limit, and what labels let through.

    Every group takes of each line in proportion to the hours of its contracts, everybody in it
    alike, as much in each window.
    """
    limits = all_limits(scenario)
    for group, cases, labels in handed_out(scenario, workload):
        alike: dict[float, list[str]] = {}
        for agent_id in group.agent_ids:
            share = limits[agent_id].hostile
            if share is not None:
                alike.setdefault(share, []).append(agent_id)
        harmless = cases * (1.0 - labels.labelled)
        for share, agent_ids in alike.items():
            windows = _windows(scenario, agent_ids)
            if harmless > 0 and windows > 0:
                contacts = float(harmless) * len(agent_ids) / windows
                yield LeaksOver(tuple(agent_ids), share, labels.missed, contacts, windows)


def without_share(found: Sequence[LeaksOver]) -> float:
    """Return the share of horizons in which none of all these windows passes its limit."""
    return math.prod(leaks.without_share for leaks in found)


def share_that_holds(found: Sequence[LeaksOver], compliance: float) -> float | None:
    """Return the least share in whole points, for who has less, that such horizons keep."""
    least = min(leaks.share for leaks in found)
    for points in range(math.floor(least / _POINT) + 1, 100):
        wider = [replace(one, share=max(one.share, points * _POINT)) for one in found]
        if without_share(wider) >= compliance:
            return points * _POINT
    return None


def _windows(scenario: Scenario, agent_ids: list[str]) -> int:
    """Return the windows of some agents over the horizon."""
    window = scenario.cap.window if scenario.cap is not None else CapWindow.WEEK
    return {
        CapWindow.SHIFT: most_shifts(scenario, agent_ids),
        CapWindow.WEEK: scenario.horizon.weeks * len(agent_ids),
        CapWindow.HORIZON: len(agent_ids),
    }[window]
