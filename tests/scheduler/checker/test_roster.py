"""The checker on rosters made or spoilt by hand."""

import datetime as dt
from dataclasses import replace

import pytest

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scheduler.checker import check_roster, costs_of
from tests.scheduler.small_teams import nothing_required, required, small

WORK, BREAK = Activity.WORK, Activity.BREAK
MONDAY = dt.date(2026, 11, 23)


def team(**changes: object) -> Scenario:
    contract = {"hours_per_week": 8.0, "flexibility_hours": 40.0}
    rules = {"preset": "de-arbzg"}
    shifts = {"short": {"starts": ["09:00"], "length_minutes": 300}}
    return small(**{"shifts": shifts, "contract": contract, "rules": rules, **changes})  # type: ignore[arg-type]


def shift(*parts: tuple[int, int, Activity], paid: int | None = None, day: int = 0) -> Shift:
    segments = tuple(Segment(1440 * day + a, 1440 * day + b, what) for a, b, what in parts)
    work = sum(part.minutes for part in segments if part.activity is WORK)
    date = MONDAY + dt.timedelta(days=day)
    return Shift(f"s{day}", "a", date, "", segments, work if paid is None else paid)


GOOD = shift((540, 780, WORK), (780, 810, BREAK), (810, 1050, WORK))


def rules_broken(roster: Roster, scenario: Scenario | None = None) -> set[str]:
    return {violation.rule for violation in check_roster(scenario or team(), roster)}


def test_a_good_roster_has_no_violation():
    assert rules_broken(Roster((GOOD,))) == set()


@pytest.mark.parametrize(
    ("spoilt", "rule"),
    [
        (shift((540, 600, WORK), (600, 600, BREAK), (600, 700, WORK)), "segments"),
        (shift((540, 600, WORK), (610, 700, WORK)), "segments"),
        (shift((540, 600, WORK), (590, 700, WORK)), "segments"),
        (shift((540, 570, BREAK), (570, 700, WORK)), "segments"),
        (replace(GOOD, date=MONDAY + dt.timedelta(days=1)), "segments"),
        (replace(GOOD, segments=()), "segments"),
        (replace(GOOD, paid_minutes=510), "paid_minutes"),
        (replace(GOOD, agent_id="nobody"), "agent"),
        (replace(GOOD, date=dt.date(2026, 12, 1)), "horizon"),
        (shift((480, 780, WORK), (780, 825, BREAK), (825, 1200, WORK)), "max_day_hours"),
        (
            shift((540, 780, WORK), (780, 790, BREAK), (790, 1050, WORK)),
            "break_minutes_over_6_hours",
        ),
        (
            shift((480, 780, WORK), (780, 810, BREAK), (810, 1080, WORK)),
            "break_minutes_over_9_hours",
        ),
        (shift((540, 930, WORK), (930, 960, BREAK), (960, 1000, WORK)), "max_hours_without_break"),
    ],
)
def test_a_spoilt_shift_is_noticed(spoilt, rule):
    assert rule in rules_broken(Roster((spoilt,)))


def test_two_shifts_on_a_day_and_overlaps_are_noticed():
    early = shift((480, 600, WORK))
    later = replace(shift((900, 960, WORK)), id="other")
    assert {"one_shift_a_day", "daily_rest_hours"} <= rules_broken(Roster((early, later)))
    same_time = replace(early, id="other")
    assert "overlap" in rules_broken(Roster((early, same_time)))
    assert "shift_id" in rules_broken(Roster((early, early)))


def test_a_short_block_does_not_break_up_a_stretch_of_work():
    parts = ((540, 780, WORK), (780, 790, BREAK), (790, 920, WORK), (920, 950, BREAK))
    stretch = shift(*parts, (950, 1000, WORK))
    message = {
        violation.message: violation.source
        for violation in check_roster(team(), Roster((stretch,)))
        if violation.rule == "max_hours_without_break"
    }
    (words,) = message
    assert "6.16667 h of work without a break" in words
    assert message[words] == "ArbZG §4"


def test_a_limit_that_the_planner_changed_is_named_as_the_scenarios():
    long = shift((480, 780, WORK), (780, 825, BREAK), (825, 1200, WORK))
    scenario = team(rules={"preset": "de-arbzg", "max_day_hours": 9.0})
    sources = {v.rule: v.source for v in check_roster(scenario, Roster((long,)))}
    assert sources["max_day_hours"] == "scenario"


def test_night_shifts_into_an_absence_or_a_sunday_are_noticed():
    night = shift((1320, 1800, WORK), day=5)
    absent = [{"id": "a", "absences": [{"first": "2026-11-29", "last": "2026-11-29"}]}]
    assert {"absences", "sunday_work"} <= rules_broken(Roster((night,)), team(agents=absent))
    mostly = [{"id": "a", "availability": {"sat": "20:00-24:00", "sun": "00:00-05:00"}}]
    assert "availability" in rules_broken(Roster((night,)), team(agents=mostly))
    wholly = [{"id": "a", "availability": {"sat": "20:00-24:00", "sun": "00:00-06:00"}}]
    assert "availability" not in rules_broken(Roster((night,)), team(agents=wholly))


def test_contract_hours_are_checked_both_ways():
    exact = team(contract={"hours_per_week": 8.0})
    assert rules_broken(Roster((GOOD,)), exact) == set()
    more = Roster((GOOD, shift((540, 600, WORK), day=2)))
    assert rules_broken(more, exact) == {"contract_hours"}
    assert rules_broken(Roster(()), exact) == {"contract_hours"}


def test_costs_of_nothing_required_are_wages():
    costs = costs_of(team(), nothing_required(team()), (), Roster((GOOD,)))
    assert costs.wages == pytest.approx(8 * 30.0)
    assert costs.short_hours == 0


def test_short_hours_of_calls_and_posts_by_hand():
    scenario = team()
    # On Monday from 9 to 13 and from 13:30 to 17:30 the agent works. Calls keep one agent from
    # 9 to 11 and want two from 11 to 12; posts bring 400 minutes, due by 18:00.
    work = {8: (400.0, 0.0), 17: (0.0, 400.0)}
    need = required(scenario, phone={9: 1, 10: 1, 11: 2}, work=work)
    costs = costs_of(scenario, need, (), Roster((GOOD,)))
    # Calls lack one agent for an hour. Of three hours with calls the agent keeps 1 - 0.3 x 0.5
    # from 9 to 11 and, the second agent missing, 2 x (1 - 0.3 x 0.5) - 1 from 11 to 12; the rest
    # of the 480 minutes is free for posts.
    free = 480 - 60 * (0.85 + 0.85 + 0.7)
    assert costs.short_hours == pytest.approx(1 + (400 - free) / 60)
    assert costs.short_cost == pytest.approx(100.0 * costs.short_hours)
    assert costs.total == pytest.approx(240.0 + costs.short_cost)
