"""Looks of a certificate: together they err no more often than allowed."""

import itertools

import numpy as np
import pytest
from scipy import special, stats

from scheduler.looks import Look, flawless_replications, looks_at
from simulation.measures.estimates import share_high, share_low

PLANS = [(8, 40, 0.05), (30, 200, 0.025), (60, 600, 0.0125)]


def crossings(looks: tuple[Look, ...], compliance: float, *, no: bool) -> float:
    """Return how often a plan just as good as promised is judged, by walking all counts."""
    chance, before, spent = 1 - compliance, 0, 0.0
    open_ones = {0: 1.0}
    for look in looks:
        further = look.replications - before
        carried: dict[int, float] = {}
        for breaches, weight in open_ones.items():
            for more in range(further + 1):
                carried.setdefault(breaches + more, 0.0)
                carried[breaches + more] += weight * float(stats.binom.pmf(more, further, chance))
        before, open_ones = look.replications, {}
        for breaches, weight in carried.items():
            held = before - breaches
            if no:
                judged = share_high(held, before, look.cap_confidence) < compliance
            else:
                judged = share_low(held, before, look.cap_confidence) >= compliance
            spent += weight if judged else 0.0
            if not judged:
                open_ones[breaches] = weight
    return spent


@pytest.mark.parametrize("no", [False, True])
@pytest.mark.parametrize(
    ("least", "most", "error", "compliance"),
    [
        *((*one, 0.95) for one in PLANS[:2]),
        # Where a yes needs an error that would let a no of one breach fewer through.
        (20, 60, 0.05, 0.8),
        (30, 200, 0.025, 0.7),
    ],
)
def test_a_cap_just_as_good_as_promised_is_misjudged_no_more_often_than_allowed(
    least: int, most: int, error: float, compliance: float, no: bool
) -> None:
    looks = looks_at(least, most, error, compliance)
    spent = crossings(looks, compliance, no=no)
    assert spent <= error + 1e-9
    assert spent > 0.4 * error  # no more is lost than what whole breaches cost


@pytest.mark.parametrize(("least", "most", "error"), PLANS)
def test_a_level_just_on_its_target_is_certified_as_often_as_allowed(
    least: int, most: int, error: float
) -> None:
    looks = looks_at(least, most, error, None)
    trials = 40_000
    steps = np.diff([0, *(look.replications for look in looks)])
    deviates = np.random.default_rng(1).standard_normal((trials, len(steps))) * np.sqrt(steps)
    sums = np.cumsum(deviates, axis=1) / np.sqrt(np.cumsum(steps))
    bounds = special.ndtri([look.level_confidence for look in looks])
    share = float((sums >= bounds).any(axis=1).mean())
    assert share == pytest.approx(error, abs=4 * np.sqrt(error / trials))


def test_a_single_look_has_all_the_error() -> None:
    (only,) = looks_at(59, 59, 0.05, 0.95)
    assert only.replications == 59
    assert only.level_confidence == pytest.approx(0.95)
    assert share_low(59, 59, only.cap_confidence) >= 0.95
    assert share_low(58, 59, only.cap_confidence) < 0.95


@pytest.mark.parametrize(("most", "counts"), [(20, [59]), (60, [60]), (66, [66]), (67, [66, 67])])
def test_no_look_is_after_more_replications_than_allowed_unless_one_takes_them(
    most: int, counts: list[int]
) -> None:
    # A flawless cap takes 59 at one look, and 66 at the first of several.
    looks = looks_at(20, most, 0.05, 0.95)
    assert [look.replications for look in looks] == counts
    assert share_low(counts[0], counts[0], looks[0].cap_confidence) >= 0.95


@pytest.mark.parametrize(("least", "most", "error"), PLANS)
def test_looks_rise_to_the_most_and_the_first_can_certify_a_flawless_cap(
    least: int, most: int, error: float
) -> None:
    looks = looks_at(least, most, error, 0.95)
    counts = [look.replications for look in looks]
    assert all(one < other for one, other in itertools.pairwise(counts))
    assert counts[0] >= least
    assert counts[-1] == max(most, counts[0])
    assert share_low(counts[0], counts[0], looks[0].cap_confidence) >= 0.95


def test_a_flawless_cap_takes_59_replications_at_95_percent() -> None:
    assert flawless_replications(0.05, 0.95) == 59
