"""When there are enough replications: a fixed number, or a relative half-width reached."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulation.figures import estimates_of
from simulation.measures.outcome import Estimate, Outcome

LEAST = 20  # replications before the first look; Law 2015 asks for ten at least
BATCH = 10
WATCHED = ("service_level", "asa_seconds")  # of every channel, where nothing else is chosen


@dataclass(frozen=True)
class Precision:
    """How exact figures must be before no further replication is made.

    Names of figures are those of ``simulation.figures``; none stands for service level and
    ASA of every channel.
    """

    relative_half_width: float  # in (0, 1)
    figures: tuple[str, ...] = ()


class StopReason(StrEnum):
    """Why no further replication was made."""

    ALL_MADE = "all made"  # a fixed number
    PRECISE = "precise"
    MOST_MADE = "most made"  # the largest number allowed, not precise yet
    INTERRUPTED = "interrupted"


@dataclass(frozen=True)
class Stop:
    """Why and where a simulation ended."""

    reason: StopReason
    replications: int
    precision: Precision | None
    least_exact: str | None  # the figure watched that is known least exactly
    relative_half_width: float | None  # of that figure


class NoSuchFigure(ValueError):
    """A figure to be watched that the outcome does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"{name} is no figure of this simulation")
        self.name = name
        self.known = tuple(known)


def looks(least: int, most: int) -> Iterator[int]:
    """Yield the numbers of replications after which to look; the last is ``most``.

    Ten or a tenth more each time, so that no more than a tenth is made in vain and looking
    stays cheap. They depend on nothing else, so neither does the number reached.
    """
    number = min(least, most)
    while number < most:
        yield number
        number = min(most, number + max(BATCH, number // 10))
    yield most


def watched(outcome: Outcome, precision: Precision) -> dict[str, Estimate]:
    """Return the estimates to be watched; raises NoSuchFigure."""
    known = estimates_of(outcome)
    for name in precision.figures:
        if name not in known:
            raise NoSuchFigure(name, tuple(known))
    chosen = precision.figures or [
        name
        for name in known
        if name.startswith("channels.") and name.rsplit(".", 1)[-1] in WATCHED
    ]
    return {name: known[name] for name in chosen}


def is_precise(outcome: Outcome, precision: Precision) -> bool:
    """Whether every figure watched is known exactly enough.

    The sequential procedure for a relative error g: stop at the first look at which the
    half-width of the interval is at most g / (1 + g) of the mean (Chow & Robbins 1965; Law 2015,
    Simulation Modeling and Analysis, section 9.4.1). Dividing by 1 + g makes the error relative
    to the true mean, not to the estimate, at most g. Each figure has the confidence of its own
    interval; there is no joint one. A figure without anything to measure is not waited for.
    """
    limit = precision.relative_half_width / (1.0 + precision.relative_half_width)
    return all(
        relative_half_width(one) <= limit
        for one in watched(outcome, precision).values()
        if not math.isnan(one.mean)
    )


def relative_half_width(estimate: Estimate) -> float:
    """Return half the width of an interval over the mean; 0 where it is a point, else infinity.

    Infinity stands for a mean of 0, or too few replications for an interval.
    """
    half = (estimate.high - estimate.low) / 2.0
    if math.isnan(half):
        return math.inf
    if half == 0.0:
        return 0.0
    return half / abs(estimate.mean) if estimate.mean else math.inf


def stop_of(reason: StopReason, outcome: Outcome, precision: Precision | None) -> Stop:
    """Return why a simulation ended, with the figure that is known least exactly."""
    made = len(outcome.replications)
    if precision is None:
        return Stop(reason, made, None, None, None)
    widths = {
        name: relative_half_width(one)
        for name, one in watched(outcome, precision).items()
        if not math.isnan(one.mean)
    }
    if not widths:
        return Stop(reason, made, precision, None, None)
    least = max(widths, key=lambda name: widths[name])
    return Stop(reason, made, precision, least, widths[least])
