"""The search for the cheapest repair: the whole model where it is small, else person by person."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scenarios.roster import Roster
from scheduler.people.tour_rules import OFF, Bar, TourRules
from scheduler.plan import RosterSolution, SolveStatus
from scheduler.progress import Listener, Progress
from scheduler.repair.by_person import ByPerson
from scheduler.repair.kept import Kept
from scheduler.repair.loosened import Lawful
from scheduler.repair.standing import Place
from scheduler.requirement import Requirement
from scheduler.roster_model import SolveInterrupted, solve_roster
from scheduler.shapes import shift_from

# Up to so many choices the whole model is made quickly enough, and what it finds is proven.
_FEW_CHOICES = 30_000
_AS_IT_IS = "left as it is"
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

    ``weeks`` are those in which something is other than planned: in large teams nothing else is
    looked at.
    """
    rules = tuple(one.rules for one in tours)
    start = _roster(
        kept,
        {
            (agent, day): choice
            for agent, one in enumerate(tours)
            for day, choice in one.choices.items()
        },
    )

    def say(spent: float, note: str) -> None:
        total = math.ceil(seconds)
        listen(Progress("repairing", min(math.floor(spent), total), total, note))

    if _size(kept, rules) > _FEW_CHOICES:

        def tell(spent: float, cost: float) -> None:
            say(spent, f"cost {cost:,.0f}")

        closed = _closed_but(kept, tours, weeks)
        return _by_person(start, ByPerson(kept, closed, requirement, weeks, seconds, tell))
    return _whole(kept, rules, requirement, start, seconds, say)


def _closed_but(kept: Kept, tours: Sequence[Lawful], weeks: Sequence[int]) -> tuple[TourRules, ...]:
    """Return the rules with everything barred, outside some weeks, but the tour as it is."""
    days = [day for day in kept.calendar.days if max(day, 0) // 7 not in weeks]
    found = []
    for one in tours:
        bars = []
        for day in days:
            barred = np.ones(1 + len(kept.calendar.duties[day]), dtype=np.bool_)
            barred[one.choices[day]] = False
            bars.append(Bar(_AS_IT_IS, day, barred))
        found.append(replace(one.rules, bars=(*one.rules.bars, *bars)))
    return tuple(found)


def _by_person(start: Roster, search: ByPerson) -> Searched:
    roster, interrupted = start, False
    try:
        search.start_from(start)
        search.better()
    except KeyboardInterrupt:
        interrupted = True
    if search.has_roster:
        roster = search.roster()
    return Searched(roster, interrupted=interrupted)


def _whole(
    kept: Kept,
    rules: Sequence[TourRules],
    requirement: Requirement,
    start: Roster,
    seconds: float,
    say: Callable[[float, str], None],
) -> Searched:
    interrupted = False
    try:
        found = solve_roster(
            kept.calendar.scenario,
            requirement,
            (),
            seconds=seconds,
            hint=start,
            rules=rules,
            calendar=kept.calendar,
            on_progress=lambda done, _, note: say(done, note),
        )
    except SolveInterrupted as stop:
        found, interrupted = stop.solution, True
    proven = not interrupted and _is_best(found)
    return Searched(found.roster or start, proven, interrupted)


def _is_best(found: RosterSolution) -> bool:
    near = found.gap is not None and found.gap < _NEAR
    return near or found.status is SolveStatus.OPTIMAL


def _size(kept: Kept, rules: Sequence[TourRules]) -> int:
    """Return how many choices all agents have on all days, in all."""
    choices = len(rules) * sum(1 + len(duties) for duties in kept.calendar.duties.values())
    hard = (bar for one in rules for bar in one.bars if bar.price is None)
    return choices - sum(int(bar.choices.sum()) for bar in hard)


def _roster(kept: Kept, choices: Mapping[Place, int]) -> Roster:
    calendar = kept.calendar
    shifts = []
    for (agent, day), choice in choices.items():
        if choice != OFF:
            shape = calendar.duties[day][choice - 1].shapes[0]
            shifts.append(shift_from(calendar.agents[agent].id, day, shape, calendar.timeline))
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))
