"""Every rule with a pair of tours: one that just keeps it, and one that just breaks it.

Where the rule is hard, the one is free and the other forbidden; where it has a price, the other
costs it for every unit by which the rule is broken.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest

from scenarios.limits import PRICEABLE
from tests.scheduler.people.week import price, team_of_one

PRICE = 7.0
UNITS = 6000  # of a unit of currency
MINUTES = 100  # units of a minute, where a price is for an hour
TWO_WEEKS = {"weeks": 2}
NIGHT: dict[str, Any] = {"night_from": "23:00", "night_to": "06:00"}
HOLIDAYS = {"start": "2026-12-21", "holidays": {"closed": False}}


@dataclass(frozen=True)
class Pair:
    """A rule, what the scenario says, a tour that keeps it and one that breaks it."""

    rule: str
    rules: dict[str, Any]
    keeps: str
    breaks: str
    units: int = 1  # by how many the second tour breaks the rule; minutes, where in hours
    in_hours: bool = False
    eve: str = "-"  # the choice of the day before the horizon, of both tours
    agent: dict[str, Any] = field(default_factory=dict)
    contract: dict[str, Any] = field(default_factory=dict)
    horizon: dict[str, Any] = field(default_factory=dict)
    team: dict[str, Any] = field(default_factory=dict)

    def scenario(self, prices: dict[str, float]) -> Any:
        scenario = team_of_one(
            rules={**self.rules, "prices": prices},
            agent=self.agent,
            contract=self.contract,
            horizon=self.horizon,
        )
        team = type(scenario.team).model_validate({**dict(scenario.team), **self.team})
        return scenario.model_copy(update={"team": team})


def carry(**said: Any) -> dict[str, Any]:
    return {"carry_over": said}


PAIRS = [
    Pair("daily_rest_hours", {"daily_rest_hours": 9.0}, "ld", "le"),
    Pair("daily_rest_hours", {"daily_rest_hours": 8.0}, "l", "d", eve="n"),
    # Over a day off: a night ends at 06:00, 27 hours before 09:00 of the next day but one.
    Pair("daily_rest_hours", {"daily_rest_hours": 25.0}, "n-d", "n-e"),
    # The clocks go back on Sunday 2026-10-25, forward on Sunday 2027-03-28.
    Pair(
        "daily_rest_hours",
        {"daily_rest_hours": 9.0},
        "-----le",
        "----le",
        horizon={"start": "2026-10-19"},
    ),
    Pair(
        "daily_rest_hours",
        {"daily_rest_hours": 11.0},
        "----ld",
        "-----ld",
        horizon={"start": "2027-03-22"},
    ),
    Pair(
        "daily_rest_hours",
        {"daily_rest_hours": 9.0},
        "d",
        "e",
        agent=carry(last_shift_end="2026-11-22 22:00"),
    ),
    Pair("weekly_rest_hours", {"weekly_rest_hours": 35.0}, "eeeee-e", "eeeel-e"),
    Pair("weekly_rest_hours", {"weekly_rest_hours": 35.0}, "eeeee--", "eeeeeee"),
    Pair(
        "weekly_rest_hours",
        {"weekly_rest_hours": 35.0},
        "eeeeee-" + "leeeee-",
        "eeeeel-" + "eeeeee-",
        horizon=TWO_WEEKS,
    ),
    Pair(
        "weekly_rest_hours",
        {"weekly_rest_hours": 35.0},
        "-leeeee",
        "-eeeeee",
        agent=carry(last_shift_end="2026-11-22 22:00"),
    ),
    Pair(
        "max_week_hours",
        {"max_week_hours": 44.5},
        "eeeee",
        "eeeeee",
        units=3 * 60 + 30,
        in_hours=True,
    ),
    Pair(
        "average_week_hours",
        {"average_week_hours": 36.0, "average_weeks": 2},
        "eeeee",
        "eeeeee",
        units=8 * 60,
        in_hours=True,
        agent=carry(week_hours=[48.0, 32.0]),
    ),
    # The past is shorter than the average: the second week ends the first that is known whole.
    Pair(
        "average_week_hours",
        {"average_week_hours": 24.0, "average_weeks": 3},
        "eee----" + "eee----",
        "ee-----" + "eeeee--",
        units=8 * 60,
        in_hours=True,
        horizon=TWO_WEEKS,
    ),
    Pair("max_days_per_week", {"max_days_per_week": 4}, "eeee---", "eeeee--"),
    Pair("max_days_per_week", {"max_days_per_week": 4}, "eeeecc-", "eeeec-e"),
    Pair("max_days_per_week", {}, "eeee---", "eeeee--", contract={"max_days_per_week": 4}),
    Pair("max_consecutive_days", {"max_consecutive_days": 3}, "eee-eee", "eeee"),
    Pair("max_consecutive_days", {"max_consecutive_days": 3}, "eee-eee", "eeeee", units=2),
    Pair("max_consecutive_days", {"max_consecutive_days": 3}, "nn-e", "nnn", eve="n"),
    Pair(
        "max_consecutive_days",
        {"max_consecutive_days": 3},
        "e-eee",
        "ee-ee",
        agent=carry(days_in_row=2),
    ),
    Pair(  # a night before the horizon is a working day, if no more is known
        "max_consecutive_days",
        {"max_consecutive_days": 2},
        "e-ee",
        "ee",
        agent=carry(nights_in_row=1),
    ),
    Pair("min_consecutive_days", {"min_consecutive_days": 2}, "-ee--ee", "-ee-e--"),
    # What is before the first day and after the last is not known.
    Pair("min_consecutive_days", {"min_consecutive_days": 3}, "e-eee-e", "e-ee--e"),
    Pair(
        "min_consecutive_days",
        {"min_consecutive_days": 3},
        "ee",
        "e",
        agent=carry(days_in_row=1),
    ),
    Pair("min_consecutive_days_off", {"min_consecutive_days_off": 2}, "ee--e-c", "ee-e"),
    Pair(
        "min_consecutive_days_off",
        {"min_consecutive_days_off": 2},
        "-e",
        "e",
        agent=carry(days_off_in_row=1),
    ),
    Pair("max_shifts", {"max_shifts": {"late": 1}}, "elee", "ell"),
    Pair("max_shifts", {"max_shifts": {"late": 1}}, "elee", "llle", units=2),
    Pair("forbidden_successions", {"forbidden_successions": {"late": ["early"]}}, "l-eld", "le"),
    Pair(
        "forbidden_successions",
        {"forbidden_successions": {"late": ["early"]}},
        "-e",
        "e",
        agent=carry(last_shift="late", days_in_row=1),
    ),
    Pair("forward_rotation", {"forward_rotation": True}, "eel-e", "ede"),
    Pair(
        "forward_rotation",
        {"forward_rotation": True},
        "d",
        "e",
        agent=carry(last_shift_start="2026-11-22 09:00"),
    ),
    Pair("max_consecutive_nights", {"max_consecutive_nights": 2, **NIGHT}, "nn-nn", "nnn"),
    Pair(
        "max_consecutive_nights",
        {"max_consecutive_nights": 2, **NIGHT},
        "n-nn",
        "nn",
        agent=carry(nights_in_row=1),
    ),
    Pair("max_nights", {"max_nights": 2, **NIGHT}, "n--n", "n-n-n"),
    Pair("min_days_off_after_nights", {"min_days_off_after_nights": 1, **NIGHT}, "nn-e", "nnl"),
    Pair("min_days_off_after_nights", {"min_days_off_after_nights": 2, **NIGHT}, "n--e", "n-e"),
    Pair("min_days_off_after_nights", {"min_days_off_after_nights": 2, **NIGHT}, "n--n", "n-n"),
    Pair(
        "min_days_off_after_nights",
        {"min_days_off_after_nights": 1, **NIGHT},
        "-l",
        "l",
        agent=carry(nights_in_row=3),
    ),
    Pair(
        "min_days_off_after_nights",
        {"min_days_off_after_nights": 2, **NIGHT},
        "--e",
        "-e",
        agent=carry(nights_in_row=3),
    ),
    Pair(
        "min_days_off_after_nights",
        {"min_days_off_after_nights": 2, **NIGHT},
        "nn--e",
        "nn-e",
        agent=carry(nights_in_row=3),
    ),
    Pair("complete_weekends", {"complete_weekends": True}, "-----ee", "-----ec"),
    Pair("max_weekends", {"max_weekends": 1}, "e----ee", "-----e-------e", horizon=TWO_WEEKS),
    Pair("saturday_work", {"saturday_work": False}, "---lc", "----n"),
    Pair("sunday_work", {"sunday_work": False}, "----nlc", "-----n"),
    Pair("sunday_work", {"sunday_work": False}, "-----ec", "-----el"),
    Pair("holiday_work", {"holiday_work": False}, "--n", "---n", horizon=HOLIDAYS),
    Pair(
        "free_sundays_per_year",
        {"free_sundays_per_year": 15},  # of the 52 of 2026
        "-----ee",
        "------e------e",
        agent=carry(sundays_worked=36),
        horizon=TWO_WEEKS,
    ),
    Pair("sunday_substitute_weeks", {"sunday_substitute_weeks": 2}, "eeeee-e", "eeeeeee"),
    Pair(
        "sunday_substitute_weeks",
        {"sunday_substitute_weeks": 2},
        "eeeeeee" + "eeee--e",
        "eeeeeee" + "eeeee-e",
        horizon=TWO_WEEKS,
    ),
    Pair(
        "sunday_substitute_weeks",
        {"sunday_substitute_weeks": 2},
        "eeeeeee" + "eeee--e",
        "eeeeeee" + "eeeeeee",
        horizon={"weeks": 3},
    ),
    # Friday 25 and Saturday 26 December are holidays: four working days, one of them off.
    Pair(
        "holiday_substitute_weeks",
        {"holiday_substitute_weeks": 8},
        "eee-e",
        "eeeee",
        horizon=HOLIDAYS,
    ),
    Pair(
        "contract_hours",
        {},
        "eeeee",
        "eeee",
        units=2 * 8 * 60 - 2 * 60,
        in_hours=True,
        contract={"flexibility_hours": 0.0, "horizon_flexibility_hours": 2.0},
    ),
    Pair(
        "contract_hours",
        {},
        "eeeee--" + "eeeeee-",
        "eeeee--" + "eeeeeee",
        units=8 * 60,
        in_hours=True,
        contract={"flexibility_hours": None, "horizon_flexibility_hours": 8.0},
        horizon=TWO_WEEKS,
    ),
    Pair("availability", {}, "e", "ed", agent={"availability": {"mon-sun": "06:00-16:59"}}),
    Pair(
        "absences",
        {},
        "l-e",
        "n",
        agent={"absences": [{"first": "2026-11-24", "last": "2026-11-24"}]},
    ),
    Pair("started", {}, "-e", "n", agent={"started": "2026-11-24"}),
    Pair(
        "unavailable",
        {},
        "e",
        "d",
        agent={"unavailable": [{"from_local": "2026-11-23 14:00", "to_local": "2026-11-23 15:00"}]},
    ),
    Pair(
        "rotation",
        {},
        "e-cdeee" + "-eneeee",
        "e-cdeee" + "neeeeee",
        horizon=TWO_WEEKS,
        agent={"rotation": "r", "rotation_week": 1},
        team={"rotations": {"r": {"weeks": [{"mon": []}, {"mon": ["early"], "wed": ["call"]}]}}},
    ),
    Pair("fixed", {}, "-l", "-e", agent={"fixed": [{"date": "2026-11-24", "shift": "late"}]}),
    Pair("fixed", {}, "-l", "--", agent={"fixed": [{"date": "2026-11-24", "shift": "late"}]}),
]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.rule)
def test_a_hard_rule_allows_the_one_and_forbids_the_other(pair):
    scenario = pair.scenario({})
    assert price(scenario, pair.keeps, pair.eve) == 0
    assert price(scenario, pair.breaks, pair.eve) is None


@pytest.mark.parametrize(
    "pair", [p for p in PAIRS if p.rule in PRICEABLE], ids=lambda pair: pair.rule
)
def test_a_priced_rule_costs_its_price_for_every_unit(pair):
    scenario = pair.scenario({pair.rule: PRICE})
    unit = MINUTES if pair.in_hours else UNITS
    assert price(scenario, pair.keeps, pair.eve) == 0
    assert price(scenario, pair.breaks, pair.eve) == pair.units * unit * PRICE


def test_every_priceable_rule_has_a_pair():
    assert {pair.rule for pair in PAIRS} >= PRICEABLE
