"""Flows of cases to those who may take them, each within limits on hostile work: the programme."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TOLERANCE = 1e-4  # of the lowest share
_FREE = -1  # taker of a flow that no limit counts, such as an agency's; room of one without


@dataclass(frozen=True)
class Flows:
    """Which cases may go to whom, and what limits them.

    A *source* holds cases that are alike, a *taker* is whoever a limit is about (people, or one of
    them in one window), a *room* is working time. Flow f hands cases of ``source[f]`` to
    ``taker[f]``, each for ``minutes[f]`` of its rooms; a taker or room of -1 is none.
    """

    cases: Floats  # (sources,)
    hostile_chance: Floats  # (sources,): chance that a case is truly hostile
    hostile_minutes: Floats  # (sources,): handling time of a case if it is hostile
    source: Ints  # (flows,)
    taker: Ints  # (flows,)
    minutes: Floats  # (flows,)
    rooms: Ints  # (flows, any number)
    room_minutes: Floats  # (rooms,)
    own_share: Floats  # (takers,): NaN where the team's cap holds
    most_contacts: Floats  # (takers,): hostile ones; infinity without a limit
    most_minutes: Floats  # (takers,): of hostile handling; infinity without a limit

    def without_rooms(self) -> "Flows":
        """Return the same with time for everything; what may go elsewhere is no more for that."""
        return replace(self, rooms=np.where((self.taker >= 0)[:, None], _FREE, self.rooms))

    @cached_property
    def demand(self) -> csr_array:
        """Rows of sources over flows."""
        return _rows(self.source, np.ones(len(self.source)), len(self.cases))

    @cached_property
    def work(self) -> csr_array:
        """Rows of rooms over flows, in minutes."""
        count, wide = self.rooms.shape
        column = np.repeat(np.arange(count), wide)
        room, minutes = self.rooms.ravel(), np.repeat(self.minutes, wide)
        kept = room >= 0
        shape = (len(self.room_minutes), count)
        return csr_array((minutes[kept], (room[kept], column[kept])), shape=shape)

    @cached_property
    def _chance(self) -> Floats:
        found: Floats = self.hostile_chance[self.source]
        return found

    def exposure(self, cap: float) -> csr_array:
        """Rows of takers over flows: hostile cases less what their share allows."""
        limit = np.where(np.isnan(self.own_share), cap, self.own_share)
        limited = np.append(limit, 1.0)[self.taker]  # the last is that of no taker
        return _rows(self.taker, self._chance - limited, len(self.own_share))

    @cached_property
    def _forms(self) -> tuple[csr_array, Floats]:
        """Rows of the other forms of the cap, and their limits."""
        takers = len(self.own_share)
        contacts = _rows(self.taker, self._chance, takers)
        minutes = _rows(self.taker, self._chance * self.hostile_minutes[self.source], takers)
        rows = vstack([contacts, minutes], format="csr")
        limits = np.concatenate([self.most_contacts, self.most_minutes])
        finite = np.flatnonzero(np.isfinite(limits))
        return rows[finite], limits[finite]

    def rows(self, cap: float) -> tuple[csr_array, Floats]:
        """Return all rows that bound flows from above: shares, other forms, rooms."""
        forms, limits = self._forms
        rows = vstack([self.exposure(cap), forms, self.work], format="csr")
        share = np.zeros(len(self.own_share))
        return rows, np.concatenate([share, limits, self.room_minutes])

    def holds(self, cap: float) -> bool:
        """Whether all cases can be taken with nobody above the cap or an own limit."""
        return self.solution(cap) is not None

    def solution(self, cap: float) -> Floats | None:
        """Return flows that take all cases within the limits; None if there are none."""
        if not len(self.source):
            return np.zeros(0) if not (self.cases > 0).any() else None
        rows, limits = self.rows(cap)
        result = solved(np.zeros(len(self.source)), rows, limits, self.demand, self.cases)
        return None if result is None else np.asarray(result.x)

    def lowest_cap(self, least: float = 0.0) -> float | None:
        """Return a cap below which none holds, 0.01 points from one that does; None if none does.

        By bisection from ``least``, below which none can hold. What fits under a cap fits under a
        higher one, as its rows only grow weaker.
        """
        if not self.holds(1.0):
            return None
        low, high = least, 1.0
        if self.holds(low + _TOLERANCE):
            return low
        while high - low > _TOLERANCE:
            middle = (low + high) / 2
            low, high = (low, middle) if self.holds(middle) else (middle, high)
        return low


def solved(price: Floats, rows: Any, limits: Floats, equal: Any, wanted: Floats) -> Any | None:
    """Return HiGHS's answer to a programme in variables from 0 on; None if it is infeasible.

    Raises RuntimeError where the solver gives up.
    """
    result = linprog(price, rows, limits, equal, wanted, method="highs")
    if result.status == 2:
        return None
    if result.status != 0:
        raise RuntimeError(f"a programme of the cap could not be solved: {result.message}")
    return result


def _rows(place: Ints, value: Floats, count: int) -> csr_array:
    """Return a matrix with one value a column, in the row of its place; -1 is in none."""
    kept = place >= 0
    column = np.flatnonzero(kept)
    return csr_array((value[kept], (place[kept], column)), shape=(count, len(place)))
