"""Price and dive, held against the whole model solved by CP-SAT and against figures by hand."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import Counter, Pattern, TourRules
from scheduler.requirement import HeadCount, Requirement
from scheduler.roster_model.build import build, build_work
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import Tour, tour_costs
from scheduler.tours.columns import ColumnResult, price_and_dive
from scheduler.tours.columns_dive import Dive
from scheduler.tours.columns_frame import frame_of
from scheduler.tours.search import TourSearch
from tests.scheduler.random_rules import calendars, tour_rules
from tests.scheduler.small_teams import required, small

WORK = 50.0  # far more than these small problems take
EARLIES = {"starts": ["06:00"], "length_minutes": 480, "days": "mon-wed"}


def priced(
    calendar: Calendar, rules: tuple[TourRules, ...], requirement: Requirement
) -> ColumnResult:
    search = TourSearch(calendar, rules, requirement, (), 1)
    ground = build_work(calendar, rules, requirement, ())
    return price_and_dive(search, ground, seconds=WORK)


def optimum(
    calendar: Calendar, rules: tuple[TourRules, ...], requirement: Requirement
) -> float | None:
    ground = build(calendar, rules, requirement, ())
    solver = counting_solver(1, 30.0)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return float(solver.objective_value)


def cost_of_tours(calendar: Calendar, rules: tuple[TourRules, ...], tours: np.ndarray) -> list[int]:
    first = min(calendar.duties)
    return [
        tour_costs(
            rules[agent],
            Tour(calendar.duties, {day: int(tours[agent, day - first]) for day in calendar.duties}),
        ).total
        for agent in range(len(rules))
    ]


def heads(
    calendar: Calendar, wanted: list[int], short: float | None, over: float, agents: int
) -> HeadCount:
    count = len(wanted)
    return HeadCount(
        "earlies",
        tuple(agent.id for agent in calendar.agents[:agents]),
        np.array(wanted),
        None if short is None else np.full(count, short),
        np.full(count, over),
        "early",
    )


def plain(rules: TourRules) -> TourRules:
    """Return rules as the sheet holds them exactly: rests of less than two days, pairs apart."""
    rests = tuple(rest for rest in rules.pattern.rests if rest.minutes < 2 * 1440)
    counters = tuple(replace(one, pairs=one.pairs[:1]) for one in rules.counters)
    return replace(rules, pattern=replace(rules.pattern, rests=rests), counters=counters)


@st.composite
def problems(draw):
    agents = draw(st.integers(1, 3))
    calendar = draw(calendars(agents=agents))
    first = plain(draw(tour_rules(calendar)))
    rules = [first] * agents
    if draw(st.booleans()):
        rules[-1] = plain(draw(tour_rules(calendar, first.pattern)))
    wanted = draw(st.lists(st.integers(0, 2), min_size=7, max_size=7))
    # Hard heads are often more than there can be, so most have a price.
    short = draw(st.sampled_from([None, 0.001, 0.002, 0.002]))
    counted = heads(calendar, wanted, short, draw(st.sampled_from([0.0, 0.001])), agents)
    bare = required(calendar.scenario, phone=dict.fromkeys(draw(st.sets(st.integers(0, 167))), 1))
    requirement = Requirement(bare.live, (), bare.bucket_ends, (), (counted,))
    return calendar, tuple(rules), requirement


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(problem=problems())
def test_the_bound_is_below_the_optimum_and_the_tours_above(problem):
    calendar, rules, _ = problem
    found, best = priced(*problem), optimum(*problem)
    if best is None:
        assert found.tours is None
        return
    if found.bound is not None:
        assert found.bound <= best + 1e-3
    if found.cost is not None:
        assert found.cost >= best - 1e-3
        assert sum(cost_of_tours(calendar, rules, found.tours)) <= found.cost + 1e-3
    if found.exact:
        assert found.cost == pytest.approx(best, abs=1e-3)


def two_days_each(agents: int) -> tuple[Calendar, tuple[TourRules, ...]]:
    """Return people who each work just two of three days."""
    scenario = small(shifts={"early": EARLIES}, agents=[{"id": f"a{i}"} for i in range(agents)])
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    weights = {day: np.array([0, 1]) for day in range(3)}
    counter = Counter("contract_hours", 0, 7, weights, least=2, most=2)
    return calendar, (TourRules(Pattern(), counters=(counter,)),) * agents


def with_heads(calendar: Calendar, counted: HeadCount) -> Requirement:
    bare = required(calendar.scenario)
    return Requirement((), (), bare.bucket_ends, (), (counted,))


def test_three_people_share_out_three_days_and_the_bound_proves_it():
    calendar, rules = two_days_each(3)
    wanted = [2, 2, 2, 0, 0, 0, 0]
    found = priced(calendar, rules, with_heads(calendar, heads(calendar, wanted, 100.0, 1.0, 3)))
    assert found.exact
    assert found.cost == found.bound == 0
    assert (found.tours[:, 1:4].sum(axis=0) == 2).all()


def test_what_nobody_can_cover_is_paid_for():
    calendar, rules = two_days_each(2)
    wanted = [2, 2, 2, 0, 0, 0, 0]
    found = priced(calendar, rules, with_heads(calendar, heads(calendar, wanted, 100.0, 1.0, 2)))
    assert found.exact
    assert found.cost == 2 * 100 * UNITS_PER_CURRENCY


def test_hard_heads_that_people_can_cover_are_covered():
    calendar, rules = two_days_each(3)
    counted = heads(calendar, [3, 1, 2, 0, 0, 0, 0], None, 0.0, 3)
    found = priced(calendar, rules, with_heads(calendar, counted))
    assert found.exact
    assert found.tours[:, 1:4].sum(axis=0).tolist() == [3, 1, 2]


def test_hard_heads_that_nobody_can_cover_leave_no_tours():
    calendar, rules = two_days_each(2)
    counted = heads(calendar, [2, 2, 2, 0, 0, 0, 0], None, 0.0, 2)
    found = priced(calendar, rules, with_heads(calendar, counted))
    assert found.tours is None
    assert not found.exact


def test_nobody_has_a_tour_where_somebody_has_none():
    calendar, rules = two_days_each(2)
    counter = Counter("contract_hours", 0, 7, {0: np.array([0, 1])}, least=2)
    none = TourRules(Pattern(), counters=(counter,))
    requirement = with_heads(calendar, heads(calendar, [1] * 7, 1.0, 0.0, 2))
    assert priced(calendar, (rules[0], none), requirement).tours is None


def test_people_of_whom_the_same_is_said_are_one_class():
    calendar, rules = two_days_each(3)
    counted = heads(calendar, [1] * 7, 1.0, 0.0, 3)
    fewer = heads(calendar, [1] * 7, 1.0, 0.0, 2)  # the third does not count
    for count, classes in ((counted, ((0, 1, 2),)), (fewer, ((0, 1), (2,)))):
        requirement = with_heads(calendar, count)
        search = TourSearch(calendar, rules, requirement, (), 1)
        frame = frame_of(search.sheet, build_work(calendar, rules, requirement, ()))
        assert frame.classes == classes


def test_the_same_problem_gives_the_same_tours():
    calendar, rules = two_days_each(3)
    requirement = with_heads(calendar, heads(calendar, [1, 2, 0, 0, 0, 0, 0], 100.0, 7.0, 3))
    one, other = (priced(calendar, rules, requirement) for _ in range(2))
    assert (one.cost, one.bound, one.rounds) == (other.cost, other.bound, other.rounds)
    assert np.array_equal(one.tours, other.tours)


def test_ctrl_c_leaves_the_best_so_far(monkeypatch):
    def stop(self):
        raise KeyboardInterrupt

    calendar, rules = two_days_each(3)
    requirement = with_heads(calendar, heads(calendar, [1, 1, 1, 0, 0, 0, 0], 100.0, 99.0, 3))
    monkeypatch.setattr(Dive, "improve", stop)
    monkeypatch.setattr(Dive, "is_best", False)
    found = priced(calendar, rules, requirement)
    assert found.interrupted
    assert found.tours is not None


def test_it_goes_on_from_the_roster_of_the_search(monkeypatch):
    def stop(self):
        raise KeyboardInterrupt

    calendar, rules = two_days_each(3)
    requirement = with_heads(calendar, heads(calendar, [2, 2, 2, 0, 0, 0, 0], 100.0, 1.0, 3))
    search = TourSearch(calendar, rules, requirement, (), 1)
    search.open()
    search.give_first(range(3))
    search.improve(0)
    monkeypatch.setattr(Dive, "first", stop)
    ground = build_work(calendar, rules, requirement, ())
    found = price_and_dive(search, ground, seconds=WORK)
    assert found.interrupted
    assert found.cost == pytest.approx(search.cost)
    assert np.array_equal(np.sort(found.tours, axis=0), np.sort(search.best[1], axis=0))
