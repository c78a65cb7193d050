"""Training and learning, worked out by hand."""

import datetime as dt
import math

import pytest

from scenarios.people import Learning
from simulation.desk.speeds import agent_speed, learning_factor
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, scenario

FIRST = dt.date(2026, 1, 5)


def test_training_counts_by_channel() -> None:
    said = scenario(
        {"phone": channel(), "posts": channel("post")},
        [agent("p", "phone", "posts") | {"profile": "voice"}, agent("x", "phone", "posts")],
        team={"profiles": {"voice": {"handle_time_factor": {"posts": 1.3}}}},
    )
    assert agent_speed(compile_world(said)).tolist() == [[1.0, 1.3], [1.0, 1.0]]


def test_the_learning_curve_by_hand() -> None:
    learning = Learning(factor_at_start=1.5, time_weeks=6.0)
    assert learning_factor(learning, FIRST, FIRST) == 1.5
    later = learning_factor(learning, FIRST, FIRST + dt.timedelta(weeks=6))
    assert later == pytest.approx(1 + 0.5 * math.exp(-1))
    assert learning_factor(learning, FIRST, FIRST + dt.timedelta(days=3)) == pytest.approx(
        1 + 0.5 * math.exp(-3 / 42)
    )


def test_before_the_first_day_people_are_as_on_it() -> None:
    assert learning_factor(Learning(), FIRST, FIRST - dt.timedelta(days=40)) == 1.5


def test_people_without_a_first_day_are_experienced() -> None:
    assert learning_factor(Learning(), None, FIRST) == 1.0
    assert learning_factor(None, FIRST, FIRST) == 1.0
