"""Every rule in the roster model, with the tours that just keep it and just break it."""

import pytest
from ortools.sat.python import cp_model

from scenarios.limits import PRICEABLE
from scenarios.scenario import Scenario
from scheduler.roster_model.ground import ground_of
from scheduler.roster_model.people import add_people
from scheduler.roster_model.solver import counting_solver
from tests.scheduler.people.test_rules_in_pairs import MINUTES, PAIRS, PRICE, UNITS
from tests.scheduler.people.week import rules_and_calendar, tour_of


def price(scenario: Scenario, letters: str, eve: str) -> int | None:
    """Return what the model asks for a tour, or None if it forbids it."""
    rules, calendar = rules_and_calendar(scenario)
    ground = ground_of(calendar, (rules,))
    add_people(ground)
    ground.finish()
    for day, choice in tour_of(calendar, letters, eve).items():
        chosen = {one.choice: one.chosen for one in ground.options[0, day]}
        chosen[0] = ground.off[0, day]
        if choice not in chosen:
            return None
        ground.model.add(chosen[choice] == 1)
    solver = counting_solver(1, 10.0)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return round(solver.objective_value)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_the_model_allows_the_one_tour_and_forbids_the_other(pair):
    scenario = pair.scenario({})
    assert price(scenario, pair.keeps, pair.eve) == 0
    assert price(scenario, pair.breaks, pair.eve) is None


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if p.rule in PRICEABLE], ids=lambda pair: pair.rule
)
def test_the_model_asks_the_price_of_every_unit(pair):
    scenario = pair.scenario({pair.rule: PRICE})
    unit = MINUTES if pair.in_hours else UNITS
    assert price(scenario, pair.keeps, pair.eve) == 0
    assert price(scenario, pair.breaks, pair.eve) == pair.units * unit * PRICE
