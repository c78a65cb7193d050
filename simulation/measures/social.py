"""Socially Devoted: the score of public channels by Socialbakers (2012)."""

import math
from collections.abc import Sequence

import numpy as np

from simulation.measures.estimates import mean_estimate, ratio_estimate
from simulation.measures.outcome import Estimate, SocialOutcome, VerdictStatus
from simulation.measures.sums import ContactSums
from simulation.records import Bools

LEAST_RESPONSE_RATE = 0.65
STRICTER_RESPONSE_RATE = 0.75  # an earlier manifesto
LEAST_QUESTIONS = 50.0  # a quarter
QUARTER_SECONDS = 365.25 / 4 * 86400.0


def social_outcome(
    channels: Sequence[ContactSums],
    public: Bools,
    response_median_seconds: Sequence[float],
    counted_seconds: float,
    confidence: float,
) -> SocialOutcome | None:
    """Return the score over several replications; None without a public channel.

    ``counted_seconds`` is the horizon without its warm-up. A threshold is met if the whole
    interval lies on or above it, and not met if all of it lies below.
    """
    if not public.any():
        return None
    answered = np.array([one.answered[public].sum() for one in channels])
    offered = np.array([one.offered[public].sum() for one in channels])
    rate = ratio_estimate(answered, offered, confidence)
    questions = mean_estimate(offered * (QUARTER_SECONDS / counted_seconds), confidence)
    enough = _judged(questions, LEAST_QUESTIONS)
    return SocialOutcome(
        response_rate=rate,
        questions_per_quarter=questions,
        response_median_seconds=mean_estimate(response_median_seconds, confidence),
        least_response_rate=LEAST_RESPONSE_RATE,
        least_questions=LEAST_QUESTIONS,
        stricter_response_rate=STRICTER_RESPONSE_RATE,
        status=_both(enough, _judged(rate, LEAST_RESPONSE_RATE)),
        stricter_status=_both(enough, _judged(rate, STRICTER_RESPONSE_RATE)),
    )


def _judged(estimate: Estimate, threshold: float) -> VerdictStatus:
    if math.isnan(estimate.low):
        return VerdictStatus.UNDECIDED
    if estimate.low >= threshold:
        return VerdictStatus.MET
    return VerdictStatus.NOT_MET if estimate.high < threshold else VerdictStatus.UNDECIDED


def _both(one: VerdictStatus, other: VerdictStatus) -> VerdictStatus:
    for status in (VerdictStatus.NOT_MET, VerdictStatus.UNDECIDED):
        if status in (one, other):
            return status
    return VerdictStatus.MET
