"""Figures and things as a planner reads them."""

import math
from collections.abc import Sequence

from scenarios.queues import Queue, line_words
from simulation.measures.outcome import Estimate

NOT_AVAILABLE = "n/a"


def percent(share: float, digits: int = 1) -> str:
    """Return a share as a percentage, "n/a" where there was nothing to take a share of."""
    return NOT_AVAILABLE if math.isnan(share) else f"{100 * share:.{digits}f} %"


def percent_range(estimate: Estimate, most: float = 1.0) -> str:
    """Return the confidence interval of a share, cut off at 0 and at ``most``.

    Give infinity for what is no true share, such as time worked / time rostered.
    """
    if math.isnan(estimate.low):
        return NOT_AVAILABLE
    low, high = max(0.0, estimate.low), min(most, estimate.high)
    return f"{100 * low:.1f}–{100 * high:.1f} %"


def money(amount: float, currency: str) -> str:
    """Return an amount without cents, thousands set off."""
    return f"{currency} {amount:,.0f}"


def duration(seconds: float) -> str:
    """Return a length of time in the unit that suits it."""
    if math.isnan(seconds):
        return NOT_AVAILABLE
    if math.isinf(seconds):
        return "never"
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def joined(parts: Sequence[str]) -> str:
    """Return words joined by commas and a last "and"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun in the right form."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def queue_words(queue: Queue, hostile_matters: bool = True) -> str:
    """Return a queue in words, e.g. "posts in de, hostile"."""
    tail = f", {'hostile' if queue.labelled_hostile else 'harmless'}" if hostile_matters else ""
    return f"{line_words(queue.line.id)}{tail}"
