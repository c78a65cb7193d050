"""Two lanes: parts of the roster so far apart that two threads can better them at once.

One lane has some of the people and the weeks before a Monday, the other the rest of the people
and the weeks after it. What they change has nothing in common, so the result does not depend on
which of them is faster. Where costs tie distant weeks together (deferrable work, cuts, prices on
different shapes, room for hostile cases) there is one lane only.
"""

import threading
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.dynamic import desk_for
from scheduler.tours.walk import COVER, TOURS

if TYPE_CHECKING:
    from scheduler.tours.search import TourSearch

Longs = npt.NDArray[np.int64]

_FEWEST_PEOPLE = 24
_DAYS = 7


class Lane(NamedTuple):
    """Who may be taken out, and in which places [low, high)."""

    people: Longs
    low: int
    high: int


class Lanes:
    """Draws lanes and runs the second one beside the first."""

    def __init__(self, search: "TourSearch", width: int) -> None:
        self.search = search
        self.cuts = cuts_of(search)
        self.dice = np.random.default_rng(search.seed)
        walk = search.walk
        self.walk = walk._replace(
            cost=walk.cost.copy(),
            price=walk.price.copy(),
            shape_of=walk.shape_of.copy(),
            running=walk.running.copy(),
            gain=walk.gain.copy(),
            fixed=walk.fixed.copy(),
            old_tours=walk.old_tours.copy(),
            old_shapes=walk.old_shapes.copy(),
            old_costs=walk.old_costs.copy(),
            people=walk.people.copy(),
            dice=~walk.dice,
        )
        self.desk = desk_for(search.sheet, width)
        self.desk.linear[0] = True

    def improve(self, steps: int, noise: float) -> None:
        """Take steps in both lanes, so many in all; the walk's parts of the cost stay true."""
        one, other = self._draw()
        search, walk = self.search, self.search.walk
        before = walk.cost.copy()
        self.walk.cost[:] = before
        beside = threading.Thread(
            target=search.step, args=(other, steps // 2, noise, self.walk, self.desk)
        )
        beside.start()
        try:
            search.step(one, steps - steps // 2, noise)
        finally:
            beside.join()
            for part in (COVER, TOURS):
                walk.cost[part] += self.walk.cost[part] - before[part]

    def _draw(self) -> tuple[Lane, Lane]:
        search = self.search
        cut, low = self.cuts[int(self.dice.integers(len(self.cuts)))]
        people = self.dice.permutation(search.agents).astype(np.int64)
        half = search.agents // 2
        return Lane(people[:half], 0, cut), Lane(people[half:], low, search.places)


def cuts_of(search: "TourSearch") -> tuple[tuple[int, int], ...]:
    """Return where the first lane may end and the second begin; none where there is one lane.

    Shifts that pass midnight reach into the first day after the cut: the second lane then begins
    a day later.
    """
    cover, slots_of = search.coverage.cover, search.coverage.slots_of
    rows = len(cover.cut_have) + len(cover.room_have)
    tied = search.walk.defers or rows > 0 or cover.use_price > 0
    if tied or search.agents < _FEWEST_PEOPLE:
        return ()
    found = []
    for monday in range(1 + _DAYS, search.places, _DAYS):  # the evening before is place 0
        until = slots_of[:monday, 1].max()
        apart = np.flatnonzero(slots_of[monday : search.places, 0] >= until)
        if len(apart):
            found.append((monday, monday + int(apart[0])))
    return tuple(found)
