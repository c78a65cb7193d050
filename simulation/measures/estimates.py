"""Estimates over replications: means and ratios with intervals, shares with exact bounds."""

import math

import numpy as np
import numpy.typing as npt
from scipy import special

from simulation.measures.outcome import Estimate

Floats = npt.NDArray[np.float64]


def student_quantile(probability: float, degrees: int) -> float:
    """Return a quantile of Student's t distribution."""
    return float(special.stdtrit(degrees, probability))


def mean_estimate(values: npt.ArrayLike, confidence: float) -> Estimate:
    """Return the mean over replications with a two-sided t interval.

    NaN (nothing to measure in that replication) is left out. With fewer than two values the
    bounds are NaN. Bounds are not cut off at 0 or 1.
    """
    measured = np.asarray(values, dtype=np.float64)
    measured = measured[~np.isnan(measured)]
    count = len(measured)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan, 0, confidence)
    mean = float(measured.mean())
    error = float(measured.std(ddof=1)) / math.sqrt(count) if count > 1 else math.nan
    return _around(mean, error, count, confidence)


def ratio_estimate(above: npt.ArrayLike, below: npt.ArrayLike, confidence: float) -> Estimate:
    """Return sum(above) / sum(below) over replications with a two-sided interval.

    Delta method for a ratio of means: v(R) = sum (y - R x)^2 / (n (n - 1) mean(x)^2), with
    Student's t (Cochran 1977, Sampling Techniques, chapter 6; Law 2015, Simulation Modeling and
    Analysis, chapter 9). NaN where there is nothing below the line; bounds are NaN with fewer
    than two replications and are not cut off at 0 or 1.
    """
    y, x = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    count = len(x)
    if count == 0 or x.sum() == 0:
        return Estimate(math.nan, math.nan, math.nan, count, confidence)
    ratio = float(y.sum() / x.sum())
    if count == 1:
        return _around(ratio, math.nan, count, confidence)
    spread = float(((y - ratio * x) ** 2).sum()) / (count - 1)
    error = math.sqrt(spread / count) / float(x.mean())
    return _around(ratio, error, count, confidence)


def _around(mean: float, error: float, count: int, confidence: float) -> Estimate:
    if math.isnan(error):
        return Estimate(mean, math.nan, math.nan, count, confidence)
    half = student_quantile(0.5 + confidence / 2.0, count - 1) * error
    return Estimate(mean, mean - half, mean + half, count, confidence)


def standard_error(estimate: Estimate) -> float:
    """Return the standard error that an estimate's two-sided t interval was made with."""
    if estimate.replications < 2:
        return math.nan
    quantile = student_quantile(0.5 + estimate.confidence / 2.0, estimate.replications - 1)
    return (estimate.high - estimate.low) / 2.0 / quantile


def share_low(held: int, tried: int, confidence: float) -> float:
    """Return the one-sided lower confidence bound of a share (Clopper & Pearson 1934).

    59 of 59 give 0.9505 at 95 %.
    """
    if held == 0:
        return 0.0
    return float(special.betaincinv(held, tried - held + 1, 1.0 - confidence))


def share_high(held: int, tried: int, confidence: float) -> float:
    """Return the one-sided upper confidence bound of a share (Clopper & Pearson 1934)."""
    if held == tried:
        return 1.0
    return float(special.betaincinv(held + 1, tried - held, confidence))
