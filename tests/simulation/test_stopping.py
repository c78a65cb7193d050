"""When there are enough replications."""

import itertools
import math
from dataclasses import replace

import pytest

from simulation.measures.outcome import Estimate, Outcome
from simulation.replications import replicate
from simulation.stopping import (
    LEAST,
    NoSuchFigure,
    Precision,
    StopReason,
    is_precise,
    looks,
    relative_half_width,
    watched,
)
from tests.simulation.test_replications import plan, rules, team

LEVEL = "channels.phone.service_level"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    said = team()
    return replicate(said, plan(), rules(said), seed=4, replications=range(3)).outcome


def with_level(outcome: Outcome, mean: float, half: float) -> Outcome:
    level = Estimate(mean, mean - half, mean + half, 20, 0.95)
    phone = replace(outcome.channels[0], service_level=level)
    return replace(outcome, channels=(phone, *outcome.channels[1:]))


def test_looks_grow_by_a_tenth_and_end_at_the_most() -> None:
    assert list(looks(20, 45)) == [20, 30, 40, 45]
    assert list(looks(20, 12)) == [12]
    late = [number for number in looks(20, 5000) if number > 200]
    assert all(b - a <= 0.1 * a for a, b in itertools.pairwise(late))
    assert late[-1] == 5000


def test_the_limit_is_relative_to_the_true_mean(outcome: Outcome) -> None:
    # g / (1 + g) of 0.8 at g = 0.25 is 0.16.
    wanted = Precision(0.25, (LEVEL,))
    assert is_precise(with_level(outcome, 0.8, 0.1599), wanted)
    assert not is_precise(with_level(outcome, 0.8, 0.1601), wanted)


def test_a_figure_without_anything_to_measure_is_not_waited_for(outcome: Outcome) -> None:
    assert is_precise(with_level(outcome, math.nan, math.nan), Precision(0.01, (LEVEL,)))


def test_a_point_is_exact_and_a_mean_of_nothing_never() -> None:
    assert relative_half_width(Estimate(0.0, 0.0, 0.0, 20, 0.95)) == 0.0
    assert relative_half_width(Estimate(0.0, -1.0, 1.0, 20, 0.95)) == math.inf
    assert relative_half_width(Estimate(2.0, math.nan, math.nan, 1, 0.95)) == math.inf
    assert relative_half_width(Estimate(-2.0, -2.5, -1.5, 20, 0.95)) == 0.25


def test_service_and_asa_of_every_channel_are_watched(outcome: Outcome) -> None:
    assert set(watched(outcome, Precision(0.1))) == {
        f"channels.{channel}.{figure}"
        for channel in ("phone", "posts")
        for figure in ("service_level", "asa_seconds")
    }


def test_a_figure_that_does_not_exist_is_told_at_once() -> None:
    said = team()
    made: list[int] = []
    with pytest.raises(NoSuchFigure) as error:
        replicate(
            said,
            plan(),
            rules(said),
            seed=1,
            replications=range(500),
            precision=Precision(0.1, ("channels.fax.service_level",)),
            on_progress=made.append,
        )
    assert LEVEL in error.value.known
    assert made == [1]


def test_the_number_reached_is_the_same_side_by_side() -> None:
    said, wanted = team(), Precision(0.03, (LEVEL,))
    alone, beside = (
        replicate(
            said,
            plan(),
            rules(said),
            seed=4,
            replications=range(200),
            precision=wanted,
            processes=number,
        )
        for number in (1, 2)
    )
    assert repr(alone.outcome) == repr(beside.outcome)
    assert alone.stop == beside.stop
    assert alone.stop.reason is StopReason.PRECISE
    assert LEAST < alone.stop.replications < 200  # else the rule was not needed
    assert alone.stop.replications in set(looks(LEAST, 200))
    assert alone.stop.relative_half_width is not None
    assert alone.stop.relative_half_width <= 0.03 / 1.03
    earlier = [number for number in looks(LEAST, 200) if number < alone.stop.replications][-1]
    before = replicate(said, plan(), rules(said), seed=4, replications=range(earlier))
    assert not is_precise(before.outcome, wanted)


def test_the_most_ends_it_where_precision_is_out_of_reach() -> None:
    said = team()
    ended = replicate(
        said, plan(), rules(said), seed=4, replications=range(22), precision=Precision(0.001)
    )
    assert ended.stop.reason is StopReason.MOST_MADE
    assert ended.stop.replications == 22
    assert ended.stop.least_exact is not None


def test_an_interrupt_loses_nothing_that_was_finished() -> None:
    said = team()

    def interrupt(done: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    ended = replicate(
        said,
        plan(),
        rules(said),
        seed=4,
        replications=range(50),
        processes=2,
        on_progress=interrupt,
    )
    whole = replicate(said, plan(), rules(said), seed=4, replications=range(5))
    assert ended.stop.reason is StopReason.INTERRUPTED
    assert repr(ended.outcome) == repr(whole.outcome)


def test_an_interrupt_before_two_replications_leaves_nothing_to_tell() -> None:
    said = team()

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replicate(said, plan(), rules(said), seed=4, replications=range(50), on_progress=interrupt)
