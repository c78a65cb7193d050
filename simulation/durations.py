"""Random lengths of time from uniform numbers, by inverse distribution functions."""

import numpy as np
import numpy.typing as npt
from scipy import special

from scenarios.durations import Distribution, Duration, Patience

Floats = npt.NDArray[np.float64]


def seconds_of(duration: Duration, uniform: Floats) -> Floats:
    """Return the quantiles of a duration at numbers in (0, 1), in seconds, shape as ``uniform``.

    A lognormal has sigma^2 = log(1 + cv^2) and mu = log(mean) - sigma^2 / 2; a gamma has shape
    1 / cv^2; cv is ignored by the exponential (1) and the constant (0).
    """
    mean, cv = duration.mean_seconds, duration.cv
    match duration.distribution:
        case Distribution.LOGNORMAL:
            variance = np.log1p(cv * cv)
            normal: Floats = special.ndtri(uniform)
            factor: Floats = np.exp(np.sqrt(variance) * normal - variance / 2.0)
            return mean * factor
        case Distribution.EXPONENTIAL:
            return -mean * np.log1p(-uniform)
        case Distribution.GAMMA:
            return gamma_quantile(uniform, cv) * mean
        case Distribution.CONSTANT:
            return np.full(uniform.shape, mean)


def patience_of(patience: Patience, uniform: Floats) -> Floats:
    """Return the quantiles of patience at numbers in (0, 1), in seconds.

    Those below ``at_once_share`` q have none at all; the others have the duration's quantile at
    (u - q) / (1 - q).
    """
    at_once = patience.at_once_share
    if at_once == 0:
        return seconds_of(patience, uniform)
    result = np.zeros(len(uniform))
    stays = uniform >= at_once
    if at_once < 1:
        result[stays] = seconds_of(patience, (uniform[stays] - at_once) / (1.0 - at_once))
    return result


def seconds_at(duration: Duration, uniform: float) -> float:
    """Return one quantile of a duration, in seconds: the same number in every engine."""
    from simulation.compiled.quantiles import KINDS, duration_quantile

    kind = KINDS[duration.distribution]
    return duration_quantile(kind, duration.mean_seconds, duration.cv, uniform)


def patience_at(patience: Patience, uniform: float) -> float:
    """Return one quantile of patience, in seconds: the same number in every engine."""
    from simulation.compiled.quantiles import KINDS, patience_quantile

    kind = KINDS[patience.distribution]
    said = patience.mean_seconds, patience.cv
    return patience_quantile(patience.at_once_share, kind, *said, uniform)


def gamma_at(cv: float, uniform: float) -> float:
    """Return one quantile of a gamma variable with mean 1: the same number in every engine."""
    from simulation.compiled.quantiles import mean_one_quantile

    return mean_one_quantile(cv, uniform)


def poisson_at(mean: float, uniform: float) -> int:
    """Return one quantile of a Poisson variable: the same number in every engine."""
    from simulation.compiled.quantiles import count_quantile

    return count_quantile(mean, uniform)


def gamma_quantile(uniform: Floats, cv: float) -> Floats:
    """Return the quantiles of a gamma variable with mean 1 and a coefficient of variation."""
    shape = 1.0 / (cv * cv)
    return np.asarray(special.gammaincinv(shape, uniform) / shape, dtype=np.float64)


def poisson_quantile(uniform: Floats, mean: Floats) -> npt.NDArray[np.int64]:
    """Return the quantiles of Poisson variables: the least n with P(N <= n) >= u.

    The continuous inverse gives the neighbourhood, the distribution function the number, so the
    result never falls when the mean rises.
    """
    safe = np.maximum(mean, 1e-300)
    guess = special.pdtrik(uniform, safe)
    count = np.ceil(np.where(np.isfinite(guess), guess, 0.0))
    below = np.maximum(count - 1.0, 0.0)
    count = np.where(special.pdtr(below, safe) >= uniform, below, count)
    count = np.where(special.pdtr(count, safe) >= uniform, count, count + 1.0)
    return np.where(mean > 0, count, 0.0).astype(np.int64)
