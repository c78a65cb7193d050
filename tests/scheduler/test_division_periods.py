"""The division by time of week, where not the same people are there all week."""

import numpy as np
import pytest

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.division import Division, divide_work
from scheduler.group_rules import rule_periods
from simulation.arrivals.volume import workload_of
from tests.simulation.scenes import agent, channel, roster, scenario, shift


def said() -> Scenario:
    return scenario(
        {
            "phone": channel("phone", volume_per_week=300.0, hostility={"share": 0.2}),
            "post": channel("post", volume_per_week=200.0),
        },
        [agent("early", "phone", "post"), agent("late", "phone")],
    )


def worked(late_from: int) -> Roster:
    """The early one from 08:00 to 16:00, the late one eight hours from some hour on, weekdays."""
    starts = {"early": 8, "late": late_from}
    return roster(
        *(
            shift(name, (day * 1440 + hour * 60, day * 1440 + (hour + 8) * 60))
            for day in range(5)
            for name, hour in starts.items()
        )
    )


def divided(late_from: int) -> Division:
    one = said()
    return divide_work(one, workload_of(one, seed=1, replications=2), worked(late_from))


def test_the_same_people_all_week_need_no_periods() -> None:
    assert divided(8).periods == ()
    assert rule_periods(said(), divided(8)) == ()


def test_who_is_there_alone_takes_everything_then() -> None:
    periods = {one.id: one for one in divided(15).periods}
    (evening,) = (one for name, one in periods.items() if "weekday-evening" in name)
    (day,) = (one for name, one in periods.items() if "weekday-day" in name)
    # From 18:00 on there is only the late one; all that the early one takes comes before.
    assert evening.shares["g2", "phone/any/hostile"] == pytest.approx(1.0)
    assert day.shares["g1", "phone/any/hostile"] > 0.6
    assert day.presence["g1"] == pytest.approx(40.0)


def test_target_shares_add_up_to_the_flows_of_the_solution() -> None:
    one, division = said(), divided(15)
    workload, timeline = workload_of(one, seed=1, replications=2), Timeline(one.horizon)
    came = workload.cases[workload.line_ids.index("phone/any")]
    staffed = np.zeros(timeline.intervals, dtype=np.bool_)
    for one_shift in worked(15).shifts:
        for part in one_shift.segments:
            staffed[part.start_minute // 15 : part.end_minute // 15] = True
    # A call when nobody is there is nobody's.
    came = np.where(staffed, came, 0.0)
    of_week = np.bincount(timeline.interval_of_week, came, minlength=timeline.intervals_per_week)
    for group in ("g1", "g2"):
        for label in ("harmless", "hostile"):
            key = group, f"phone/any/{label}"
            parts = sum(
                period.shares[key] * of_week[list(period.intervals)].sum()
                for period in division.periods
            )
            assert parts / of_week.sum() == pytest.approx(division.shares[key], abs=1e-6)


def test_periods_divide_the_week() -> None:
    intervals = [k for period in divided(15).periods for k in period.intervals]
    assert sorted(intervals) == list(range(Timeline(said().horizon).intervals_per_week))


def test_a_group_that_is_seldom_there_is_asked_second_only_when_others_are() -> None:
    rules = {one.id: one for one in rule_periods(said(), divided(15))}
    (evening,) = (one for name, one in rules.items() if "weekday-evening" in name)
    asked = {
        rule.group_id: rule.preference
        for rule in evening.group_rules
        if rule.queue_id == "phone/any/harmless"
    }
    assert asked["g2"] == 0
