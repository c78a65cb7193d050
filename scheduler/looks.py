"""When a certificate looks at its replications, and how sure each look has to be.

A certificate that looks several times would err more often than one that looks once. So the error
allowed is spent over looks fixed beforehand (Lan and DeMets 1983, "Discrete sequential boundaries
for clinical trials"; Jennison and Turnbull 2000, "Group Sequential Methods", chapters 7 and 19).
Looking less often than that, for whatever reason, only makes the error smaller.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import special, stats
from scipy.optimize import brentq

Floats = npt.NDArray[np.float64]

# Part of the error for the first look. Most plans are clear by then; the rest is spent in equal
# parts. Measured with benchmarks/false_certificates.py: halving costs plans that are clear a
# tenth more replications, nine tenths cost those that are close a tenth more.
_FIRST_PART = 0.7
_GROWTH = 1.5  # of replications from one look to the next
_NODES = 801  # of Simpson's rule, odd
_FAR = 8.0  # standard deviations beyond which nothing is


@dataclass(frozen=True)
class Look:
    """A number of replications and the confidence of each one-sided bound that is used at it."""

    replications: int
    level_confidence: float  # of service levels
    cap_confidence: float  # of the share of replications in which the cap held


def flawless_replications(error: float, compliance: float) -> int:
    """Return how many replications without a breach show a compliance c: c^n <= error.

    59 for 95 % and an error of 5 %.
    """
    return math.ceil(math.log(error) / math.log(compliance) - 1e-9)


@cache
def looks_at(least: int, most: int, error: float, compliance: float | None) -> tuple[Look, ...]:
    """Return the looks of a certificate that errs with a chance of ``error`` at most.

    The first is after ``least`` replications, or as many as a flawless cap takes where a
    ``compliance`` is to be shown; each further one after half as many again, the last after
    ``most``. If ``most`` is no more than the first, there is one look with all the error: after
    ``most``, or as many replications as it needs at least.
    Each promise errs so seldom, on either side; a plan that is met only if all its promises
    are errs no more often than any one of them (intersection-union test, Berger 1982).
    """
    counts, spent = _schedule(least, most, error, compliance)
    levels = _level_errors(counts, spent)
    caps = _cap_errors(counts, spent, compliance) if compliance is not None else levels
    return tuple(
        Look(count, 1 - level, 1 - cap)
        for count, level, cap in zip(counts, levels, caps, strict=True)
    )


def _schedule(
    least: int, most: int, error: float, compliance: float | None
) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Return the numbers of replications and the error that each look spends."""
    first = _first(least, _FIRST_PART * error, compliance)
    if first >= most:
        return (max(_first(least, error, compliance), most),), (error,)
    counts = _counts(first, most)
    part = (1 - _FIRST_PART) * error / (len(counts) - 1)
    return counts, (_FIRST_PART * error, *[part] * (len(counts) - 1))


def _first(least: int, error: float, compliance: float | None) -> int:
    return max(least, flawless_replications(error, compliance) if compliance is not None else 0)


def _counts(first: int, most: int) -> tuple[int, ...]:
    counts = [first]
    while counts[-1] < most:
        counts.append(min(most, math.ceil(counts[-1] * _GROWTH)))
    return tuple(counts)


def _level_errors(counts: Sequence[int], spent: Sequence[float]) -> tuple[float, ...]:
    """Return the nominal error of each look at a mean, one-sided.

    The sums of normal deviates at the looks that have not crossed the bound so far have a density
    that is carried on from look to look by Simpson's rule (Armitage, McPherson and Rowe 1969). The
    bound of a look is where the rest of the density crosses with just the error that the look
    spends. Student's t takes the same nominal error (Jennison and Turnbull 2000, section 11.5).
    """
    errors: list[float] = []
    sums, weights = np.zeros(1), np.ones(1)
    before = 0
    for count, spend in zip(counts, spent, strict=True):
        root, step = math.sqrt(count), math.sqrt(count - before)

        def crossing(
            bound: float,
            sums: Floats = sums,
            weights: Floats = weights,
            root: float = root,
            step: float = step,
        ) -> float:
            return float(weights @ stats.norm.sf((bound * root - sums) / step))

        bound = brentq(lambda z, f=crossing, s=spend: f(z) - s, 0.0, _FAR)
        errors.append(float(stats.norm.sf(bound)))
        grid = np.linspace(-_FAR * root, bound * root, _NODES)
        density = stats.norm.pdf((grid[:, None] - sums) / step) / step @ weights
        sums, weights, before = grid, density * _simpson(grid), count
    return tuple(errors)


def _simpson(grid: Floats) -> Floats:
    weights: Floats = np.full(len(grid), 4.0)
    weights[::2] = 2.0
    weights[0] = weights[-1] = 1.0
    return np.multiply(weights, float(grid[1] - grid[0]) / 3.0)


def _cap_errors(
    counts: Sequence[int], spent: Sequence[float], compliance: float
) -> tuple[float, ...]:
    """Return the nominal error of each look at the share without a breach, exactly.

    The chance of each number of breaches without a decision so far is carried on from look to
    look, for a plan whose compliance is just the one promised (Jennison and Turnbull 2000, section
    12.1). A look takes the largest error at which neither a false yes nor a false no has been
    spent more than allowed; what a look cannot use up, as breaches are whole, the next may.
    """
    chance = 1 - compliance
    yes, no = _Breaches(chance), _Breaches(chance)
    errors: list[float] = []
    for count, allowed in zip(counts, np.cumsum(spent), strict=True):
        yes.reach(count)
        no.reach(count)
        numbers = np.arange(count + 1)
        at_most = np.asarray(special.bdtr(numbers, count, chance), dtype=np.float64)
        at_least = _at_least(count, chance)
        few = int(np.searchsorted(yes.spent + np.cumsum(yes.open), allowed, side="right")) - 1
        many_spent = no.spent + np.cumsum(no.open[::-1])[::-1]
        many = int(np.searchsorted(-many_spent, -allowed, side="left"))
        # One error for both sides: what they need, but not what lets a further number through.
        needed = max(at_most[few] if few >= 0 else 0.0, at_least[many] if many <= count else 0.0)
        limit = min(at_most[few + 1], at_least[many - 1] if many else 1.0)
        error = float(min(needed * (1 + 1e-9), limit * (1 - 1e-9), 0.5))
        errors.append(error)
        yes.close(numbers[at_most <= error])
        no.close(numbers[at_least <= error])
    return tuple(errors)


def _at_least(count: int, chance: float) -> Floats:
    """Return the chance of so many breaches or more, for every number of them."""
    above = np.asarray(special.bdtrc(np.arange(count), count, chance), dtype=np.float64)
    return np.concatenate((np.ones(1), above))


class _Breaches:
    """The chance of each number of breaches among replications that are not decided yet."""

    def __init__(self, chance: float) -> None:
        self.chance = chance
        self.count = 0
        self.open: Floats = np.ones(1)
        self.spent = 0.0

    def reach(self, count: int) -> None:
        """Go on to a number of replications."""
        further = count - self.count
        self.open = np.convolve(
            self.open, stats.binom.pmf(np.arange(further + 1), further, self.chance)
        )
        self.count = count

    def close(self, decided: npt.NDArray[np.int64]) -> None:
        """Take the numbers out with which it ends here."""
        self.spent += float(self.open[decided].sum())
        self.open[decided] = 0.0
