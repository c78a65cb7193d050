"""Levers and caps on made-up figures: gains, prices, second looks, misses, opening hours."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from scenarios.wall import format_wall_time
from scheduler.cap.lever import Lever, LeverKind
from scheduler.cap.measured import Measured
from scheduler.cap.missed_hours import missed_hours
from scheduler.cap.price import HourGain, seen_prices
from scheduler.cap.ranking import Aim, Looks, RankedLever, Ranking, rank_levers
from scheduler.cap.refit import Fitter
from scheduler.cap.relief_levers import opening_levers
from scheduler.cap.rule_levers import rule_levers
from scheduler.cap.seen import CapBench, CapPoint, frontier_caps
from scheduler.line_promise import Promised
from simulation.measures.estimates import mean_estimate
from simulation.measures.outcome import (
    CalendarOutcome,
    ChannelOutcome,
    Outcome,
    Series,
    SpanFigures,
)
from tests.scheduler.cap.test_levers import LONE_VOICE, trial
from tests.scheduler.two_groups import two_groups
from tests.simulation.blank import blank

CALLS, POSTS = Promised("phone"), Promised("posts")


def measured(scenario: Scenario, breaches: list[float], **levels: list[float]) -> Measured:
    """Replications with these service levels; both promises have a target of 80 %."""
    channels = tuple(
        blank(ChannelOutcome, channel_id=name, service_level=mean_estimate(own, 0.95))
        for name, own in levels.items()
    )
    return Measured(
        scenario,
        blank(Outcome, channels=channels, replications=tuple(range(len(breaches)))),
        {Promised(name): np.array(own) for name, own in levels.items()},
        np.array(breaches),
        np.zeros(len(breaches)),
    )


def ranked(
    monkeypatch: pytest.MonkeyPatch, before: Measured, after: Measured, aim: Aim, cost: float | None
) -> RankedLever:
    """The lever that turns some figures into others, looked at once."""
    lever = Lever(LeverKind.LABELS, "made up", before.scenario, None, cost, "made up")
    monkeypatch.setattr("scheduler.cap.ranking.measure", lambda trials, **_: (before, after))
    fitter = Fitter(trial(LONE_VOICE))
    made: Ranking = rank_levers(fitter, [lever], aim=aim, processes=1)
    return made.levers[0]


def test_what_a_lever_takes_below_a_target_that_was_kept_counts_against_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = two_groups(LONE_VOICE | {"channels.phone.sla.share": 0.8})
    before = measured(scenario, [1.0, 0.0], phone=[0.6, 0.7], posts=[0.9, 0.9])
    aim = Aim((CALLS,), cap=True, missed=True)
    cases: list[tuple[list[float], float]] = [
        ([0.95, 0.85], 0.1 + 0.5),  # 10 points of calls, half of the horizons back in the cap
        ([0.85, 0.85], 0.1 + 0.5),  # still kept: what is above a target is there to be spent
        ([0.7, 0.7], 0.1 + 0.5 - 0.1),  # of 20 points that go, ten lie below the target
    ]
    for posts, gain in cases:
        after = measured(scenario, [0.0, 0.0], phone=[0.7, 0.8], posts=posts)
        found = ranked(monkeypatch, before, after, aim, 40.0)
        assert found.gain.mean == pytest.approx(gain)
        assert found.lost == ((POSTS,) if posts[0] < 0.8 else ())
        assert found.breach_share.mean == pytest.approx(-0.5)


def test_a_gain_is_told_by_the_thousand_where_its_price_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scenario = two_groups(LONE_VOICE | {"channels.phone.sla.share": 0.8})
    before = measured(scenario, [0.0, 0.0], phone=[0.6, 0.7], posts=[0.9, 0.9])
    after = measured(scenario, [0.0, 0.0], phone=[0.7, 0.8], posts=[0.9, 0.9])
    aim = Aim((CALLS,), cap=False, missed=True)
    for cost, per_thousand in ((40.0, 2.5), (0.0, math.inf), (-5.0, math.inf), (None, 0.0)):
        found = ranked(monkeypatch, before, after, aim, cost)
        assert found.gain_per_thousand == pytest.approx(per_thousand)


def test_a_replication_in_which_nobody_came_kept_its_promise() -> None:
    found = measured(two_groups(), [0.0, 0.0], phone=[math.nan, 0.5])
    assert found.levels(CALLS).tolist() == [1.0, 0.5]


def test_a_second_look_is_at_other_horizons_than_the_first() -> None:
    base = trial(LONE_VOICE)
    same = Lever(LeverKind.LABELS, "nothing", base.scenario, base.roster, 10.0, "made up")
    made = rank_levers(Fitter(base), [same], looks=Looks(2, 3, 1), processes=1)
    assert made.base.replications == (2, 3, 4)
    assert made.levers[0].twice


def test_blocks_of_hours_are_compared_by_their_misses_an_hour() -> None:
    # Blocks are 9-12, 12-15 and 15-17. Monday: 6 and 5 misses in the first and last of them.
    scenario = two_groups()
    step = scenario.horizon.interval_minutes
    offered, level = np.zeros(7 * 1440 // step), np.ones(7 * 1440 // step)
    for hour, missed in ((9, 6.0), (15, 5.0)):
        offered[hour * 60 // step], level[hour * 60 // step] = 2 * missed, 0.5
    figures = blank(
        SpanFigures,
        channel_id="phone",
        offered=Series(tuple(offered), ()),
        service_level=Series(tuple(level), ()),
    )
    outcome = blank(Outcome, intervals=blank(CalendarOutcome, channels=(figures,)))
    found = missed_hours(scenario, outcome, [CALLS], 2)
    assert [block.name for _, block in found] == ["mon 15:00-17:00", "mon 09:00-12:00"]


@pytest.mark.parametrize(
    ("opening", "closes"),
    [
        (None, {"sooner": "16:00"}),  # the team goes at 17:00, so no later
        ({"mon-fri": "09:00-16:00"}, {"sooner": "15:00", "later": "17:00"}),
        ({"mon-fri": "09:00-16:30"}, {"sooner": "15:30", "later": "17:00"}),
    ],
)
def test_a_live_channel_closes_no_later_than_the_team(
    opening: dict[str, str] | None, closes: dict[str, str]
) -> None:
    changes: dict[str, Any] = {} if opening is None else {"channels.phone.opening": opening}
    found = {}
    for lever in opening_levers(two_groups(changes)):
        hours = lever.scenario.channels["phone"].opening
        assert hours is not None
        found[lever.words.split()[-1]] = format_wall_time(hours[0][-1][1])
    assert found == closes


def test_a_point_costs_the_hours_that_make_up_for_it_by_the_week() -> None:
    scenario = two_groups({"horizon.weeks": 2})
    levels = {0.2: [0.8, 0.8], 0.19: [0.7, 0.76], 0.21: [0.82, 0.8]}
    made = {cap: measured(scenario, [0.0, 0.0], phone=own) for cap, own in levels.items()}
    bench: Any = SimpleNamespace(
        base=SimpleNamespace(scenario=scenario),
        point=lambda cap, _: SimpleNamespace(measured=made[round(cap, 6)]),
    )
    hours = {CALLS: HourGain(0.01, 30.0)}
    (found,) = seen_prices(bench, 0.2, 2, hours)
    assert (found.point_less.mean, found.point_more.mean) == pytest.approx((-0.07, 0.01))
    assert found.hours_per_week == pytest.approx(7 / 2)
    assert found.money_per_week == pytest.approx(30 * 7 / 2)
    (unknown,) = seen_prices(bench, 0.2, 2, {})
    assert (unknown.hours_per_week, unknown.money_per_week) == (None, None)


@pytest.mark.parametrize(
    ("phone", "breaches", "looked_at"),
    [
        ([0.95, 0.96], [0.0, 0.0], 8),
        ([0.7, 0.95], [0.0, 0.0], 32),  # the target of 80 % lies in the interval
        ([0.95, 0.96], [0.0, 1.0, 0.0, 0.0], 32),  # seldom passed, so perhaps by chance
        ([0.95, 0.96], [0.0, 1.0], 8),
    ],
)
def test_a_cap_is_looked_at_more_closely_where_chance_could_turn_it(
    phone: list[float], breaches: list[float], looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = measured(two_groups(), breaches, phone=phone)
    asked: list[int] = []

    def point(bench: CapBench, cap: float, replications: int) -> CapPoint:
        asked.append(replications)
        return CapPoint(cap, made, (), float(made.breaches.mean()), True)

    monkeypatch.setattr(CapBench, "point", point)
    CapBench(trial({"cap.hostile": 0.2}), 1).at(0.2)
    assert asked[-1] == looked_at


@pytest.mark.parametrize(
    ("least", "around", "last"), [(0.1, 0.2, 0.3), (0.199, 0.2, 0.25), (0.6, 0.9, 1.0)]
)
def test_the_frontier_reaches_as_far_above_the_cap_as_below_it(
    least: float, around: float, last: float
) -> None:
    caps = frontier_caps(least, around)
    assert (caps[0], caps[-1]) == pytest.approx((least, last))
    assert around in caps
    assert list(caps) == sorted(caps)


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({}, ["look-ahead"] * 2),
        ({"classifier": {"recall": 0.8}}, ["labels", "truth at close", *["look-ahead"] * 2]),
        ({"classifier": {"precision": 0.8}}, ["labels", "truth at close", *["look-ahead"] * 2]),
        (
            {"classifier": {"recall": 0.8}, "cap.known_at_close": True},
            ["labels", *["look-ahead"] * 2],
        ),
        ({"cap": {"longest_run": 3}}, []),
    ],
)
def test_truth_at_close_is_a_lever_where_labels_err_and_nobody_marks_it(
    changes: dict[str, Any], kinds: list[str]
) -> None:
    assert [lever.kind for lever in rule_levers(two_groups(changes))] == kinds
