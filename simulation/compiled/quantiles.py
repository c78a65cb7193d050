"""Quantiles of the distributions of the model, one number at a time, for both engines.

One implementation, so that luck drawn on the way is the same in both to the last bit.
"""

import math

from scenarios.durations import Distribution
from simulation.compiled.jit import compiled, entry

KINDS = {
    Distribution.LOGNORMAL: 0,
    Distribution.EXPONENTIAL: 1,
    Distribution.GAMMA: 2,
    Distribution.CONSTANT: 3,
}
_LOGNORMAL, _EXPONENTIAL, _GAMMA = 0, 1, 2
_EPSILON = 2.0**-53
_TINY = 1e-300
_ROUNDS = 200


@compiled
def _ratio(x: float, above: tuple[float, ...], below: tuple[float, ...]) -> float:
    """Return the ratio of two polynomials, highest power first; the last of ``below`` is 1."""
    top, bottom = above[0], below[0]
    for k in range(1, 8):
        top = top * x + above[k]
        bottom = bottom * x + below[k]
    return top / bottom


_A = (
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
    13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
)  # fmt: skip
_B = (
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
    5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0,
)  # fmt: skip
_C = (
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
    1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
    4.6303378461565452959, 1.42343711074968357734,
)  # fmt: skip
_D = (
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
    0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
    2.05319162663775882187, 1.0,
)  # fmt: skip
_E = (
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
    0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
    5.4637849111641143699, 6.6579046435011037772,
)  # fmt: skip
_F = (
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
    7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
    0.59983220655588793769, 1.0,
)  # fmt: skip


@compiled
def normal_quantile(u: float) -> float:
    """Return the quantile of the standard normal distribution.

    Wichura (1988), "Algorithm AS 241", PPND16: about 16 digits.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(0.180625 - q * q, _A, _B)
    tail = u if q < 0 else 1.0 - u
    r = math.sqrt(-math.log(tail))
    z = _ratio(r - 1.6, _C, _D) if r <= 5.0 else _ratio(r - 5.0, _E, _F)
    return -z if q < 0 else z


@compiled
def _series(shape: float, x: float) -> float:
    """Return the lower incomplete gamma integral over x^a e^-x / gamma(a + 1), for x < a + 1."""
    term, total, k = 1.0, 1.0, shape
    while abs(term) > _EPSILON * abs(total):
        k += 1.0
        term *= x / k
        total += term
    return total


@compiled
def _fraction(shape: float, x: float) -> float:
    """Return the upper incomplete gamma integral over x^a e^-x / gamma(a), for x >= a + 1.

    Legendre's continued fraction by the method of Lentz (Press et al. 2007, section 6.2).
    """
    b = x + 1.0 - shape
    c, d = 1.0 / _TINY, 1.0 / b
    h, k = d, 0.0
    while True:
        k += 1.0
        an = -k * (k - shape)
        b += 2.0
        d = an * d + b
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        c = b + an / c
        c = c if abs(c) > _TINY else _TINY
        change = d * c
        h *= change
        if abs(change - 1.0) <= 2.0 * _EPSILON:
            return h


@compiled
def _power(shape: float, x: float) -> float:
    """Return x^a e^-x / gamma(a + 1), without loss where a is large."""
    if shape < 10.0:
        return math.exp(shape * math.log(x) - x - math.lgamma(shape + 1.0))
    # Loader (2000), "Fast and accurate computation of binomial probabilities".
    return math.exp(-_deviance(shape, x) - _stirling(shape)) / math.sqrt(2.0 * math.pi * shape)


@compiled
def _deviance(shape: float, x: float) -> float:
    """Return a log(a / x) + x - a, without loss where x is near a."""
    t = (x - shape) / shape
    if abs(t) > 0.1:
        return shape * (t - math.log1p(t))
    total, power, k = 0.0, t * t, 2.0
    while True:
        change = power / k
        if total + change == total:
            return shape * total
        total += change
        power *= -t
        k += 1.0


@compiled
def _stirling(shape: float) -> float:
    """Return log gamma(a + 1) less Stirling's formula, for a >= 10 (Abramowitz & Stegun 6.1.41)."""
    r = 1.0 / (shape * shape)
    return (
        1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r / 1188.0)))
    ) / shape


@compiled
def gamma_tails(shape: float, x: float) -> tuple[float, float]:
    """Return the shares of a gamma variable of scale 1 below and above x."""
    if x <= 0.0:
        return 0.0, 1.0
    power = _power(shape, x)
    if x < shape + 1.0:
        below = power * _series(shape, x)
        return below, 1.0 - below
    above = power * shape * _fraction(shape, x)
    return 1.0 - above, above


@compiled
def _first_guess(shape: float, u: float) -> float:
    """Return about the quantile of a gamma variable: Wilson & Hilferty (1931), or near 0."""
    z = normal_quantile(u)
    c = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * math.sqrt(shape))
    if shape > 0.5 and c > 0.3:
        return shape * c * c * c
    # P(a, x) is about x^a / gamma(a + 1) near 0.
    guess = math.exp((math.log(u) + math.lgamma(shape + 1.0)) / shape)
    if guess < 0.5 * (shape + 1.0):
        return guess
    return max(shape, -math.log1p(-u))


@compiled
def gamma_quantile(shape: float, u: float) -> float:
    """Return the quantile of a gamma variable of scale 1.

    Newton's method on the logarithm of the nearer tail, as a function of log x, within a
    bracket. A quantile below the smallest double is 0.
    """
    x = _first_guess(shape, u)
    low, high = 0.0, math.inf
    for _ in range(_ROUNDS):
        if x < _TINY:
            return 0.0
        below, above = gamma_tails(shape, x)
        if (below > u) if u < 0.5 else (above < 1.0 - u):
            high = x
        else:
            low = x
        density = shape * _power(shape, x)  # of log x
        if u < 0.5:
            step = below * math.log(below / u) / density if below > 0 else -1.0
        else:
            step = -above * math.log(above / (1.0 - u)) / density if above > 0 else 1.0
        moved = x * math.exp(-min(max(step, -2.0), 2.0))
        if not low < moved < high:
            moved = 0.5 * (low + high) if high < math.inf else 2.0 * x
        if abs(moved - x) <= 4.0 * _EPSILON * x:
            return moved
        x = moved
    return x


@compiled
def poisson_quantile(mean: float, u: float) -> int:
    """Return the least n with P(N <= n) >= u of a Poisson variable N.

    From a normal guess by steps; P(N <= n) is the share above the mean of a gamma variable of
    shape n + 1.
    """
    if mean <= 0.0:
        return 0
    n = max(math.floor(mean + math.sqrt(mean) * normal_quantile(u)), 0)
    while n > 0 and gamma_tails(float(n), mean)[1] >= u:
        n -= 1
    while gamma_tails(n + 1.0, mean)[1] < u:
        n += 1
    return n


@compiled
def mean_one_at(cv: float, u: float) -> float:
    """Return the quantile of a gamma variable with mean 1 and a coefficient of variation."""
    shape = 1.0 / (cv * cv)
    return gamma_quantile(shape, u) / shape


@compiled
def seconds_at(kind: int, mean: float, cv: float, u: float) -> float:
    """Return the quantile of a duration in seconds; ``simulation.durations`` has the formulas."""
    if kind == _LOGNORMAL:
        variance = math.log1p(cv * cv)
        return mean * math.exp(math.sqrt(variance) * normal_quantile(u) - variance / 2.0)
    if kind == _EXPONENTIAL:
        return -mean * math.log(1.0 - u)  # 1 - u is exact for a number that is drawn
    if kind == _GAMMA:
        return mean_one_at(cv, u) * mean
    return mean


@compiled
def patience_at(at_once: float, kind: int, mean: float, cv: float, u: float) -> float:
    """Return the quantile of patience in seconds, none at all for the share ``at_once``."""
    if u < at_once:
        return 0.0
    if at_once == 0.0:
        return seconds_at(kind, mean, cv, u)
    return seconds_at(kind, mean, cv, (u - at_once) / (1.0 - at_once))


@entry
def duration_quantile(kind: int, mean: float, cv: float, u: float) -> float:
    """Return ``seconds_at`` for Python."""
    return seconds_at(kind, mean, cv, u)


@entry
def patience_quantile(at_once: float, kind: int, mean: float, cv: float, u: float) -> float:
    """Return ``patience_at`` for Python."""
    return patience_at(at_once, kind, mean, cv, u)


@entry
def mean_one_quantile(cv: float, u: float) -> float:
    """Return ``mean_one_at`` for Python."""
    return mean_one_at(cv, u)


@entry
def count_quantile(mean: float, u: float) -> int:
    """Return ``poisson_quantile`` for Python."""
    return poisson_quantile(mean, u)
