"""The engine's backlash against exact self-exciting processes.

Every drawn post is hostile and nobody moderates unless said. Intervals are 99 %; half-widths stand
with each test. The first and the last day of each week are left out where the theory is stationary.
"""

from typing import Any

import numpy as np
import pytest

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.measures.estimates import mean_estimate, share_high, share_low
from simulation.records import Origin, TaskOutcome, TaskRecords
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    channel,
    constant,
    rules,
    scenario,
)
from tests.simulation.theory.processes import (
    Hawkes,
    answered_branching,
    cluster_size_chance,
)
from tests.simulation.theory.runs import (
    CONFIDENCE,
    DAY,
    HOUR,
    MIDDLE_DAYS,
    WEEK,
    check_inside,
    waits_of,
    weeks,
)

NOBODY = Roster(())


def posts(per_hour: float, backlash: dict[str, Any], **more: Any) -> dict[str, Any]:
    return channel(
        "post",
        **{
            "volume_per_week": per_hour * WEEK / HOUR,
            "hostility": {"share": 1.0},
            "backlash": {"hostile_share": 1.0, "audience_cv": 0.0, **backlash},
            **more,
        },
    )


def with_team(said: dict[str, Any], agents: int = 1, **parts: Any) -> Scenario:
    return scenario({"posts": said}, [agent(f"a{n}", "posts") for n in range(agents)], **parts)


def counts_in_windows(tasks: TaskRecords, window: float) -> np.ndarray:
    """Posts in each window of the middle days."""
    first, last = MIDDLE_DAYS[0] * DAY, (MIDDLE_DAYS[-1] + 1) * DAY
    edges = np.arange(first, last + 1.0, window)
    return np.histogram(tasks.arrival_seconds, edges)[0].astype(float)


@pytest.mark.parametrize(
    ("seed", "replications", "mean_width", "variance_width"),
    [
        pytest.param(1, 25, 0.07, 0.35, id="quick"),
        pytest.param(2, 400, 0.016, 0.08, id="narrow", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("hours", [1.0, 6.0])
def test_posts_that_draw_posts_are_a_hawkes_process(
    hours: float, seed: int, replications: int, mean_width: float, variance_width: float
) -> None:
    """Hawkes (1971), Da Fonseca & Zaatour (2014): mean and variance of counts; relative widths."""
    exact = Hawkes(rate=3.0, branching=0.6, delay=0.25)
    said = with_team(posts(exact.rate, {"branching": 0.6, "mean_delay_seconds": 0.25 * HOUR}))
    mean = exact.mean_rate * hours
    means, squares = [], []
    for records in weeks(said, NOBODY, rules(said), seed, replications):
        counts = counts_in_windows(records.tasks, hours * HOUR)
        means.append(float(counts.mean()))
        squares.append(float(((counts - mean) ** 2).mean()))
    check_inside(mean_estimate(means, CONFIDENCE), mean, mean_width * mean)
    variance = exact.count_variance(hours)
    check_inside(mean_estimate(squares, CONFIDENCE), variance, variance_width * variance)


@pytest.mark.parametrize(
    ("seed", "replications", "width"),
    [
        pytest.param(1, 25, 0.08, id="quick"),
        pytest.param(2, 400, 0.02, id="narrow", marks=pytest.mark.slow),
    ],
)
def test_only_hostile_posts_draw_others(seed: int, replications: int, width: float) -> None:
    """A Hawkes process of two kinds (Hawkes 1971, section 5): only one of them excites.

    With fresh posts hostile with chance p, drawn ones with h and branching b, hostile posts come
    at the rate p rate / (1 - b h), harmless ones at (1 - p) rate + b (1 - h) x that.
    """
    rate, first, drawn, branching = 4.0, 0.3, 0.6, 1.2
    said = with_team(
        posts(
            rate,
            {"branching": branching, "hostile_share": drawn, "mean_delay_seconds": 0.3 * HOUR},
            hostility={"share": first},
        )
    )
    hostile_rate = first * rate / (1.0 - branching * drawn)
    harmless_rate = (1.0 - first) * rate + branching * (1.0 - drawn) * hostile_rate
    found = []
    for records in weeks(said, NOBODY, rules(said), seed, replications):
        tasks = records.tasks
        middle = (tasks.arrival_seconds >= DAY) & (tasks.arrival_seconds < 6 * DAY)
        hostile = float((middle & tasks.hostile).sum())
        found.append((hostile, float(middle.sum()) - hostile))
    for counts, exact in zip(np.array(found).T, (hostile_rate, harmless_rate), strict=True):
        of_days = exact * 24.0 * len(MIDDLE_DAYS)
        check_inside(mean_estimate(counts, CONFIDENCE), of_days, width * of_days)


TEN_MINUTES = 600.0
RELIEF = {
    "answered": ({"after_reply": 0.0}, {"handle_time": constant(TEN_MINUTES)}, 0.0),
    "answered in part": ({"after_reply": 0.4}, {"handle_time": constant(TEN_MINUTES)}, 0.4),
    "holding reply": (
        {"after_holding_reply": 0.3},
        {"holding_reply": {"after_seconds": TEN_MINUTES}},
        0.3,
    ),
    "moderated": (
        {"after_moderation": 0.1},
        {"moderation": {"share": 1.0, "after_seconds": TEN_MINUTES}},
        0.1,
    ),
}


@pytest.mark.parametrize(
    ("seed", "replications", "width"),
    [
        pytest.param(1, 10, 0.08, id="quick"),
        pytest.param(3, 200, 0.015, id="narrow", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("relief", RELIEF)
def test_what_is_done_at_an_age_cuts_the_cascade(
    relief: str, seed: int, replications: int, width: float
) -> None:
    """Ten minutes after each post its rate falls: a Hawkes process with a cut kernel.

    Mean rate: rate / (1 - offspring), offspring the integral of the kernel (Hawkes 1971). With
    agents enough for everybody the reply goes out when the handling ends. All four start from the
    same posts: with seed 2 they lay 2.6 to 3.6 standard errors too high together, in the fresh
    posts as much as in those drawn; 500 weeks with the seeds 3 to 7 then had 0.4839 posts drawn
    by one against the exact 0.4841, so it was chance.
    """
    backlash, more, stays = RELIEF[relief]
    answered = relief.startswith("answered")
    rate, delay = 6.0, 900.0
    said = with_team(
        posts(rate, {"branching": 0.9, "mean_delay_seconds": delay, **backlash}, **more), agents=40
    )
    plan = around_the_clock(said) if answered else NOBODY
    exact = rate / (1.0 - answered_branching(0.9, TEN_MINUTES, delay, stays)) * 24.0
    daily = []
    for records in weeks(said, plan, rules(said), seed, replications):
        tasks = records.tasks
        daily.append(float(counts_in_windows(tasks, DAY).mean()))
        if answered:
            assert (tasks.outcome == TaskOutcome.ANSWERED).all()
            assert (waits_of(tasks) == 0.0).all()
    check_inside(mean_estimate(daily, CONFIDENCE), exact, width * exact)


def cluster_sizes(tasks: TaskRecords) -> np.ndarray:
    """Size of the cluster of each post that the storm put in."""
    root: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for case, parent, origin in zip(
        tasks.case_id.tolist(), tasks.parent_id.tolist(), tasks.origin.tolist(), strict=True
    ):
        assert origin == (Origin.STORM if parent < 0 else Origin.BACKLASH)
        root[case] = case if parent < 0 else root[parent]
        sizes[root[case]] = sizes.get(root[case], 0) + 1
    return np.array(list(sizes.values()))


@pytest.mark.parametrize(
    ("seed", "storms", "width"),
    [
        pytest.param(1, 8, 0.025, id="quick"),
        pytest.param(2, 100, 0.008, id="narrow", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("audience_cv", [0.0, 1.0])
def test_the_clusters_of_a_storm_have_borel_sizes(
    audience_cv: float, seed: int, storms: int, width: float
) -> None:
    """Borel (1942); with a gamma audience Dwass (1969). Absolute half-widths of each share.

    A thousand posts early on Monday with short delays, so that no cluster meets the horizon.
    """
    branching, at_once = 0.5, 1000
    said = with_team(
        posts(
            0.0,
            {"branching": branching, "mean_delay_seconds": 300.0, "audience_cv": audience_cv},
        ),
        storms={
            "outcry": {
                "channel": "posts",
                "from_local": "2026-01-05 01:00",
                "cases": at_once,
                "mean_delay_seconds": 600.0,
                "hostile_share": 1.0,
            }
        },
    )
    sizes = np.concatenate(
        [cluster_sizes(records.tasks) for records in weeks(said, NOBODY, rules(said), seed, storms)]
    )
    tried = len(sizes)
    assert tried == at_once * storms
    one_sided = (1.0 + CONFIDENCE) / 2.0
    chances = [cluster_size_chance(branching, size, audience_cv) for size in range(1, 6)]
    seen = [int((sizes == size).sum()) for size in range(1, 6)]
    for count, chance in zip(
        [*seen, int((sizes > 5).sum())], [*chances, 1.0 - sum(chances)], strict=True
    ):
        low, high = share_low(count, tried, one_sided), share_high(count, tried, one_sided)
        assert low <= chance <= high, (count / tried, chance)
        assert (high - low) / 2.0 <= width
    mean = mean_estimate(sizes, CONFIDENCE)
    check_inside(mean, 1.0 / (1.0 - branching), 5.0 * width)
