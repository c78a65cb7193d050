"""The lowest cap of a scenario before anything is solved."""

from scenarios.scenario import Scenario
from scheduler.cap.cap_bounds import CapBound, bound_of, programme_of, volume_share
from simulation.arrivals.workload import Workload


def cap_bound(scenario: Scenario, workload: Workload) -> CapBound:
    return bound_of(*programme_of(scenario, workload), volume_share(workload))
