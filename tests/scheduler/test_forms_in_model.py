"""The forms of a tour's rules in the roster model, held against brute force."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import Counter, Pattern, TourRules
from scheduler.roster_model.follows import cliques
from scheduler.roster_model.ground import Ground, ground_of
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import BrokenRuleError, Tour, tour_costs
from tests.scheduler.people import brute
from tests.scheduler.random_rules import EARLIES, KINDS, calendars, tour_rules
from tests.scheduler.small_teams import small

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


def values_of(ground: Ground, tour: dict[int, int]) -> dict[int, int]:
    """Return the values of the variables of shifts that a tour stands for."""
    return {
        one.chosen.index: int(one.choice == tour[day])
        for day in ground.days
        for one in ground.options[0, day]
    }


@given(rows=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), min_size=1, max_size=5))
def test_cliques_hold_exactly_the_forbidden_pairs(rows):
    pairs = np.array(rows)
    held = np.zeros_like(pairs)
    for earlier, later in cliques(pairs):
        held[np.ix_(earlier, later)] = True
    assert (held == pairs).all()


@pytest.mark.parametrize("kinds", [*((kind,) for kind in KINDS), None], ids=str)
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
@given(data=st.data(), seed=st.integers(0, 2**32))
def test_every_tour_has_its_price_or_none(kinds, data, seed):
    calendar = data.draw(calendars())
    rules = data.draw(tour_rules(calendar, kinds=kinds))
    ground = model_of(calendar, rules)
    relaxation = Relaxation(ground.model)
    tours = list(brute.all_tours(rules, calendar.duties))
    random = np.random.Generator(np.random.Philox(seed))
    for number in random.integers(0, len(tours), min(30, len(tours))).tolist():
        expected = brute.price_of(rules, calendar.duties, tours[number])
        found = relaxation.solve(values_of(ground, tours[number]))
        assert (found is None) == (expected is None)
        if found is not None:
            assert found.objective == pytest.approx(expected)
            assert tour_costs(rules, Tour(calendar.duties, tours[number])).total == expected


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
    free = Relaxation(ground.model).solve({})
    assert free is not None
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


def test_a_counter_looks_at_its_own_days_only():
    scenario = small(shifts={"early": EARLIES})
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    weights = {day: np.array([0, 1]) for day in range(7)}
    rules = TourRules(Pattern(), counters=(Counter("max_shifts", 0, 2, weights, most=1),))
    ground = model_of(calendar, rules)
    relaxation = Relaxation(ground.model)
    for worked, allowed in (((0, 3, 4), True), ((0, 1), False)):
        tour = {day: int(day in worked) for day in calendar.days}
        assert (relaxation.solve(values_of(ground, tour)) is not None) == allowed
        if allowed:
            assert tour_costs(rules, Tour(calendar.duties, tour)).total == 0
        else:
            with pytest.raises(BrokenRuleError, match="max_shifts: 2 over days 0 to 1"):
                tour_costs(rules, Tour(calendar.duties, tour))
