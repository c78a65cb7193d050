"""Wishes that are not granted, what people carry, heads, and the costs of it all."""

import datetime as dt
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from scheduler.checker import burdens_of, check_heads, costs_of, wishes_not_granted
from scheduler.requirement import HeadCount, LineVolume
from tests.scheduler.checker.by_hand import agent, joined, roster, scene
from tests.scheduler.small_teams import nothing_required

FAIR = {"late": 2.0, "night": 1.0, "weekend": 3.0, "holiday": 5.0}
NIGHT = {"night_from": "23:00", "night_to": "06:00"}
THURSDAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("wish", "granted", "refused", "words"),
    [
        ({"wish": "off"}, "wed day", "thu day", ("off", "day")),
        ({"wish": "off", "shifts": ["late"]}, "thu day", "thu late", ("not late", "late")),
        ({"wish": "work"}, "thu late", "fri late", ("to work", "off")),
        ({"wish": "work", "shifts": ["early", "day"]}, "thu day", "thu late",
         ("early or day", "late")),
    ],
)  # fmt: skip
def test_a_wish_is_granted_or_it_is_said_what_stands_in_its_place(wish, granted, refused, words):
    scenario = scene(**agent(wishes=[{"first": "2026-11-26", "cost": 12.0, **wish}]))
    assert wishes_not_granted(scenario, roster(scenario, granted)) == ()
    (missed,) = wishes_not_granted(scenario, roster(scenario, refused))
    assert (missed.agent_id, missed.date, missed.price) == ("a", THURSDAY, 12.0)
    assert (missed.wish, missed.planned) == words


def test_a_wish_for_several_days_costs_each_day_of_the_horizon():
    wish = {"first": "2026-11-27", "last": "2026-12-05", "wish": "work", "cost": 2.0}
    scenario = scene(**agent(wishes=[wish]))
    missed = wishes_not_granted(scenario, roster(scenario, "sat day"))
    assert [one.date.day for one in missed] == [27, 29]


def fair(**said: Any) -> Scenario:
    return scene(rules=NIGHT, fairness=FAIR, **said)


def test_lates_nights_weekends_and_holidays_are_counted_and_rise_in_price():
    scenario = fair(horizon={"start": "2026-12-21", "holidays": {"closed": False}})
    planned = roster(scenario, "mon late", "tue 10:00-18:00", "thu night", "sat day", "sun day")
    (burden,) = burdens_of(scenario, planned)
    # The night ends on Christmas Day, and the Saturday is the second; all of it after 18:00.
    assert burden.counts == {"lates": 2, "nights": 1, "weekends": 1, "holidays": 2}
    assert burden.price == pytest.approx(2 * (1 + 2) + 1 + 3 + 5 * (1 + 2))


def test_what_was_carried_over_counts_first():
    scenario = fair(**agent(carry_over={"lates": 2.4, "nights": 1.0}))
    (burden,) = burdens_of(scenario, roster(scenario, "mon late"))
    assert burden.carried["lates"] == 2.4
    assert burden.price == pytest.approx(2 * (1 + 2 + 3) + 1)


def test_without_fairness_the_counts_have_no_price():
    scenario = scene(rules=NIGHT)
    (burden,) = burdens_of(scenario, roster(scenario, "mon night", "thu day"))
    assert (burden.counts["nights"], burden.counts["lates"], burden.price) == (1, 1, 0.0)


def test_hostile_hours_rise_in_price_in_tenths():
    scenario = scene(fairness={"hostile_hour": 10.0}, **agent(carry_over={"hostile_hours": 0.5}))
    hours = 7 * 24
    cases, hostile = np.full(hours, 6.0), np.zeros(hours)
    hostile[9:17] = hostile[24 + 9 : 24 + 17] = 1.5
    volume = LineVolume("phone/any", ("g1",), cases, hostile, np.full(hours, 30.0))
    requirement = replace(nothing_required(scenario), volumes=(volume,))
    # From 9 to 17 a quarter of the contacts, 12 an hour on duty at 5 minutes: 2 of 8 hours.
    costs = costs_of(scenario, requirement, (), roster(scenario, "mon day", "tue late"))
    # Of the late shift, 3 hours lie before 17: 0.75 hours, which is 8 tenths.
    tenths = 5 + 20 + 8
    assert costs.fairness == pytest.approx(10.0 * tenths * (tenths + 1) / 200)


def heads(scenario: Scenario, **changes: Any) -> HeadCount:
    hours = 7 * 24
    wanted = np.zeros(hours, dtype=np.int64)
    wanted[9:12] = 2
    given = {"short_cost": np.full(hours, 5.0), "over_cost": np.full(hours, 0.5), **changes}
    return HeadCount("anybody", ("a", "b"), wanted, **given)


TWO: dict[str, Any] = {"agents": [{"id": "a"}, {"id": "b"}]}


def test_heads_short_and_over_have_their_prices():
    scenario = scene(**TWO)
    requirement = replace(nothing_required(scenario), heads=(heads(scenario),))
    planned = joined(
        roster(scenario, "mon 09:00-14:00"), roster(scenario, "mon 10:30-15:00", agent_id="b")
    )
    # One short from 9 to 11, as b comes at half past ten; then one over, two, and one.
    costs = costs_of(scenario, requirement, (), planned)
    assert costs.heads_cost == pytest.approx(2 * 5.0 + 0.5 * (2 + 2 + 1))
    assert list(check_heads(scenario, requirement, planned)) == []


def test_heads_without_a_price_must_be_there():
    scenario = scene(**TWO)
    hard = replace(nothing_required(scenario), heads=(heads(scenario, short_cost=None),))
    planned = roster(scenario, "mon 09:00-14:00")
    enough = joined(planned, roster(scenario, "mon 09:00-12:00", agent_id="b"))
    assert list(check_heads(scenario, hard, enough)) == []
    words = [one.message for one in check_heads(scenario, hard, planned)]
    assert len(words) == 3
    assert words[0] == "anybody, 2026-11-23 09:00: 1 there, 2 wanted"


def test_nobody_alone_looks_at_every_moment_of_a_slot():
    scenario = scene(**TWO)
    nothing = np.zeros(7 * 24)
    alone = HeadCount("nobody alone", ("a", "b"), nothing.astype(np.int64), None, nothing,
                      never_alone=True)  # fmt: skip
    requirement = replace(nothing_required(scenario), heads=(alone,))
    both = [roster(scenario, "mon 09:00-12:00", agent_id=name) for name in ("a", "b")]
    assert list(check_heads(scenario, requirement, joined(*both))) == []
    later = roster(scenario, "mon 09:30-12:00", agent_id="b")
    (violation,) = check_heads(scenario, requirement, joined(both[0], later))
    assert violation.message == "nobody alone, 2026-11-23 09:00: somebody is alone"
    priced = replace(alone, short_cost=nothing + 8.0)
    costs = costs_of(scenario, replace(requirement, heads=(priced,)), (), joined(both[0], later))
    assert costs.heads_cost == 8.0


def test_heads_of_a_template_are_counted_by_the_day_of_the_start():
    scenario = scene(**TWO)
    wanted = np.array([2, 0, 0, 0, 0, 0, 0])
    count = HeadCount("late", ("a", "b"), wanted, np.full(7, 5.0), np.full(7, 1.0), "late")
    requirement = replace(nothing_required(scenario), heads=(count,))
    planned = roster(scenario, "mon late", "tue late", "wed day")
    assert costs_of(scenario, requirement, (), planned).heads_cost == pytest.approx(5.0 + 1.0)


def test_a_week_that_repeats_counts_its_end_at_its_beginning():
    scenario = scene(**TWO)
    wanted = np.zeros(7 * 24, dtype=np.int64)
    wanted[0:6] = 1
    count = HeadCount("night", ("a", "b"), wanted, np.full(168, 5.0), np.zeros(168))
    once = replace(nothing_required(scenario), heads=(count,))
    sunday = roster(scenario, "sun night")
    assert costs_of(scenario, once, (), sunday).heads_cost == pytest.approx(6 * 5.0)
    again = replace(once, repeats=True)
    assert costs_of(scenario, again, (), sunday).heads_cost == 0.0


def test_costs_hold_every_term():
    scenario = scene(
        rules={"max_consecutive_days": 1, "prices": {"max_consecutive_days": 40.0}},
        fairness={"late": 2.0},
        planning={"shape_cost": 7.0, "short_hour_cost": 100.0},
        **agent(wishes=[{"first": "2026-11-24", "wish": "off", "cost": 12.0}]),
    )
    planned = roster(scenario, "mon day", "tue late", "thu 09:00-17:00")
    costs = costs_of(scenario, nothing_required(scenario), (), planned)
    assert costs.wages == pytest.approx(24 * 30.0)
    assert (costs.wishes, costs.broken, costs.shapes) == (12.0, 40.0, 14.0)
    assert costs.fairness == pytest.approx(2.0)
    assert costs.total == pytest.approx(720.0 + 12.0 + 40.0 + 14.0 + 2.0)
