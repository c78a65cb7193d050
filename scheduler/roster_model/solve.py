"""Solving a roster: week by week, each week again, then the whole horizon with its bound."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cuts import Cut
from scheduler.plan import Costs, RosterSolution
from scheduler.requirement import Requirement
from scheduler.roster_model.build import build, build_rules
from scheduler.roster_model.ground import Calendar, Given, Ground, Span
from scheduler.roster_model.prices import UNITS_PER_CURRENCY, cents
from scheduler.roster_model.search import Found, complete_hints, run
from scheduler.roster_model.solution import fix_roster_outside, hint_roster

OnProgress = Callable[[int, int, str], None]

# Parts of the time: the weeks in order, and each again among the others. The rest is for all of
# them at once.
_START_PART = 0.45
_AGAIN_PART = 0.2
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

    def __init__(self, found: Found) -> None:
        super().__init__("stopped")
        self.found = found


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
        """Solve the weeks in order, then each again among the others, then all at once."""
        weeks = self.scenario.horizon.weeks
        best = self._week_by_week(hint) if weeks > 1 else self._start_from(hint)
        try:
            if weeks > 1:
                best = self._each_week_again(best)
            everything = self._all_weeks(best)
        except _Stopped as stop:
            raise SolveInterrupted(self._solution(_better(best, stop.found))) from stop
        return self._solution(_better(best, everything))

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
        return self._start_from(given.roster if given else None)

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

    def _start_from(self, roster: Roster | None) -> Found | None:
        """Return a roster with its cost over the whole horizon, or None if it breaks a rule."""
        return self._hinted(self._whole(), roster)

    def _each_week_again(self, best: Found | None) -> Found | None:
        """Solve each week once more with all other weeks as they are."""
        weeks = self.scenario.horizon.weeks
        for week in range(weeks):
            if best is None or best.roster is None:
                return None
            ground = self._whole()
            fix_roster_outside(ground, best.roster, range(7 * week if week else -1, 7 * week + 7))
            self._hinted(ground, best.roster)
            again = self._search(ground, self.seconds * _AGAIN_PART / weeks)
            # A bound with other weeks fixed proves nothing about other rosters.
            best = _better(best, replace(again, bound=None))
        return best

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
        span = ground.span
        weeks = f"week {span.weeks.start + 1}" if len(span.weeks) == 1 else "all weeks"

        def improved(objective: float, bound: float) -> None:
            self._say(f"{weeks}: cost {objective:,.0f}, at least {bound:,.0f}")

        found = run(ground, self.scenario.planning, seconds, improved)
        self.spent += found.effort
        if found.interrupted:
            raise _Stopped(found)
        self._say(f"{weeks}: {found.status.value}")
        return found

    def _hinted(self, ground: Ground, roster: Roster | None) -> Found | None:
        """Start a model from a roster and return its cost, or None if it breaks a rule."""
        if roster is None:
            return None
        hint_roster(ground, roster)
        found = complete_hints(ground, self.scenario.planning)
        self.spent += found.effort
        return found if found.roster is not None else None

    def _say(self, note: str) -> None:
        if self.on_progress is not None:
            total = math.ceil(self.seconds)
            self.on_progress(min(math.floor(self.spent), total), total, note)

    def _solution(self, found: Found) -> RosterSolution:
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
