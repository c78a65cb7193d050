"""The judge of Curtois instances against line-ups made by hand."""

import math

import pytest

from benchmarks.rosters.curtois_file import read_instance
from benchmarks.rosters.curtois_score import score_lines
from benchmarks.rosters.data import FOLDER
from tests.benchmarks.small_curtois import line_of, small_instance

KEPT_A = "-EE--EE-------"
KEPT_B = "EEL---N-------"

# Found by another model for the first instance, and proven optimal there.
OPTIMAL_1 = {
    "A": "-DDDD--DD--DDD",
    "B": "DDDDD--DD---DD",
    "C": "DDD--DD--DDD--",
    "D": "DD---DDDDD----",
    "E": "-DDDD--DD--DDD",
    "F": "DDDDD--DD--DD-",
    "G": "--DDD--DDD--DD",
    "H": "DD------DDDDD-",
}


def rules_broken(a: str = KEPT_A, b: str = KEPT_B) -> list[str]:
    lines = {"A": line_of(a), "B": line_of(b)}
    return [one.rule for one in score_lines(small_instance(), lines).broken]


def test_wishes_and_cover_make_the_cost() -> None:
    score = score_lines(small_instance(), {"A": line_of(KEPT_A), "B": line_of(KEPT_B)})
    assert score.broken == ()
    # Wanted: E on day 0 (B), two E on day 1 (both), L on day 2 (B, as wished; A's E is free).
    assert score.cost == 0


@pytest.mark.parametrize(
    ("a", "b", "cost"),
    [
        ("----EEE-------", KEPT_B, 3 + 100),  # A's wish unmet, day 1 one short
        (KEPT_A, "EEE---N-------", 2 + 90),  # B's wish unmet, day 2 one short
        (KEPT_A, "EEL-N---------", 5),  # B works what B wished not to
        ("-EE--EE-------", "-EL---N-------", 100),  # nobody on day 0
        ("--LL----------", "EEL-----------", 3 + 100 + 3),  # one L too many on day 2
    ],
)
def test_each_part_of_the_cost_counts(a: str, b: str, cost: int) -> None:
    lines = {"A": line_of(a), "B": line_of(b)}
    assert score_lines(small_instance(), lines).cost == cost


@pytest.mark.parametrize(
    ("a", "b", "rule"),
    [
        ("EEE-----------", KEPT_B, "absences"),
        ("-LE-E---------", KEPT_B, "forbidden_successions"),
        ("-LLL----------", KEPT_B, "max_shifts"),
        ("-EE-----------", KEPT_B, "contract_hours"),
        ("-EEEEEEEE-----", KEPT_B, "contract_hours"),
        ("-EEEEE--------", KEPT_B, "max_consecutive_days"),
        ("-EE--E--------", KEPT_B, "min_consecutive_days"),
        ("-EE-EE--------", KEPT_B, "min_consecutive_days_off"),
        ("-----EE----EE-", KEPT_B, "max_weekends"),
        (KEPT_A, "NE------------", "forbidden_successions"),
    ],
)
def test_each_rule_can_be_broken(a: str, b: str, rule: str) -> None:
    assert rule in rules_broken(a, b)


def test_blocks_at_the_ends_may_be_short() -> None:
    # One day off before the first shift, and one working day at the end.
    assert rules_broken(a="-EE----------E") == []


def test_who_or_what_is_unknown_is_no_roster() -> None:
    for lines in ({"Z": line_of("E")}, {"A": {3: "X"}}, {"A": {14: "E"}}):
        score = score_lines(small_instance(), lines)
        assert score.broken
        assert math.isinf(score.cost)


def test_an_optimal_line_up_of_the_first_instance_costs_607() -> None:
    path = FOLDER / "curtois" / "Instance1.txt"
    if not path.exists():
        pytest.skip("the public instances are not part of a clone")
    lines = {name: line_of(written) for name, written in OPTIMAL_1.items()}
    score = score_lines(read_instance(path), lines)
    assert score.broken == ()
    assert score.cost == 607
