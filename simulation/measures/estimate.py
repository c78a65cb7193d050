"""Estimates: figures with how sure they are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A mean over replications with its two-sided confidence interval."""

    mean: float
    low: float
    high: float
    replications: int
    confidence: float


@dataclass(frozen=True)
class Series:
    """Estimates in a row, one for each span of time; the interval is mean -/+ half."""

    mean: tuple[float, ...]  # NaN where there was nothing to measure
    half: tuple[float, ...]  # NaN with fewer than two replications
