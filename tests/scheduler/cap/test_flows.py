"""The programmes of the cap against another solver, differences, and search by exhaustion."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from scheduler.cap.elastic import Prices, cheapest
from scheduler.cap.flows import Flows


def routing_problem(seed: int, *, forms: bool = False) -> Flows:
    """A small routing problem: three to six lots, two to four takers, time for them or not."""
    dice = np.random.default_rng(seed)
    sources, takers = int(dice.integers(3, 7)), int(dice.integers(2, 5))
    pairs = [(s, t) for s in range(sources) for t in range(takers) if dice.random() < 0.6]
    pairs += [(s, int(dice.integers(takers))) for s in range(sources)]
    pairs = sorted(set(pairs))
    cases = dice.integers(5, 60, sources).astype(float)
    own = np.where(dice.random(takers) < 0.2, 0.3, np.nan)
    nothing = np.full(takers, np.inf)
    return Flows(
        cases=cases,
        hostile_chance=dice.random(sources).round(2),
        hostile_minutes=dice.uniform(3, 9, sources).round(1),
        source=np.array([s for s, _ in pairs]),
        taker=np.array([t for _, t in pairs]),
        minutes=dice.uniform(2, 6, len(pairs)).round(1),
        rooms=np.array([[t] for _, t in pairs]),
        room_minutes=(dice.uniform(0.8, 3.0, takers) * cases.sum() * 4 / takers).round(),
        own_share=own,
        most_contacts=dice.uniform(10, 60, takers).round() if forms else nothing,
        most_minutes=dice.uniform(60, 300, takers).round() if forms else nothing,
    )


def glop_holds(flows: Flows, cap: float) -> bool:
    """The same question put to GLOP, row by row from the definitions."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    flow = [solver.NumVar(0, solver.infinity(), "") for _ in flows.source]

    def total(weight: list[float], places: list[int]) -> Any:
        return sum((weight[f] * flow[f] for f in places), start=0 * flow[0])

    ones = [1.0] * len(flow)
    for source, cases in enumerate(flows.cases):
        own = [f for f in range(len(flow)) if flows.source[f] == source]
        solver.Add(total(ones, own) == cases)
    for taker, said in enumerate(flows.own_share):
        own = [f for f in range(len(flow)) if flows.taker[f] == taker]
        if not own:
            continue
        chance = flows.hostile_chance[flows.source].tolist()
        minutes = (flows.hostile_chance * flows.hostile_minutes)[flows.source].tolist()
        limit = cap if np.isnan(said) else float(said)
        solver.Add(total(chance, own) <= limit * total(ones, own))
        if np.isfinite(flows.most_contacts[taker]):
            solver.Add(total(chance, own) <= float(flows.most_contacts[taker]))
        if np.isfinite(flows.most_minutes[taker]):
            solver.Add(total(minutes, own) <= float(flows.most_minutes[taker]))
        solver.Add(total(flows.minutes.tolist(), own) <= float(flows.room_minutes[taker]))
    return bool(solver.Solve() == pywraplp.Solver.OPTIMAL)


@pytest.mark.parametrize("forms", [False, True])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_lowest_cap_is_where_another_solver_finds_it(seed: int, forms: bool) -> None:
    flows = routing_problem(seed, forms=forms)
    lowest = flows.lowest_cap()
    if lowest is None:
        assert not glop_holds(flows, 1.0)
        return
    assert glop_holds(flows, lowest + 2e-4)
    assert lowest <= 2e-4 or not glop_holds(flows, lowest - 2e-4)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_flows_that_are_given_keep_every_limit(seed: int) -> None:
    flows = routing_problem(seed, forms=True)
    found = flows.solution(0.6)
    if found is None:
        assert not glop_holds(flows, 0.6)
        return
    taken = np.bincount(flows.source, found, minlength=len(flows.cases))
    assert taken == pytest.approx(flows.cases, abs=1e-6)
    hostile = np.bincount(
        flows.taker, found * flows.hostile_chance[flows.source], minlength=len(flows.own_share)
    )
    all_cases = np.bincount(flows.taker, found, minlength=len(flows.own_share))
    limit = np.where(np.isnan(flows.own_share), 0.6, flows.own_share)
    assert (hostile <= limit * all_cases + 1e-6).all()
    assert (hostile <= flows.most_contacts + 1e-6).all()


def prices_of(flows: Flows, spread: float = 0.0) -> Prices:
    """Return prices; with a spread all differ, so that there is one optimum."""
    dice = np.random.default_rng(1)
    rooms = np.arange(len(flows.room_minutes))[:, None]
    left = 40.0 + spread * dice.random(len(flows.cases))
    return Prices(left, rooms, 0.5 + 0.1 * spread * dice.random(len(rooms)))


@given(seed=st.integers(0, 10_000), cap=st.floats(0.2, 0.6))
@settings(max_examples=60, deadline=None)
def test_the_dual_is_the_slope_of_the_cost(seed: int, cap: float) -> None:
    """Between its one-sided differences, which are both the same where no limit changes."""
    flows, step = routing_problem(seed), 1e-5
    prices = prices_of(flows, spread=3.0)
    here, less, more = (cheapest(flows, one, prices) for one in (cap, cap - step, cap + step))
    left, right = ((less.cost - here.cost) / -step, (more.cost - here.cost) / step)
    slope = here.per_point / 0.01
    room = 1e-3 * max(abs(left), abs(right), 1.0) + 1e-2
    assert min(left, right) - room <= slope <= max(left, right) + room
    assert here.per_point <= 1e-9


def test_the_price_of_a_limit_by_hand() -> None:
    # 100 cases at 30 % and 100 harmless ones; one taker, time for all. Under a cap of 10 % each
    # further point lets x more of the first lot in: 0.3 x <= c (x + 100), x = 100 c / (0.3 - c).
    flows = Flows(
        cases=np.array([100.0, 100.0]),
        hostile_chance=np.array([0.3, 0.0]),
        hostile_minutes=np.array([5.0, 5.0]),
        source=np.array([0, 1]),
        taker=np.array([0, 0]),
        minutes=np.array([5.0, 5.0]),
        rooms=np.array([[0], [0]]),
        room_minutes=np.array([2000.0]),
        own_share=np.array([np.nan]),
        most_contacts=np.array([np.inf]),
        most_minutes=np.array([np.inf]),
    )
    found = cheapest(flows, 0.1, prices_of(flows))
    assert found.unanswered == pytest.approx([50.0, 0.0])
    # dx/dc = 100 x 0.3 / (0.3 - c)^2 = 750 at 10 %: 7.5 cases a point at 40 each.
    assert found.per_point == pytest.approx(-7.5 * 40)
    assert flows.lowest_cap() == pytest.approx(0.15, abs=1.1e-4)
