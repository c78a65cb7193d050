"""Levers: where the right one is known it comes first, and what does nothing is said to."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.cap.inquiry import CapInquiry, inquire
from scheduler.cap.lever import Lever, LeverKind
from scheduler.cap.levers import hour_gains, levers_of
from scheduler.cap.measured import measure
from scheduler.cap.ranking import Ranking, rank_levers
from scheduler.cap.refit import Fitter, with_cap
from scheduler.cap.seen import CapBench
from scheduler.division import divide_work
from scheduler.line_promise import Promised
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from scheduler.trials import Trial
from simulation.arrivals.volume import workload_of
from simulation.figures import table_of
from simulation.replications import summaries
from tests.scheduler.cap.test_rosters import rostered
from tests.scheduler.two_groups import two_groups

DAY = ((540, 1020),) * 5
PHONE = Promised("phone")

# One speaks, three write. Three calls in ten are hostile, and the speaker may meet two.
LONE_VOICE: dict[str, Any] = {
    "team.agents": [
        {"id": "V", "contract": "full", "skills": ["voice"]},
        {"id": "S1", "contract": "full", "skills": ["social"]},
        {"id": "S2", "contract": "full", "skills": ["social"]},
        {"id": "S3", "contract": "full", "skills": ["social"]},
    ],
    "channels.phone.hostility": {"share": 0.3},
    "channels.phone.volume_per_week": 120.0,
    "channels.phone.sla": {"share": 0.7, "within_seconds": 60.0},
    "channels.posts.hostility": {"share": 0.0},
    "cap": {"hostile": 0.2},
}
# Nothing is hostile; two speak, and Monday brings five times as much as another day.
BUSY_MONDAY: dict[str, Any] = {
    "team.agents": [
        {"id": "V1", "contract": "full", "skills": ["voice", "social"]},
        {"id": "V2", "contract": "full", "skills": ["voice", "social"]},
    ],
    "channels.phone.hostility": {"share": 0.0},
    "channels.phone.volume_per_week": 400.0,
    "channels.phone.shape": {"by_weekday": [5, 1, 1, 1, 1, 0, 0]},
    "channels.posts.hostility": {"share": 0.0},
    "channels.posts.volume_per_week": 20.0,
}


def trial(changes: dict[str, Any]) -> Trial:
    scenario = two_groups(changes)
    roster = rostered(scenario, dict.fromkeys([a.id for a in scenario.team.agents], DAY))
    return Trial(scenario, roster, rules_of(scenario, roster))


def rules_of(scenario: Scenario, roster: Roster) -> Any:
    workload = workload_of(scenario, seed=1, replications=2)
    nothing = Requirement((), (), np.zeros(0, dtype=np.int64))
    division = divide_work(scenario, workload, roster)
    return plan_rules(scenario, nothing, division, RuleSettings((), 0.5))


def ranked(base: Trial) -> Ranking:
    fitter = Fitter(base)
    gains = hour_gains(fitter.plain, processes=1)
    return rank_levers(fitter, levers_of(fitter.plain, gains), processes=1)


@pytest.fixture(scope="module")
def lone_voice() -> Ranking:
    return ranked(trial(LONE_VOICE))


def test_cross_training_comes_first_where_one_has_all_the_hostile_calls(
    lone_voice: Ranking,
) -> None:
    assert PHONE in lone_voice.aim.promises
    best = lone_voice.best
    assert best is not None
    assert best.lever.kind is LeverKind.TRAINING
    assert best.service_level[PHONE].low > 0.1
    assert best.kept


def test_what_makes_no_difference_is_said_to(lone_voice: Ranking) -> None:
    by_words = {one.lever.words: one for one in lone_voice.levers}
    labels = [one for one in lone_voice.levers if one.lever.kind is LeverKind.LABELS]
    assert labels == []  # labels are without error already
    people = [one for one in lone_voice.levers if one.lever.kind is LeverKind.PEOPLE]
    assert people
    best = lone_voice.best
    assert best is not None
    assert all(one.gain_per_thousand < best.gain_per_thousand for one in people if one.helps)
    assert by_words
    order = [0 if one.helps else 2 if one.is_seen else 1 for one in lone_voice.levers]
    assert order == sorted(order)


@pytest.mark.slow
def test_more_people_on_monday_come_first_where_there_are_too_few_then() -> None:
    found = ranked(trial(BUSY_MONDAY))
    best = found.best
    assert best is not None
    assert best.lever.kind is LeverKind.PEOPLE
    assert "mon" in best.lever.words


def test_what_is_measured_is_what_the_table_of_all_figures_says() -> None:
    steps = [{"then": "breach", "after_seconds": 60.0, "cost": 2.0}]
    base = trial(LONE_VOICE | {"cap": {"hostile": 0.2, "when_blocked": steps}})
    (agency,) = [one for one in levers_of(base, ()) if one.kind is LeverKind.AGENCY]
    for one in (base, Fitter(base).with_lever(agency)):
        (found,) = measure([one], replications=range(3), processes=1)
        scenario, planning = one.scenario, one.scenario.planning
        made = summaries(
            scenario, one.roster, one.rules, seed=planning.seed, replications=range(3)
        )  # fmt: skip
        figures = table_of(scenario, found.outcome, made).figures
        level = figures["channels.phone.service_level"]
        assert tuple(found.levels(PHONE)) == pytest.approx(level)
        assert tuple(found.breaches) == figures["cap.replications_with_breach"]
        costs = [
            values
            for name, values in figures.items()
            if name.startswith(("relief.", "ladder.")) and name.endswith(".cost")
        ]
        assert costs
        assert tuple(found.relief_cost) == pytest.approx(np.sum(costs, axis=0))


def test_a_lever_that_changes_nothing_shows_no_difference() -> None:
    base = trial(LONE_VOICE)
    same = Lever(LeverKind.LABELS, "nothing", base.scenario, base.roster, 10.0, "made up")
    (one,) = rank_levers(Fitter(base), [same], processes=1).levers
    assert (one.gain.mean, one.gain.low, one.gain.high) == (0.0, 0.0, 0.0)
    assert not one.is_seen
    assert not one.helps
    assert one.cost == pytest.approx(10.0)


def test_groups_keep_their_names_when_they_learn() -> None:
    base = trial(LONE_VOICE | {"cap": {"hostile": 0.4, "groups": {"g2": {"hostile": 0.1}}}})
    levers = levers_of(base, ())
    (learns,) = [one for one in levers if one.words == "group g2 learns voice"]
    fitted = Fitter(base).with_lever(learns)
    assert fitted.rules.quota is not None
    limits = {one: said.hostile for one, said in fitted.rules.quota.limits.items()}
    assert limits == {"V": 0.4, "S1": 0.1, "S2": 0.1, "S3": 0.1}


def test_the_fitter_keeps_what_the_loop_made_of_the_margin() -> None:
    base = trial({"classifier": {"recall": 0.9, "precision": 0.8}})
    assert Fitter(base).plain.rules == base.rules
    quota = base.rules.quota
    assert quota is not None
    wide = replace(base, rules=replace(base.rules, quota=replace(quota, margin_z=5.0)))
    fitted = Fitter(wide).trial(with_cap(base.scenario, 0.3), base.roster).rules.quota
    assert fitted is not None
    assert fitted.margin_z == pytest.approx(5.0, rel=1e-5)
    assert {one.hostile for one in fitted.limits.values()} == {0.3}


@pytest.fixture(scope="module")
def inquiry() -> CapInquiry:
    return inquire(trial({"cap.hostile": 0.2}))


@pytest.mark.slow
def test_the_lowest_cap_seen_lies_between_the_bound_and_the_plans(inquiry: CapInquiry) -> None:
    share = inquiry.share
    assert share is not None
    assert share.roster_bound is not None
    lowest = share.lowest_seen.cap
    assert lowest is not None
    assert share.roster_bound - 1e-3 <= lowest <= 0.2
    kept = {point.cap: point.kept for point in share.lowest_seen.points}
    assert kept[lowest]
    assert all(cap >= lowest - share.lowest_seen.step - 1e-9 for cap, one in kept.items() if one)


@pytest.mark.slow
def test_a_higher_cap_serves_no_worse(inquiry: CapInquiry) -> None:
    share = inquiry.share
    assert share is not None
    levels = [point.measured.levels(PHONE).mean() for point in share.frontier]
    assert [point.cap for point in share.frontier] == sorted(p.cap for p in share.frontier)
    assert levels[-1] >= levels[0]


@pytest.mark.slow
def test_the_price_of_a_point_is_paired(inquiry: CapInquiry) -> None:
    share = inquiry.share
    assert share is not None
    (phone,) = [one for one in share.seen if one.promised == PHONE]
    assert phone.point_less.low <= phone.point_less.mean <= phone.point_less.high
    assert not math.isnan(phone.point_more.mean)
    assert share.fluid.cap == 0.2


def test_the_bench_meets_the_same_horizons_under_every_cap() -> None:
    bench = CapBench(trial({"cap.hostile": 0.2}), 1)
    ours, theirs = bench.point(0.2, 4).measured, bench.point(0.9, 4).measured
    assert ours.replications == theirs.replications
    for one, other in zip(ours.outcome.channels, theirs.outcome.channels, strict=True):
        assert one.offered == other.offered


def test_a_scenario_without_a_cap_has_none_to_change() -> None:
    with pytest.raises(ValueError, match="no cap"):
        with_cap(two_groups().model_copy(update={"cap": None}), 0.2)
