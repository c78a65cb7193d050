"""What rules have in common: the eve of the horizon, overlaps, sharing, counters left out."""

import pytest

from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.rules import BARRING_RULES, KIND_RULES, PERSON_RULES
from scheduler.people.rules.daily_rest import RestTooLongError
from scheduler.people.rules.nights import TooManyDaysOffError
from scheduler.people.tours_of import tour_rules
from tests.scheduler.people.brute import best_price, broken
from tests.scheduler.people.week import (
    ANY_HOURS,
    SHIFTS,
    price,
    rules_and_calendar,
    team_of_one,
    tour_of,
)
from tests.scheduler.small_teams import small

LONG = {"xlong": {"starts": ["20:00"], "length_minutes": 720}}  # ends at 08:00
NIGHT = {"night_from": "23:00", "night_to": "06:00"}


@pytest.mark.parametrize("prices", [{}, {"daily_rest_hours": 1.0}])
@pytest.mark.parametrize("rest", [None, 11.0])
def test_shifts_never_overlap_whatever_rest_costs(rest, prices):
    scenario = team_of_one(rules={"daily_rest_hours": rest, "prices": prices}, shifts=LONG)
    assert price(scenario, "xe") is None
    assert price(scenario, "x-e") == 0


def test_time_on_call_may_not_overlap_work_but_needs_no_rest():
    scenario = team_of_one(
        rules={"daily_rest_hours": 11.0},
        shifts={"on_call": {"starts": ["20:00"], "length_minutes": 660, "on_call_paid_share": 0.5}},
    )
    assert price(scenario, "oe") is None
    assert price(scenario, "od") == 0


def test_a_rest_beyond_two_days_is_refused_in_words():
    scenario = team_of_one(rules={"daily_rest_hours": 60.0})
    with pytest.raises(RestTooLongError, match="beyond two days"):
        rules_and_calendar(scenario)


def test_more_days_off_after_nights_than_can_be_kept_are_refused():
    scenario = team_of_one(rules={**NIGHT, "min_days_off_after_nights": 3})
    with pytest.raises(TooManyDaysOffError, match="no more than 2"):
        rules_and_calendar(scenario)


def test_who_worked_on_the_eve_gets_no_other_shift_on_it():
    free, worked = ({}, {"carry_over": {"days_in_row": 1}})
    assert price(team_of_one(agent=free), "", eve="n") == 0
    assert price(team_of_one(agent=worked), "", eve="n") is None


def test_a_shift_on_the_eve_belongs_to_no_week_but_to_runs():
    rules = {"max_days_per_week": 1, "max_nights": 1, "max_consecutive_nights": 2, **NIGHT}
    scenario = team_of_one(rules=rules)
    assert price(scenario, "n", eve="n") == 0
    assert price(scenario, "nn", eve="-") is None
    longer = team_of_one(rules={"max_consecutive_nights": 2, **NIGHT})
    assert price(longer, "nn", eve="n") is None


@pytest.mark.parametrize(
    ("carried", "allowed"),
    [
        ({}, True),  # nothing is known, so the first day may end a longer run
        ({"days_in_row": 0}, False),
        ({"days_off_in_row": 1}, False),
        ({"days_in_row": 1}, False),
        ({"days_in_row": 2}, True),
        ({"last_shift_start": "2026-11-22 09:00"}, True),  # how long the run was is not known
        ({"last_shift_start": "2026-11-21 09:00"}, False),
    ],
)
def test_a_single_first_day_is_too_short_a_run_where_the_past_says_so(carried, allowed):
    scenario = team_of_one(rules={"min_consecutive_days": 3}, agent={"carry_over": carried})
    assert (price(scenario, "e") is not None) == allowed


@pytest.mark.parametrize(
    ("carried", "eve", "allowed"),
    [
        ({}, "-", True),
        ({"days_off_in_row": 2}, "-", True),
        ({"days_off_in_row": 1}, "-", False),
        ({"days_off_in_row": 2}, "n", False),  # one day off before the eve
        ({"days_off_in_row": 3}, "n", True),
        ({"last_shift_start": "2026-11-20 09:00"}, "-", True),  # off on two days since
        ({"last_shift_start": "2026-11-21 09:00"}, "-", False),
    ],
)
def test_days_off_before_the_horizon_count(carried, eve, allowed):
    scenario = team_of_one(rules={"min_consecutive_days_off": 2}, agent={"carry_over": carried})
    assert (price(scenario, "n", eve) is not None) == allowed


def test_a_fixed_start_is_kept():
    shifts = {"xdouble": {"starts": ["06:00", "07:00"], "length_minutes": 240}}
    fixed = {"date": "2026-11-23", "shift": "xdouble"}
    whole = small(shifts=shifts, contract=ANY_HOURS, agents=[{"id": "a", "fixed": [fixed]}])
    at_seven = {**fixed, "start": "07:00"}
    exact = small(shifts=shifts, contract=ANY_HOURS, agents=[{"id": "a", "fixed": [at_seven]}])
    for scenario, barred in ((whole, [True, False, False]), (exact, [True, True, False])):
        rules, _ = rules_and_calendar(scenario)
        assert rules.bars[0].choices.tolist() == barred


def test_a_fixed_shift_before_the_horizon_is_past():
    fixed = {"date": "2026-11-22", "shift": "late"}
    assert price(team_of_one(agent={"fixed": [fixed]}), "e") == 0


def test_rules_whose_past_is_not_known_are_named():
    rules = {"daily_rest_hours": 11.0, "average_week_hours": 48.0, "min_consecutive_days": 2}
    nothing, _ = rules_and_calendar(team_of_one(rules=rules))
    assert set(nothing.unknown) == set(rules)
    agent = {"carry_over": {"last_shift_end": "2026-11-22 17:00", "days_in_row": 2}}
    most, _ = rules_and_calendar(team_of_one(rules=rules, agent=agent))
    assert most.unknown == ("average_week_hours",)


def test_more_sundays_worked_than_allowed_leave_none():
    scenario = team_of_one(
        rules={"free_sundays_per_year": 15}, agent={"carry_over": {"sundays_worked": 40}}
    )
    assert price(scenario, "-----e") == 0
    assert price(scenario, "------e") is None


def test_averages_hold_for_who_may_work_nights_only():
    rules = {**NIGHT, "night_average_week_hours": 36.0}
    by_day = {"availability": {"mon-sun": "06:00-22:00"}}
    assert price(team_of_one(rules=rules), "eeee") == 0
    assert price(team_of_one(rules=rules), "eeeee") is None
    assert price(team_of_one(rules=rules, agent=by_day), "eeeee") == 0


def test_four_weeks_of_nights_are_averaged_with_those_before():
    rules = {**NIGHT, "night_average_week_hours": 36.0}
    agent = {"carry_over": {"week_hours": [99.0, 28.0, 36.0, 36.0]}}
    assert price(team_of_one(rules=rules, agent=agent), "eeeee") == 0
    assert price(team_of_one(rules=rules, agent=agent), "eeeeee") is None


def test_free_sundays_are_those_of_each_calendar_year():
    # Sunday 3 January 2027 is of another year than what was carried over.
    scenario = team_of_one(
        rules={"free_sundays_per_year": 52},
        agent={"carry_over": {"sundays_worked": 0}},
        horizon={"start": "2026-12-21", "weeks": 2},
    )
    assert price(scenario, "------e") is None
    assert price(scenario, "-" * 13 + "e") is None
    laxer = team_of_one(
        rules={"free_sundays_per_year": 51},
        agent={"carry_over": {"sundays_worked": 1}},
        horizon={"start": "2026-12-21", "weeks": 2},
    )
    assert price(laxer, "------e") is None
    assert price(laxer, "-" * 13 + "e") == 0


def test_the_law_of_a_single_shift_is_that_of_the_person():
    agents = [{"id": "adult"}, {"id": "minor", "protected": "minor"}]
    shifts = {
        "early": {"starts": ["06:00"], "length_minutes": 240},
        "late": {"starts": ["14:00"], "length_minutes": 480},
    }
    rules = {"minors": {"work_window": "06:00-20:00", "saturday_work": False}}
    scenario = small(shifts=shifts, agents=agents, contract=ANY_HOURS, rules=rules)
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    adult, minor = tour_rules(calendar)
    assert len(calendar.kinds) == 2
    found = {
        letters: [
            [rule for rule, _, _ in broken(one, calendar.duties, tour_of(calendar, letters))]
            for one in (adult, minor)
        ]
        for letters in ("el", "-----e")
    }
    assert found == {"el": [[], ["one_shift"]], "-----e": [[], ["saturday_work"]]}


def test_nobody_works_on_a_closed_holiday_and_it_is_credited():
    scenario = team_of_one(
        horizon={"start": "2026-12-21", "holidays": {"closed": True}},
        contract={"hours_per_week": 40.0, "flexibility_hours": 0.0, "max_days_per_week": 5},
        agent={
            "absences": [
                {"first": "2026-12-21", "last": "2026-12-21", "credited_hours_per_day": 8.0}
            ]
        },
    )
    # Leave on Monday, Friday is a holiday.
    assert price(scenario, "-eee") == 0
    assert price(scenario, "-eeee") is None
    assert price(scenario, "-ee") is None


def test_people_of_whom_the_same_is_said_share_their_pattern():
    agents = [
        {"id": "a"},
        {"id": "b", "rules": {"max_shifts": {"late": 2}}},
        {"id": "c", "rules": {"max_consecutive_days": 3}},
        {"id": "d", "carry_over": {"days_in_row": 2}},
        {"id": "e", "wishes": [{"first": "2026-11-24", "wish": "off"}]},
    ]
    rules = {"preset": "de-arbzg", "max_hours_without_break": None}
    rules |= {"break_minutes_over_6_hours": None, "break_minutes_over_9_hours": None}
    scenario = small(shifts=SHIFTS, agents=agents, contract=ANY_HOURS, rules=rules)
    a, b, c, d, e = tour_rules(Calendar(scenario, Timeline(scenario.horizon)))
    assert a.pattern is b.pattern is e.pattern
    assert len({id(one.pattern) for one in (a, c, d)}) == 3
    assert a.pattern.follows[0] is c.pattern.follows[0] is d.pattern.follows[0]


def test_counters_that_always_hold_are_left_out():
    rules = {"max_week_hours": 60.0, "average_week_hours": 48.0, "sunday_substitute_weeks": 2}
    contract = {"hours_per_week": 40.0, "flexibility_hours": 4.0, "max_days_per_week": 5}
    contract["horizon_flexibility_hours"] = 4.0
    scenario = team_of_one(rules=rules, contract=contract, horizon={"weeks": 2})
    found, _ = rules_and_calendar(scenario)
    assert {one.rule for one in found.counters} == {"contract_hours", "max_days_per_week"}
    busy = team_of_one(
        rules=rules,
        contract=contract,
        horizon={"weeks": 2},
        agent={"carry_over": {"week_hours": [50.0, 60.0]}},
    )
    found, _ = rules_and_calendar(busy)
    assert "average_week_hours" in {one.rule for one in found.counters}


def test_the_best_of_all_tours_keeps_what_is_agreed():
    scenario = team_of_one(
        contract={"hours_per_week": 16.0, "flexibility_hours": 0.0, "hourly_cost": 10.0},
        agent={
            "fixed": [{"date": "2026-11-24", "shift": "late"}],
            "availability": {"mon-tue": "00:00-24:00"},
        },
    )
    rules, calendar = rules_and_calendar(scenario)
    assert best_price(rules, calendar.duties) == 16 * 10 * 6000
    no_hours = team_of_one(
        contract={"hours_per_week": 24.0, "flexibility_hours": 0.0},
        agent={"availability": {"mon-tue": "00:00-24:00"}},
    )
    rules, calendar = rules_and_calendar(no_hours)
    assert best_price(rules, calendar.duties) is None


def test_every_rule_has_words_of_its_own():
    words = [rule.words for rule in KIND_RULES]
    words += [rule.words for rule in BARRING_RULES]
    words += [rule.words for rule in PERSON_RULES]
    assert all(words)
    assert len({(rule.name, rule.words) for rule in KIND_RULES}) == len(KIND_RULES)
