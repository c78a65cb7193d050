"""Pauses: unplanned time away from the desk, as people take it over the day."""

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from scenarios.durations import Distribution, Duration
from scenarios.people import Shrinkage
from simulation.durations import gamma_quantile, seconds_of
from simulation.philox import Purpose, uniforms

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Span = tuple[float, float]
"""Start and end in seconds."""

SLOT_SECONDS = 86400.0
"""Pauses are drawn for slots of this length, counted from the horizon's first midnight."""
_SLOT_BITS = 16
_MOST_NUMBERS = 1 << 16


def draw_pauses(
    shrinkage: Shrinkage, slots: Iterable[tuple[int, int]], seed: int, replication: int
) -> dict[int, list[Span]]:
    """Return by agent index the pauses of some slots, in order and without overlap.

    ``slots`` are pairs (agent index, slot). Gaps are exponential, lengths as the scenario says,
    and each slot starts in the long run's state, so that at every moment the chance of a pause
    is the share asked for: the mean gap is length x (1 - share) / share, and with that share a
    slot starts within a pause, of which the rest is a uniform part of a length drawn in
    proportion to itself (alternating renewal process in equilibrium; Cox 1962, "Renewal Theory",
    sections 5.4 and 7.4). A pause is cut at the end of its slot. The luck belongs to agent, slot
    and number. Raises ValueError where pauses are so short that a slot has more than 65535.
    """
    pairs = np.array(sorted(set(slots)), dtype=np.int64).reshape(-1, 2)
    if shrinkage.share == 0 or not len(pairs):
        return {}
    starts, ends = _renewals(shrinkage, pairs[:, 0], pairs[:, 1], seed, replication)
    found: dict[int, list[Span]] = defaultdict(list)
    for row, (agent, slot) in enumerate(pairs.tolist()):
        origin = slot * SLOT_SECONDS
        own = found[agent]
        for start, end in zip(starts[row].tolist(), ends[row].tolist(), strict=True):
            if start >= SLOT_SECONDS:
                break
            _append(own, origin + start, origin + min(end, SLOT_SECONDS))
    return dict(found)


def _append(spans: list[Span], start: float, end: float) -> None:
    """Add a span, joined to the last one where they touch."""
    if end <= start:
        return
    if spans and start <= spans[-1][1]:
        spans[-1] = (spans[-1][0], max(spans[-1][1], end))
    else:
        spans.append((start, end))


def _renewals(
    shrinkage: Shrinkage, agents: Ints, slots: Ints, seed: int, replication: int
) -> tuple[Floats, Floats]:
    """Return starts and ends of pauses in seconds of each slot, shape (slots, pauses)."""
    length = shrinkage.length
    mean_gap = length.mean_seconds * (1.0 - shrinkage.share) / shrinkage.share
    luck = _Luck(agents, slots, seed, replication)
    rest = _rest_at_start(shrinkage, luck)
    count = math.ceil(1.5 * SLOT_SECONDS / (mean_gap + length.mean_seconds)) + 8
    while True:
        if count >= _MOST_NUMBERS:
            raise ValueError(
                f"pauses of {length.mean_seconds:g} seconds are too short for a share of "
                f"{shrinkage.share:g} of the working time"
            )
        gap_mark, length_mark = luck.numbered(range(1, count + 1))
        gaps = -mean_gap * np.log1p(-gap_mark)
        lengths = seconds_of(length, length_mark.ravel()).reshape(gaps.shape)
        ends = rest[:, None] + np.cumsum(gaps + lengths, axis=1)
        if bool((ends[:, -1] >= SLOT_SECONDS).all()):
            first = np.zeros((len(rest), 1))
            return (
                np.concatenate((first, ends - lengths), axis=1),
                np.concatenate((rest[:, None], ends), axis=1),
            )
        count *= 2


def _rest_at_start(shrinkage: Shrinkage, luck: "_Luck") -> Floats:
    """Return how long the pause under way at the start of each slot still lasts, 0 if none."""
    state, age = luck.at_start()
    _, length_mark = luck.numbered(range(1))
    whole = length_biased(shrinkage.length, length_mark[:, 0])
    return np.where(state < shrinkage.share, age * whole, 0.0)


class _Luck:
    """The random numbers of some slots."""

    def __init__(self, agents: Ints, slots: Ints, seed: int, replication: int) -> None:
        self.agents, self.slots = agents, slots & ((1 << _SLOT_BITS) - 1)
        self.seed, self.replication = seed, replication

    def at_start(self) -> tuple[Floats, Floats]:
        """Return the marks of the state at the start of the slots, each of shape (slots,)."""
        return self._draw(self.slots, self.agents, Purpose.PAUSE_STATE, Purpose.PAUSE_AGE)

    def numbered(self, numbers: range) -> tuple[Floats, Floats]:
        """Return the marks of gaps and lengths, each of shape (slots, numbers)."""
        streams = (np.array(numbers) << _SLOT_BITS)[None, :] | self.slots[:, None]
        agents = np.broadcast_to(self.agents[:, None], streams.shape)
        gap, length = self._draw(
            streams.ravel(), agents.ravel(), Purpose.PAUSE_GAP, Purpose.PAUSE_LENGTH
        )
        return gap.reshape(streams.shape), length.reshape(streams.shape)

    def _draw(
        self, stream: Ints, index: Ints, one: Purpose, other: Purpose
    ) -> tuple[Floats, Floats]:
        drawn = uniforms(self.seed, self.replication, stream, index, (one, other))
        return drawn[one], drawn[other]


def length_biased(duration: Duration, uniform: Floats) -> Floats:
    """Return quantiles of a duration met at a random moment: drawn in proportion to its length.

    A lognormal (mu, sigma) becomes (mu + sigma^2, sigma), a gamma of shape k one of shape k + 1
    with the same scale, an exponential a gamma of shape 2; a constant stays (Cox 1962, section
    5.4; Patil & Rao 1978, table 1).
    """
    mean, cv = duration.mean_seconds, duration.cv
    match duration.distribution:
        case Distribution.LOGNORMAL:
            return seconds_of(duration, uniform) * (1.0 + cv * cv)
        case Distribution.EXPONENTIAL:
            return 2.0 * mean * gamma_quantile(uniform, math.sqrt(0.5))
        case Distribution.GAMMA:
            squared = cv * cv
            longer = gamma_quantile(uniform, math.sqrt(squared / (1.0 + squared)))
            return mean * (1.0 + squared) * longer
        case Distribution.CONSTANT:
            return seconds_of(duration, uniform)
