"""Limits that pricing leaves out until a tour passes them.

How many shifts of a type a person may have at most, how many weekends and the like seldom matters,
but each such count multiplies the states of a programme. So these counters are left out at first;
where the best tour passes one, that one is counted from then on and the tour is looked for anew
(decremental state space relaxation; Righini and Salani 2008). The tour that passes none is the
best of more tours than are lawful, hence the best of those that are.
"""

import numpy as np
import numpy.typing as npt

from scheduler.tours.sheet import MOST_DAYS, Sheet

Bools = npt.NDArray[np.bool_]
_ANY = 1 << 40  # more than any total


class Leeway:
    """A sheet without the counters that can wait; those that tours pass come back."""

    def __init__(self, sheet: Sheet) -> None:
        self._strict = sheet
        self._out = _can_wait(sheet)
        self.sheet = sheet._replace(
            c_high=np.where(self._out, _ANY, sheet.c_high),
            c_safe_high=np.where(self._out, _ANY, sheet.c_safe_high),
        )

    def take_back(self, agent: int, tour: npt.NDArray[np.int16]) -> bool:
        """Count from now on what an agent's tour passes; return whether there is any."""
        own = slice(*self._strict.counters_from[agent : agent + 2])
        waiting = np.flatnonzero(self._out[own]) + own.start
        passed = waiting[_totals(self._strict, waiting, tour) > self._strict.c_high[waiting]]
        self._out[passed] = False
        self.sheet.c_high[passed] = self._strict.c_high[passed]
        self.sheet.c_safe_high[passed] = self._strict.c_safe_high[passed]
        return bool(len(passed))


def _can_wait(sheet: Sheet) -> Bools:
    """Return which counters only say how much there may be at most, over more than a week."""
    counters = int(sheet.counters_from[-1])
    long = sheet.c_last[:counters] - sheet.c_first[:counters] > MOST_DAYS
    free = (sheet.c_safe_low == 0) & (sheet.c_safe_high == sheet.c_high) & (sheet.c_high > 0)
    waits: Bools = long & (free & (sheet.c_rest == 0))[:counters]
    return waits


def _totals(
    sheet: Sheet, counters: npt.NDArray[np.int64], tour: npt.NDArray[np.int16]
) -> npt.NDArray[np.int64]:
    """Return what a tour adds to some counters."""
    places = np.arange(len(tour))
    work = sheet.work[places, tour]
    before = np.append(False, work[:-1])
    first, last = sheet.c_first[counters, None], sheet.c_last[counters, None]
    gained = sheet.weights[sheet.c_weight[counters, None], places, tour].astype(np.int64)
    pair = sheet.c_pair[counters]
    gained += (pair == 1) & work
    gained += (pair == 2) & work & ~before
    total: npt.NDArray[np.int64] = np.where((first <= places) & (places < last), gained, 0).sum(1)
    return total
