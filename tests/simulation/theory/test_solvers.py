"""The exact solvers against closed forms and limiting cases, without the engine."""

import math

import numpy as np
import pytest
from scipy import stats

from simulation.erlang import ErlangA, erlang_b, erlang_c
from tests.simulation.theory.chains import advance, birth_death, explore
from tests.simulation.theory.processes import (
    ChangingQueue,
    Hawkes,
    Period,
    answered_branching,
    clearing_time,
    cluster_size_chance,
    moments,
    network_rates,
    sinusoidal_load,
    square_root_staffing,
    station_wait,
)
from tests.simulation.theory.queues import (
    NDesign,
    Orbit,
    SlowChat,
    priority_waits,
    single_server_priority_waits,
)


def test_a_chain_of_two_states_has_the_shares_of_its_rates() -> None:
    chain = explore("off", lambda state: [("on", 3.0)] if state == "off" else [("off", 1.0)])
    assert chain.states == ("off", "on")
    assert chain.stationary() == pytest.approx([0.25, 0.75])


def test_a_loss_chain_is_erlang_b() -> None:
    def moves(busy: int) -> list[tuple[int, float]]:
        return [(busy + 1, 4.0 if busy < 6 else 0.0), (busy - 1, float(busy))]

    assert explore(0, moves).stationary()[6] == pytest.approx(erlang_b(6, 4.0), rel=1e-12)


def test_infinitely_many_servers_fill_like_a_poisson_variable() -> None:
    # M/M/infinity from empty: Poisson with mean a (1 - exp(-t)); its integral a (t - 1 + exp(-t)).
    size, load, time = 60, 9.0, 0.7
    up, down = np.full(size, load), np.arange(1.0, size + 1)
    empty = np.eye(size + 1)[0]
    end, integral = advance(birth_death(up, down), empty, time)
    counts = np.arange(size + 1)
    assert end == pytest.approx(stats.poisson.pmf(counts, -load * math.expm1(-time)), abs=1e-12)
    assert integral.sum() == pytest.approx(time, rel=1e-12)
    assert integral @ counts == pytest.approx(load * (time + math.expm1(-time)), rel=1e-10)


def test_priorities_keep_the_mean_wait_of_all() -> None:
    # Without regard to size no order changes the mean wait of all (Kleinrock 1965).
    rates, service, agents = [0.3, 0.5, 0.9], 1.0, 2
    waits = priority_waits(agents, rates, service)
    assert waits == sorted(waits)
    mean = sum(rate * wait for rate, wait in zip(rates, waits, strict=True)) / sum(rates)
    assert mean == pytest.approx(ErlangA(agents, sum(rates), service).mean_wait_seconds)
    assert priority_waits(agents, [1.7], service) == pytest.approx([mean])


def test_priorities_at_one_server_obey_the_conservation_law() -> None:
    # Kleinrock (1965): sum of load x wait is that of first come, first served, whatever the order.
    rates, means = [0.2, 0.1, 0.3], [1.0, 2.0, 0.5]
    squares = [2.0 * mean**2 for mean in means]
    loads = [rate * mean for rate, mean in zip(rates, means, strict=True)]
    rest = sum(rate * square for rate, square in zip(rates, squares, strict=True)) / 2.0
    right = sum(loads) * rest / (1.0 - sum(loads))
    for order in ([0, 1, 2], [2, 1, 0]):
        waits = single_server_priority_waits(
            [rates[k] for k in order], [means[k] for k in order], [squares[k] for k in order]
        )
        assert sum(loads[k] * wait for k, wait in zip(order, waits, strict=True)) == (
            pytest.approx(right)
        )
    alike = single_server_priority_waits([0.2, 0.3], [1.0, 1.0], [2.0, 2.0])
    assert alike == pytest.approx(priority_waits(1, [0.2, 0.3], 1.0))


def test_an_n_design_without_the_other_class_is_erlang_a() -> None:
    a, b = NDesign((2, 3), (4.0, 1e-9), (1.0, 0.5), (0.8, 1.0), 40).solve()
    alone = ErlangA(5, 4.0, 1.0, 0.8)
    assert a.abandonment == pytest.approx(alone.abandonment_share, rel=1e-6)
    assert a.wait == pytest.approx(alone.mean_wait_seconds, rel=1e-6)
    _, b = NDesign((2, 3), (1e-9, 4.0), (1.0, 1.0), (0.8, 0.8), 40).solve()
    assert b.wait == pytest.approx(ErlangA(3, 4.0, 1.0, 0.8).mean_wait_seconds, rel=1e-6)


def test_an_n_design_with_equal_classes_loses_at_least_what_one_pool_loses() -> None:
    a, b = NDesign((2, 2), (2.0, 1.5), (1.0, 1.0), (1.0, 1.0), 30).solve()
    pooled = ErlangA(4, 3.5, 1.0, 1.0).abandonment_share
    both = (2.0 * a.abandonment + 1.5 * b.abandonment) / 3.5
    assert pooled < both < ErlangA(2, 2.0, 1.0, 1.0).abandonment_share


@pytest.mark.parametrize(("agents", "slots"), [(1, 2), (1, 3), (2, 2)])
def test_chats_without_slowdown_are_as_many_agents_as_slots(agents: int, slots: int) -> None:
    places = agents * slots
    found = SlowChat(agents, slots, 1.1 * places, 1.0, 0.0, 0.7, 40).solve()
    exact = ErlangA(places, 1.1 * places, 1.0, 0.7)
    assert found.abandonment == pytest.approx(exact.abandonment_share, rel=1e-9)
    assert found.wait == pytest.approx(exact.mean_wait_seconds, rel=1e-9)


def test_chats_that_slow_each_other_down_completely_gain_nothing() -> None:
    # Twice as slow together is as fast as one by one; but a chat begun alone stays fast.
    slow = SlowChat(1, 2, 1.5, 1.0, 1.0, 2.0, 60).solve()
    one = ErlangA(1, 1.5, 1.0, 2.0).abandonment_share
    two = ErlangA(2, 1.5, 1.0, 2.0).abandonment_share
    assert two < slow.abandonment < one


def test_without_redialling_the_orbit_is_empty() -> None:
    found, calls = Orbit(4, 5.0, 1.0, 0.5, 0.0, 3.0, 40, 30).solve()
    exact = ErlangA(4, 5.0, 1.0, 0.5)
    assert calls == pytest.approx(1.0)
    assert found.abandonment == pytest.approx(exact.abandonment_share, rel=1e-9)


def test_redials_after_a_long_time_are_a_stream_of_their_own() -> None:
    # With long delays the orbit feeds a Poisson stream: calls = rate / (1 - share x P(leave)).
    found, calls = Orbit(2, 1.5, 1.0, 1.0, 0.5, 200.0, 25, 200).solve()
    exact = ErlangA(2, calls * 1.5, 1.0, 1.0)
    assert found.abandonment == pytest.approx(exact.abandonment_share, rel=2e-3)
    assert calls == pytest.approx(1.0 / (1.0 - 0.5 * found.abandonment), rel=1e-6)


def test_a_cascade_has_the_variance_of_its_clusters() -> None:
    plain = Hawkes(3.0, 0.0, 1.0)
    assert plain.count_variance(5.0) == pytest.approx(15.0)  # Poisson
    far = Hawkes(3.0, 0.6, 1.0)
    # Long windows hold whole clusters: rate x E[size^2] = rate / (1 - n)^3 per unit of time.
    assert far.count_variance(1e6) / 1e6 == pytest.approx(3.0 / 0.4**3, rel=1e-4)
    assert far.count_variance(1e-6) / 1e-6 == pytest.approx(far.mean_rate, rel=1e-4)


def test_borel_sizes_sum_to_one_with_their_mean() -> None:
    sizes = range(1, 600)
    chances = np.array([cluster_size_chance(0.6, size) for size in sizes])
    assert chances.sum() == pytest.approx(1.0)
    mean, variance = moments(sizes, chances)
    assert mean == pytest.approx(2.5)
    assert variance == pytest.approx(0.6 / 0.4**3)


def test_cluster_sizes_by_hand_and_with_audiences_of_their_own() -> None:
    # Borel: exp(-n), n exp(-2n), 3/2 n^2 exp(-3n). A wide audience makes more lonely posts.
    by_hand = [math.exp(-0.4), 0.4 * math.exp(-0.8), 1.5 * 0.16 * math.exp(-1.2)]
    assert [cluster_size_chance(0.4, size) for size in (1, 2, 3)] == pytest.approx(by_hand)
    assert cluster_size_chance(0.4, 3, 1e-4) == pytest.approx(by_hand[2], rel=1e-6)
    wide = np.array([cluster_size_chance(0.4, size, 1.0) for size in range(1, 800)])
    assert wide[0] == pytest.approx(1.0 / 1.4)  # geometric offspring
    assert wide.sum() == pytest.approx(1.0)
    mean, variance = moments(range(1, 800), wide)
    assert mean == pytest.approx(1.0 / 0.6)
    assert variance == pytest.approx(0.4 * 1.4 / 0.6**3)  # offspring variance / (1 - n)^3


def test_an_answer_cuts_the_offspring_off() -> None:
    assert answered_branching(0.8, 0.0, 60.0, 0.0) == 0.0
    assert answered_branching(0.8, 60.0, 60.0, 0.0) == pytest.approx(0.8 * (1 - math.exp(-1)))
    assert answered_branching(0.8, 60.0, 60.0, 1.0) == pytest.approx(0.8)


def test_traffic_equations_of_a_loop() -> None:
    onward = np.array([[0.0, 1.0], [0.25, 0.0]])
    assert network_rates(np.array([3.0, 0.0]), onward) == pytest.approx([4.0, 4.0])
    assert station_wait(2, 1.0, 1.0) == pytest.approx(erlang_c(2, 1.0))


def test_a_backlog_clears_as_a_death_process() -> None:
    # Three cases, two agents, one hour each: 1/2 + 1/2 + 1; variances add.
    assert clearing_time(3, 2, 1.0) == (2.0, 1.5)
    cases, agents, time = 12, 3, 2.5
    death = birth_death(np.zeros(cases), np.minimum(np.arange(1.0, cases + 1), agents))
    end, _ = advance(death, np.eye(cases + 1)[cases], time)
    # While at least three are left, the number done is Poisson.
    done = stats.poisson.pmf(np.arange(9), agents * time)
    assert end[cases - 8 :][::-1] == pytest.approx(done)


def test_a_queue_whose_customers_are_as_patient_as_service_is_long_is_always_poisson() -> None:
    # Then all in the system go at the same rate: M(t)/M/infinity, whatever the staffing.
    changing = ChangingQueue(service=1.0, patience=1.0, most=80)
    empty = np.eye(81)[0]
    periods = [Period(0.5, 20.0, 15), Period(0.5, 30.0, 22), Period(0.5, 10.0, 22)]
    _, end = changing.run(empty, periods)
    mean = 0.0
    for period in periods:
        mean = period.rate + (mean - period.rate) * math.exp(-period.length)
    assert end == pytest.approx(stats.poisson.pmf(np.arange(81), mean), abs=1e-12)


def test_a_queue_that_does_not_change_tends_to_erlang_a() -> None:
    changing = ChangingQueue(service=2.0, patience=3.0, most=80)
    figures, _ = changing.run(np.eye(81)[0], [Period(60.0, 4.5, 8), Period(5.0, 4.5, 8)])
    exact = ErlangA(8, 4.5, 2.0, 3.0)
    last = figures[-1]
    assert last.found_all_busy / last.offered == pytest.approx(exact.wait_probability)
    assert last.waiting_time / last.offered == pytest.approx(exact.mean_wait_seconds)


def test_agents_who_go_take_their_share_of_the_cases() -> None:
    queue = ChangingQueue(service=1.0, patience=1.0, most=6)
    two_of_three = queue.gone(np.eye(7)[2], 3, 1)
    assert two_of_three[:3] == pytest.approx([0.0, 2 / 3, 1 / 3])
    assert queue.gone(np.eye(7)[5], 3, 1)[4] == pytest.approx(1.0)


def test_square_root_staffing_keeps_the_chance_to_wait_steady() -> None:
    # Feldman et al. (2008): at 100 + 20 sin t, where cases in hand go back to the line when agents
    # go. (Each period is run on its own, so that nobody takes cases along.)
    changing = ChangingQueue(service=1.0, patience=1.0, most=220)
    step = 2.0 * math.pi / 72
    waits = []
    for spare in (0.5, None):
        shares = np.eye(221)[0]
        for number in range(3 * 72):
            middle = (number + 0.5) * step
            load = sinusoidal_load(100.0, 20.0, middle) if spare else 100.0
            rate = 100.0 + 20.0 * math.sin(middle)
            period = Period(step, rate, square_root_staffing(load, 0.5))
            (figures,), shares = changing.run(shares, [period])
            waits.append(figures.found_all_busy / figures.offered)
    steady, unsteady = np.array(waits).reshape(2, 3, 72)[:, 2]
    assert np.ptp(steady) < 0.05
    assert np.ptp(unsteady) > 0.5
