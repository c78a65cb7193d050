"""Refusing a cap that no roster can keep, with what would make it possible."""

from scenarios.scenario import Scenario
from scheduler.cap.bound_levers import bound_levers, said_of
from scheduler.cap.obstacles import Outlook, outlook
from scheduler.impossible import Impossible
from simulation.arrivals.workload import Workload

_MOST_TOLD = 3


def refuse_impossible_cap(scenario: Scenario, workload: Workload) -> Outlook:
    """Return the outlook; raise Impossible where something is proved to stand against the cap."""
    found = outlook(scenario, workload)
    if not found.proven:
        return found
    told = "\n".join(one.sentence for one in found.proven)
    remedies: tuple[str, ...] = ()
    if scenario.planning.levers:
        remedies = said_of(bound_levers(scenario, workload), _MOST_TOLD)
    raise Impossible(told, found.lowest_cap, remedies)
