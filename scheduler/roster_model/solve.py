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
from scheduler.roster_model.ground import Calendar, Span
from scheduler.roster_model.prices import UNITS_PER_CURRENCY, cents
from scheduler.roster_model.search import Found, complete_hints, run
from scheduler.roster_model.solution import hint_roster

OnProgress = Callable[[int, int, str], None]

# Part of the time that the weeks one by one may take, if there is no roster to start from.
_START_PART = 0.35
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
        """Find a start, then improve and bound it over the whole horizon."""
        start = hint
        if start is None and self.scenario.horizon.weeks > 1:
            start = self._week_by_week()
        last_day = self.scenario.horizon.days - 1
        found = self._search(Span(-1, last_day), None, start, self.seconds - self.spent)
        return self._solution(found)

    def _week_by_week(self) -> Roster | None:
        """Return a roster made of one week after the other, or None where a week has none."""
        weeks = self.scenario.horizon.weeks
        roster: Roster | None = None
        for week in range(weeks):
            span = Span(7 * week if week else -1, 7 * week + 6)
            share = self.seconds * _START_PART / weeks
            found = self._search(span, roster, None, share)
            if found.roster is None:
                return None
            roster = found.roster
        return roster

    def _search(
        self, span: Span, given: Roster | None, hint: Roster | None, seconds: float
    ) -> Found:
        """Solve a span, from a hint if there is one; without time for it, keep to the rules."""
        planning = self.scenario.planning
        ground = build(self.calendar, self.requirement, self.cuts, span, given)
        if hint is not None:
            hint_roster(ground, hint)
            self.spent += complete_hints(ground, planning)
        weeks = f"week {span.weeks.start + 1}" if len(span.weeks) == 1 else "all weeks"

        def improved(objective: float, bound: float) -> None:
            self._say(f"{weeks}: cost {objective:,.0f}, at least {bound:,.0f}")

        found = run(ground, planning, seconds, improved)
        self.spent += found.effort
        if found.interrupted:
            raise SolveInterrupted(self._solution(found))
        if found.status is SolveStatus.NO_ROSTER_IN_TIME and hint is None:
            return self._lawful(span, given, found)
        self._say(f"{weeks}: {found.status.value}")
        return found

    def _lawful(self, span: Span, given: Roster | None, found: Found) -> Found:
        """Return any roster that keeps the hard rules, priced, where nothing better was found."""
        planning = self.scenario.planning
        any_roster = run(build_rules(self.calendar, span, given), planning, _LAWFUL_SECONDS)
        self.spent += any_roster.effort
        if any_roster.roster is None:
            return replace(found, status=any_roster.status)
        ground = build(self.calendar, self.requirement, self.cuts, span, given)
        hint_roster(ground, any_roster.roster)
        self.spent += complete_hints(ground, planning)
        priced = run(ground, planning, _LAWFUL_SECONDS)
        self.spent += priced.effort
        return replace(priced, bound=found.bound if priced.bound is None else priced.bound)

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
