"""Solving a roster: a dive for a good start, then a search over everything, with a bound."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.plan import RosterSolution, SolveStatus
from scheduler.requirement import Requirement
from scheduler.roster_model.build import build, build_rules
from scheduler.roster_model.costs import roster_costs
from scheduler.roster_model.dive import Dive
from scheduler.roster_model.search import Found, complete_hints, run
from scheduler.roster_model.solution import hint_roster, roster_from, shift_values

OnProgress = Callable[[int, int, str], None]

# Parts of the time after which the dive hurries, and after which CP-SAT has the rest.
_DIVE_PART = 0.5
_IMPROVE_PART = 0.7
_LEAST_SECONDS = 1.0


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
    ``planning.deterministic`` the time is the solver's deterministic time and equal input gives
    an equal roster. A hint is a roster to start from, if it keeps the hard rules. ``rules`` of
    every agent take the place of those that the scenario makes, and ``calendar`` that of its
    calendar. Raises SolveInterrupted on Ctrl-C.
    """
    calendar = calendar or Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement) if rules is None else rules
    return _Solve(calendar, rules, requirement, tuple(cuts), seconds, on_progress).run(hint)


class _Stopped(Exception):
    """Ctrl-C while the model was being solved."""

    def __init__(self, found: Found) -> None:
        super().__init__("stopped")
        self.found = found


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
        self.scenario, self.calendar, self.rules = calendar.scenario, calendar, rules
        self.seconds = seconds
        self.on_progress = on_progress
        self.requirement, self.cuts = requirement, cuts
        self.ground = build(calendar, rules, requirement, cuts)
        self.dive = Dive(self.ground, self.scenario.planning, self._tell_dive)
        self.meter = self.dive.meter

    def run(self, hint: Roster | None) -> RosterSolution:
        """Dive, improve, then search everything from there."""
        best: Found | None = None
        try:
            self._dive(hint)
            best = self._dived()
            start = best or self._any_lawful()
            if start.roster is None:
                return self._solution(start)
            hint_roster(self.ground, start.roster)
            completed = complete_hints(self.ground, self.scenario.planning)
            self._spend(completed)
            best = best or completed
            left = max(self.seconds - self.meter.spent, _LEAST_SECONDS)
            return self._solution(_better(best, self._search(left)))
        except KeyboardInterrupt as stop:
            raise SolveInterrupted(self._solution(best or self._dived())) from stop
        except _Stopped as stop:
            raise SolveInterrupted(self._solution(_better(best, stop.found))) from stop

    def _dive(self, hint: Roster | None) -> None:
        if hint is not None and self._keeps_rules(hint):
            self.dive.start_from(shift_values(self.ground, hint), self.seconds)
        else:
            self.dive.first(_DIVE_PART * self.seconds)
        self.dive.improve(_IMPROVE_PART * self.seconds)

    def _keeps_rules(self, roster: Roster) -> bool:
        lawful = build_rules(self.calendar, self.rules, self.requirement)
        hint_roster(lawful, roster)
        found = complete_hints(lawful, self.scenario.planning)
        self._spend(found)
        return found.roster is not None

    def _dived(self) -> Found | None:
        """Return what the dive has found so far as a roster with its cost."""
        ended = self.dive.end()
        if ended is None:
            return None
        bound = None if self.dive.bound is None else self.dive.bound / UNITS_PER_CURRENCY
        roster = roster_from(self.ground, lambda variable: round(ended.values[variable.index]))
        objective = ended.objective / UNITS_PER_CURRENCY
        return Found(SolveStatus.FEASIBLE, roster, objective, bound, interrupted=False, effort=0.0)

    def _any_lawful(self) -> Found:
        """Return any roster that keeps the hard rules, if there is one at all."""
        lawful = build_rules(self.calendar, self.rules, self.requirement)
        found = run(lawful, self.scenario.planning, self.seconds)
        self._spend(found)
        if found.interrupted:
            raise _Stopped(replace(found, roster=None, objective=None))
        return found

    def _search(self, seconds: float) -> Found:
        """Let CP-SAT search and tell how it goes."""

        def improved(objective: float, bound: float) -> None:
            known = self.dive.bound or 0.0
            self._tell(objective, max(bound, known / UNITS_PER_CURRENCY))

        found = run(self.ground, self.scenario.planning, seconds, improved)
        self._spend(found)
        if found.interrupted:
            raise _Stopped(found)
        self._say(f"search: {found.status.value}")
        return found

    def _spend(self, found: Found) -> None:
        self.meter.add_seconds(found.effort)
        self.meter.add_work(found.effort)

    def _tell_dive(self, objective: float) -> None:
        bound = self.dive.bound or 0.0
        self._tell(objective / UNITS_PER_CURRENCY, bound / UNITS_PER_CURRENCY)

    def _tell(self, objective: float, bound: float) -> None:
        self._say(f"cost {objective:,.0f}, at least {bound:,.0f}")

    def _say(self, note: str) -> None:
        if self.on_progress is not None:
            total = math.ceil(self.seconds)
            self.on_progress(min(math.floor(self.meter.spent), total), total, note)

    def _solution(self, found: Found | None) -> RosterSolution:
        if found is None:
            return RosterSolution(SolveStatus.NO_ROSTER_IN_TIME, None, None, None, self.meter.spent)
        costs, bound = None, found.bound
        if found.roster is not None:
            costs = roster_costs(
                self.calendar, self.rules, self.requirement, self.cuts, found.roster
            )
            # The search splits work into whole minutes, the costs need not: a hair's breadth.
            bound = None if bound is None else min(bound, costs.total)
        return RosterSolution(found.status, found.roster, costs, bound, self.meter.spent)


def _better(one: Found | None, other: Found) -> Found:
    """Return the cheaper of two solutions, with the better bound."""
    if one is None or one.objective is None:
        return other
    bounds = [found.bound for found in (one, other) if found.bound is not None]
    bound = max(bounds, default=None)
    if other.objective is None or other.objective > one.objective:
        return replace(one, bound=bound)
    return replace(other, bound=bound)
