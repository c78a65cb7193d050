"""Two runs compared figure by figure: in pairs on common random numbers, or unpaired."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

from simulation.figures import ReplicationTable
from simulation.measures.estimates import mean_estimate
from simulation.measures.outcome import Estimate

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Difference:
    """One figure of two runs: both means over replications, and b less a with its interval.

    ``variance_saved`` is the share of the variance of the difference that pairing took away,
    1 - Var(b - a) / (Var a + Var b); negative where pairs made it worse, None where unpaired or
    where nothing varies.
    """

    a: float
    b: float
    difference: Estimate
    paired: bool
    variance_saved: float | None


def unlike(a: ReplicationTable, b: ReplicationTable) -> tuple[str, ...]:
    """Return why two runs cannot be compared in pairs, in words; nothing if they can."""
    reasons = []
    if a.seed != b.seed:
        reasons.append(f"the seeds differ ({a.seed} and {b.seed})")
    if a.replications != b.replications:
        reasons.append(f"the replications differ ({_numbers(a)} and {_numbers(b)})")
    return tuple(reasons)


def _numbers(table: ReplicationTable) -> str:
    return f"{table.replications[0]} to {table.replications[-1]}"


def differences(
    a: ReplicationTable, b: ReplicationTable, confidence: float
) -> dict[str, Difference]:
    """Return the difference of every figure that both runs have.

    The same seed and replications are the same customers, so they are compared in pairs (Law
    2015, Simulation Modeling and Analysis, sections 10.2.1 and 11.2); otherwise the interval is
    that of Welch (1947) for two independent samples. A replication in which a figure has
    nothing to measure is left out of it, in pairs with its partner.
    """
    compare = _unpaired if unlike(a, b) else _paired
    return {
        name: compare(np.array(a.figures[name]), np.array(b.figures[name]), confidence)
        for name in a.figures
        if name in b.figures
    }


def _paired(a: Floats, b: Floats, confidence: float) -> Difference:
    both = ~(np.isnan(a) | np.isnan(b))
    ours, theirs = a[both], b[both]
    estimate = mean_estimate(theirs - ours, confidence)
    return Difference(_mean(ours), _mean(theirs), estimate, True, _saved(ours, theirs))


def _saved(ours: Floats, theirs: Floats) -> float | None:
    if len(ours) < 2:
        return None
    apart = float(ours.var(ddof=1) + theirs.var(ddof=1))
    return 1.0 - float((theirs - ours).var(ddof=1)) / apart if apart > 0 else None


def _unpaired(a: Floats, b: Floats, confidence: float) -> Difference:
    ours, theirs = a[~np.isnan(a)], b[~np.isnan(b)]
    return Difference(
        _mean(ours), _mean(theirs), welch_estimate(ours, theirs, confidence), False, None
    )


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else math.nan


def welch_estimate(ours: Floats, theirs: Floats, confidence: float) -> Estimate:
    """Return the difference of two independent means, theirs less ours, with its interval.

    Student's t with the degrees of freedom of Welch (1947, Biometrika 34) and Satterthwaite:
    (u + v)^2 / (u^2 / (m - 1) + v^2 / (n - 1)), u and v the squared standard errors. The bounds
    are NaN where one of the samples has fewer than two values.
    """
    fewest = min(len(ours), len(theirs))
    mean = _mean(theirs) - _mean(ours)
    if fewest < 2:
        return Estimate(mean, math.nan, math.nan, fewest, confidence)
    u, v = (float(one.var(ddof=1)) / len(one) for one in (ours, theirs))
    if u + v == 0:
        return Estimate(mean, mean, mean, fewest, confidence)
    degrees = (u + v) ** 2 / (u**2 / (len(ours) - 1) + v**2 / (len(theirs) - 1))
    half = float(special.stdtrit(degrees, 0.5 + confidence / 2.0)) * math.sqrt(u + v)
    return Estimate(mean, mean - half, mean + half, fewest, confidence)
