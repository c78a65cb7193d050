"""What simulation chooses of the rules: each live pool's reserve, and the release."""

import math
from dataclasses import replace

import numpy as np
import pytest

from scenarios.scenario import Scenario
from scheduler.division import divide_work
from scheduler.requirement import LiveRequirement, Requirement
from scheduler.rules import RuleSettings
from scheduler.sensitivity import promise_levels
from scheduler.staffing import compute_requirement
from scheduler.tuning import Score, Tuned, Tuner, doubtful_share, tune_rules
from simulation.arrivals.volume import workload_of
from simulation.measures.estimates import mean_estimate
from simulation.measures.outcome import ChannelOutcome, Outcome
from tests.simulation.blank import blank
from tests.simulation.scenes import agent, around_the_clock, channel, constant, scenario

UNIFORM = [RuleSettings((part, part), 0.25) for part in (0.0, 0.5, 1.0)]


def said() -> Scenario:
    """Calls and chats have people of their own; posts and mail fill their idle time.

    Posts have hardly any time to spare, mail has days: only the chat's people may be kept free.
    """
    live = {"patience": {"mean_seconds": 600.0, "distribution": "exponential"}}
    soon = {"share": 0.8, "within_seconds": 30.0}
    return scenario(
        {
            "phone": channel(
                "phone", volume_per_week=2000.0, sla={**soon, "within_seconds": 900.0}, **live
            ),
            "posts": channel(
                "post",
                volume_per_week=3600.0,
                handle_time=constant(240),
                sla={"share": 0.9, "within_seconds": 900.0},
            ),
            "chat": channel("chat", volume_per_week=2000.0, sla=soon, **live),
            "mail": channel(
                "email",
                volume_per_week=2400.0,
                handle_time=constant(500),
                sla={"share": 0.8, "within_seconds": 259200.0},
            ),
        },
        [
            *(agent(f"p{k}", "phone", "posts") for k in range(3)),
            *(agent(f"c{k}", "chat", "mail") for k in range(4)),
        ],
    )


def tuner(one: Scenario) -> Tuner:
    workload = workload_of(one, seed=1, replications=2)
    requirement, roster = compute_requirement(one, workload), around_the_clock(one)
    division = divide_work(one, workload, roster)
    return Tuner(one, requirement, division, roster, replications=range(3))


def no_word(done: int, total: int) -> None:
    assert 0 < done <= total


@pytest.fixture(scope="module")
def bench() -> Tuner:
    return tuner(said())


@pytest.fixture(scope="module")
def tuned(bench: Tuner) -> Tuned:
    return tune_rules(bench, on_done=no_word)


def test_each_pool_gets_the_reserve_that_it_needs(bench: Tuner, tuned: Tuned) -> None:
    pools = [pool.line_ids[0] for pool in bench.requirement.live]
    reserves = dict(zip(pools, tuned.settings.reserves, strict=True))
    assert reserves["chat/any"] > reserves["phone/any"]


def test_nothing_that_treats_all_pools_alike_is_better(bench: Tuner, tuned: Tuned) -> None:
    alike = bench.try_all(UNIFORM, lambda done: None)
    best = max(bench.score(one) for one in alike)
    assert bench.score(tuned).clearly_above(best)


def test_the_rules_are_those_of_the_settings(bench: Tuner, tuned: Tuned) -> None:
    (again,) = bench.try_all([tuned.settings], lambda done: None)
    assert again.rules == tuned.rules
    assert bench.score(again) == bench.score(tuned)


def test_without_work_that_can_wait_there_is_nothing_to_choose() -> None:
    one = scenario({"phone": channel("phone")}, [agent("a", "phone")])
    only = tune_rules(tuner(one), on_done=no_word)
    assert only.settings == RuleSettings((0.0,), 0.0)


def test_what_is_missing_counts_before_what_is_above() -> None:
    assert Score(-0.01, 0.0).clearly_above(Score(-0.02, 0.5))
    assert not Score(0.0, 0.1).clearly_above(Score(0.0, 0.0995))  # noise of few replications
    assert not Score(-0.01, 0.5).clearly_above(Score(-0.0115, 0.0))
    assert Score(-0.01, 0.0).clearly_above(Score(-0.0125, 0.5))


def test_every_live_requirement_has_a_reserve_of_its_own() -> None:
    one = said()
    agents = np.ones(7 * 96, dtype=np.int64)
    need = Requirement(
        (LiveRequirement(("phone/any",), ("g1",), agents * 0.5, agents),), (), np.array([10080])
    )
    bench = tuner(one)
    with pytest.raises(ValueError, match="zip"):
        Tuner(one, need, bench.division, bench.roster, range(1)).try_all(UNIFORM, no_word_of)


def no_word_of(done: int) -> None:
    assert done > 0


def test_who_is_never_answered_is_not_served_however_few_the_answered_are() -> None:
    one = said()
    nothing = replace(mean_estimate([0.0, 0.0], 0.95), mean=math.nan, low=math.nan, high=math.nan)
    came = mean_estimate([100.0, 100.0], 0.95)
    calls = [channel_id for channel_id, channel in one.channels.items() if channel.sla is not None]
    for offered, missed in ((came, 1.0), (nothing, 0.0)):
        outcome = blank(
            Outcome,
            channels=tuple(
                blank(ChannelOutcome, channel_id=name, service_level=nothing, offered=offered)
                for name in calls
            ),
        )
        targets = sum(one.channels[name].sla.share for name in calls)  # type: ignore[union-attr]
        assert doubtful_share(one, outcome) == pytest.approx(missed * targets)
        levels = promise_levels(one, outcome)
        assert set(levels.values()) == {1.0 - missed}
