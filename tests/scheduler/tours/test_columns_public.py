"""Price and dive on public instances of which the best cost is known."""

import pytest

from benchmarks.curtois import BEST_KNOWN
from benchmarks.rosters.curtois_file import read_instance
from benchmarks.rosters.curtois_nouns import problem_of
from benchmarks.rosters.data import instances
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.roster_model.build import build_work
from scheduler.tours.columns import price_and_dive
from scheduler.tours.search import TourSearch

PATHS = {path.stem: path for path in instances("curtois", "Instance*.txt")}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Instance1", "Instance2", "Instance3", "Instance4"])
def test_small_public_instances_are_solved_with_proof(name):
    if name not in PATHS:
        pytest.skip("the public instances are not there (../shared/data/curtois)")
    problem = problem_of(read_instance(PATHS[name]))
    calendar = Calendar(problem.scenario, Timeline(problem.scenario.horizon))
    rules = tour_rules(calendar, problem.requirement)
    search = TourSearch(calendar, rules, problem.requirement, (), 1)
    ground = build_work(calendar, rules, problem.requirement, ())
    found = price_and_dive(search, ground, seconds=120.0)
    assert found.exact
    assert found.cost == pytest.approx(BEST_KNOWN[name] * UNITS_PER_CURRENCY)
