"""Hostile contacts over the limit in a minute on duty, by hand."""

import numpy as np
import pytest

from scheduler.hostile_excess import excess_per_minute
from scheduler.requirement import LineVolume


def volume(cases: list[float], hostile: list[float], minutes: float = 5.0) -> LineVolume:
    came = np.array(cases)
    return LineVolume("posts/any", ("g1",), came, np.array(hostile), minutes * came)


def test_hours_above_the_cap_weigh_and_milder_ones_make_up_for_them() -> None:
    # 10 cases and 50 minutes in each: 4 and 1 hostile, against a cap of 3 in ten; 0 in the third.
    posts = volume([10.0, 10.0, 10.0, 0.0], [4.0, 1.0, 0.0, 0.0])
    over, minutes = excess_per_minute([posts], 0.3)
    assert over == pytest.approx([0.02, -0.04, -0.06, 0.0])
    assert minutes == pytest.approx(5.0)


def test_a_mix_that_lies_above_the_cap_as_a_whole_is_held_against_itself() -> None:
    # Half of all is hostile, so no roster keeps a tenth; what differs from the half still counts.
    over, _ = excess_per_minute([volume([10.0, 10.0], [8.0, 2.0])], 0.1)
    assert over == pytest.approx([0.06, -0.06])


def test_lines_are_joined_and_nothing_is_over_where_nothing_comes() -> None:
    over, minutes = excess_per_minute([volume([10.0], [0.0]), volume([10.0], [10.0])], 0.25)
    assert over == pytest.approx([0.0], abs=1e-6)
    assert minutes == pytest.approx(5.0)
    over, minutes = excess_per_minute([volume([0.0, 0.0], [0.0, 0.0])], 0.2)
    assert (over.tolist(), minutes) == ([0.0, 0.0], 0.0)
    assert excess_per_minute([], 0.2)[1] == 0.0
