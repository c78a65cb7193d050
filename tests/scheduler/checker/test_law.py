"""Whose law is which, where it comes from, and what may be broken at a price."""

from typing import Any

import pytest

from scheduler.checker import check_roster
from tests.scheduler.checker.by_hand import broken, only, roster, scene

GERMAN = {"preset": "de-arbzg"}
TEN_HOURS = "mon 08:00-18:45/12:00-12:45"


def test_the_agents_word_goes_before_the_contracts_and_that_before_the_scenarios():
    for contract, agent, allowed in (
        (9.0, None, 9),
        (9.0, 8.0, 8),
        (None, 8.0, 8),
        (None, None, 10),
    ):
        said: dict[str, Any] = {"rules": {"max_day_hours": 10.0}}
        if contract is not None:
            said["contract"] = {"rules": {"max_day_hours": contract}}
        if agent is not None:
            said["agent"] = {"rules": {"max_day_hours": agent}}
        scenario = scene(**said)
        kept, spoilt = (f"mon 08:00-{8 + allowed:02d}:{m}" for m in ("00", "15"))
        assert broken(scenario, roster(scenario, kept)) == []
        violation = only(scenario, roster(scenario, spoilt))
        assert f"at most {allowed} h" in violation.message
        source = "agent" if agent else "contract" if contract else "scenario"
        assert violation.source.split(" ")[0] == source


def test_a_limit_switched_off_by_a_contract_limits_nobody_under_it():
    scenario = scene(rules=GERMAN, contract={"rules": {"max_day_hours": None}})
    assert broken(scenario, roster(scenario, "mon 08:00-19:45/13:00-13:45")) == []


@pytest.mark.parametrize(
    ("rule", "section", "kept", "spoilt"),
    [
        ("max_day_hours", "§8", "mon 08:00-17:00/12:00-13:00", "mon 08:00-17:15/12:00-13:00"),
        ("max_span_hours", "§12", "mon 08:00-18:00/11:00-15:00", "mon 08:00-18:15/11:00-15:00"),
        ("work_window", "§14", "mon 12:00-20:00/15:00-16:00", "mon 12:15-20:15/15:00-16:00"),
        ("saturday_work", "§16", "fri 10:00-14:00", "sat 10:00-14:00"),
        ("sunday_work", "§17", "fri 10:00-14:00", "sun 10:00-14:00"),
        (
            "break_minutes_over_4_5_hours",
            "§11",
            "mon 10:00-15:30/12:00-12:30",
            "mon 10:00-15:15/12:00-12:15",
        ),
        (
            "break_minutes_over_6_hours",
            "§11",
            "mon 10:00-17:30/13:00-14:00",
            "mon 10:00-17:15/13:00-13:45",
        ),
        (
            "max_hours_without_break",
            "§11",
            "mon 10:00-17:30/14:30-15:30",
            "mon 10:00-17:30/14:45-15:45",
        ),
    ],
)
def test_minors_are_under_the_law_for_minors(rule, section, kept, spoilt):
    scenario = scene(rules=GERMAN, agent={"protected": "minor", "rules": {"max_day_hours": 12.0}})
    assert broken(scenario, roster(scenario, kept)) == []
    violation = only(scenario, roster(scenario, spoilt))
    assert violation.rule == rule
    assert violation.source.startswith("JArbSchG")
    assert section in violation.source


def test_a_section_that_was_not_checked_is_marked_so_in_the_words():
    scenario = scene(rules={"preset": "eu-wtd"})
    violation = only(scenario, roster(scenario, "mon 16:00-22:00", "tue 06:00-12:00"))
    assert violation.source == "Directive 2003/88/EC art. 3 (not checked)"
    assert violation.message.endswith("(not checked)")
    german = scene(rules=GERMAN)
    late = only(german, roster(german, "mon 16:00-22:00", "tue 06:00-12:00"))
    assert late.source == "ArbZG §5(1)"
    assert "not checked" not in late.message


@pytest.mark.parametrize(
    ("rule", "limits", "planned", "price"),
    [
        ("daily_rest_hours", {"daily_rest_hours": 11.0}, ["mon late", "tue early"], 7.0),
        ("max_week_hours", {"max_week_hours": 20.0}, ["mon day", "tue day", "wed day"], 4 * 7.0),
        (
            "average_week_hours",
            {"average_week_hours": 20.0},
            ["mon day", "tue day", "wed day"],
            4 * 7.0,
        ),
        (
            "max_consecutive_days",
            {"max_consecutive_days": 1},
            ["mon day", "tue day", "wed day"],
            14.0,
        ),
        ("min_consecutive_days", {"min_consecutive_days": 3}, ["wed day"], 14.0),
        ("min_consecutive_days_off", {"min_consecutive_days_off": 3}, ["mon day", "wed day"], 14.0),
        ("max_shifts", {"max_shifts": {"day": 1}}, ["mon day", "tue day", "wed day"], 14.0),
        ("forward_rotation", {"forward_rotation": True}, ["mon day", "tue early"], 7.0),
        (
            "forbidden_successions",
            {"forbidden_successions": {"day": ["day"]}},
            ["mon day", "tue day"],
            7.0,
        ),
        ("complete_weekends", {"complete_weekends": True}, ["sat day"], 7.0),
        ("max_weekends", {"max_weekends": 0}, ["sat day", "sun day"], 7.0),
        ("sunday_work", {"sunday_work": False}, ["sat night"], 7.0),
        ("max_days_per_week", {"max_days_per_week": 1}, ["mon day", "tue day", "wed day"], 14.0),
        ("availability", {}, ["tue day"], 7.0),
        ("contract_hours", {}, [], 0.5 * 7.0),
    ],
)
def test_a_rule_with_a_price_is_a_priced_break(rule, limits, planned, price):
    said: dict[str, Any] = {"rules": {**limits, "prices": {rule: 7.0}}}
    if rule == "availability":
        said["agent"] = {"availability": {"mon": "09:00-17:00"}}
    if rule == "contract_hours":
        said["contract"] = {
            "hours_per_week": 8.0,
            "flexibility_hours": 7.5,
            "horizon_flexibility_hours": 8.0,
        }
    scenario = scene(**said)
    violations = check_roster(scenario, roster(scenario, *planned))
    assert [(one.rule, one.priced) for one in violations] == [(rule, True)]
    assert violations[0].price == pytest.approx(price)


def test_a_price_for_everybody_does_not_buy_the_sundays_of_a_minor():
    rules = {**GERMAN, "prices": {"sunday_work": 50.0}}
    adult = scene(rules=rules)
    assert only(adult, roster(adult, "sun 10:00-14:00")).priced
    minor = scene(rules=rules, agent={"protected": "minor"})
    assert not only(minor, roster(minor, "sun 10:00-14:00")).priced


def test_an_absence_has_no_price():
    scenario = scene(
        rules={"prices": {"availability": 5.0}},
        agent={"absences": [{"first": "2026-11-23", "last": "2026-11-23"}]},
    )
    violation = only(scenario, roster(scenario, "mon day"))
    assert (violation.rule, violation.priced) == ("absences", False)
