"""What stays of a published roster: frozen shifts, edited ones, rules that were broken before."""

import datetime as dt
from dataclasses import replace

import pytest

from scenarios.pledges import OnDuty
from scenarios.roster import Roster
from scheduler.repair import Expectation, TwoShiftsError
from tests.scheduler.repair.cases import (
    EARLY,
    LATE,
    NIGHT,
    NIGHTS,
    SHIFTS,
    at,
    away,
    hours_of,
    repaired,
    roster,
    team,
    wanted,
)

ODD = (9, 12)  # no template makes it


def test_an_absence_takes_frozen_shifts_too_and_nobody_can_begin_in_frozen_time() -> None:
    scenario = team("ann", "bob")
    published = {("ann", 0): EARLY, ("ann", 1): LATE}
    needs = wanted(scenario, {(0, EARLY): 1, (1, LATE): 1})
    said = Expectation(away=(away("ann", 0, 1),), freeze_until=at(1, 12))
    made = repaired(scenario, roster(scenario, published), needs, said)
    assert hours_of(made.roster) == {("bob", 1): LATE}
    assert [one.absent for one in made.changes] == [True, True, False]
    assert made.price == 1000.0


def test_a_night_begun_before_the_absence_and_the_freeze_was_worked() -> None:
    scenario = team("ann", "bob", shifts={**SHIFTS, **NIGHTS})
    published = roster(scenario, {("ann", 0): NIGHT, ("ann", 2): NIGHT})
    needs = wanted(scenario, {})
    frozen = Expectation(away=(away("ann", 1),), freeze_until=at(1, 0))
    assert ("ann", 0) in hours_of(repaired(scenario, published, needs, frozen).roster)
    made = repaired(scenario, published, needs, Expectation(away=(away("ann", 1),)))
    assert ("ann", 0) not in hours_of(made.roster)
    (absence,) = made.scenario.team.agents[0].absences
    assert absence.credited_hours_per_day == 8.0


@pytest.mark.parametrize("frozen_to", [0, 24])
def test_a_shift_edited_by_hand_stays_with_its_id_and_parts(frozen_to: int) -> None:
    scenario = team("ann", "bob")
    published = roster(scenario, {("ann", 0): ODD, ("bob", 0): (8, 17, 12), ("bob", 1): EARLY})
    said = Expectation(away=(away("bob", 1),), freeze_until=at(0, frozen_to))
    made = repaired(scenario, published, wanted(scenario, {(1, EARLY): 1}), said)
    kept = {one for one in published.shifts if one.id != "bob1"}
    assert kept <= set(made.roster.shifts)
    assert hours_of(made.roster)["ann", 1] == EARLY


def test_an_edited_shift_that_is_against_the_law_stays_only_where_it_is_frozen() -> None:
    scenario = team("ann", rules={"max_day_hours": 8.0})
    published = roster(scenario, {("ann", 0): (6, 18), ("ann", 2): (6, 18)})
    said = Expectation(freeze_until=at(1, 0))
    made = repaired(scenario, published, wanted(scenario, {}), said)
    assert hours_of(made.roster) == {("ann", 0): (6, 18)}
    assert [one.rule for one in made.broken] == ["max_day_hours"]
    assert made.as_before == made.broken
    assert made.newly_broken == ()


def test_a_rest_that_frozen_shifts_cut_short_does_not_stop_a_repair() -> None:
    scenario = team("ann", "bob", rules={"daily_rest_hours": 11.0})
    published = {("ann", 0): LATE, ("ann", 1): EARLY, ("bob", 2): EARLY, ("ann", 3): EARLY}
    needs = wanted(scenario, {(2, EARLY): 1, (3, LATE): 0})
    said = Expectation(away=(away("bob", 2),), freeze_until=at(2, 0))
    made = repaired(scenario, roster(scenario, published), needs, said)
    assert hours_of(made.roster) == {
        ("ann", 0): LATE,
        ("ann", 1): EARLY,
        ("ann", 2): EARLY,
        ("ann", 3): EARLY,
    }
    assert [one.rule for one in made.as_before] == ["daily_rest_hours"]
    assert made.newly_broken == ()


def test_days_in_a_row_that_are_too_many_already_do_not_become_more() -> None:
    scenario = team("ann", "bob", rules={"max_consecutive_days": 2})
    published = {("ann", day): EARLY for day in range(3)} | {("bob", 3): EARLY}
    needs = wanted(scenario, {(3, EARLY): 1})
    said = Expectation(away=(away("bob", 3),), freeze_until=at(3, 0))
    made = repaired(scenario, roster(scenario, published), needs, said)
    assert ("ann", 3) not in hours_of(made.roster)
    assert made.missing.repaired == 8.0
    assert made.newly_broken == ()


def test_a_rule_that_an_absence_makes_impossible_gives_way_and_is_said() -> None:
    scenario = team("ann", "bob", rules={"min_consecutive_days": 2})
    published = {("bob", 0): EARLY, ("bob", 1): EARLY, ("bob", 2): EARLY}
    published |= {("ann", 1): EARLY, ("ann", 2): EARLY}
    said = Expectation(away=(away("ann", 2),), freeze_until=at(2, 0))
    made = repaired(scenario, roster(scenario, published), wanted(scenario, {}), said)
    assert hours_of(made.roster) == {place: EARLY for place in published if place != ("ann", 2)}
    assert [one.rule for one in made.newly_broken] == ["min_consecutive_days"]


def test_nobody_left_who_must_be_on_duty_is_said_and_the_rest_is_repaired() -> None:
    agents = [{"id": "ann", "skills": ["phone", "posts", "lead"]}, {"id": "bob"}]
    scenario = team(agents=agents)
    lead = OnDuty.model_validate({"skill": "lead", "hours": {"mon": "06:00-14:00"}})
    led_team = scenario.team.model_copy(update={"on_duty": {"lead": lead}})
    led = scenario.model_copy(update={"team": led_team})
    published = {("ann", 0): EARLY, ("bob", 1): LATE}
    said = Expectation(away=(away("ann", 0),))
    needs = wanted(led, {(0, EARLY): 1})
    made = repaired(led, roster(led, published), needs, said)
    assert hours_of(made.roster)["bob", 0] == EARLY
    assert {one.rule for one in made.newly_broken} == {"on_duty"}


def test_an_absence_counts_for_the_hours_it_takes_and_contracts_stay_kept() -> None:
    contract = {"hours_per_week": 16.0, "flexibility_hours": 0.0}
    scenario = team("ann", "bob", contract=contract)
    published = {("ann", 0): EARLY, ("ann", 2): LATE, ("bob", 1): EARLY, ("bob", 3): LATE}
    needs = wanted(scenario, {(1, EARLY): 1})
    said = Expectation(away=(away("ann", 0, 2),))
    made = repaired(scenario, roster(scenario, published), needs, said)
    hours = {one.first: one.credited_hours_per_day for one in made.scenario.team.agents[0].absences}
    monday = dt.date(2026, 11, 23)
    assert hours == {monday + dt.timedelta(days=day): (8.0, 0.0, 8.0)[day] for day in range(3)}
    assert made.broken == ()
    assert len(made.roster.shifts) == 2


def test_two_shifts_of_one_person_on_a_day_are_refused_in_words() -> None:
    scenario = team("ann")
    (one,) = roster(scenario, {("ann", 0): EARLY}).shifts
    (other,) = roster(scenario, {("ann", 0): (18, 20)}).shifts
    with pytest.raises(TwoShiftsError, match="ann has two shifts that start on 2026-11-23"):
        repaired(scenario, Roster((one, other)), wanted(scenario, {}), Expectation())


def test_agreed_shifts_give_way_to_an_absence() -> None:
    fixed = [{"date": "2026-11-23", "shift": "early"}]
    scenario = team(agents=[{"id": "ann", "fixed": fixed}, {"id": "bob"}])
    published = roster(scenario, {("ann", 0): EARLY})
    said = Expectation(away=(away("ann", 0),))
    made = repaired(scenario, published, wanted(scenario, {(0, EARLY): 1}), said)
    assert hours_of(made.roster) == {("bob", 0): EARLY}
    assert made.broken == ()


def test_a_new_shift_takes_no_id_that_is_there() -> None:
    scenario = team("ann", "bob")
    taken = roster(scenario, {("ann", 0): EARLY, ("ann", 1): EARLY})
    first, second = taken.shifts
    published = Roster((first, replace(second, id="bob-20261123")))
    said = Expectation(away=(away("ann", 0),))
    made = repaired(scenario, published, wanted(scenario, {(0, EARLY): 1}), said)
    assert [one.id for one in made.roster.shifts] == ["bob-20261123-2", "bob-20261123"]
    assert made.broken == ()
