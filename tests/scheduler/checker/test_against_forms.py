"""The checker against the forms of the searches: drawn rules, drawn tours, the same breaks.

Both were written from the rules alone. Where they differ, one of them is wrong.
"""

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import check_roster, wishes_not_granted
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.shapes import shift_from
from tests.scheduler.checker.by_hand import TEMPLATES, scene
from tests.scheduler.people.brute import broken as broken_forms

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
NIGHT = {"night_from": "23:00", "night_to": "06:00"}
PRICE = 3.0

LIMITS: dict[str, st.SearchStrategy[Any]] = {
    "daily_rest_hours": st.sampled_from([8.0, 11.0, 14.5]),
    "weekly_rest_hours": st.sampled_from([24.0, 35.0, 60.0]),
    "max_week_hours": st.sampled_from([16.0, 30.0]),
    "max_days_per_week": st.integers(1, 6),
    "max_consecutive_days": st.integers(1, 5),
    "min_consecutive_days": st.integers(2, 4),
    "min_consecutive_days_off": st.integers(2, 4),
    "max_shifts": st.just({"late": 1, "night": 2}),
    "forbidden_successions": st.just({"late": ["early", "day"], "day": ["night"]}),
    "forward_rotation": st.just(True),
    "max_consecutive_nights": st.integers(1, 3),
    "max_nights": st.integers(0, 3),
    "min_days_off_after_nights": st.integers(1, 2),
    "complete_weekends": st.just(True),
    "max_weekends": st.integers(0, 2),
    "sunday_work": st.just(False),
    "holiday_work": st.just(False),
}
HARD: dict[str, st.SearchStrategy[Any]] = {
    "saturday_work": st.just(False),
    "sunday_substitute_weeks": st.integers(1, 2),
    "holiday_substitute_weeks": st.integers(1, 2),
    "free_sundays_per_year": st.integers(50, 52),
}
CARRIED: list[dict[str, Any]] = [
    {},
    {"days_off_in_row": 1},
    {"days_off_in_row": 3, "last_shift": "late"},
    {"days_in_row": 2, "last_shift": "late", "last_shift_start": "2026-12-13 14:00",
     "last_shift_end": "2026-12-13 22:00"},
    {"days_in_row": 4, "nights_in_row": 2, "last_shift_start": "2026-12-13 22:00",
     "last_shift_end": "2026-12-14 06:00", "last_shift": "night", "lates": 1.6, "nights": 2.0},
]  # fmt: skip


@st.composite
def scenes(draw: st.DrawFn) -> Scenario:
    named = draw(st.sets(st.sampled_from(sorted(LIMITS)), max_size=4))
    hard = draw(st.sets(st.sampled_from(sorted(HARD)), max_size=1))
    limits = {name: draw(LIMITS[name]) for name in sorted(named)}
    limits |= {name: draw(HARD[name]) for name in sorted(hard)}
    averages = draw(st.booleans())
    if averages:
        limits |= {"average_week_hours": 20.0, "average_weeks": draw(st.integers(1, 3))}
        limits |= {"night_average_week_hours": 22.0}
    priced = draw(st.sets(st.sampled_from(sorted(named)))) if named else set()
    priced |= {"contract_hours", "availability", "rotation"} & draw(
        st.sets(st.sampled_from(["contract_hours", "availability", "rotation"]))
    )
    agent: dict[str, Any] = {"carry_over": dict(draw(st.sampled_from(CARRIED)))}
    agent["carry_over"]["week_hours"] = draw(st.sampled_from([[], [25.0], [30.0, 10.0, 18.0]]))
    if draw(st.booleans()):
        agent["availability"] = {"mon-fri": "00:00-24:00", "sat": "08:00-24:00"}
    if draw(st.booleans()):
        agent["rotation"], agent["rotation_week"] = "r", 1
    agent["wishes"] = [
        {"first": "2026-12-15", "last": "2026-12-17", "wish": "off", "shifts": ["late"]},
        {"first": "2026-12-19", "wish": "work", "cost": 4.0},
    ]
    return scene(
        rules={**NIGHT, **limits, "prices": dict.fromkeys(sorted(priced), PRICE)},
        agent=agent,
        contract={"hours_per_week": 24.0, "flexibility_hours": draw(st.sampled_from([60.0, 4.0]))},
        team={"rotations": {"r": {"weeks": [{"mon,fri": ["early", "day"]}, {"tue": []}]}}},
        horizon={"start": "2026-12-14", "weeks": 2, "holidays": {"closed": False}},
        shifts=TEMPLATES,
        fairness={"late": 2.0, "night": 1.0, "weekend": 3.0, "holiday": 5.0},
    )


def compare(scenario: Scenario, data: st.DataObject) -> None:
    timeline = Timeline(scenario.horizon)
    calendar = Calendar(scenario, timeline)
    (rules,) = tour_rules(calendar)
    tour = {
        day: data.draw(st.integers(-2, len(duties)).map(lambda k: max(k, 0)))
        for day, duties in calendar.duties.items()
    }
    carry = scenario.team.agents[0].carry_over
    if carry.days_off_in_row or carry.days_in_row:
        tour[-1] = 0  # the day before the horizon is past
    if scenario.rules.weekly_rest_hours is not None:
        # Time on call does not cut a weekly rest, but the forms see days without any duty only.
        tour = {
            day: 0 if k and calendar.duties[day][k - 1].on_call else k for day, k in tour.items()
        }
    for day in range(scenario.horizon.days - 1):
        # A rest day touched by two shifts counts twice in the forms, which say so.
        if tour[day] and calendar.duties[day][tour[day] - 1].end_minute > timeline.minute(
            day + 1, 0
        ):
            date = timeline.date(day + 1)
            rest_day = date.weekday() == 6 or date in timeline.holiday_dates
            tour[day + 1] = 0 if rest_day else tour[day + 1]
    worked = [
        shift_from("a", day, calendar.duties[day][choice - 1].shapes[0], timeline)
        for day, choice in tour.items()
        if choice
    ]
    roster = Roster(tuple(worked))
    in_forms: dict[str, float] = defaultdict(float)
    hard_in_forms: set[str] = set()
    for rule, units, price in broken_forms(rules, calendar.duties, tour):
        if price is None:
            hard_in_forms.add(rule)
        else:
            in_forms[rule] += units * price / UNITS_PER_CURRENCY
    found: dict[str, float] = defaultdict(float)
    hard: set[str] = set()
    for violation in check_roster(scenario, roster):
        if violation.priced:
            found[violation.rule] += violation.price
        else:
            hard.add(violation.rule)
    # The forms leave out what other hard rules imply, so that they may see less than the checker
    # in a tour that breaks one of those.
    assert hard_in_forms <= hard
    assert bool(hard_in_forms) == bool(hard)
    if not hard:
        assert dict(found) == pytest.approx(dict(in_forms))
    charged = sum(int(one.prices[tour[one.day]]) for one in rules.charges if one.name == "wish")
    wishes = sum(one.price for one in wishes_not_granted(scenario, roster))
    assert wishes == pytest.approx(charged / UNITS_PER_CURRENCY)


@given(scenario=scenes(), data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_checker_and_forms_find_the_same_breaks_at_the_same_prices(scenario, data):
    compare(scenario, data)
