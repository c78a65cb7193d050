"""The roster of the team of twelve: CP-SAT from nothing, and after the tour search."""

import os
import statistics

from scenarios.library import locate
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import Requirement
from scheduler.roster_model import solve_roster
from scheduler.roster_model.build import build
from scheduler.roster_model.search import run
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of

SECONDS = 20.0
REPEATS = 3


def from_nothing(scenario: Scenario, requirement: Requirement) -> float:
    """Return the cost that CP-SAT alone reaches in the time; infinity without a roster."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    ground = build(calendar, tour_rules(calendar, requirement), requirement, ())
    found = run(ground, scenario.planning, SECONDS)
    return float("inf") if found.objective is None else found.objective


def as_planned(scenario: Scenario, requirement: Requirement) -> tuple[float, float]:
    """Return cost and gap of the roster as a plan makes it."""
    solution = solve_roster(scenario, requirement, (), seconds=SECONDS)
    assert solution.costs is not None
    assert solution.gap is not None
    return solution.costs.total, solution.gap


def main() -> None:
    base = read_scenario(locate("team-of-12"))
    requirement = compute_requirement(base, workload_of(base, seed=1))
    print(f"{SECONDS:.0f} s each, {os.cpu_count()} processors, medians of {REPEATS} seeds")
    plain, costs, gaps = [], [], []
    for seed in range(1, REPEATS + 1):
        planning = base.planning.model_copy(update={"seed": seed})
        scenario = base.model_copy(update={"planning": planning})
        plain.append(from_nothing(scenario, requirement))
        cost, gap = as_planned(scenario, requirement)
        costs.append(cost)
        gaps.append(gap)
    print(f"CP-SAT from nothing: cost {statistics.median(plain):,.0f}")
    print(f"tours, then CP-SAT:  cost {statistics.median(costs):,.0f}")
    print(f"gap after the tours: {statistics.median(gaps):.2%}")
    ratio = statistics.median(one / other for one, other in zip(plain, costs, strict=True))
    print(f"ratio of costs:      {ratio:.2f}")


if __name__ == "__main__":
    main()
