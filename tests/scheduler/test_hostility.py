"""The chance behind a label, against a count of a thousand cases worked out by hand."""

import pytest

from scenarios.queues import lines_of
from scheduler.hostility import (
    hostile_chance,
    hostile_minutes,
    hostile_minutes_cv,
    labelled_share,
    queue_shares,
)
from simulation.arrivals.visits import visits_of
from tests.scheduler.two_groups import two_groups

# 1,000 posts, 200 hostile. Recall 0.85 finds 170; precision 0.75 means 170 of 226.67 labelled,
# so 56.67 harmless ones are labelled too. 30 hostile ones hide among 773.33 labelled harmless.
LABELS = {"classifier.recall": 0.85, "classifier.precision": 0.75}


def test_chances_by_hand() -> None:
    chances = hostile_chance(two_groups(LABELS))
    assert chances["posts/any/hostile"] == pytest.approx(0.75)
    assert chances["posts/any/harmless"] == pytest.approx(30 / 773.3333333)


def test_labelled_share_by_hand() -> None:
    scenario = two_groups(LABELS)
    posts = lines_of(scenario)[0]
    assert labelled_share(scenario, posts) == pytest.approx(0.22666667)
    assert queue_shares(scenario)["posts/any/harmless"] == pytest.approx(0.77333333)


def test_perfect_labels_leave_no_doubt() -> None:
    chances = hostile_chance(two_groups())
    assert set(chances.values()) == {0.0, 1.0}


def test_the_chances_add_up_to_the_channel_share() -> None:
    scenario = two_groups(LABELS)
    chances, shares = hostile_chance(scenario), queue_shares(scenario)
    for channel_id, channel in scenario.channels.items():
        queues = [queue for queue in chances if queue.startswith(f"{channel_id}/")]
        total = sum(chances[queue] * shares[queue] for queue in queues)
        assert total == pytest.approx(channel.hostility.share)


def test_hostile_minutes_are_those_of_the_stages_with_their_spread() -> None:
    # Two stages take turns, three and nine minutes (half as long again for hostile ones).
    stages = [
        {"id": "answer", "handle_time": {"mean_seconds": 120.0, "cv": 0.5}},
        {"id": "close", "handle_time": {"mean_seconds": 360.0, "cv": 0.5}},
    ]
    scenario = two_groups(
        {
            "channels.posts.hostility": {"share": 0.2, "handle_time_factor": 1.5},
            "channels.posts.workflow": {"stages": stages},
        }
    )
    visits = visits_of(scenario.channels["posts"].stages).hostile_visits
    parts = visits / visits.sum()
    mean = float(parts @ [3.0, 9.0])
    square = float(parts @ [9.0 * 1.25, 81.0 * 1.25])
    for label in ("hostile", "harmless"):
        assert hostile_minutes(scenario)[f"posts/any/{label}"] == pytest.approx(mean)
        spread = hostile_minutes_cv(scenario)[f"posts/any/{label}"]
        assert spread == pytest.approx((square - mean**2) ** 0.5 / mean)
