"""Searching tours for a time: a first roster, then steps that are noisy first and strict last."""

import time
from collections.abc import Callable

import numpy as np

from scheduler.tours.counts import Counts, count_people
from scheduler.tours.search import TourSearch

_COUNT_PART = 0.15  # most of the time that counting people may take
_COUNT_SECONDS = 10.0
_CHUNK_SECONDS = 0.2
_WORK_OF_A_STEP = 1e-3  # about the seconds that a step takes
# The noise on prices at the start, as a part of the price of a shift that is missing.
_NOISE_PART = 1.0 / 16
_NOISE_OF_A_KNOWN_START = 1.0 / 64
_STEPS = 200


class Timer:
    """What is left of the time; in deterministic plans steps are counted instead of seconds."""

    def __init__(self, seconds: float, *, deterministic: bool) -> None:
        self.seconds, self.deterministic = seconds, deterministic
        self.worked = 0.0
        self.started = time.perf_counter()

    @property
    def spent(self) -> float:
        """Seconds that are gone, or the work done."""
        return self.worked if self.deterministic else time.perf_counter() - self.started

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.seconds - self.spent

    def pardon(self, seconds: float) -> None:
        """Take seconds as not spent: compiling is not searching."""
        self.started += seconds

    def work(self, amount: float) -> None:
        """Count work where the clock does not count."""
        self.worked += amount


def count(search: TourSearch, timer: Timer) -> Counts | None:
    """Count people for a bound and a start; whole numbers are sought if time allows."""
    if timer.deterministic:
        counts = count_people(search.sheet, search.coverage, np.inf, whole=False)
        timer.work(_COUNT_PART * timer.seconds)
        return counts
    seconds = min(_COUNT_SECONDS, _COUNT_PART * timer.seconds)
    return count_people(search.sheet, search.coverage, seconds, whole=True)


def anneal(
    search: TourSearch,
    timer: Timer,
    until: float,
    say: Callable[[], None],
    *,
    known_start: bool = False,
) -> None:
    """Better the roster until so many of the timer's seconds are spent.

    ``say`` is called after each chunk of steps. Ctrl-C goes through; the best so far stays.
    """
    begun = timer.spent
    part = _NOISE_OF_A_KNOWN_START if known_start else _NOISE_PART
    noise = part * search.price_of_a_shift
    steps = 20
    while timer.spent < until:
        cooled = 1 - (timer.spent - begun) / max(until - begun, 1e-9)
        before = time.perf_counter()
        search.improve(steps, 0.0, noise * max(cooled, 0.0))
        timer.work(steps * _WORK_OF_A_STEP)
        took = time.perf_counter() - before
        if timer.deterministic:
            steps = _STEPS
        else:
            steps = int(np.clip(steps * _CHUNK_SECONDS / max(took, 1e-6), 1, 4 * steps))
        say()
