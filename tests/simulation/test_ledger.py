"""The ledger of the quota, worked out by hand: each form, truth at close, windows and runs."""

import math
from typing import Any

import numpy as np
import pytest

from scenarios.assignment import QuotaLimits
from scenarios.cap import CapWindow
from scenarios.scenario import Scenario
from simulation.desk.decisions import amount_holds, part_inside, share_margin, skewness, uncertainty
from simulation.desk.duty import compile_duty
from simulation.desk.ledger import Ledger
from simulation.desk.quota_table import ruin_exponent
from simulation.desk.router import QuotaBroken, compile_routing
from simulation.world import compile_world
from tests.simulation.desk_run import OPEN, call, phone_team, rows_of, run
from tests.simulation.scenes import quota_of, roster, rules, shift

HARMLESS, HOSTILE = 0, 1
WEEK = 10_080  # minutes


def ledger_of(limits: QuotaLimits, *, weeks: int = 1, **quota: Any) -> Ledger:
    """The ledger of one agent who works an hour on Monday, and three through the first Sunday."""
    said = phone_team(1, horizon={"weeks": weeks})
    world = compile_world(said)
    plan = roster(shift("a0", (0, 60)), shift("a0", (WEEK - 60, WEEK + 120)))
    duty = compile_duty(world, plan, np.zeros(2, dtype=np.bool_), 0, 0)
    routing = compile_routing(world, rules(said, quota=quota_of(said, limits, **quota)))
    ledger = Ledger(world, routing, duty, counts=True)
    ledger.begin_shift(0, 0, 0.0)
    ledger.ahead.begin(0, 0, 0.0)
    return ledger


def hand(ledger: Ledger, *queues: int, start: float = 0.0) -> None:
    """Hand cases out, a minute apart."""
    for queue in queues:
        number = len(ledger.trail[0])
        ledger.count_case(0, number, queue, breach=False, now=start + 60.0 * number)


BROKEN: dict[str, tuple[QuotaLimits, tuple[int, ...], str]] = {
    "share": (QuotaLimits(0.5), (HARMLESS, HOSTILE, HOSTILE), r"hostile share, quota 0\.5"),
    "contacts": (QuotaLimits(None, 2), (HOSTILE,) * 3, "hostile contacts, quota 2"),
    "minutes": (QuotaLimits(None, None, 10.0), (HOSTILE,) * 3, "hostile minutes, quota 10"),
    "run": (QuotaLimits(None, None, None, 2), (HOSTILE,) * 3, "run of hostile contacts, quota 2"),
}


@pytest.mark.parametrize("form", BROKEN)
def test_no_form_is_passed_unlogged(form: str) -> None:
    limits, queues, words = BROKEN[form]
    ledger = ledger_of(limits)
    hand(ledger, *queues[:-1])
    assert not ledger.may_take(0, HOSTILE, 300.0)
    with pytest.raises(QuotaBroken, match=words):
        hand(ledger, queues[-1])
    ledger = ledger_of(limits)
    hand(ledger, *queues[:-1])
    ledger.count_case(0, 9, HOSTILE, breach=True, now=300.0)


def test_truth_at_close_takes_the_place_of_the_chance() -> None:
    ledger = ledger_of(QuotaLimits(0.5), chance=(0.1, 0.6), known_at_close=True)
    hand(ledger, HARMLESS, HOSTILE)
    assert ledger.expected[0] == pytest.approx(0.7)
    ledger.close_case(0, 1, HOSTILE, hostile=False, now=200.0)
    assert ledger.expected[0] == pytest.approx(0.1)
    assert ledger.variance[0] == pytest.approx(0.09)
    ledger.close_case(0, 0, HARMLESS, hostile=True, now=300.0)
    assert ledger.expected[0] == pytest.approx(1.0)
    assert ledger.contacts[0] == pytest.approx(1.0)
    assert abs(ledger.variance[0]) < 1e-12


def test_without_marks_only_the_time_is_known_at_close() -> None:
    ledger = ledger_of(QuotaLimits(0.9), chance=(0.1, 0.6), minutes=(5.0, 0.0))
    hand(ledger, HOSTILE)
    assert ledger.minutes[0] == pytest.approx(3.0)
    ledger.close_case(0, 0, HOSTILE, hostile=True, now=600.0)
    assert ledger.expected[0] == pytest.approx(0.6)
    assert ledger.minutes[0] == pytest.approx(6.0)  # 0.6 x 10 minutes
    assert ledger.minutes_variance[0] == pytest.approx(0.6 * 0.4 * 100)


def test_a_case_that_ends_in_another_window_or_shift_changes_nothing_there() -> None:
    ledger = ledger_of(QuotaLimits(0.9), weeks=2, chance=(0.1, 0.6), known_at_close=True)
    hand(ledger, HOSTILE)
    ledger.begin_shift(0, 1, 60.0 * (WEEK - 60))
    ledger.new_window(0, 60.0 * WEEK)
    ledger.close_case(0, 0, HOSTILE, hostile=True, now=60.0 * WEEK)
    assert (ledger.expected[0], ledger.contacts[0], ledger.minutes[0]) == (0.0, 0.0, 0.0)


def test_paid_hours_are_those_of_shifts_begun_in_the_window() -> None:
    ledger = ledger_of(QuotaLimits(None, None, 10.0), weeks=2)
    assert ledger.paid_hours[0] == 1.0
    ledger.begin_shift(0, 1, 60.0 * (WEEK - 60))
    assert ledger.paid_hours[0] == 2.0  # an hour of three lies before Sunday's end
    ledger.new_window(0, 60.0 * WEEK)
    assert ledger.paid_hours[0] == pytest.approx(2.0)
    by_shift = ledger_of(QuotaLimits(None, None, 10.0), weeks=2, window=CapWindow.SHIFT)
    by_shift.begin_shift(0, 1, 60.0 * (WEEK - 60))
    assert by_shift.paid_hours[0] == 3.0


def test_a_harmless_case_ends_a_run_but_not_at_the_same_instant() -> None:
    ledger = ledger_of(QuotaLimits(longest_run=1))
    ledger.count_case(0, 0, HOSTILE, breach=False, now=0.0)
    ledger.count_case(0, 1, HARMLESS, breach=False, now=60.0)
    assert not ledger.may_take(0, HOSTILE, 60.0)  # of two at once nobody knows which was first
    assert ledger.may_take(0, HOSTILE, 61.0)


def test_a_missed_case_counts_in_a_run_once_it_is_known() -> None:
    for known in (False, True):
        ledger = ledger_of(QuotaLimits(longest_run=1), chance=(0.1, 0.9), known_at_close=known)
        hand(ledger, HARMLESS)
        ledger.close_case(0, 0, HARMLESS, hostile=True, now=60.0)
        assert ledger.may_take(0, HOSTILE, 60.0) is not known


def test_what_may_still_leak_is_held_back_and_let_go_towards_the_end() -> None:
    ledger = ledger_of(QuotaLimits(contacts_per_shift=2), leak=(1.5, 7.5))
    assert not ledger.may_take(0, HOSTILE, 0.0)  # 1 + 1.5 are more than 2
    assert ledger.may_take(0, HOSTILE, 1300.0)  # of an hour 2300 s are left: 1 + 0.96


def test_contacts_of_a_shift_start_anew_with_the_next() -> None:
    def both(said: Scenario) -> list[int]:
        plan = roster(shift("a0", (0, 60)), shift("a0", (120, 180)))
        quota = quota_of(said, QuotaLimits(contacts_per_shift=1))
        calls = [call(minute, 1, hostile=True) for minute in (0, 5, 130)]
        return [row[3] for row in rows_of(run(said, plan, rules(said, quota=quota), *calls))]

    # The second waits for the next shift, the third has no room left in it.
    assert [one == OPEN for one in both(phone_team(1))] == [False, False, True]


@pytest.mark.parametrize(("share", "missed"), [(0.2, 0.03), (0.5, 0.1), (0.05, 0.01)])
def test_the_exponent_of_a_share_solves_lundbergs_equation(share: float, missed: float) -> None:
    root = ruin_exponent(share, missed)
    assert root > 0
    up, down = missed * math.exp(root * (1 - share)), (1 - missed) * math.exp(-root * share)
    assert up + down == pytest.approx(1.0)


def test_labels_that_miss_nothing_or_too_much() -> None:
    assert ruin_exponent(0.2, 0.0) == math.inf
    assert ruin_exponent(None, 0.1) == math.inf
    assert ruin_exponent(0.2, 0.2) == 0.0
    assert share_margin(0.0, 2.0, math.inf) == 0.0
    assert share_margin(0.0, 0.0, 0.0) == 0.0
    assert share_margin(1.0, 2.0, 0.0) == math.inf


def test_the_margin_of_a_share_is_smooth_and_no_less_than_the_deviations() -> None:
    margins = [share_margin(variance / 100, 3.0, 2.0) for variance in range(600)]
    assert margins[0] == pytest.approx(9 / 4)  # z^2 / (2 x slope)
    assert margins[225] == pytest.approx(3.0 * 1.5)  # from variance (z / slope)^2 on: z deviations
    assert all(m >= 3.0 * math.sqrt(v / 100) - 1e-12 for v, m in enumerate(margins))
    assert max(np.diff(margins)) < 0.011


def test_the_margin_of_amounts_counts_skewness() -> None:
    assert amount_holds(2.0, 4.0, 0.0, 2.0, 6.0)
    assert not amount_holds(2.0, 4.0, 0.0, 2.0, 5.9)
    assert amount_holds(2.0, 4.0, 8.0, 2.0, 7.0)  # + (4 - 1) / 6 x 8 / 4
    assert not amount_holds(2.0, 4.0, 8.0, 2.0, 6.9)


@pytest.mark.parametrize("chance", [0.0, 0.3, 1.0])
def test_moments_of_an_amount_that_comes_with_a_chance(chance: float) -> None:
    random = np.random.default_rng(1)
    draws = (random.random(2_000_000) < chance) * random.gamma(4.0, 1.5, 2_000_000)
    mean = 6.0
    square, cube = mean**2 * 1.25, mean**3 * 1.25 * 1.5
    second, third = (float(((draws - draws.mean()) ** power).mean()) for power in (2, 3))
    assert uncertainty(chance, mean, square) == pytest.approx(second, rel=0.01, abs=1e-9)
    assert skewness(chance, mean, square, cube) == pytest.approx(third, rel=0.03, abs=1e-9)


def test_the_part_of_a_shift_inside_a_window() -> None:
    assert part_inside(0.0, 10.0, -math.inf, math.inf) == 1.0
    assert part_inside(0.0, 10.0, 4.0, math.inf) == pytest.approx(0.6)
    assert part_inside(0.0, 10.0, 12.0, math.inf) == 0.0
