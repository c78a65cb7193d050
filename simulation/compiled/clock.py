"""Clocks that run in opening hours only: the limits that ``OpeningClock`` gives, one by one."""

import math
from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.life_layout import clock_at
from simulation.compiled.memory import float_at

SECONDS_PER_MINUTE = 60.0


@compiled
def due_at(s: Any, number: int, limit_seconds: float, arrival: float) -> float:
    """Return when a limit is up by a clock, -1 for one that runs always, in seconds."""
    if number < 0:
        return arrival + limit_seconds
    limit = limit_seconds / SECONDS_PER_MINUTE
    return due_minutes(clock_at(s.clocks_at, number), arrival / SECONDS_PER_MINUTE, limit) * 60.0


@compiled
def due_minutes(clock: Any, start: float, limit: float) -> float:
    """Return when a limit that starts running is up, in elapsed minutes; infinity if never."""
    if clock.windows == 0:
        return math.inf
    place = last_from(clock.opens_at, clock.windows, start)
    inside = 0.0
    if place >= 0:
        inside = min(start - float_at(clock.opens_at, place), float_at(clock.lengths_at, place))
    target = float_at(clock.before_at, max(place, 0)) + inside + limit
    if not target <= float_at(clock.before_at, clock.windows):
        return math.inf
    window = max(_last_below(clock.before_at, clock.windows + 1, target), 0)
    return float_at(clock.opens_at, window) + target - float_at(clock.before_at, window)


@compiled
def last_from(address: int, count: int, value: float) -> int:
    """Return the place of the last of some sorted numbers that is not above a value, or -1."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if float_at(address, middle) <= value:
            low = middle + 1
        else:
            high = middle
    return low - 1


@compiled
def _last_below(address: int, count: int, value: float) -> int:
    """Return the place of the last of some sorted numbers that is below a value, or -1."""
    low, high = 0, count
    while low < high:
        middle = (low + high) >> 1
        if float_at(address, middle) < value:
            low = middle + 1
        else:
            high = middle
    return low - 1
