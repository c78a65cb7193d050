"""The forms of a tour's rules in the roster model, held against brute force."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.roster_model.follows import cliques
from scheduler.roster_model.ground import Ground, ground_of
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import Tour, tour_costs
from tests.scheduler.people import brute
from tests.scheduler.random_rules import KINDS, calendars, tour_rules

SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large)


def model_of(calendar: Calendar, rules: TourRules) -> Ground:
    ground = ground_of(calendar, (rules,))
    add_people(ground)
    ground.finish()
    return ground


def best_tour(ground: Ground) -> tuple[int, dict[int, int]] | None:
    """Return the price of the cheapest tour of the first agent, and the tour."""
    solver = counting_solver(1, 10.0)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    tour = {
        day: sum(one.choice for one in ground.options[0, day] if solver.value(one.chosen))
        for day in ground.days
    }
    return round(solver.objective_value), tour


@given(rows=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_cliques_hold_exactly_the_forbidden_pairs(rows):
    pairs = np.array(rows)
    held = np.zeros_like(pairs)
    for earlier, later in cliques(pairs):
        held[np.ix_(earlier, later)] = True
    assert (held == pairs).all()


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), None], ids=str)
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_the_cheapest_tour_is_that_of_brute_force(kinds, data):
    calendar = data.draw(calendars())
    rules = data.draw(tour_rules(calendar, kinds=kinds))
    expected = brute.best_price(rules, calendar.duties)
    ground = model_of(calendar, rules)
    found = best_tour(ground)
    assert (None if found is None else found[0]) == expected
    if found is None:
        return
    price, tour = found
    assert brute.price_of(rules, calendar.duties, tour) == price
    assert tour_costs(rules, Tour(calendar.duties, tour)).total == price
    # The relaxation prices a tour that is known exactly, and never above the best.
    relaxation = Relaxation(ground.model)
    known = {
        one.chosen.index: int(one.choice == tour[day])
        for day in ground.days
        for one in ground.options[0, day]
    }
    fixed, free = relaxation.solve(known), relaxation.solve({})
    assert fixed is not None
    assert free is not None
    assert abs(fixed.objective - price) < 1e-6
    assert free.objective <= price + 1e-6


@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(data=st.data())
def test_hard_rules_alone_forbid_the_same_tours(data):
    calendar = data.draw(calendars())
    rules = data.draw(tour_rules(calendar))
    (hard,) = hard_only((rules,))
    found = best_tour(model_of(calendar, hard))
    assert (found is None) == (brute.best_price(rules, calendar.duties) is None)
    if found is not None:
        assert brute.price_of(rules, calendar.duties, found[1]) is not None
