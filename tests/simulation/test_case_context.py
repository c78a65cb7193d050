"""Context of cases: the marks behind truth and label, audience, authors; patience at once."""

from typing import Any

import numpy as np
import pytest

from scenarios.durations import Patience
from scenarios.scenario import Scenario
from simulation.arrivals.sources import hostile_chance_at
from simulation.arrivals.volume import draw_cases
from simulation.durations import patience_of, seconds_of
from simulation.records import Origin
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, scenario

HOUR = 3600.0


def two(x: dict[str, Any] | None = None, **parts: Any) -> Scenario:
    offered = {
        "x": channel(
            "post",
            volume_per_week=20_000.0,
            hostility={"share": 0.3, "by_hour": tuple(1.0 + hour % 3 for hour in range(24))},
            **(x or {}),
        ),
        "y": channel("post", volume_per_week=20_000.0),
    }
    classifier = {"recall": 0.8, "precision": 0.7}
    return scenario(offered, [agent("a", "x", "y")], classifier=classifier, **parts)


def test_marks_are_those_of_the_truth_and_the_label() -> None:
    event = {"from_local": "2026-01-06 00:00", "to_local": "2026-01-07 00:00"}
    said = two({"backlash": {}}, events={"e": {**event, "hostile_factor": 1.8}})
    world = compile_world(said)
    cases = draw_cases(world, 3, 1)
    context = cases.context
    assert context is not None
    number = world.queue_channel[cases.queue]
    for place, facts in enumerate(world.channels):
        own = number == place
        chance = hostile_chance_at(world, place, cases.arrival_seconds[own])
        assert (context.hostile_chance[own] == chance).all()
        seen = np.where(cases.hostile[own], facts.recall, facts.false_positive_rate)
        assert ((context.label_mark[own] < seen) == (cases.queue[own] % 2 == 1)).all()
    assert ((context.hostile_mark < context.hostile_chance) == cases.hostile).all()
    # By hour 1, 2, 3 with mean 2: 0.15, 0.3, 0.45, on Tuesday times 1.8; none on y.
    assert np.unique(context.hostile_chance.round(9)).tolist() == [
        0.0,
        0.15,
        0.27,
        0.3,
        0.45,
        0.54,
        0.81,
    ]


def test_the_chance_at_a_time_is_that_of_its_minute_and_beyond_the_ends_of_the_nearest() -> None:
    world = compile_world(two())
    times = np.array([-50.0, 0.0, HOUR - 0.1, HOUR, 7 * 24 * HOUR + 5])
    chance = hostile_chance_at(world, 0, times)
    assert chance == pytest.approx([0.15, 0.15, 0.15, 0.3, 0.45])


@pytest.mark.parametrize("cv", [0.5, 1.5])
def test_audiences_have_mean_one_and_their_spread(cv: float) -> None:
    cases = draw_cases(compile_world(two({"backlash": {"audience_cv": cv}})), 1, 0)
    assert cases.context is not None
    own = cases.queue < 2
    audience = cases.context.audience
    # 99.9 % by z = 3.29.
    assert abs(audience[own].mean() - 1) < 3.29 * cv / np.sqrt(own.sum())
    assert audience[own].std() == pytest.approx(cv, rel=0.08)
    assert (audience[~own] == 1).all()


def test_without_spread_all_audiences_are_the_same() -> None:
    cases = draw_cases(compile_world(two({"backlash": {"audience_cv": 0.0}})), 1, 0)
    assert cases.context is not None
    assert (cases.context.audience == 1).all()


def test_the_posts_of_a_storm_have_its_audience() -> None:
    when = {"channel": "x", "cases": 7, "from_local": "2026-01-06 00:00"}
    storms = {"quiet": when, "loud": {**when, "cases": 5, "audience": 4.0}}
    said = two({"backlash": {"audience_cv": 0.0}}, storms=storms)
    context = draw_cases(compile_world(said), 1, 0).context
    assert context is not None
    of_storms = np.sort(context.audience[context.origin == Origin.STORM])
    assert of_storms.tolist() == [1.0] * 7 + [4.0] * 5
    assert (context.audience[context.origin == Origin.DRAWN] == 1).all()


def test_regulars_write_their_share_by_zipfs_weights() -> None:
    said = two(authors={"regulars": 4, "share": 0.4, "skew": 1.0, "channels": ["x"]})
    cases = draw_cases(compile_world(said), 1, 0)
    assert cases.context is not None
    own = cases.queue < 2
    author = cases.context.author
    assert (author[~own] == -1).all()
    size = own.sum()
    share = (author[own] >= 0).mean()
    assert abs(share - 0.4) < 3.29 * np.sqrt(0.24 / size)
    counts = np.bincount(author[author >= 0], minlength=4)
    weights = np.array([1, 1 / 2, 1 / 3, 1 / 4])
    expected = counts.sum() * weights / weights.sum()
    # Chi-square with three degrees of freedom: 99.9 % point 16.27.
    assert ((counts - expected) ** 2 / expected).sum() < 16.27
    even = two(authors={"regulars": 4, "share": 1.0, "skew": 0.0})
    cases = draw_cases(compile_world(even), 1, 0)
    assert cases.context is not None
    counts = np.bincount(cases.context.author, minlength=4)
    assert ((counts - counts.mean()) ** 2 / counts.mean()).sum() < 16.27


UNIFORM = (np.arange(10_000) + 0.5) / 10_000


@pytest.mark.parametrize("family", ["lognormal", "exponential", "gamma", "constant"])
def test_patience_that_leaves_at_once_has_its_share_and_the_rest_its_duration(family: str) -> None:
    said: dict[str, Any] = {"distribution": family, "mean_seconds": 100.0, "cv": 0.5}
    seconds = patience_of(Patience(**said, at_once_share=0.3), UNIFORM)
    assert (seconds[:3000] == 0).all()
    rest = seconds_of(Patience(**said), (np.arange(7000) + 0.5) / 7000)
    assert seconds[3000:] == pytest.approx(rest, rel=1e-9)
    assert (patience_of(Patience(**said, at_once_share=1.0), UNIFORM) == 0).all()
    without = patience_of(Patience(**said, at_once_share=0.0), UNIFORM)
    assert without.tobytes() == seconds_of(Patience(**said), UNIFORM).tobytes()


def test_callers_who_leave_at_once_have_no_patience() -> None:
    patience = {"distribution": "exponential", "mean_seconds": 60.0, "at_once_share": 0.25}
    said = scenario({"x": channel(volume_per_week=20_000.0, patience=patience)}, [agent("a", "x")])
    seconds = draw_cases(compile_world(said), 1, 0).patience_seconds
    at_once = (seconds == 0).mean()
    assert abs(at_once - 0.25) < 3.29 * np.sqrt(0.1875 / len(seconds))
