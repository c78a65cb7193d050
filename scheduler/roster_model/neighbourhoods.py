"""Better rosters from slices of one: many people exchange shifts of few days at once.

A slice is solved as a mixed-integer programme of its own. What a search person by person cannot
see, an exchange that only pays when it is whole, is found where it lies within a slice.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scenarios.planning import Planning
from scheduler.requirement import Floats
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.meter import Meter
from scheduler.roster_model.neighbourhood_sizes import Choice, Kind, kinds_for
from scheduler.roster_model.neighbourhood_slices import Slice, Sliced, Slicer
from scheduler.roster_model.relaxation import Relaxation

_TINY = 1e-7  # relative; less is no gain
_EQUAL = 1e-9  # relative; what the same cost may differ by
_MOST_SECONDS = 10.0  # for a slice; as long may Ctrl-C take
_LEAST_SECONDS = 0.2
_MOST_NODES = 20  # of a slice in deterministic plans, where no clock stops it
_WORK_OF_A_SLICE = 0.01  # about the seconds that HiGHS takes for one without coefficients
_WORK_OF_COEFFICIENTS = 1.5e-7  # and for its coefficients, of which the time is the 1.5th power
_NODES_LIKE_THE_FIRST = 10  # nodes of a tree that take as long as its root


@dataclass(frozen=True)
class _Best:
    values: Floats
    objective: float


class Neighbourhoods:
    """The search by slices of a model; ``best`` is kept true whenever it is interrupted.

    ``bound`` is the optimum once a slice that holds everything has been solved, None before.
    """

    def __init__(self, ground: Ground, relaxation: Relaxation, planning: Planning) -> None:
        self.planning, self.days = planning, ground.days
        self.bench = _Bench(relaxation, Slicer(ground, relaxation), Meter(planning))
        self.group_of = np.zeros(len(ground.calendar.agents), dtype=np.int64)
        for group, members in enumerate(ground.calendar.members):
            self.group_of[list(members)] = group
        self._walk: _Walk | None = None
        self._stopped = False

    @property
    def best(self) -> tuple[dict[int, int], float] | None:
        """The best roster so far: values of the shift variables, and its cost in units."""
        if self._walk is None:
            return None
        return self.bench.shifts_in(self._walk.best.values), self._walk.best.objective

    @property
    def bound(self) -> float | None:
        """What no roster of the model costs less than, in units; None if that is not known."""
        return None if self._walk is None else self._walk.bound

    def stop(self) -> None:
        """Ask a search in another thread to end after the slice at hand."""
        self._stopped = True

    def improve(
        self,
        shifts: dict[int, int],
        objective: float,
        seconds: float,
        say: Callable[[float], None],
    ) -> tuple[dict[int, int], float]:
        """Return the best roster found in the time, and its cost with whole break places.

        ``shifts`` holds values of all shift variables, ``objective`` what the caller takes them
        to cost: nothing dearer is said. In deterministic plans seconds count work. Raises
        ValueError if the shifts break a rule that has no price; on KeyboardInterrupt ``best``
        holds what was found so far.
        """
        self._walk = None
        end = self.bench.meter.spent + seconds
        values = self.bench.clean(shifts)
        if values is None:
            raise ValueError("the roster to start from breaks a rule of the model")
        walk = self._walk = _Walk(self.bench, values, objective, say)
        choice = self._choice()
        while choice.options and walk.bound is None and not self._stopped:
            left = end - self.bench.meter.spent
            kind = choice.kind()
            if left < _LEAST_SECONDS or kind is None:
                break
            walk.step(choice, kind, left)
        return self.bench.shifts_in(walk.best.values), walk.best.objective

    def _choice(self) -> Choice:
        generator = np.random.Generator(np.random.Philox(self.planning.seed))
        options = int(self.bench.slicer.is_option.sum())
        return Choice(self.group_of, self.days, options, generator, kinds_for(len(self.days)))


@dataclass(frozen=True)
class _Bench:
    """What a search works with: the model, its slices, and what has been spent."""

    relaxation: Relaxation
    slicer: Slicer
    meter: Meter

    def clean(self, shifts: dict[int, int]) -> Floats | None:
        """Return the cheapest values of all variables where the shifts are known."""
        begin = time.perf_counter()
        whole = np.flatnonzero(self.slicer.whole & ~self.slicer.is_option)
        found = self.relaxation.solve(shifts, None, whole.tolist())
        self.meter.add_seconds(time.perf_counter() - begin)
        self.meter.add_work(_work(self.relaxation.size, 0))
        if found is None:
            return None
        values = found.values.copy()
        values[self.slicer.whole] = np.rint(values[self.slicer.whole])
        return values

    def solve(self, part: Slice, values: Floats, left: float) -> tuple[Sliced, float]:
        """Return what comes of a slice and what it took.

        That is processor time, or a count of work: how busy the machine is says nothing of slices.
        """
        begin, own = time.perf_counter(), time.thread_time()
        if self.meter.deterministic:
            found = self.slicer.solve(part, values, nodes=_MOST_NODES)
            work = _work(part.coefficients, found.nodes)
            self.meter.add_work(work)
            return found, work
        found = self.slicer.solve(part, values, min(left, _MOST_SECONDS))
        self.meter.add_seconds(time.perf_counter() - begin)
        return found, time.thread_time() - own

    def shifts_in(self, values: Floats) -> dict[int, int]:
        """Return the values of the shift variables alone."""
        columns = np.flatnonzero(self.slicer.is_option)
        shifts = np.rint(values[columns]).astype(np.int64)
        return dict(zip(columns.tolist(), shifts.tolist(), strict=True))

    def cost_of(self, values: Floats) -> float:
        """Return the objective, in the model's units."""
        return float(self.relaxation.costs @ values) + self.relaxation.offset

    def day_costs(self, values: Floats, days: range) -> Floats:
        """Return what is paid near each day beside the shifts' own prices."""
        slicer = self.slicer
        priced = ~slicer.is_option & (slicer.near_day >= days.start)
        paid = np.maximum(self.relaxation.costs[priced] * values[priced], 0.0)
        near = slicer.near_day[priced] - days.start
        return np.bincount(near, weights=paid, minlength=len(days)).astype(np.float64)


class _Walk:
    """Where a search stands: the roster at hand, and the best of all."""

    def __init__(
        self, bench: _Bench, values: Floats, told: float, say: Callable[[float], None]
    ) -> None:
        self.bench, self.told, self.say = bench, told, say
        self.values, self.cost = values, bench.cost_of(values)
        self.best = _Best(values, self.cost)
        self.bound: float | None = None

    def step(self, choice: Choice, kind: Kind, left: float) -> None:
        """Solve a slice and take what came of it unless it is dearer."""
        window = choice.window(kind, self.bench.day_costs(self.values, choice.days))
        slicer = self.bench.slicer
        options = slicer.options_of(window.agents, window.first, window.last)
        found, took = self.bench.solve(slicer.cut(options), self.values, left)
        before = self.cost
        self._take(found)
        if found.solved and choice.is_whole(window):
            self.bound = min(found.bound, self.best.objective)
        if found.contradiction:
            self._clean()
        kind.learn(before - self.cost, took, solved=found.solved)
        choice.settle(kind)

    def _take(self, found: Sliced) -> None:
        if found.values is None or found.cost > self.cost + _EQUAL * abs(self.cost):
            return
        self.values, self.cost = found.values, found.cost
        if self.cost < self.best.objective - _TINY * abs(self.best.objective):
            self.best = _Best(self.values, self.cost)
            if self.cost < self.told:
                self.told = self.cost
                self.say(self.cost)

    def _clean(self) -> None:
        """Have exact values again: rounding has crept into those that many slices have left."""
        values = self.bench.clean(self.bench.shifts_in(self.values))
        if values is None:
            raise AssertionError("a slice has led to a roster that breaks a rule of the model")
        self.values, self.cost = values, self.bench.cost_of(values)


def _work(coefficients: int, nodes: int) -> float:
    """Return about the seconds that HiGHS takes, counted instead of measured."""
    tree = 1 + nodes / _NODES_LIKE_THE_FIRST
    return float(_WORK_OF_A_SLICE + _WORK_OF_COEFFICIENTS * coefficients**1.5 * tree)
