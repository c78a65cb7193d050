"""Proof by cases: where a number of heads comes out in parts, it is so many at most or one more.

Branch and bound over the variables that are not about one agent (Barnhart and others 1998), always
on from the case with the least bound. Cases that cannot hold a better roster are closed; the least
bound of those that are open bounds every roster. Mixes of tours are not split further: where all
numbers of heads are whole already, a case stays as it is.
"""

import heapq
from dataclasses import dataclass

import numpy as np

from scheduler.tours.columns_dive import Dive
from scheduler.tours.columns_frame import Doubles
from scheduler.tours.columns_growth import Grown, Growth

_PART = 1e-4  # of a head: no rounding of the simplex code
_VAIN = 500  # cases without a better bound, after which it is given up


@dataclass(frozen=True, order=True)
class _Case:
    bound: float
    number: int
    limits: tuple[tuple[int, float, float], ...]  # variable, least, most


def prove(growth: Growth, dive: Dive) -> None:
    """Raise the bound of a dive case by case, as long as there is time and it helps."""
    if dive.bound is None or dive.root is None:
        return
    everybody = dive.part({}).growth
    _Proof(everybody, dive).run(dive.bound)
    growth.rounds += everybody.rounds


class _Proof:
    def __init__(self, growth: Growth, dive: Dive) -> None:
        self.growth, self.dive = growth, dive
        self.cases = 0

    def run(self, bound: float) -> None:
        """Split cases, the least bound first."""
        cases = [_Case(bound, 0, ())]
        vain = 0
        while cases and vain < _VAIN and not self.dive.is_best:
            if self.growth.clock.left <= 0 or self.dive.cost is None:
                return
            case = heapq.heappop(cases)
            vain += 1
            if case.bound > bound:
                bound, vain = case.bound, 0
                self.dive.bound = min(bound, self.dive.cost)
            parts = self._split(case)
            if parts is None:
                return
            for part in parts:
                heapq.heappush(cases, part)
        if not cases and self.dive.cost is not None:
            self.dive.bound = self.dive.cost

    def _split(self, case: _Case) -> list[_Case] | None:
        """Return the open parts of a case; None if it cannot be split."""
        growth = self.growth
        least, most = self._limits(case)
        growth.limit(least, most)
        assert self.dive.cost is not None
        grown = growth.grow(growth.everybody, None, self.dive.cost)
        if grown is None or growth.clock.left <= 0:
            return None
        bound = max(case.bound, growth.rounded(grown.bound))
        if bound >= self.dive.cost * (1 - 1e-9):
            return []
        place = self._clearest_part(grown)
        if place is None:
            return None
        variable = int(growth.frame.others[place])
        below = float(np.floor(grown.mix.others[place]))
        self.cases += 2
        return [
            _Case(bound, self.cases - 1, (*case.limits, (variable, least[variable], below))),
            _Case(bound, self.cases, (*case.limits, (variable, below + 1, most[variable]))),
        ]

    def _limits(self, case: _Case) -> tuple[Doubles, Doubles]:
        least, most = self.growth.frame.least.copy(), self.growth.frame.most.copy()
        for variable, low, high in case.limits:
            least[variable], most[variable] = low, high
        return least, most

    def _clearest_part(self, grown: Grown) -> int | None:
        """Return the place of the variable that is farthest from a whole number, or None."""
        values = grown.mix.others
        part = np.where(self.growth.frame.counts, np.abs(values - np.rint(values)), 0.0)
        place = int(np.argmax(part))
        return place if part[place] > _PART else None
