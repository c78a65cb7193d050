"""Before solving: the lowest cap that the volume and the team allow."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenarios.scenario import Scenario
from scheduler.cap.elastic import carriers_of
from scheduler.cap.flows import Flows
from scheduler.cap.kinds import Kind, kinds_of
from scheduler.cap.team_flows import team_flows
from simulation.arrivals.workload import Workload


@dataclass(frozen=True)
class CapBound:
    """The lowest cap that can hold if every case is answered, and what carries it."""

    lowest_share: float | None  # None where own limits cannot hold whatever the cap
    volume_share: float  # hostile share of all cases together
    carriers: tuple[str, ...]  # whom skills, hours or own limits give more than the volume's share

    @property
    def lowest_cap(self) -> float | None:
        """The lowest cap, rounded up to a tenth of a point."""
        return None if self.lowest_share is None else rounded_up(self.lowest_share)


def programme_of(scenario: Scenario, workload: Workload) -> tuple[Flows, tuple[Kind, ...]]:
    """Return a team's programme and its takers.

    Where the contracts are too few for the whole volume they are left out of the question; that
    the team is too small is said elsewhere.
    """
    kinds = kinds_of(scenario)
    flows = team_flows(scenario, workload, kinds)
    none, all_ = np.full(len(kinds), np.inf), np.ones(len(kinds))
    free = replace(flows, own_share=all_, most_contacts=none, most_minutes=none)
    return (flows if free.holds(1.0) else flows.without_rooms()), kinds


def bound_of(flows: Flows, kinds: Sequence[Kind], share: float) -> CapBound:
    """Return the lowest hostile share that everybody can keep to if all cases are answered.

    A linear programme divides the cases over kinds of people, within their contracts and their
    own limits; bisection finds the lowest cap for those without one. It is a bound for any
    window: were every window of an agent within the cap, so were the whole horizon, and what
    holds on every draw of chance holds on average. ``share`` is that of the volume.
    """
    lowest = flows.lowest_cap()
    if lowest is not None and lowest <= share + 1e-3:
        return CapBound(lowest, share, ())
    carried = carriers_of(flows, share + 1e-3)
    carriers = tuple(kind.name for kind, is_one in zip(kinds, carried, strict=True) if is_one)
    return CapBound(lowest, share, carriers)


def volume_share(workload: Workload) -> float:
    """Return the hostile share of all cases together; 0 where nothing comes in."""
    total = float(workload.cases.sum())
    return float(workload.hostile_cases.sum()) / total if total else 0.0


def rounded_up(share: float) -> float:
    """Return a share rounded up to a tenth of a percentage point, for a message."""
    return math.ceil(share * 1000 - 1e-9) / 1000
