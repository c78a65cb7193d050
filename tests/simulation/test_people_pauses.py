"""Unplanned pauses: the share asked for at every moment, and luck that stays."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from scenarios.durations import Duration
from scenarios.people import Shrinkage
from simulation.desk.pauses import SLOT_SECONDS, draw_pauses, length_biased
from simulation.durations import seconds_of

FAMILIES: list[dict[str, Any]] = [
    {"distribution": "lognormal", "cv": 1.5},
    {"distribution": "exponential"},
    {"distribution": "gamma", "cv": 0.7},
    {"distribution": "constant"},
]


def shrinkage(share: float = 0.2, mean: float = 600.0, **family: Any) -> Shrinkage:
    return Shrinkage(share=share, length=Duration(mean_seconds=mean, **family))


def within(spans: list[tuple[float, float]], start: float, end: float) -> float:
    return sum(max(min(last, end) - max(first, start), 0.0) for first, last in spans)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["distribution"])
def test_every_part_of_the_day_loses_the_share_asked_for(family: dict[str, Any]) -> None:
    """Five minutes at midnight, at noon and before the next midnight lose a fifth on average."""
    agents = 15_000
    found = draw_pauses(shrinkage(**family), [(number, 3) for number in range(agents)], 2, 0)
    for start in (0.0, 43_200.0, SLOT_SECONDS - 300.0):
        first = 3 * SLOT_SECONDS + start
        lost = np.array(
            [
                within(found.get(number, []), first, first + 300.0) / 300.0
                for number in range(agents)
            ]
        )
        error = lost.std() / math.sqrt(agents)
        assert error < 0.0034
        assert abs(lost.mean() - 0.2) < 3.29 * error  # 99.9 %, half-width 0.011; twelve of them


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family["distribution"])
def test_lengths_met_at_random_are_drawn_in_proportion_to_themselves(
    family: dict[str, Any],
) -> None:
    """The biased mean is E[L^2] / E[L], and P(biased <= x) = E[L; L <= x] / E[L]."""
    duration = Duration(mean_seconds=600.0, **family)
    marks = (np.arange(200_000) + 0.5) / 200_000
    plain, biased = seconds_of(duration, marks), length_biased(duration, marks)
    assert biased.mean() == pytest.approx((plain**2).mean() / plain.mean(), rel=0.01)
    for limit in (200.0, 700.0, 1500.0):
        below = plain[plain <= limit].sum() / plain.sum()
        assert (biased <= limit).mean() == pytest.approx(below, abs=0.002)


def test_pauses_have_the_length_asked_for() -> None:
    found = draw_pauses(
        shrinkage(0.1, 600.0, distribution="constant"), [(0, k) for k in range(60)], 2, 0
    )
    lengths = [last - first for first, last in found[0]]
    whole = [length for length in lengths if length == pytest.approx(600.0)]
    assert len(whole) > 0.85 * len(lengths)  # the others are cut at midnight or touch there
    days = 60 * SLOT_SECONDS
    assert len(lengths) == pytest.approx(0.1 * days / 600.0, rel=0.1)


def test_the_luck_of_a_slot_does_not_depend_on_the_others() -> None:
    said = shrinkage()
    every = draw_pauses(said, [(agent, day) for agent in range(4) for day in range(-1, 6)], 7, 3)
    alone = draw_pauses(said, [(2, 4)], 7, 3)[2]
    first, last = 4 * SLOT_SECONDS, 5 * SLOT_SECONDS
    assert alone
    inside = [(max(a, first), min(b, last)) for a, b in every[2] if b > first and a < last]
    assert inside == alone
    assert every[1] != every[2]
    assert draw_pauses(said, [(2, 4)], 7, 4)[2] != alone


def test_short_pauses_fill_the_slot_to_its_end() -> None:
    found = draw_pauses(shrinkage(0.5, 20.0), [(0, 0)], 1, 0)[0]
    assert len(found) > 1500
    assert found[-1][1] > SLOT_SECONDS - 600.0


def test_pauses_do_not_overlap() -> None:
    found = draw_pauses(shrinkage(0.6, 3600.0), [(0, day) for day in range(-1, 50)], 1, 0)[0]
    assert all(first < last for first, last in found)
    assert all(one[1] < other[0] for one, other in pairwise(found))


def test_a_share_of_nothing_is_no_pause() -> None:
    assert draw_pauses(shrinkage(0.0), [(0, 0)], 1, 0) == {}
    assert draw_pauses(shrinkage(), [], 1, 0) == {}


def test_pauses_too_short_to_count_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"pauses of 0\.1 seconds are too short for a share of 0\.5"
    ):
        draw_pauses(shrinkage(0.5, 0.1), [(0, 0)], 1, 0)
