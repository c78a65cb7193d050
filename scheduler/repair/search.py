"""The search for the cheapest repair: in one go, or week by week where that is too much."""

import math
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenarios.roster import Roster
from scheduler.people.tour_rules import OFF, Bar, TourRules
from scheduler.plan import RosterSolution, SolveStatus
from scheduler.progress import Listener, Progress
from scheduler.repair.kept import Kept
from scheduler.repair.loosened import Lawful
from scheduler.repair.standing import Place
from scheduler.requirement import Requirement
from scheduler.roster_model import SolveInterrupted, solve_roster
from scheduler.shapes import shift_from

_AS_IT_IS = "left as it is"
# From so many choices on, a model of all of them takes longer to build than a repair may take.
_MANY_CHOICES = 30_000
# Part of the time that is kept for looking again at whoever has a change.
_LAST_LOOK = 0.3
_LEAST_SECONDS = 1.0
_NEAR = 1e-7  # gap at which a solution is as good as its bound


@dataclass(frozen=True)
class Searched:
    """The best roster found, in the shapes of the kept calendar."""

    roster: Roster
    proven: bool = False  # there is none that is cheaper
    interrupted: bool = False


def search(
    kept: Kept,
    tours: Sequence[Lawful],
    requirement: Requirement,
    *,
    weeks: Sequence[int],
    seconds: float,
    listen: Listener,
) -> Searched:
    """Return the cheapest roster found in the time; it starts from the tours.

    ``weeks`` are those in which something has changed. They are looked at one after the other
    where the whole is too large to be looked at, and then everybody who has a change.
    """
    return _Search(kept, tours, requirement, seconds, listen).run(weeks)


class _Search:
    def __init__(
        self,
        kept: Kept,
        tours: Sequence[Lawful],
        requirement: Requirement,
        seconds: float,
        listen: Listener,
    ) -> None:
        self.kept, self.requirement, self.listen = kept, requirement, listen
        self.rules = tuple(one.rules for one in tours)
        self.start = {
            (agent, day): choice
            for agent, one in enumerate(tours)
            for day, choice in one.choices.items()
        }
        self.best, self.roster = self.start, _roster(kept, self.start)
        self.cost = math.inf
        self.seconds, self.spent = seconds, 0.0
        self.deterministic = kept.calendar.scenario.planning.deterministic

    def run(self, weeks: Sequence[int]) -> Searched:
        """Search in one go, or week by week and then whoever has a change."""
        try:
            if _size(self.kept, self.rules) <= _MANY_CHOICES:
                found = self._solve(None, self.seconds)
                near = found.gap is not None and found.gap < _NEAR
                return Searched(self.roster, near or found.status is SolveStatus.OPTIMAL)
            self._by_weeks(weeks)
        except SolveInterrupted as stop:
            self._keep(stop.solution)
            return Searched(self.roster, interrupted=True)
        return Searched(self.roster)

    def _by_weeks(self, weeks: Sequence[int]) -> None:
        for done, week in enumerate(weeks):
            left = (1 - _LAST_LOOK) * self.seconds - self.spent
            days = range(7 * week, 7 * week + 7)
            open_days = {place for place in self.start if place[1] in days}
            self._solve(open_days, left / (len(weeks) - done))
        changed = {place[0] for place, choice in self.best.items() if choice != self.start[place]}
        if changed:
            theirs = {place for place in self.start if place[0] in changed}
            self._solve(theirs, self.seconds - self.spent)

    def _solve(self, may_change: Collection[Place] | None, seconds: float) -> RosterSolution:
        """Search with the best so far fixed but for some places; without them, nothing is."""
        began = time.perf_counter()
        rules = self.rules
        if may_change is not None:
            rules = tuple(self._but(agent, may_change) for agent in range(len(rules)))
        found = solve_roster(
            self.kept.calendar.scenario,
            self.requirement,
            (),
            seconds=max(seconds, _LEAST_SECONDS),
            hint=self.roster,
            rules=rules,
            calendar=self.kept.calendar,
            on_progress=lambda done, total, note: self.listen(
                Progress("repairing", done, total, note)
            ),
        )
        took = time.perf_counter() - began
        self.spent += found.solve_seconds if self.deterministic else took
        self._keep(found)
        return found

    def _but(self, agent: int, may_change: Collection[Place]) -> TourRules:
        """Return an agent's rules with everything barred that is to stay as it is."""
        bars = []
        for day in self.kept.calendar.days:
            if (agent, day) not in may_change:
                barred = np.ones(1 + len(self.kept.calendar.duties[day]), dtype=np.bool_)
                barred[self.best[agent, day]] = False
                bars.append(Bar(_AS_IT_IS, day, barred))
        return replace(self.rules[agent], bars=(*self.rules[agent].bars, *bars))

    def _keep(self, found: RosterSolution) -> None:
        if found.roster is not None and found.costs is not None and found.costs.total < self.cost:
            self.cost, self.roster = found.costs.total, found.roster
            self.best = _choices(self.kept, found.roster)


def _size(kept: Kept, rules: Sequence[TourRules]) -> int:
    """Return how many choices all agents have on all days."""
    closed = 0
    for one in rules:
        closed += sum(int(bar.choices.sum()) for bar in one.bars if bar.price is None)
    return len(rules) * sum(1 + len(duties) for duties in kept.calendar.duties.values()) - closed


def _roster(kept: Kept, choices: Mapping[Place, int]) -> Roster:
    calendar = kept.calendar
    shifts = []
    for (agent, day), choice in choices.items():
        if choice != OFF:
            shape = calendar.duties[day][choice - 1].shapes[0]
            shifts.append(shift_from(calendar.agents[agent].id, day, shape, calendar.timeline))
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def _choices(kept: Kept, roster: Roster) -> dict[Place, int]:
    calendar = kept.calendar
    place_of = {agent.id: number for number, agent in enumerate(calendar.agents)}
    choice_of = {
        (day, shape.id): choice
        for day, duties in calendar.duties.items()
        for choice, duty in enumerate(duties, start=1)
        for shape in duty.shapes
    }
    found = dict.fromkeys(((agent, day) for agent in place_of.values() for day in calendar.days), 0)
    for shift in roster.shifts:
        day = calendar.timeline.day_index(shift.date)
        found[place_of[shift.agent_id], day] = choice_of[day, shift.shape_id]
    return found
