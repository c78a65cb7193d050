"""The event list: a binary heap by time, then kind of event, then number."""

from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.layout import event_at

KIND_SHIFT = 56
NUMBER = (1 << KIND_SHIFT) - 1


@compiled
def push(s: Any, time: float, kind: int, number: int) -> None:
    """Let an event come at a time; there is room, which the loop sees to."""
    place = s.heap
    s.heap = place + 1
    _rise(s.heap_at, place, time, kind << KIND_SHIFT | number)


@compiled
def _rise(at: int, place: int, time: float, key: int) -> None:
    """Put an event at a free place, or above it as long as it comes before what is there."""
    while place > 0:
        above = (place - 1) >> 1
        one = event_at(at, above)
        if one.time < time or (one.time == time and one.key < key):
            break
        here = event_at(at, place)
        here.time = one.time
        here.key = one.key
        place = above
    here = event_at(at, place)
    here.time = time
    here.key = key


@compiled
def pop(s: Any) -> None:
    """Take the first event out."""
    at = s.heap_at
    size = s.heap - 1
    s.heap = size
    if size == 0:
        return
    last = event_at(at, size)
    time, key = last.time, last.key
    # Down to a leaf along the earlier children, then up again with the last event: it nearly
    # always belongs near the leaves, so this takes fewer comparisons (Wegener 1993).
    place = 0
    child = 1
    while child + 1 < size:
        one, other = event_at(at, child), event_at(at, child + 1)
        # Without a branch, as nobody can guess which way it would go.
        ties = (other.time == one.time) & (other.key < one.key)
        child += int((other.time < one.time) | ties)
        one = event_at(at, child)
        here = event_at(at, place)
        here.time = one.time
        here.key = one.key
        place = child
        child = 2 * place + 1
    if child < size:
        one = event_at(at, child)
        here = event_at(at, place)
        here.time = one.time
        here.key = one.key
        place = child
    _rise(at, place, time, key)
