"""What a round of the loop teaches about the rules of the next."""

from dataclasses import replace

import pytest

from scheduler.baselines import longest_idle_rules
from scheduler.division import divide_work
from scheduler.lessons import Lessons
from scheduler.mix import Mix, expected_mix, seen_mix
from simulation.arrivals.volume import workload_of
from simulation.measures.outcome import (
    Estimate,
    Outcome,
    PromiseVerdict,
    Verdict,
    VerdictStatus,
)
from simulation.replications import simulate
from tests.scheduler.test_division import roster
from tests.scheduler.two_groups import two_groups

MET, NOT_MET = VerdictStatus.MET, VerdictStatus.NOT_MET
QUEUE = "posts/any/harmless"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    scenario = two_groups()
    rules = longest_idle_rules(scenario)
    return simulate(scenario, roster(), rules, seed=1, replications=range(6))


@pytest.fixture(scope="module")
def expected() -> Mix:
    scenario = two_groups({"classifier": {"recall": 0.8, "precision": 0.7}})
    return expected_mix(scenario, workload_of(scenario, seed=1, replications=2))


def verdict(channel_id: str | None, status: VerdictStatus) -> Verdict:
    level = Estimate(0.5, 0.4, 0.6, 60, 0.95)
    return Verdict(status, (PromiseVerdict("a promise", channel_id, 0.9, level, status, None),))


def with_hostile(outcome: Outcome, shares: dict[str, float]) -> Outcome:
    queues = tuple(
        replace(one, hostile_share=replace(one.hostile_share, mean=shares[one.queue_id]))
        for one in outcome.queues
    )
    return replace(outcome, queues=queues)


@pytest.mark.parametrize(
    ("channel_id", "status", "factors"),
    [
        (None, NOT_MET, (1.25, 1.0)),
        (None, MET, (1.0, 1.0)),
        ("phone", NOT_MET, (1.0, 1.0)),
    ],
)
def test_a_cap_that_was_passed_widens_the_margin(
    outcome: Outcome,
    expected: Mix,
    channel_id: str | None,
    status: VerdictStatus,
    factors: tuple[float, float],
) -> None:
    before = Lessons(expected)
    as_known = with_hostile(outcome, expected.hostile_chance)
    after = before.after(as_known, verdict(channel_id, status), expected)
    assert (after.margin_factor, after.look_ahead_factor) == factors
    assert after.differ(before, verdict(channel_id, status)) == (factors != (1.0, 1.0))


def test_less_is_counted_on_only_where_a_wider_margin_did_not_help(
    outcome: Outcome, expected: Mix
) -> None:
    as_known = with_hostile(outcome, expected.hostile_chance)
    passed = verdict(None, NOT_MET)
    once = Lessons(expected).after(as_known, passed, expected)
    twice = once.after(as_known, passed, expected)
    assert (once.margin_factor, once.look_ahead_factor) == (1.25, 1.0)
    assert (twice.margin_factor, twice.look_ahead_factor) == (1.25**2, 0.5)


def test_a_cap_passed_because_more_is_hostile_teaches_the_chances_first(
    outcome: Outcome, expected: Mix
) -> None:
    more = {queue: min(1.0, chance + 0.1) for queue, chance in expected.hostile_chance.items()}
    before = Lessons(expected)
    after = before.after(with_hostile(outcome, more), verdict(None, NOT_MET), expected)
    assert (after.margin_factor, after.look_ahead_factor) == (1.0, 1.0)
    assert after.mix.hostile_chance[QUEUE] > expected.hostile_chance[QUEUE]
    again = after.after(with_hostile(outcome, more), verdict(None, NOT_MET), expected)
    assert again.margin_factor == 1.25


def test_the_chance_lies_between_what_was_expected_and_what_was_seen(
    outcome: Outcome, expected: Mix
) -> None:
    shares = dict.fromkeys(expected.hostile_chance, 0.3)
    seen = seen_mix(with_hostile(outcome, shares), expected)
    tasks = next(one.offered for one in outcome.queues if one.queue_id == QUEUE)
    weight = tasks.mean * tasks.replications
    prior = expected.hostile_chance[QUEUE]
    assert seen.hostile_chance[QUEUE] == pytest.approx(
        (100 * prior + 0.3 * weight) / (100 + weight)
    )
    assert seen.tasks[QUEUE] == pytest.approx(tasks.mean)


def test_the_division_counts_with_the_mix_that_was_seen() -> None:
    scenario = two_groups()
    workload = workload_of(scenario, seed=1, replications=2)
    mix = expected_mix(scenario, workload)
    twice = Mix(
        {queue: 2 * count for queue, count in mix.tasks.items()},
        dict.fromkeys(mix.hostile_chance, 0.04),
    )
    known, seen = (divide_work(scenario, workload, roster(), one) for one in (mix, twice))
    assert divide_work(scenario, workload, roster()) == known
    assert sum(seen.occupancy.values()) == pytest.approx(2 * sum(known.occupancy.values()), rel=0.2)
    assert all(share == pytest.approx(0.04) for share in seen.hostile_share.values() if share)
    assert seen.hostile_chance == twice.hostile_chance
