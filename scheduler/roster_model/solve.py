"""Solving a roster: week by week for a good start, then the whole horizon with its bound."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cuts import Cut
from scheduler.plan import Costs, RosterSolution, SolveStatus
from scheduler.requirement import Requirement
from scheduler.roster_model.build import build, build_rules
from scheduler.roster_model.ground import Calendar, Given, Ground, Span
from scheduler.roster_model.prices import UNITS_PER_CURRENCY, cents
from scheduler.roster_model.search import Found, complete_hints, run
from scheduler.roster_model.solution import hint_roster

OnProgress = Callable[[int, int, str], None]

# Part of the time for the weeks in order; the rest is for all of them at once.
_START_PART = 0.6
_LEAST_SECONDS = 1.0
_LAWFUL_SECONDS = 3.0


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
    on_progress: OnProgress | None = None,
) -> RosterSolution:
    """Return the cheapest roster found in the time, with a proven lower bound of its cost.

    The cost is wages plus priced agent-hours that are missing: against the live requirement,
    in deferrable work, over the cap by hours alone, and against cuts. With
    ``planning.deterministic`` the time is the solver's deterministic time and equal input gives
    an equal roster. A hint is a roster to start from; hours of shifts that fit no shape are
    passed over. Raises SolveInterrupted on Ctrl-C.
    """
    return _Solve(scenario, requirement, tuple(cuts), seconds, on_progress).run(hint)


class _Stopped(Exception):
    """Ctrl-C while a model was being solved."""

    def __init__(self, found: Found, *, of_everything: bool) -> None:
        super().__init__("stopped")
        self.found = found
        self.of_everything = of_everything


class _Solve:
    def __init__(
        self,
        scenario: Scenario,
        requirement: Requirement,
        cuts: tuple[Cut, ...],
        seconds: float,
        on_progress: OnProgress | None,
    ) -> None:
        self.scenario, self.requirement, self.cuts = scenario, requirement, cuts
        self.calendar = Calendar(scenario, Timeline(scenario.horizon))
        self.seconds = seconds
        self.spent = 0.0
        self.on_progress = on_progress

    def run(self, hint: Roster | None) -> RosterSolution:
        """Solve the weeks in order, then all at once from what they gave."""
        best: Found | None = None
        try:
            several = self.scenario.horizon.weeks > 1
            best = self._week_by_week(hint) if several else self._hinted(self._whole(), hint)
            return self._solution(self._all_weeks(best))
        except _Stopped as stop:
            found = _better(best, stop.found) if best or stop.of_everything else None
            raise SolveInterrupted(self._solution(found)) from stop

    def _week_by_week(self, hint: Roster | None) -> Found | None:
        """Return a roster made of one week after the other, or None where a week has none."""
        weeks = self.scenario.horizon.weeks
        given: Given | None = None
        for week in range(weeks):
            span = Span(7 * week if week else -1, 7 * week + 6)
            found = self._one_week(span, given, hint)
            if found.roster is None:
                return None
            given = Given(found.roster, found.done_minutes)
        return self._hinted(self._whole(), given.roster if given else None)

    def _one_week(self, span: Span, given: Given | None, hint: Roster | None) -> Found:
        """Solve one week from a hint, or else from any roster that keeps the hard rules."""
        share = self.seconds * _START_PART / self.scenario.horizon.weeks
        before = self.spent
        ground = build(self.calendar, self.requirement, self.cuts, span, given)
        start = self._hinted(ground, hint)
        if start is None:
            lawful = self._search(build_rules(self.calendar, span, given), _LAWFUL_SECONDS)
            if lawful.roster is None:
                return lawful
            start = self._hinted(ground, lawful.roster)
        left = share - (self.spent - before)
        return _better(start, self._search(ground, max(left, _LEAST_SECONDS)))

    def _all_weeks(self, best: Found | None) -> Found:
        """Search everything at once: for what is left to gain, and for the bound."""
        ground = self._whole()
        if best is None:
            lawful = self._search(build_rules(self.calendar, ground.span), _LAWFUL_SECONDS)
            if lawful.roster is None:
                return lawful
            best = self._hinted(ground, lawful.roster)
        else:
            self._hinted(ground, best.roster)
        left = max(self.seconds - self.spent, _LEAST_SECONDS)
        return _better(best, self._search(ground, left))

    def _whole(self) -> Ground:
        span = Span(-1, self.scenario.horizon.days - 1)
        return build(self.calendar, self.requirement, self.cuts, span)

    def _search(self, ground: Ground, seconds: float) -> Found:
        """Solve a model and tell how it goes."""
        span, last = ground.span, self.scenario.horizon.days - 1
        weeks = f"week {span.weeks.start + 1}" if len(span.weeks) == 1 else "all weeks"

        def improved(objective: float, bound: float) -> None:
            self._say(f"{weeks}: cost {objective:,.0f}, at least {bound:,.0f}")

        found = run(ground, self.scenario.planning, seconds, improved)
        self.spent += found.effort
        if found.interrupted:
            raise _Stopped(found, of_everything=span.first_day < 0 and span.last_day == last)
        self._say(f"{weeks}: {found.status.value}")
        return found

    def _hinted(self, ground: Ground, roster: Roster | None) -> Found | None:
        """Start a model from a roster and return its cost, or None if it breaks a rule."""
        if roster is None:
            return None
        ground.model.clear_hints()
        hint_roster(ground, roster)
        found = complete_hints(ground, self.scenario.planning)
        self.spent += found.effort
        return found if found.roster is not None else None

    def _say(self, note: str) -> None:
        if self.on_progress is not None:
            total = math.ceil(self.seconds)
            self.on_progress(min(math.floor(self.spent), total), total, note)

    def _solution(self, found: Found | None) -> RosterSolution:
        if found is None:
            return RosterSolution(SolveStatus.NO_ROSTER_IN_TIME, None, None, None, self.spent)
        costs = None
        if found.roster is not None and found.objective is not None:
            costs = self._costs(found.roster, found.objective)
        return RosterSolution(found.status, found.roster, costs, found.bound, self.spent)

    def _costs(self, roster: Roster, objective: float) -> Costs:
        """Split the solver's objective into wages and what is short."""
        team = self.scenario.team
        price = {agent.id: cents(team.contract_of(agent).hourly_cost) for agent in team.agents}
        paid = sum(shift.paid_minutes * price[shift.agent_id] for shift in roster.shifts)
        wages = paid / UNITS_PER_CURRENCY
        short_cost = objective - wages
        an_hour = self.scenario.planning.short_hour_cost
        return Costs(wages, short_cost / an_hour if an_hour else 0.0, short_cost)


def _better(one: Found | None, other: Found) -> Found:
    """Return the cheaper of two solutions of the whole horizon, with the better bound."""
    if one is None or one.objective is None:
        return other
    bounds = [found.bound for found in (one, other) if found.bound is not None]
    bound = max(bounds, default=None)
    if other.objective is None or other.objective > one.objective:
        return replace(one, bound=bound)
    return replace(other, bound=bound)
