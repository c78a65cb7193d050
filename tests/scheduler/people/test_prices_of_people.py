"""Wages, wishes and fairness: what tours cost that break no rule."""

import numpy as np
import pytest

from scheduler.people.tour_rules import Counter
from scheduler.requirement import LineVolume, Requirement
from tests.scheduler.people.week import price, rules_and_calendar, team_of_one

UNITS = 6000


def test_wages_pay_work_and_a_share_of_time_on_call():
    scenario = team_of_one(contract={"hourly_cost": 30.5})
    assert price(scenario, "ee") == 2 * 8 * 30.5 * UNITS
    assert price(scenario, "c") == 4 * 0.25 * 30.5 * UNITS
    assert price(scenario, "", eve="n") == 8 * 30.5 * UNITS


@pytest.mark.parametrize(
    ("wish", "granted", "refused", "days"),
    [
        ({"first": "2026-11-24", "wish": "off"}, "e-e", "eee", 1),
        ({"first": "2026-11-24", "last": "2026-11-26", "wish": "off"}, "e---e", "eeeee", 3),
        ({"first": "2026-11-24", "wish": "off", "shifts": ["late"]}, "-e", "-l", 1),
        ({"first": "2026-11-24", "wish": "work"}, "-d", "d-", 1),
        ({"first": "2026-11-24", "wish": "work", "shifts": ["late", "day"]}, "-l", "-e", 1),
        ({"first": "2026-11-20", "last": "2026-11-23", "wish": "work"}, "e", "", 2),
    ],
)
def test_a_wish_costs_its_price_on_each_day_on_which_it_is_not_granted(
    wish, granted, refused, days
):
    scenario = team_of_one(agent={"wishes": [{**wish, "cost": 3.5}]})
    eve = "n" if wish["first"] < "2026-11-22" else "-"
    assert price(scenario, granted, eve) == 0
    assert price(scenario, refused) == days * 3.5 * UNITS


@pytest.mark.parametrize(
    ("fairness", "tour", "count", "carried"),
    [
        ({"late": 2.0}, "ell", 2, {}),
        ({"late": 2.0, "late_from": "16:59"}, "edl-c", 2, {}),
        ({"late": 2.0, "late_from": "17:00"}, "edl-c", 1, {}),
        ({"late": 2.0}, "l-n", 4, {"lates": 1.6}),  # the night ends after 18:00 of its day
        ({"night": 2.0}, "nn-l", 2, {}),
        ({"night": 2.0}, "n", 4, {"nights": 3.0}),
        ({"weekend": 2.0}, "-----ee-----e", 2, {}),
        ({"weekend": 2.0}, "------e", 3, {"weekends": 2.0}),
        ({"holiday": 2.0}, "---ne", 2, {}),
        ({"holiday": 2.0}, "---n", 2, {"holidays": 1.0}),
    ],
)
def test_the_nth_of_a_kind_costs_n_times_the_price(fairness, tour, count, carried):
    scenario = team_of_one(
        rules={"night_from": "23:00", "night_to": "06:00"},
        fairness=fairness,
        agent={"carry_over": carried},
        horizon={"start": "2026-12-21", "weeks": 2, "holidays": {"closed": False}},
    )
    assert price(scenario, tour) == 2.0 * UNITS * count * (count + 1) / 2


def test_a_holiday_of_two_days_in_one_night_counts_once():
    scenario = team_of_one(
        fairness={"holiday": 2.0},
        horizon={"start": "2026-12-21", "holidays": {"closed": False}},
    )
    assert price(scenario, "----n") == 2.0 * UNITS


def hostile_afternoons(scenario) -> Requirement:
    """Return a day's mix with a quarter of the cases hostile from 12:00 on, six minutes each."""
    hours = 24 * 7
    cases = np.full(hours, 10.0)
    hostile = np.where(np.arange(hours) % 24 >= 12, 2.5, 0.0)
    line = LineVolume("phone/any", ("g1",), cases, hostile, 6.0 * cases)
    return Requirement((), (), np.arange(60, 60 * hours + 1, 60), (line,))


def test_hostile_hours_are_those_of_the_mix_at_the_time_of_the_shift():
    scenario = team_of_one(fairness={"hostile_hour": 10.0}, agent={"carry_over": {}})
    _, calendar = rules_and_calendar(scenario)
    assert [group.id for group in calendar.groups] == ["g1"]
    need = hostile_afternoons(scenario)
    rules, _ = rules_and_calendar(scenario, need)
    counter = next(one for one in rules.counters if one.rule == "hostile_hours")
    # A quarter of the work from noon on: of two hours of the early shift, of all of the late one.
    templates = ["off", *(duty.template for duty in calendar.duties[0])]
    weights = dict(zip(templates, counter.weights[0].tolist(), strict=True))
    assert weights == {"off": 0, "early": 5, "day": 12, "late": 20, "night": 5, "call": 0}
    one, two = (price(scenario, tour, requirement=need) for tour in ("l", "ll"))
    # 2 hours cost 1 + 2 tens, 4 hours 1 + 2 + 3 + 4, but for what counting in tenths rounds.
    assert one == pytest.approx(2 * 2 / 2 * 10 * UNITS, rel=0.06)
    assert two == pytest.approx(4 * 4 / 2 * 10 * UNITS, rel=0.03)


def test_without_a_requirement_nothing_is_said_of_hostile_hours():
    rules, _ = rules_and_calendar(team_of_one(fairness={"hostile_hour": 10.0}))
    assert not [one for one in rules.counters if one.rule == "hostile_hours"]


def test_the_price_of_a_total_rises_with_it():
    counter = Counter("x", 0, 1, {}, least=1, most=3, price_below=5, price_above=7, rising=2)
    assert [counter.cost(total) for total in range(5)] == [5, 2, 6, 12, 20 + 7]
