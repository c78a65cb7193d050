"""Solving a roster: tours first, then where it is small enough the whole model, with a bound."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.plan import Costs, RosterSolution, SolveStatus
from scheduler.requirement import Requirement
from scheduler.roster_model.build import build, build_rules, build_work
from scheduler.roster_model.costs import roster_costs
from scheduler.roster_model.neighbourhoods import Neighbourhoods
from scheduler.roster_model.relaxation import Relaxation
from scheduler.roster_model.search import Found, complete_hints, run
from scheduler.roster_model.solution import hint_roster, shift_values, tours_in
from scheduler.timer import Timer
from scheduler.tours.anneal import Counting, anneal
from scheduler.tours.columns import price_and_dive
from scheduler.tours.search import NoTourError, TourSearch

OnProgress = Callable[[int, int, str], None]

# Yes-or-no variables up to which the whole model is worth its making, and rows of cover up to
# which mixing whole tours is quick.
_SMALL = 12_000
_FEW_ROWS = 1_500
# Likewise up to which slices of the model are, given some time.
_MIDDLING = 40_000
_SLICES_NEED_SECONDS = 20.0
# Parts of the time after which tours alone are no longer looked at, in small teams, and after
# which the rest belongs to the whole model.
_TOURS_PART = 0.3
_TOURS_PART_BEFORE_COLUMNS = 0.12  # which come from any start to the same end
_COLUMNS_PART = 0.85
_LEAST_SECONDS = 1.0
_NEAR = 1e-6


class SolveInterrupted(KeyboardInterrupt):
    """Ctrl-C during the search; ``solution`` holds the best roster so far, if any."""

    def __init__(self, solution: RosterSolution) -> None:
        super().__init__("interrupted")
        self.solution = solution


def solve_roster(
    scenario: Scenario,
    requirement: Requirement,
    cuts: Sequence[Cut],
    *,
    seconds: float,
    hint: Roster | None = None,
    rules: Sequence[TourRules] | None = None,
    calendar: Calendar | None = None,
    on_progress: OnProgress | None = None,
) -> RosterSolution:
    """Return the cheapest roster found in the time, with a proven lower bound of its cost.

    The cost is that of everybody's tour (wages, wishes, fairness, rules broken at a price), of
    priced agent-hours that are missing (against the live requirement, in deferrable work, over
    the cap by hours alone, against cuts), of heads on duty and of different shapes. With
    ``planning.deterministic`` work is counted instead of time and equal input gives an equal
    roster. A hint is a roster to start from, if it keeps the hard rules. ``rules`` of every agent
    take the place of those that the scenario makes, and ``calendar`` that of its calendar. Raises
    SolveInterrupted on Ctrl-C.
    """
    calendar = calendar or Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement) if rules is None else rules
    return _Solve(calendar, rules, requirement, tuple(cuts), seconds, on_progress).run(hint)


class _Stopped(KeyboardInterrupt):
    """Ctrl-C that a stage noticed itself, after it had kept what it found."""


class _Solve:
    def __init__(
        self,
        calendar: Calendar,
        rules: Sequence[TourRules],
        requirement: Requirement,
        cuts: tuple[Cut, ...],
        seconds: float,
        on_progress: OnProgress | None,
    ) -> None:
        self.calendar, self.rules = calendar, rules
        self.planning = calendar.scenario.planning
        self.requirement, self.cuts = requirement, cuts
        self.on_progress = on_progress
        self.timer = Timer(seconds, deterministic=self.planning.deterministic)
        self.best: Roster | None = None
        self.costs: Costs | None = None
        self.bound: float | None = None
        self.status = SolveStatus.NO_ROSTER_IN_TIME
        self.search: TourSearch | None = None
        self.counting: Counting | None = None

    def run(self, hint: Roster | None) -> RosterSolution:
        """Go through the stages; Ctrl-C ends them with what is best so far."""
        try:
            self._stages(hint)
        except KeyboardInterrupt as stop:
            self._take_tours()
            raise SolveInterrupted(self._solution()) from stop
        return self._solution()

    def _stages(self, hint: Roster | None) -> None:
        self.search = TourSearch(
            self.calendar, self.rules, self.requirement, self.cuts, self.planning.seed
        )
        if not self.search.is_compiled:
            self._note("compiling the search, once for this machine")
        self.timer.pardon(self.search.prepare())
        small = int(self.search.sheet.allowed.sum()) <= _SMALL
        mixed, middling = small and self.search.rows <= _FEW_ROWS, self._is_middling()
        part = _TOURS_PART if small or middling else 1.0
        part = _TOURS_PART_BEFORE_COLUMNS if mixed else part
        if self._tours(hint, part) and self._any_lawful():
            self._better(part)
        if self.best is None or self._is_optimal():
            return
        if mixed:
            self._columns(_COLUMNS_PART * self.timer.seconds - self.timer.spent)
        if not self._is_optimal():
            self._last(small, middling)

    def _last(self, small: bool, middling: bool) -> None:
        """Give what is left to the whole model, or to slices of it."""
        if small:
            self._cp_sat(max(self.timer.left, _LEAST_SECONDS))
        elif middling:
            self._slices(self.timer.left)

    def _better(self, part: float) -> None:
        """Better the tours of the best roster until a part of the time is gone, or a moment."""
        assert self.search is not None
        assert self.best is not None
        if self.search.adopt_roster(self.best):
            until = max(part * self.timer.seconds, self.timer.spent + _LEAST_SECONDS)
            anneal(self.search, self.timer, until, self._tell_tours, known_start=True)
            self._take_tours()

    def _tours(self, hint: Roster | None, part: float) -> bool:
        """Search tours; return whether somebody seems to have none."""
        assert self.search is not None
        self.search.open()
        self.counting = Counting(self.search, self.timer)
        counts = self.counting.guide()
        if counts is not None:
            self._know(counts.bound / UNITS_PER_CURRENCY)
        known = hint is not None and self.search.adopt_roster(hint)
        if not known:
            try:
                self.search.clear()
                self.search.give_first(range(self.search.agents), counts)
            except NoTourError:
                return True
        until = max(part * self.timer.seconds, self.timer.spent + _LEAST_SECONDS)
        anneal(self.search, self.timer, until, self._tell_tours, known_start=known)
        self._take_tours()
        self._ask_counting(self.timer.left if part == 1.0 else 0.0)
        return self.best is None

    def _ask_counting(self, seconds: float) -> None:
        bound = None if self.counting is None else self.counting.bound(seconds)
        if bound is not None:
            self._know(bound / UNITS_PER_CURRENCY)

    def _take_tours(self) -> None:
        """Keep the roster of the tour search, if it is lawful and better."""
        if self.search is not None and self.search.lacks_nothing_hard:
            self._keep(self.search.roster())

    def _is_middling(self) -> bool:
        """Whether slices of the model are worth its making: not too large, and time enough."""
        assert self.search is not None
        options = int(self.search.sheet.allowed.sum())
        return _SMALL < options <= _MIDDLING and self.timer.left >= _SLICES_NEED_SECONDS

    def _slices(self, seconds: float) -> None:
        """Better the roster by slices of the whole model, solved as programmes."""
        assert self.search is not None
        if self.best is None:
            return
        ground = build(self.calendar, self.rules, self.requirement, self.cuts)
        slices = Neighbourhoods(ground, Relaxation(ground.model), self.planning)
        start = shift_values(ground, self.best)

        def told(objective: float) -> None:
            self._say(objective / UNITS_PER_CURRENCY, self.bound or 0.0)

        left = min(self.timer.left, seconds)
        try:
            slices.improve(start, math.inf, max(left, _LEAST_SECONDS), told)
        finally:
            self.timer.work(max(left, _LEAST_SECONDS))
            if slices.best is not None and self.search.adopt(tours_in(ground, slices.best[0])):
                self.search.improve(0)
                self._take_tours()
        if slices.bound is not None:
            self._know(slices.bound / UNITS_PER_CURRENCY)
            self._is_optimal()

    def _columns(self, seconds: float) -> None:
        assert self.search is not None
        ground = build_work(self.calendar, self.rules, self.requirement, self.cuts)
        found = price_and_dive(self.search, ground, seconds=max(seconds, _LEAST_SECONDS))
        self.timer.work(max(seconds, _LEAST_SECONDS))
        if found.bound is not None:
            self._know(found.bound / UNITS_PER_CURRENCY)
        if found.tours is not None and self.search.adopt(found.tours):
            self.search.improve(0)
            self._take_tours()
        if found.interrupted:
            raise _Stopped

    def _cp_sat(self, seconds: float) -> None:
        """Let CP-SAT search everything from the best roster, and tell how it goes."""
        assert self.best is not None
        ground = build(self.calendar, self.rules, self.requirement, self.cuts)
        hint_roster(ground, self.best)
        completed = complete_hints(ground, self.planning)
        self.timer.work(completed.effort)

        def improved(objective: float, bound: float) -> None:
            self._say(objective, max(bound, self.bound or -math.inf))

        found = run(ground, self.planning, max(seconds - completed.effort, 1.0), improved)
        self.timer.work(found.effort)
        self._take(found)

    def _any_lawful(self) -> bool:
        """Look for any roster that keeps the hard rules; return whether there is one."""
        lawful = build_rules(self.calendar, self.rules, self.requirement)
        found = run(lawful, self.planning, max(self.timer.left, _LEAST_SECONDS))
        self.timer.work(found.effort)
        if found.roster is None:
            self.status = found.status
        self._take(replace(found, bound=None, status=SolveStatus.FEASIBLE))
        return self.best is not None

    def _take(self, found: Found) -> None:
        if found.roster is not None:
            self._keep(found.roster)
            if found.bound is not None:
                self._know(found.bound)
            if found.status is SolveStatus.OPTIMAL:
                self.status = found.status
        if found.interrupted:
            raise _Stopped

    def _keep(self, roster: Roster) -> None:
        """Keep a roster if it is cheaper than the best, by its true cost."""
        costs = roster_costs(self.calendar, self.rules, self.requirement, self.cuts, roster)
        if self.costs is None or costs.total < self.costs.total - _NEAR:
            self.best, self.costs = roster, costs
        if self.status is not SolveStatus.OPTIMAL:
            self.status = SolveStatus.FEASIBLE
        self._is_optimal()

    def _know(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = bound if self.bound is None else max(bound, self.bound)

    def _is_optimal(self) -> bool:
        """Whether the bound meets the cost; the status then says so."""
        if self.costs is None or self.bound is None:
            return False
        if self.costs.total <= self.bound + _NEAR * max(1.0, abs(self.costs.total)):
            self.status = SolveStatus.OPTIMAL
        return self.status is SolveStatus.OPTIMAL

    def _tell_tours(self) -> None:
        assert self.search is not None
        self._ask_counting(0.0)
        self._say(self.search.cost / UNITS_PER_CURRENCY, self.bound or 0.0)

    def _say(self, cost: float, bound: float) -> None:
        note = f"cost {cost:,.0f}, at least {bound:,.0f}"
        if np.isfinite(cost) and cost > 0:
            note += f", gap {max(cost - bound, 0.0) / cost:.1%}"
        self._note(note)

    def _note(self, note: str) -> None:
        if self.on_progress is not None:
            total = math.ceil(self.timer.seconds)
            self.on_progress(min(math.floor(self.timer.spent), total), total, note)

    def _solution(self) -> RosterSolution:
        bound = self.bound
        if self.costs is not None and bound is not None:
            # The search splits work into whole minutes, the costs need not: a hair's breadth.
            bound = min(bound, self.costs.total)
        return RosterSolution(self.status, self.best, self.costs, bound, self.timer.spent)
