"""The dive: people are given whole tours where the mix points to, and the rest mixed anew."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scheduler.tours.columns_growth import UNKNOWN, Growth
from scheduler.tours.columns_master import Mix
from scheduler.tours.columns_part import Part, part_of
from scheduler.tours.columns_whole import whole_mix

_ROUNDS = 15  # of growth after each step of a dive
_ROUNDS_AROUND = 20  # of growth before a dive for a few people
_CLEAR = 0.9  # of one person: taken for decided
_PART = 12  # at least one of so many people is given a tour at each step
_TINY = 1e-6
_FEW = 4  # people of the first neighbourhoods
_WIDEN = 1.5  # more people when a size has been
_VAIN = 12  # times in vain
_WHOLE_SECONDS = 10.0  # at most: it cannot be interrupted
_WHOLE_PART = 0.2  # of the time left
_WHOLE_WORK = 1.0  # in deterministic plans, about
_WHOLE_COLUMNS = 4000
_PROMISING = 40  # columns of a class with which a part of the problem begins


class Dive:
    """Dives, and the best roster so far."""

    def __init__(self, growth: Growth, generator: np.random.Generator) -> None:
        self.growth, self.generator = growth, generator
        self.cost: float | None = None
        self.people: dict[int, int] = {}  # by column
        self.bound: float | None = None
        self.root: Mix | None = None  # of everybody, before any dive

    @property
    def is_best(self) -> bool:
        """Whether no roster is cheaper than the best so far."""
        if self.bound is None or self.cost is None:
            return False
        return self.cost <= self.bound * (1 + 1e-9)

    def start_from(self, tours: npt.NDArray[np.int16]) -> None:
        """Begin with a roster that is known, (agents, places), if it is lawful."""
        master = self.growth.master
        for number, members in enumerate(self.growth.frame.classes):
            for agent in members:
                column = self.growth.add_tour(number, tours[agent])
                if column is None:
                    master.release()
                    return
                master.hold(column, master.held.get(column, 0) + 1)
        mix = master.solve()
        if mix is not None and not mix.missing:
            self._keep_held(mix.cost)
        master.release()

    def first(self) -> None:
        """Grow columns for everybody, which gives a bound, and dive."""
        grown = self.growth.grow(self.growth.everybody)
        if grown is not None and grown.bound > UNKNOWN:
            self.bound = self.growth.rounded(grown.bound)
        if grown is not None:
            self.root = grown.mix
            self._down(grown.mix, self.growth.frame.sizes)
        self.growth.master.release()

    def improve(self) -> bool:
        """Free some people at a time and dive anew, more of them when it is in vain for long.

        It ends when everybody at once has been in vain; returns whether anything was not.
        """
        start = self.cost
        agents = int(self.growth.frame.sizes.sum())
        few, vain = float(min(_FEW, agents)), 0
        while self.cost is not None and not self.is_best and self.growth.clock.left > 0:
            before = self.cost
            self._around(min(round(few), agents))
            vain = vain + 1 if self.cost >= before else 0
            if vain < _VAIN and few < agents:
                continue
            if few >= agents:
                break
            few, vain = few * _WIDEN, 0
        return self.cost != start

    def tours(self) -> npt.NDArray[np.int16] | None:
        """Return the best roster's tours, (agents, places)."""
        if self.cost is None:
            return None
        frame = self.growth.frame
        waiting = [list(members) for members in frame.classes]
        tours = np.zeros((sum(map(len, waiting)), frame.x_of.shape[1]), dtype=np.int16)
        for column, people in self.people.items():
            one = self.growth.master.columns[column]
            for _ in range(people):
                tours[waiting[one.number].pop(0)] = one.tour
        return tours

    def _around(self, few: int) -> None:
        """Look for better tours of a few people; the others keep theirs."""
        assert self.cost is not None
        theirs = [column for column, people in self.people.items() for _ in range(people)]
        freed = set(self.generator.choice(len(theirs), few, replace=False).tolist())
        held: dict[int, int] = {}
        for place, column in enumerate(theirs):
            if place not in freed:
                held[column] = held.get(column, 0) + 1
        part = self.part(held)
        inner = Dive(part.growth, self.generator)
        inner.cost = self.cost
        inner.again()
        self.growth.rounds += part.growth.rounds
        if inner.people:
            self._keep(inner.cost, part.back(inner.people))

    def again(self) -> None:
        """Look for a roster that is cheaper than the best so far."""
        assert self.cost is not None
        growth = self.growth
        grown = growth.grow(growth.everybody, _ROUNDS_AROUND, self.cost)
        if grown is None or growth.rounded(grown.mix.cost) >= self.cost - _TINY:
            return
        if not self._down(grown.mix, growth.frame.sizes):
            growth.master.release()
            self._whole(grown.mix)

    def part(self, held: Mapping[int, int]) -> Part:
        """Return the part of those who keep no held column."""
        assert self.root is not None
        reduced = self.growth.master.reduced(self.root)
        return part_of(self.growth, held, tuple(self.people), reduced, _PROMISING)

    def _down(self, mix: Mix | None, left: npt.NDArray[np.int64]) -> bool:
        """Give everybody left a tour, a few at a time; return whether the roster is a better one.

        ``left`` counts people of each class and is counted down.
        """
        growth = self.growth
        while mix is not None:
            self._hold(mix, left)
            hurry = growth.clock.left <= 0
            grown = growth.grow(np.flatnonzero(left).tolist(), 0 if hurry else _ROUNDS)
            mix = None if grown is None else grown.mix
            if mix is not None and not left.any():
                return not mix.missing and self._keep_held(mix.cost)
        return False

    def _keep_held(self, cost: float) -> bool:
        """Keep the held tours of everybody; what must be whole numbers is made whole first."""
        growth, held = self.growth, self.growth.master.held
        if not len(growth.frame.whole):
            return self._keep(cost, held)
        found = whole_mix(growth.frame, growth.master.columns, (), held, None)
        return found is not None and self._keep(found.cost, found.people)

    def _hold(self, mix: Mix, left: npt.NDArray[np.int64]) -> None:
        """Hold the clearest columns of a mix; count down who is left."""
        master = self.growth.master
        rest = mix.weights.copy()
        for column, people in master.held.items():
            rest[column] -= people
        open_ones = np.flatnonzero(rest > _TINY)
        order = open_ones[np.argsort(-rest[open_ones], kind="stable")]
        given, most = 0, max(1, int(left.sum()) // _PART)
        for column in order.tolist():
            number = master.columns[column].number
            people = int(np.floor(rest[column] + 1 - _CLEAR))
            if not people and given < most:
                people = 1
            people = min(people, int(left[number]))
            if people:
                master.hold(column, master.held.get(column, 0) + people)
                left[number] -= people
                given += people

    def _whole(self, mix: Mix) -> None:
        """Look for the best roster of all known tours that could be part of a better one."""
        growth, master = self.growth, self.growth.master
        assert self.cost is not None
        reduced = master.reduced(mix)
        usable = np.flatnonzero(reduced <= self.cost - mix.cost)
        usable = usable[np.argsort(reduced[usable], kind="stable")][:_WHOLE_COLUMNS]
        clock = growth.clock
        seconds = None
        if not clock.deterministic:
            seconds = min(_WHOLE_SECONDS, _WHOLE_PART * clock.left)
        found = whole_mix(growth.frame, master.columns, usable.tolist(), {}, seconds)
        clock.work(_WHOLE_WORK)
        if found is not None:
            self._keep(found.cost, found.people)

    def _keep(self, cost: float, people: Mapping[int, int]) -> bool:
        """Keep a roster if it is better than the best so far, and say so."""
        better = self.cost is None or cost < self.cost - 0.5
        if better:
            self.cost, self.people = cost, dict(people)
        return better
