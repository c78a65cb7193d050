"""Socially Devoted: judged by the whole interval."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from simulation.measures.outcome import VerdictStatus
from simulation.measures.social import QUARTER_SECONDS, social_outcome

MET, NOT_MET, UNDECIDED = VerdictStatus.MET, VerdictStatus.NOT_MET, VerdictStatus.UNDECIDED
YES = np.array([True])


def judged(answered: tuple[int, int], offered: int) -> tuple[VerdictStatus, VerdictStatus]:
    """The verdicts on 65 and on 75 % where two quarters bring so many answers."""
    sums: list[Any] = [
        SimpleNamespace(answered=np.array([one]), offered=np.array([offered])) for one in answered
    ]
    found = social_outcome(sums, YES, [60.0, 60.0], QUARTER_SECONDS, 0.95)
    assert found is not None
    return found.status, found.stricter_status


@pytest.mark.parametrize(
    ("answered", "offered", "statuses"),
    [
        ((800, 800), 1000, (MET, MET)),
        ((700, 700), 1000, (MET, NOT_MET)),
        ((600, 600), 1000, (NOT_MET, NOT_MET)),
        ((640, 650), 1000, (UNDECIDED, NOT_MET)),  # 0.645 +/- 0.064: the mean alone lies below
        ((650, 660), 1000, (UNDECIDED, NOT_MET)),
        ((40, 40), 49, (NOT_MET, NOT_MET)),  # too few questions, however many are answered
    ],
)
def test_a_threshold_is_met_or_missed_by_the_whole_interval(
    answered: tuple[int, int], offered: int, statuses: tuple[VerdictStatus, VerdictStatus]
) -> None:
    assert judged(answered, offered) == statuses


def test_without_a_public_channel_there_is_no_score() -> None:
    assert social_outcome([], ~YES, [], QUARTER_SECONDS, 0.95) is None
