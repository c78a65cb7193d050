"""A first roster by diving: people are given their shifts where the relaxation points to."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from scenarios.planning import Planning
from scheduler.requirement import Floats
from scheduler.roster_model.ground import Ground, Option, ground_of
from scheduler.roster_model.linear import weighted
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.relaxation import Relaxation, Relaxed
from scheduler.roster_model.solver import counting_solver

_BATCHES = 12
_SCALE = 1000
_TINY = 1e-7
_WORK_OF_A_COEFFICIENT = 5e-6  # about the seconds that HiGHS takes for one
_WORK_OF_A_PROGRAMME = 0.01  # and for a programme without any
_VAIN_ROUNDS_PER_AGENT = 3
_NEAREST_EFFORT = 2.0  # deterministic time for the shifts of a batch, far more than they need


class Meter:
    """What has been spent: seconds, or in deterministic plans a count of the work."""

    def __init__(self, planning: Planning) -> None:
        self.deterministic = planning.deterministic
        self.spent = 0.0

    def add_seconds(self, seconds: float) -> None:
        """Count time by the clock."""
        if not self.deterministic:
            self.spent += seconds

    def add_work(self, work: float) -> None:
        """Count work where the clock does not count."""
        if self.deterministic:
            self.spent += work


@dataclass(frozen=True)
class Dived:
    """A lawful roster as values of the shift variables."""

    shifts: dict[int, int]  # by index of the shift variables
    objective: float  # with break places and flows relaxed, in the model's units


class Dive:
    """The search: dive once, then take a few people out again and again and dive anew."""

    def __init__(self, ground: Ground, planning: Planning, say: Callable[[float], None]) -> None:
        self.ground, self.planning, self.say = ground, planning, say
        self.relaxation = Relaxation(ground.model)
        self.hard = hard_only(ground.rules)
        self.meter = Meter(planning)
        self.best: Dived | None = None
        self.bound: float | None = None

    def first(self, seconds: float) -> Dived | None:
        """Return the first roster, or None if the hard rules leave none."""
        everybody = range(len(self.ground.calendar.agents))
        relaxed = self._solve({}, seconds)
        self.bound = relaxed.objective if relaxed else None
        values = relaxed.values if relaxed else np.zeros(len(self.relaxation.costs))
        self._keep(self._down({}, everybody, values, seconds))
        return self.best

    def start_from(self, shifts: dict[int, int], seconds: float) -> None:
        """Take a roster known to be lawful as the first."""
        relaxed = self._solve({}, seconds)
        self.bound = relaxed.objective if relaxed else None
        self._keep((shifts, self._solve(shifts, None)))

    def improve(self, seconds: float) -> None:
        """Take a few people out and dive anew until the time is up or it has long been in vain."""
        agents = len(self.ground.calendar.agents)
        few = min(agents, max(2, agents // _BATCHES))
        generator = np.random.Generator(np.random.Philox(self.planning.seed))
        vain = 0
        while self.best is not None and not self._is_optimal():
            if self.meter.spent > seconds or vain > _VAIN_ROUNDS_PER_AGENT * agents:
                return
            before = self.best
            people = sorted(generator.choice(agents, few, replace=False).tolist())
            own = {i for agent in people for i in _variables(self.ground, agent)}
            others = {i: value for i, value in self.best.shifts.items() if i not in own}
            relaxed = self._solve(others, None)
            if relaxed is not None:
                self._keep(self._down(others, people, relaxed.values, seconds))
            vain = vain + 1 if self.best is before else 0

    def end(self) -> Relaxed | None:
        """Return the best roster with whole break places, priced; None if there is none."""
        if self.best is None:
            return None
        counts = [p.amount for places in self.ground.placements.values() for p in places]
        whole = [variable.index for variable in (*counts, *self.ground.whole)]
        return self._solve(self.best.shifts, None, whole)

    def _is_optimal(self) -> bool:
        assert self.best is not None
        return self.bound is not None and self.best.objective <= self.bound * (1 + _TINY)

    def _keep(self, found: tuple[dict[int, int], Relaxed | None] | None) -> None:
        if found is None:
            return
        shifts, relaxed = found
        if relaxed is None:
            return
        if self.best is None or relaxed.objective < self.best.objective * (1 - _TINY):
            self.best = Dived(shifts, relaxed.objective)
            self.say(relaxed.objective)

    def _down(
        self, fixed: dict[int, int], people: Sequence[int], values: Floats, seconds: float
    ) -> tuple[dict[int, int], Relaxed | None] | None:
        """Give people their shifts batch by batch; without time, the rest at once."""
        fixed, left = dict(fixed), list(people)
        relaxed: Relaxed | None = None
        size = max(1, -(-len(left) // _BATCHES))
        while left:
            hurry = self.meter.spent > seconds
            batch = left if hurry else clearest(self.ground, left, values)[:size]
            shifts = self._nearest_shifts(batch, values)
            if shifts is None:
                return None
            fixed.update(shifts)
            left = [agent for agent in left if agent not in batch]
            relaxed = self._solve(fixed, None)
            if relaxed is None:
                return None
            values = relaxed.values
        return fixed, relaxed

    def _nearest_shifts(self, agents: Sequence[int], values: Floats) -> dict[int, int] | None:
        """Return values of the shift variables of some agents: lawful and nearest to the values.

        What limits a tour speaks of one person, so a few people are a small problem. None if
        there are no lawful shifts.
        """
        few = ground_of(self.ground.calendar, self.hard, agents, repeats=self.ground.repeats)
        add_people(few)
        pairs = [
            pair
            for place, options in few.options.items()
            for pair in zip(self.ground.options[place], options, strict=True)
        ]
        few.model.minimize(
            weighted(
                (round(_SCALE * (1 - 2 * float(values[of_all.chosen.index]))), of_few.chosen)
                for of_all, of_few in pairs
            )
        )
        solver = counting_solver(self.planning.seed, _NEAREST_EFFORT)
        begin = time.perf_counter()
        status = solver.solve(few.model)
        self.meter.add_seconds(time.perf_counter() - begin)
        self.meter.add_work(solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return _read(pairs, solver)

    def _solve(
        self, fixed: dict[int, int], seconds: float | None, whole: Sequence[int] = ()
    ) -> Relaxed | None:
        begin = time.perf_counter()
        limit = None if self.meter.deterministic else seconds
        relaxed = self.relaxation.solve(fixed, limit, whole)
        self.meter.add_seconds(time.perf_counter() - begin)
        self.meter.add_work(_WORK_OF_A_PROGRAMME + self.relaxation.size * _WORK_OF_A_COEFFICIENT)
        return relaxed


def clearest(ground: Ground, agents: Sequence[int], values: Floats) -> list[int]:
    """Return agents in order of how clearly the relaxation has decided their shifts."""

    def undecided(agent: int) -> float:
        chosen = values[_variables(ground, agent)]
        return round(float(np.minimum(chosen, 1 - chosen).sum()), 6)

    return sorted(agents, key=lambda agent: (undecided(agent), agent))


def _variables(ground: Ground, agent: int) -> list[int]:
    return [option.chosen.index for day in ground.days for option in ground.options[agent, day]]


def _read(pairs: Sequence[tuple[Option, Option]], solver: cp_model.CpSolver) -> dict[int, int]:
    return {of_all.chosen.index: solver.value(of_few.chosen) for of_all, of_few in pairs}
