"""One section: a table of texts under a title."""

import math
from dataclasses import dataclass

from reports.wording import NOT_AVAILABLE, duration, percent, percent_range
from simulation.measures.outcome import Estimate, Outcome


@dataclass(frozen=True)
class Section:
    """A table for reading; every cell is text, the first column says what the row is about."""

    title: str
    note: str  # what the figures are, in half a sentence
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sources: str = ""  # where the figures come from, if not from the simulation


def share(estimate: Estimate | None) -> str:
    """Return a mean share as a percentage; n/a where there is none."""
    return NOT_AVAILABLE if estimate is None else percent(estimate.mean)


def length(estimate: Estimate) -> str:
    """Return a mean length of time."""
    return duration(estimate.mean)


def seconds(estimate: Estimate) -> str:
    """Return a mean handle time, in seconds as planners of calls have it."""
    return NOT_AVAILABLE if math.isnan(estimate.mean) else f"{estimate.mean:,.0f} s"


def number(value: float) -> str:
    """Return a count or a mean of counts: whole from ten on, then so that it is not 0.0."""
    if value != value:
        return NOT_AVAILABLE
    whole = abs(value) >= 10 or value == round(value)
    if whole:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 0.05 else f"{value:.1g}"


def count(estimate: Estimate) -> str:
    """Return a mean count."""
    return number(estimate.mean)


def share_range(estimate: Estimate) -> str:
    """Return the interval of a share."""
    return percent_range(estimate)


def ratio_range(estimate: Estimate) -> str:
    """Return the interval of a ratio that may pass 1, as a percentage."""
    return percent_range(estimate, math.inf)


def number_range(estimate: Estimate, digits: int = 1) -> str:
    """Return the interval of a number; n/a where there is none."""
    if estimate.low != estimate.low:
        return NOT_AVAILABLE
    low = max(0.0, estimate.low)  # nothing that is shown here falls below 0
    return f"{low:,.{digits}f}–{estimate.high:,.{digits}f}"


def length_range(estimate: Estimate) -> str:
    """Return the interval of a length of time; n/a where there is none."""
    if estimate.low != estimate.low:
        return NOT_AVAILABLE
    return f"{duration(max(0.0, estimate.low))}–{duration(estimate.high)}"


def meets_hostility(outcome: Outcome) -> bool:
    """Whether anything hostile came in, or anybody met it, in any simulated horizon."""
    shares = [outcome.team.max_share, *(one.hostile_share for one in outcome.channels)]
    return any(one.mean > 0 for one in shares)
