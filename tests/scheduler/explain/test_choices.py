"""Prices of a person's other choices, held against the cost of whole rosters."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import check_roster, costs_of
from scheduler.explain.binding import longer_contracts, more_agents, rules_that_bind
from scheduler.explain.choices import ExplainedAgent, ExplainedDay
from scheduler.explain.standing import Standing, UnknownShiftError
from scheduler.explain.who_could import WhoCould
from scheduler.explain.wishes import wish_prices
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import Requirement
from scheduler.shapes import shift_from
from tests.scheduler.small_teams import required, small

SHIFTS = {
    "early": {"starts": ["06:00"], "length_minutes": 480, "days": "mon-wed"},
    "late": {"starts": ["14:00"], "length_minutes": 480, "days": "mon-wed"},
}
CONTRACT = {"hours_per_week": 16.0, "flexibility_hours": 8.0, "hourly_cost": 30.0}


def team(**changes: Any) -> Scenario:
    agents = changes.pop("agents", [{"id": "a"}, {"id": "b"}])
    return small(
        shifts=changes.pop("shifts", SHIFTS),
        agents=agents,
        contract={**CONTRACT, **changes.pop("contract", {})},
        rules={"daily_rest_hours": 11.0, **changes.pop("rules", {})},
        **changes,
    )


def roster_of(scenario: Scenario, letters: dict[str, str]) -> Roster:
    """Return a roster of e, l and - for early, late and off, from Monday on."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    names = {"e": "early", "l": "late"}
    return Roster(
        tuple(
            shift_from(agent, day, duty.shapes[0], calendar.timeline)
            for agent, week in letters.items()
            for day, letter in enumerate(week)
            for duty in calendar.duties[day]
            if duty.template == names.get(letter)
        )
    )


def standing_of(scenario: Scenario, requirement: Requirement, letters: dict[str, str]) -> Standing:
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement)
    return Standing(calendar, rules, requirement, roster_of(scenario, letters))


def explained(standing: Standing, requirement: Requirement, agent: int, day: int) -> ExplainedDay:
    calendar = standing.calendar
    who = WhoCould(calendar, tour_rules(calendar, requirement, apart=True))
    (found,) = ExplainedAgent(standing, who, agent).days([day], thorough=True)
    return found


def costs_by_week(
    scenario: Scenario, requirement: Requirement, fixed: dict[str, str]
) -> dict[str, float]:
    """Return what rosters cost in which only the first agent's days differ, the lawful ones."""
    costs = {}
    for days in product("el-", repeat=3):
        week = "".join(days)
        roster = roster_of(scenario, {**fixed, "a": week})
        if not [one for one in check_roster(scenario, roster) if not one.priced]:
            costs[week] = costs_of(scenario, requirement, (), roster).total
    return costs


HOURS = st.dictionaries(st.sampled_from([8, 16, 32, 40, 56, 64]), st.integers(1, 2), max_size=5)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(phone=HOURS, other=st.sampled_from(["ee-", "-ll", "e-e"]), day=st.integers(0, 2))
def test_a_choice_costs_what_the_cheapest_roster_with_it_costs_more(phone, other, day):
    wish = [{"first": "2026-11-24", "wish": "off", "cost": 25.0}]
    scenario = team(
        agents=[{"id": "a", "wishes": wish}, {"id": "b"}],
        rules={"max_consecutive_days": 2, "prices": {"max_consecutive_days": 90.0}},
        fairness={"late": 5.0, "late_from": "18:00"},
    )
    requirement = required(scenario, phone=phone)
    standing = standing_of(scenario, requirement, {"a": "ee-", "b": other})
    costs = costs_by_week(scenario, requirement, {"b": other})
    for choice in explained(standing, requirement, 0, day).choices:
        letter = "-" if choice.what == "off" else choice.what[0]
        having = [cost for week, cost in costs.items() if week[day] == letter]
        if not having:
            assert choice.best is None
            assert choice.never
        else:
            assert choice.best is not None
            assert choice.best.total == pytest.approx(min(having) - min(costs.values()), abs=0.01)


def test_rules_that_stand_against_a_day_alone_are_named():
    scenario = team()
    requirement = required(scenario, phone={8: 1, 40: 1})
    standing = standing_of(scenario, requirement, {"a": "el-", "b": "--e"})
    day = explained(standing, requirement, 0, 2)
    against = {one.what.split()[0]: one.against for one in day.choices}
    assert against["early"] == ("11 h of daily rest (scenario)",)
    assert against["late"] == against["off"] == ()
    (off,) = [one for one in day.choices if one.what == "off"]
    assert off.planned
    assert off.alone is not None
    assert off.alone.total == 0.0


def test_a_day_alone_costs_wages_and_saves_missing_work():
    scenario = team()
    requirement = required(scenario, phone={56: 2})
    standing = standing_of(scenario, requirement, {"a": "e--", "b": "--e"})
    day = explained(standing, requirement, 0, 2)
    (early,) = [one for one in day.choices if one.what.startswith("early")]
    assert early.alone is not None
    assert (early.alone.wages, early.alone.missing) == (240.0, -100.0)
    assert early.best is not None
    assert early.best.total == pytest.approx(0.0)
    assert day.saving == pytest.approx(100.0)  # early on Wednesday in place of Monday


def test_what_leaves_no_tour_with_a_choice_is_found_out():
    absent = [{"first": "2026-11-24", "last": "2026-11-24"}]
    scenario = team(
        agents=[{"id": "a", "absences": absent}, {"id": "b"}],
        contract={"hours_per_week": 16.0, "flexibility_hours": 0.0},
    )
    requirement = required(scenario, phone={8: 1})
    standing = standing_of(scenario, requirement, {"a": "e-e", "b": "ee-"})
    never = {
        one.what.split()[0]: one.never for one in explained(standing, requirement, 0, 1).choices
    }
    assert never["off"] == ()
    assert never["early"] == ("the absence of a on Tuesday 2026-11-24",)
    (off,) = [one for one in explained(standing, requirement, 0, 0).choices if one.what == "off"]
    assert set(off.never) == {
        "contract c asks for at least 16.0 h in the week from 2026-11-23",
        "the absence of a on Tuesday 2026-11-24",
    }


def test_one_rule_less_and_one_hour_more():
    scenario = team(contract={"max_days_per_week": 1, "hours_per_week": 8.0})
    requirement = required(scenario, phone=dict.fromkeys(range(30, 38), 1))
    standing = standing_of(scenario, requirement, {"a": "e--", "b": "--e"})
    gains = {one.what: one for one in rules_that_bind(standing, requirement, lambda *_: None)}
    # Each could work on Tuesday instead, which saves 800 of missing work; with one day more a
    # shift is no cheaper than that, so the days of the week do not bind, but the hours do.
    days = gains["at most 1 working day a week (contract c)"]
    assert (days.people, days.most) == (0, 0.0)
    assert gains["hours of the contract, least and most"].people == 0
    fixed = [{"date": "2026-11-23", "shift": "early"}]
    bound = team(
        agents=[{"id": "a", "fixed": fixed}, {"id": "b"}],
        contract={"max_days_per_week": 1, "hours_per_week": 8.0},
    )
    standing = standing_of(bound, requirement, {"a": "e--", "b": "--e"})
    gains = {one.what: one for one in rules_that_bind(standing, requirement, lambda *_: None)}
    days = gains["at most 1 working day a week (contract c)"]
    assert (days.people, days.agent_id) == (1, "a")
    assert days.most == pytest.approx(800.0 - 240.0)
    shifts = gains["fixed shifts"]
    assert shifts.most == pytest.approx(800.0)


def test_longer_contracts_bring_the_shift_they_leave_room_for():
    scenario = team(contract={"hours_per_week": 8.0, "flexibility_hours": 0.0})
    requirement = required(scenario, phone={8: 1, 9: 1, 10: 1, 32: 1, 33: 1, 34: 1})
    standing = standing_of(scenario, requirement, {"a": "e--", "b": "--e"})
    one, shift = longer_contracts(standing, requirement, lambda *_: None)
    assert (one.people, shift.people) == (0, 1)
    assert shift.most == pytest.approx(300.0 - 240.0)
    assert shift.agent_id == "a"


def test_one_more_agent_saves_what_is_missing_less_the_wages():
    scenario = team(contract={"hours_per_week": 8.0, "flexibility_hours": 0.0})
    requirement = required(scenario, phone=dict.fromkeys(range(30, 38), 1))
    roster = roster_of(scenario, {"a": "e--", "b": "--e"})
    (more,) = more_agents(scenario, requirement, roster)
    assert (more.saved, more.wages) == (pytest.approx(560.0), pytest.approx(240.0))


def test_what_granting_a_wish_would_take():
    wish = [{"first": "2026-11-23", "wish": "off", "cost": 25.0}]
    scenario = team(agents=[{"id": "a", "wishes": wish}, {"id": "b"}])
    requirement = required(scenario, phone={8: 1})
    standing = standing_of(scenario, requirement, {"a": "e--", "b": "--e"})
    (one,) = wish_prices(standing, roster_of(scenario, {"a": "e--", "b": "--e"}))
    assert (one.agent_id, one.wish, one.planned, one.worth) == ("a", "off", "early", 25.0)
    assert one.price is not None
    # An hour goes missing, the wish itself is saved.
    assert one.price.total == pytest.approx(100.0 - 25.0)
    assert (one.price.missing, one.price.wishes) == (pytest.approx(100.0), -25.0)


def test_a_shift_that_no_template_makes_cannot_be_explained():
    scenario = team()
    other = team(shifts={"early": {**SHIFTS["early"], "starts": ["07:00"]}})
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    requirement = required(scenario, phone={8: 1})
    with pytest.raises(UnknownShiftError, match="no shape"):
        Standing(
            calendar, tour_rules(calendar), requirement, roster_of(other, {"a": "e--", "b": "--e"})
        )
