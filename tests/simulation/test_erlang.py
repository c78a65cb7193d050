"""Erlang formulas against birth-death chains solved as linear systems, and against each other."""

import math

import numpy as np
import pytest
from scipy import linalg

from simulation.erlang import ErlangA, erlang_b, erlang_c, log_palm

# agents, erlangs, mean service, mean patience, limit; from idle to hopeless overload.
POINTS = [
    (1, 0.5, 300.0, 120.0, 30.0),
    (3, 2.0, 240.0, 600.0, 20.0),
    (5, 8.0, 300.0, 60.0, 15.0),
    (10, 9.5, 180.0, 90.0, 60.0),
    (20, 14.0, 300.0, 900.0, 20.0),
    (30, 45.0, 200.0, 300.0, 120.0),
    (50, 47.0, 300.0, 600.0, 20.0),
]


def chain(agents: int, erlangs: float, service: float, patience: float) -> tuple[np.ndarray, int]:
    """Stationary distribution of the number in the system, from its generator matrix."""
    rate = erlangs / service
    size = agents + 40 + int(3 * rate * patience + 12 * math.sqrt(rate * patience + 1))
    leave = np.array(
        [min(n, agents) / service + max(n - agents, 0) / patience for n in range(size)]
    )
    generator = np.diag(np.full(size - 1, rate), 1) + np.diag(leave[1:], -1)
    generator -= np.diag(generator.sum(axis=1))
    system = generator.T.copy()
    system[-1] = 1.0
    right = np.zeros(size)
    right[-1] = 1.0
    return linalg.solve(system, right), size


def answered_within(
    agents: int, erlangs: float, service: float, patience: float, limit: float
) -> float:
    """Share answered within a limit, by following one customer to the head of the line.

    State k: k customers ahead in line and all agents busy. The customer moves up at rate
    s mu + k theta, or leaves at rate theta; matrix exponential of the absorbing chain.
    """
    stationary, size = chain(agents, erlangs, service, patience)
    places = size - agents
    generator = np.zeros((places + 2, places + 2))
    answered, gone = places, places + 1
    for ahead in range(places):
        onward = agents / service + ahead / patience
        generator[ahead, ahead - 1 if ahead else answered] += onward
        generator[ahead, gone] += 1.0 / patience
        generator[ahead, ahead] -= onward + 1.0 / patience
    moved = linalg.expm(generator * limit)
    served = float(stationary[agents:] @ moved[:places, answered])
    return float(stationary[:agents].sum()) + served


@pytest.mark.parametrize("point", POINTS)
def test_erlang_a_against_its_chain(point: tuple[int, float, float, float, float]) -> None:
    agents, erlangs, service, patience, limit = point
    stationary, size = chain(agents, erlangs, service, patience)
    waiting = np.maximum(np.arange(size) - agents, 0)
    rate = erlangs / service
    exact = ErlangA(agents, rate, service, patience)
    queue = float(stationary @ waiting)
    busy = float(stationary @ np.minimum(np.arange(size), agents))
    assert exact.wait_probability == pytest.approx(float(stationary[agents:].sum()), rel=1e-8)
    assert exact.abandonment_share == pytest.approx(queue / patience / rate, rel=1e-8)
    assert exact.mean_wait_seconds == pytest.approx(queue / rate, rel=1e-8)
    assert exact.occupancy == pytest.approx(busy / agents, rel=1e-8)
    level = answered_within(agents, erlangs, service, patience, limit)
    assert exact.service_level(limit) == pytest.approx(level, abs=1e-8)


@pytest.mark.parametrize(("agents", "erlangs"), [(1, 0.3), (4, 3.9), (30, 25.0), (200, 190.0)])
def test_erlang_c_against_its_chain(agents: int, erlangs: float) -> None:
    service, limit = 300.0, 45.0
    # Truncated far out, where a geometric tail has died away.
    size = agents + math.ceil(40.0 / -math.log(erlangs / agents))
    steps = np.array([erlangs / min(n, agents) for n in range(1, size)])
    weights = np.exp(np.concatenate(([0.0], np.cumsum(np.log(steps)))) - np.log(steps).sum())
    weights /= weights.sum()
    waiting = np.maximum(np.arange(size) - agents, 0)
    exact = ErlangA(agents, erlangs / service, service)
    assert exact.wait_probability == pytest.approx(weights[agents:].sum(), rel=1e-9)
    assert exact.mean_wait_seconds == pytest.approx(
        weights @ waiting / (erlangs / service), rel=1e-9
    )
    # Answered within the limit: as many services at rate s mu as are ahead, plus one.
    mean = agents / service * limit
    fewer = np.cumsum(
        [math.exp(-mean + n * math.log(mean) - math.lgamma(n + 1)) for n in range(size)]
    )
    late = float(weights[agents:] @ fewer[: size - agents])
    assert exact.service_level(limit) == pytest.approx(1.0 - late, abs=1e-9)
    assert exact.abandonment_share == 0.0
    assert exact.occupancy == pytest.approx(erlangs / agents)


def test_erlang_b_and_c_by_hand() -> None:
    # a = 2, s = 2: B = (4/2) / (1 + 2 + 2) = 2/5; a = 1, s = 2: B = 1/5, C = (1/5)/(1 - 0.4).
    assert erlang_b(2, 2.0) == pytest.approx(0.4)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert erlang_b(3, 0.0) == 0.0


def test_palm_series_and_gamma_agree_where_they_meet() -> None:
    for x in (0.5, 3.0, 40.0, 1e4, 1e7):
        below, above = log_palm(x, (x + 1) * (1 - 1e-12)), log_palm(x, (x + 1) * (1 + 1e-12))
        assert below == pytest.approx(above, rel=1e-8)


def test_long_patience_tends_to_erlang_c() -> None:
    patient = ErlangA(100, 0.3, 300.0, 1e12)
    forever = ErlangA(100, 0.3, 300.0)
    assert patient.wait_probability == pytest.approx(forever.wait_probability, rel=1e-6)
    assert patient.mean_wait_seconds == pytest.approx(forever.mean_wait_seconds, rel=1e-4)
    assert patient.service_level(20) == pytest.approx(forever.service_level(20), rel=1e-6)


def test_heavy_overload_loses_the_excess() -> None:
    # With very patient customers the fluid limit holds: 1 - s / a of them leave.
    crowd = ErlangA(300, 1.2, 300.0, 1e6)
    assert crowd.abandonment_share == pytest.approx(1 - 300 / 360, rel=1e-9)
    assert crowd.occupancy == pytest.approx(1.0)
    assert crowd.service_level(60) == pytest.approx(0.0, abs=1e-12)


def test_figures_are_sane_from_one_to_a_thousand_agents() -> None:
    for agents in (1, 2, 10, 100, 1000):
        for load in (0.01, 0.5, 0.99, 1.0, 1.01, 3.0, 50.0):
            for patience in (0.1, 60.0, 1e5):
                queue = ErlangA(agents, load * agents / 300.0, 300.0, patience)
                levels = [queue.service_level(t) for t in (0.0, 1.0, 20.0, 1e3, 1e7)]
                assert min(np.diff(levels)) > -1e-10
                assert 0.0 <= levels[0] <= 1.0
                assert levels[-1] == pytest.approx(1 - queue.abandonment_share, abs=1e-9)
                assert levels[0] == pytest.approx(1 - queue.wait_probability, abs=1e-9)
                assert 0.0 <= queue.abandonment_share < 1.0
                assert 0.0 <= queue.occupancy <= 1.0 + 1e-12


def test_nobody_comes() -> None:
    empty = ErlangA(3, 0.0, 300.0, 60.0)
    assert (empty.wait_probability, empty.abandonment_share, empty.service_level(5)) == (0, 0, 1)


@pytest.mark.parametrize(
    "numbers",
    [(0, 0.1, 300.0, 60.0), (3, -0.1, 300.0, 60.0), (3, 0.1, 0.0, 60.0), (3, 0.1, 300.0, 0.0)],
)
def test_numbers_that_make_no_queue_are_refused(
    numbers: tuple[int, float, float, float],
) -> None:
    with pytest.raises(ValueError, match=r"agent|rate|positive"):
        ErlangA(*numbers)


def test_saturated_erlang_c_is_refused() -> None:
    with pytest.raises(ValueError, match="need more than 10 agents"):
        ErlangA(10, 10 / 300, 300.0)
