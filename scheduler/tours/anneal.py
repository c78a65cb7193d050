"""Searching tours for a time: a first roster, then steps that are noisy first and strict last."""

import threading
import time
from collections.abc import Callable

import numpy as np

from scheduler.timer import Timer
from scheduler.tours.counts import CountedPeople, Counts
from scheduler.tours.search import TourSearch

_COUNT_PART = 0.15  # most of the time that counting people may take
_COUNT_SECONDS = 10.0
_CHUNK_SECONDS = 0.2
_WORK_OF_A_STEP = 1e-3  # about the seconds that a step takes
# The noise on prices at the start, as a part of the price of a shift that is missing.
_NOISE_PART = 1.0 / 32
_NOISE_OF_A_KNOWN_START = 1.0 / 64
_STEPS = 200


class Counting:
    """Counting people in the background: its bound may come late, and its guide in time."""

    def __init__(self, search: TourSearch, timer: Timer) -> None:
        self.search, self.timer = search, timer
        self.people: CountedPeople | None = None
        self.relaxed: Counts | None = None
        self._done = threading.Event()
        if timer.deterministic:
            self._count(np.inf)
            timer.work(_COUNT_PART * timer.seconds)
        else:
            seconds = max(timer.left, 1.0)
            threading.Thread(target=self._count, args=(seconds,), daemon=True).start()

    def _count(self, seconds: float) -> None:
        try:
            self.people = CountedPeople(self.search.sheet, self.search.coverage)
            self.relaxed = self.people.relaxed(seconds)
        finally:
            self._done.set()

    def guide(self) -> Counts | None:
        """Return counts to start from, whole ones if there is time for them."""
        until = self.timer.spent + min(_COUNT_SECONDS, _COUNT_PART * self.timer.seconds)
        if not self._done.wait(until - self.timer.spent) or self.relaxed is None:
            return None
        left = until - self.timer.spent
        if self.timer.deterministic or left <= 0 or self.people is None:
            return self.relaxed
        return self.people.whole(left, self.relaxed)

    def bound(self, seconds: float) -> float | None:
        """Return the bound, waiting at most so long for it; in the model's units."""
        self._done.wait(max(seconds, 0.0))
        return None if self.relaxed is None else self.relaxed.bound


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
        search.improve(steps, noise * max(cooled, 0.0))
        timer.work(steps * _WORK_OF_A_STEP)
        took = time.perf_counter() - before
        if timer.deterministic:
            steps = _STEPS
        else:
            steps = int(np.clip(steps * _CHUNK_SECONDS / max(took, 1e-6), 1, 4 * steps))
        say()
