"""The pure decisions, and rules that do not fit the scenario."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.assignment import AssignmentRules, CoolDown, GroupRule, Reserve
from scenarios.scenario import Scenario
from simulation.desk.decisions import (
    cases_ahead,
    comes_first,
    exposure_share,
    handling_seconds,
    is_free,
    is_released,
    next_segment,
    quota_holds,
    reserve_allows,
)
from simulation.desk.duty import compile_duty
from simulation.desk.floor import Floor
from simulation.desk.kinds import kinds_of
from simulation.desk.router import QuotaBroken, compile_routing
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, quota_of, roster, rules, scenario


def may_take_hostile(
    expected: float, variance: float, handed: int, chance: float, *others: Any
) -> bool:
    """Whether the share holds when one more case with a chance of hostility is counted."""
    counted = (expected + chance, variance + chance * (1.0 - chance), handed + 1)
    return quota_holds(*counted, *others)


def test_the_quota_with_perfect_labels_is_the_plain_form() -> None:
    for cap in (0.1, 0.22, 0.25, 0.5):
        for handled in range(60):
            for hostile in range(handled + 1):
                plain = 100 * (hostile + 1) <= round(100 * cap) * (handled + 1)
                assert may_take_hostile(hostile, 0.0, handled, 1.0, cap, 0.0, 0.0) == plain


def test_rounding_does_not_cost_a_case() -> None:
    assert 0.28 * 25 > 7.0  # 7.000000000000001
    assert 0.07 * 100 > 7.0
    assert 0.29 * 100 < 29.0
    assert quota_holds(29.0, 0.0, 100, 0.29, 0.0, 0.0)


def test_burst_and_margin() -> None:
    assert may_take_hostile(0.0, 0.0, 0, 1.0, 0.2, 0.8, 0.0)
    assert not may_take_hostile(0.0, 0.0, 0, 1.0, 0.2, 0.7, 0.0)
    # Four cases of chance 0.5 and this one: mean 2.5, deviation sqrt(1.25) = 1.118.
    assert may_take_hostile(2.0, 1.0, 4, 0.5, 0.5, 1.119, 1.0)
    assert not may_take_hostile(2.0, 1.0, 4, 0.5, 0.5, 1.117, 1.0)


def test_harmless_cases_to_come_count_as_if_handed_out() -> None:
    # Nothing handed yet: 1 <= 0.25 x (1 + 3) holds, 1 <= 0.25 x (1 + 2) does not.
    assert may_take_hostile(0.0, 0.0, 0, 1.0, 0.25, 0.0, 0.0, 3)
    assert not may_take_hostile(0.0, 0.0, 0, 1.0, 0.25, 0.0, 0.0, 2)
    # Chance 0.75, and 10 to come of 0.1 each: mean 1.75; variance 0.1875, and of each to come
    # 0.4^2 - 2 x 0.4 x 0.1 + 0.1 = 0.18, so that the deviation is 1.4098 and with z = 2 the sum
    # 4.5696, more than 11 cases carry at 0.4; 1.75 + 2 x 1.4753 = 4.7006 is less than 4.73, what
    # they carry at 0.43.
    assert not may_take_hostile(0.0, 0.0, 0, 0.75, 0.4, 0.0, 2.0, 10, 0.1)
    assert may_take_hostile(0.0, 0.0, 0, 0.75, 0.43, 0.0, 2.0, 10, 0.1)


def test_that_harmless_cases_may_not_come_costs_a_margin_even_with_perfect_labels() -> None:
    # 1 <= 0.25 x (1 + 12) - z x 0.25 x sqrt(12): 2.25 / 0.866 = 2.598.
    assert may_take_hostile(0.0, 0.0, 0, 1.0, 0.25, 0.0, 2.59, 12)
    assert not may_take_hostile(0.0, 0.0, 0, 1.0, 0.25, 0.0, 2.61, 12)


def test_what_holds_now_needs_no_case_to_come() -> None:
    assert may_take_hostile(0.0, 0.0, 3, 1.0, 0.25, 0.0, 4.0, 1)


def test_cases_ahead_are_the_rate_times_the_hours_left() -> None:
    assert cases_ahead(6.0, 1800.0) == 3.0
    assert cases_ahead(6.0, 0.0) == 0.0


def test_exposure_of_nobody_is_nothing() -> None:
    assert exposure_share(0.0, 0) == 0.0
    assert exposure_share(1.5, 6) == 0.25


def test_who_is_free() -> None:
    assert is_free(True, 10.0, 10.0, 0, 1)
    assert not is_free(False, 0.0, 10.0, 0, 1)
    assert not is_free(True, 10.5, 10.0, 0, 1)
    assert is_free(True, 0.0, 10.0, 2, 3)
    assert not is_free(True, 0.0, 10.0, 3, 3)


def test_release_and_reserve() -> None:
    assert not is_released(100.0, 30.0, 69.9)
    assert is_released(100.0, 30.0, 70.0)
    assert not is_released(math.inf, 30.0, 1e12)
    assert reserve_allows(3, True, 2)
    assert not reserve_allows(2, True, 2)
    assert reserve_allows(2, False, 2)


def test_order_of_waiting_cases() -> None:
    assert comes_first(5.0, 1.0, 9, math.inf, math.inf, -1)
    assert comes_first(5.0, 1.0, 9, 6.0, 0.0, 1)
    assert not comes_first(6.0, 0.0, 1, 5.0, 1.0, 9)
    assert comes_first(5.0, 1.0, 9, 5.0, 2.0, 1)
    assert not comes_first(5.0, 2.0, 1, 5.0, 1.0, 9)
    assert comes_first(5.0, 1.0, 1, 5.0, 1.0, 9)
    assert not comes_first(5.0, 1.0, 9, 5.0, 1.0, 1)
    assert comes_first(math.inf, 1.0, 9, math.inf, 2.0, 1)


def test_slowdown() -> None:
    assert handling_seconds(100.0, 0.18, 1) == 100.0
    assert handling_seconds(100.0, 0.18, 3) == pytest.approx(136.0)


def test_next_segment() -> None:
    starts, ends = [0.0, 60.0, 70.0, 90.0], [60.0, 70.0, 90.0, 95.0]
    latest = [60.0, math.inf, 90.0, math.inf]  # work, break, work, break
    assert next_segment(starts, ends, latest, 0, 4, -5.0) == (0, 0.0, 60.0)
    assert next_segment(starts, ends, latest, 0, 4, 10.0) == (0, 10.0, 60.0)
    assert next_segment(starts, ends, latest, 1, 4, 66.0) == (1, 66.0, 76.0)
    assert next_segment(starts, ends, latest, 2, 4, 90.0) == (3, 90.0, 95.0)
    assert next_segment(starts, ends, latest, 2, 3, 90.0) == (3, math.inf, math.inf)


def test_a_late_pause_keeps_its_length_within_the_work_around_it() -> None:
    starts, ends = [0.0, 50.0, 60.0, 100.0], [50.0, 60.0, 90.0, 120.0]
    latest = [50.0, 90.0, 90.0, math.inf]  # work, pause, work, break
    assert next_segment(starts, ends, latest, 1, 4, 55.0) == (1, 55.0, 65.0)
    assert next_segment(starts, ends, latest, 1, 4, 85.0) == (1, 85.0, 90.0)
    assert next_segment(starts, ends, latest, 1, 4, 95.0) == (3, 100.0, 120.0)


def team() -> Scenario:
    return scenario({"phone": channel(), "posts": channel("post")}, [agent("a", "phone")])


def test_the_floor_refuses_to_pass_the_quota_unlogged() -> None:
    said = team()
    world = compile_world(said)
    routing = compile_routing(world, rules(said, quota=quota_of(said, 0.5)))
    nobody = compile_duty(world, roster(), np.zeros(0, dtype=np.bool_), 0, 0)
    floor = Floor(world, kinds_of(world), routing, nobody, {0, 1})
    floor.ledger.count_case(0, 0, 1, breach=True, now=0.0)
    floor.ledger.count_case(0, 1, 0, breach=False, now=0.0)
    with pytest.raises(QuotaBroken, match=r"quota 0\.5"):
        floor.ledger.count_case(0, 2, 1, breach=False, now=0.0)


def bad_rules() -> list[tuple[AssignmentRules, str]]:
    said = team()
    good = rules(said)
    (first, *_) = good.group_rules
    quota = quota_of(said, 0.2)
    return [
        (
            replace(good, group_rules=(GroupRule("g9", "phone/any/harmless", 1, 1, 1.0),)),
            "group that is not there: g9",
        ),
        (
            replace(good, group_rules=(GroupRule("g1", "fax/any/harmless", 1, 1, 1.0),)),
            "queue that is not there: fax",
        ),
        (replace(good, group_rules=(first, first)), "two assignment rules for group g1"),
        (replace(good, reserves=(Reserve(("g1",), (), (1, 2)),)), "a reserve has 2 numbers"),
        (replace(good, reserves=(Reserve(("g7",), (), (1,) * 672),)), "not there: g7"),
        (replace(good, quota=replace(quota, hostile_chance={})), "no hostile_chance for queue"),
        (replace(good, quota=replace(quota, sure_cases_per_hour={"g8": 1.0})), "not there: g8"),
        (replace(good, quota=replace(quota, sure_cases_per_hour={"g1": 1.0})), "no sure_chance"),
        (replace(good, quota=replace(quota, sure_cases_per_hour={"g1": -1.0})), "0 or more"),
        (replace(good, quota=replace(quota, sure_chance={"g6": 0.1})), "not there: g6"),
        (replace(good, quota=replace(quota, sure_chance={"g1": 1.1})), "0 to 1"),
        (replace(good, cool_downs={"a0": CoolDown(-1.0)}), "not negative"),
    ]


@pytest.mark.parametrize(("bad", "words"), bad_rules())
def test_rules_that_do_not_fit_are_refused(bad: AssignmentRules, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compile_routing(compile_world(team()), bad)
