"""Drawing cases: arrivals, and the luck that each of them brings, a block of cases at a time."""

from typing import Any

import numpy as np

from simulation.compiled.clock import SECONDS_PER_MINUTE, due_minutes
from simulation.compiled.jit import compiled, entry
from simulation.compiled.layout import record
from simulation.compiled.luck import fill_pairs
from simulation.compiled.quantiles import patience_at, seconds_at
from simulation.philox import Purpose
from simulation.records import Origin

BLOCK = 1024  # cases drawn at once, so that their numbers stay in the processor's cache
MOST_IN_A_BUCKET = 256
ARRIVAL, HOSTILE = int(Purpose.ARRIVAL), int(Purpose.HOSTILE)
HANDLE = int(Purpose.HANDLE)
DRAWN = int(Origin.DRAWN)

KEY = record(longs="replication low high")
"""The key of a replication's luck."""
DRAWS = record(
    doubles="recall false_positive mean cv at_once patience_mean patience_cv sla_seconds",
    longs="kind patience_kind clock",  # -1 for none
)
"""What is drawn of a channel's cases."""


@entry
def draw_day(
    keys: Any,
    said: tuple[int, ...],
    curve: Any,
    shares: Any,
    chances: Any,
    numbers: Any,
    brought: Any,
) -> None:
    """Draw the arrivals of a channel on one day.

    ``said`` are channel, stream and first line, the minute at which the curve begins (the sum of
    two, as a part of a longer curve adds up differently from one of its own), and the first and
    last place to write to, the last one not included. The curve is that of the day, its share of
    the volume before each minute. Times lie where the curve is as far of the way as a
    random number says; within a minute it is linear. Written are channel, stream, index, line and
    origin to ``numbers``, time and chance of hostility to ``brought``.
    """
    key = keys[0]
    channel, stream, first_line, lead, offset, begin, end = said
    first, last = curve[0], curve[-1]
    least = np.nextafter(first, np.inf)
    guide = _guide(curve, end - begin)
    indexes, streams, one, other = _room(), _room(), _room(), _room()
    marks, tongues = one.view(np.float64), other.view(np.float64)
    streams[:] = np.uint64(stream)
    for start in range(0, end - begin, BLOCK):
        count = min(BLOCK, end - begin - start)
        for k in range(count):
            indexes[k] = np.uint64(start + k)
        fill_pairs(indexes, streams, count, ARRIVAL, key, one, other)
        for k in range(count):
            case = begin + start + k
            mark = marks[k]
            target = min(max(first + mark * (last - first), least), last)
            minute = _last_below(curve, target, guide[int(mark * (len(guide) - 1))])
            inside = (target - curve[minute]) / (curve[minute + 1] - curve[minute])
            seconds = (offset + (lead + minute + inside)) * SECONDS_PER_MINUTE
            at = min(max(seconds / SECONDS_PER_MINUTE, 0.0), len(chances) - 1.0)
            brought[0, case] = seconds
            brought[1, case] = chances[int(at)]
            language = 0
            while language < len(shares) - 1 and shares[language] <= tongues[k]:
                language += 1
            numbers[0, case] = channel
            numbers[1, case] = stream
            numbers[2, case] = start + k
            numbers[3, case] = first_line + language
            numbers[4, case] = DRAWN


@compiled
def _room() -> Any:
    """Return room for a word of each case of a block."""
    return np.empty(BLOCK, np.uint64)


@compiled
def _guide(curve: Any, count: int) -> Any:
    """Return places at which to begin to look in a rising curve, by equal parts of its height."""
    parts = min(count, len(curve))
    guide = np.empty(parts + 1, dtype=np.int64)
    place = 0
    for part in range(parts + 1):
        target = curve[0] + (curve[-1] - curve[0]) * (part / parts)
        while place + 1 < len(curve) - 1 and curve[place + 1] < target:
            place += 1
        guide[part] = place
    return guide


@compiled
def _last_below(numbers: Any, value: float, place: int) -> int:
    """Return the place of the last of some sorted numbers that is below a value.

    At or before the last but one; looked for from a place near by.
    """
    while place > 0 and numbers[place] >= value:
        place -= 1
    while place + 1 < len(numbers) - 1 and numbers[place + 1] < value:
        place += 1
    return place


@entry
def order_of(seconds: Any, end: float, order: Any) -> bool:
    """Put the places of numbers in order of size, equals in the order in which they stand.

    By buckets of equal width up to ``end``, then by insertion. False where too many numbers
    fall into one bucket, so that the order is not made.
    """
    size = len(seconds)
    buckets = size // 4 + 1
    scale = buckets / end
    first = np.zeros(buckets + 1, dtype=np.int64)
    for k in range(size):
        first[_bucket(seconds[k], scale, buckets) + 1] += 1
    for k in range(buckets):
        if first[k + 1] > MOST_IN_A_BUCKET:
            return False
        first[k + 1] += first[k]
    for k in range(size):
        bucket = _bucket(seconds[k], scale, buckets)
        order[first[bucket]] = k
        first[bucket] += 1
    for k in range(1, size):
        case = order[k]
        value = seconds[case]
        place = k
        while place > 0 and seconds[order[place - 1]] > value:
            order[place] = order[place - 1]
            place -= 1
        order[place] = case
    return True


@compiled
def _bucket(value: float, scale: float, buckets: int) -> int:
    return min(max(int(value * scale), 0), buckets - 1)


@entry
def draw_marks(
    keys: Any,
    order: Any,
    arrivals: Any,
    channels: Any,
    clocks: Any,
    columns: Any,
    floats: Any,
    hostile: Any,
) -> None:
    """Draw truth, label, handle time and patience of cases, and when they are due, in order.

    ``arrivals`` are channel, stream, index, line, time and chance of hostility; ``columns`` are
    case id and queue, ``floats`` arrival, limit, handle time, patience, and as wished the marks
    of hostility and label.
    """
    key = keys[0]
    wants_marks = len(floats) > 4
    channel, stream, index, line, seconds, chance = arrivals
    indexes, streams = _room(), _room()
    one, other, third, fourth = _room(), _room(), _room(), _room()
    moods, labels = one.view(np.float64), other.view(np.float64)
    efforts, patiences = third.view(np.float64), fourth.view(np.float64)
    for start in range(0, len(order), BLOCK):
        count = min(BLOCK, len(order) - start)
        for k in range(count):
            case = order[start + k]
            indexes[k], streams[k] = np.uint64(index[case]), np.uint64(stream[case])
        fill_pairs(indexes, streams, count, HOSTILE, key, one, other)
        fill_pairs(indexes, streams, count, HANDLE, key, third, fourth)
        for k in range(count):
            place = start + k
            case = order[place]
            said = channels[channel[case]]
            truth = moods[k] < chance[case]
            seen = labels[k] < (said.recall if truth else said.false_positive)
            columns[0, place] = stream[case] << 32 | index[case]
            columns[1, place] = 2 * line[case] + int(seen)
            hostile[place] = truth
            floats[0, place] = seconds[case]
            floats[1, place] = _due(clocks, said, seconds[case])
            floats[2, place] = seconds_at(said.kind, said.mean, said.cv, efforts[k])
            floats[3, place] = _patience(said, patiences[k])
            if wants_marks:
                floats[4, place] = moods[k]
                floats[5, place] = labels[k]


@compiled
def _due(clocks: Any, said: Any, arrival: float) -> float:
    if said.clock < 0:
        return arrival + said.sla_seconds
    limit = said.sla_seconds / SECONDS_PER_MINUTE
    start = arrival / SECONDS_PER_MINUTE
    return due_minutes(clocks[said.clock], start, limit) * SECONDS_PER_MINUTE


@compiled
def _patience(said: Any, mark: float) -> float:
    if said.patience_kind < 0:
        return np.inf
    return patience_at(said.at_once, said.patience_kind, said.patience_mean, said.patience_cv, mark)
