"""Estimates over replications: means and ratios with intervals, shares with exact bounds."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from simulation.measures.outcome import Estimate, Series

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def student_quantile(probability: float, degrees: int) -> float:
    """Return a quantile of Student's t distribution."""
    return float(special.stdtrit(degrees, probability))


def mean_estimate(values: npt.ArrayLike, confidence: float) -> Estimate:
    """Return the mean over replications with a two-sided t interval.

    NaN (nothing to measure in that replication) is left out. With fewer than two values the
    bounds are NaN. Bounds are not cut off at 0 or 1.
    """
    (estimate,) = mean_estimates(np.asarray(values, dtype=np.float64)[:, None], confidence)
    return estimate


def ratio_estimate(above: npt.ArrayLike, below: npt.ArrayLike, confidence: float) -> Estimate:
    """Return sum(above) / sum(below) over replications with a two-sided interval.

    Delta method for a ratio of means: v(R) = sum (y - R x)^2 / (n (n - 1) mean(x)^2), with
    Student's t (Cochran 1977, Sampling Techniques, chapter 6; Law 2015, Simulation Modeling and
    Analysis, chapter 9). NaN where there is nothing below the line; bounds are NaN with fewer
    than two replications and are not cut off at 0 or 1.
    """
    y, x = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    (estimate,) = ratio_estimates(y[:, None], x[:, None], confidence)
    return estimate


def mean_estimates(values: Floats, confidence: float) -> list[Estimate]:
    """Return ``mean_estimate`` of every column, shape (replications, columns)."""
    return _estimates(*_means(values, confidence), confidence)


def ratio_estimates(above: Floats, below: Floats, confidence: float) -> list[Estimate]:
    """Return ``ratio_estimate`` of every column, shape (replications, columns)."""
    return _estimates(*_ratios(above, below, confidence), confidence)


def mean_series(values: Floats, confidence: float) -> Series:
    """Return ``mean_estimate`` of every column as a series."""
    mean, half, _ = _means(values, confidence)
    return Series(tuple(mean.tolist()), tuple(half.tolist()))


def ratio_series(above: Floats, below: Floats, confidence: float) -> Series:
    """Return ``ratio_estimate`` of every column as a series."""
    ratio, half, _ = _ratios(above, below, confidence)
    return Series(tuple(ratio.tolist()), tuple(half.tolist()))


def _estimates(mean: Floats, half: Floats, count: Ints, confidence: float) -> list[Estimate]:
    columns = (mean, mean - half, mean + half, count)
    return [
        Estimate(middle, low, high, number, confidence)
        for middle, low, high, number in zip(*(one.tolist() for one in columns), strict=True)
    ]


def _means(values: Floats, confidence: float) -> tuple[Floats, Floats, Ints]:
    """Return means, half-widths and numbers of values of columns."""
    missing = np.isnan(values)
    if len(values) == 1:  # one replication has no spread; a table of each alone asks for many
        return values[0], np.full(values.shape[1], np.nan), (~missing[0]).astype(np.int64)
    count = np.full(values.shape[1], len(values), dtype=np.int64)
    if missing.any():
        count -= missing.sum(axis=0)
        values = np.where(missing, 0.0, values)
    mean: Floats = _divided(values.sum(axis=0), count)
    away = np.where(missing, 0.0, values - mean)
    variance = _divided((away * away).sum(axis=0), count - 1)
    return mean, _t_quantiles(count, confidence) * np.sqrt(_divided(variance, count)), count


def _ratios(above: Floats, below: Floats, confidence: float) -> tuple[Floats, Floats, Ints]:
    """Return ratios, half-widths and numbers of replications of columns."""
    number = len(below)
    count = np.full(below.shape[1], number, dtype=np.int64)
    if number == 1:
        return _divided(above[0], below[0]), np.full(below.shape[1], np.nan), count
    total = below.sum(axis=0)
    ratio = _divided(above.sum(axis=0), total)
    away = above - ratio * below
    spread = _divided((away * away).sum(axis=0), count - 1)
    error = _divided(np.sqrt(_divided(spread, count)), np.abs(total) / max(number, 1))
    return ratio, _t_quantiles(count, confidence) * error, count


def _divided(above: Floats, below: npt.NDArray[Any]) -> Floats:
    """Return above / below; NaN where there is nothing below the line."""
    out = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out


def _t_quantiles(count: Ints, confidence: float) -> Floats:
    if len(count) and (count == count[0]).all():  # as nearly always; np.unique takes its time
        return np.full(len(count), special.stdtrit(max(count[0] - 1, 1), 0.5 + confidence / 2.0))
    some, place = np.unique(np.maximum(count - 1, 1), return_inverse=True)
    known = np.asarray(special.stdtrit(some, 0.5 + confidence / 2.0), dtype=np.float64)
    return known[place]


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


def quantiles(values: Floats, probabilities: tuple[float, ...]) -> Floats:
    """Return quantiles by linear interpolation (type 7, Hyndman & Fan 1996); NaN of nothing."""
    if not len(values):
        return np.full(len(probabilities), np.nan)
    ordered = np.sort(values)
    place: Floats = np.multiply(probabilities, float(len(ordered) - 1))
    below = place.astype(np.int64)
    above = np.minimum(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def wape(forecast: npt.ArrayLike, actual: npt.ArrayLike) -> float:
    """Return sum |forecast - actual| / sum actual; NaN where nothing came."""
    expected, came = np.asarray(forecast, dtype=np.float64), np.asarray(actual, dtype=np.float64)
    total = float(came.sum())
    return float(np.abs(expected - came).sum()) / total if total > 0 else math.nan
