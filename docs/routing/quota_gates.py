"""The gates of the quota as inequalities: numbers go in, whether they hold comes out.

They are those that fairshift simulates: the share with the look-ahead over the rest of the shift,
and contacts or minutes, each with the margin for wrong labels.
"""

import math

from quota_moments import Moments
from quota_settings import TOLERANCE


def quota_holds(
    expected: float,
    variance: float,
    handled: int,
    share: float,
    burst: float,
    margin_z: float,
    exponent: float,
    ahead: float,
    missed: float,
) -> bool:
    """Whether the share holds now, or will when the harmless tasks ahead have come."""
    if share_holds(expected, variance, handled, share, burst, margin_z, exponent):
        return True
    if ahead <= 0.0:
        return False
    square = share * share - 2.0 * share * missed + missed
    return share_holds(
        expected + missed * ahead,
        variance + square * ahead,
        handled + ahead,
        share,
        burst,
        margin_z,
        exponent,
    )


def share_holds(
    expected: float,
    variance: float,
    handled: float,
    share: float,
    burst: float,
    margin_z: float,
    exponent: float,
) -> bool:
    """Whether hostile tasks, with the margin for wrong labels, are within a share."""
    deviation = math.sqrt(max(variance, 0.0))
    if math.isinf(exponent) or deviation * exponent >= margin_z:
        margin = margin_z * deviation
    elif exponent <= 0.0:
        margin = math.inf
    else:
        margin = margin_z**2 / (2.0 * exponent) + exponent * max(variance, 0.0) / 2.0
    return expected + margin <= share * handled + burst + TOLERANCE


def amount_holds(amount: Moments, margin_z: float, limit: float) -> bool:
    """Whether contacts or minutes, with the margin for wrong labels, are within a limit.

    The margin grows where the amount is skew towards more (Cornish & Fisher 1938, first term).
    """
    expected, variance, third = amount
    margin = margin_z * math.sqrt(max(variance, 0.0))
    if margin_z > 1.0 and variance > TOLERANCE and third > 0.0:
        margin += (margin_z**2 - 1.0) / 6.0 * third / variance
    return expected + margin <= limit + TOLERANCE


def ruin_exponent(share: float, missed: float) -> float:
    """Return how fast it becomes unlikely that harmless tasks alone lead over a share.

    The root l > 0 of w e^(l (1 - c)) + (1 - w) e^(-l c) = 1 (Lundberg's equation) for the share c
    and the chance w that a task labelled harmless is hostile.
    """
    if share >= 1.0 or missed == 0.0:
        return math.inf
    if missed >= share:
        return 0.0

    def above(exponent: float) -> bool:
        up = missed * math.exp(exponent * (1.0 - share))
        return up + (1.0 - missed) * math.exp(-exponent * share) > 1.0

    high = 1.0
    while not above(high):
        high *= 2.0
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if above(middle) else (middle, high)
    return low
