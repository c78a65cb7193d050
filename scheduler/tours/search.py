"""The tour search: a first roster person by person, then better ones until it is stopped."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from scenarios.roster import Roster
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.requirement import Requirement
from scheduler.shapes import shift_from
from scheduler.tours.counts import Counts
from scheduler.tours.cover_of import coverage_of
from scheduler.tours.dynamic import desk_for
from scheduler.tours.sheet import sheet_of
from scheduler.tours.walk import Walk, begin, improve, opening

_WIDTH = 2000  # states of a day that a programme keeps
_FIRST_WIDTH = 200  # likewise for the first tours, which are soon bettered
_BONUS = 2e6  # about the price of a shift that is missing altogether
_PEOPLE = 12  # most people of a step


class NoTourError(ValueError):
    """Somebody's rules leave no tour at all."""

    def __init__(self, agent: int) -> None:
        super().__init__(f"agent {agent} has no tour")
        self.agent = agent


class TourSearch:
    """A roster in the making; costs are in the model's units."""

    def __init__(
        self,
        calendar: Calendar,
        rules: Sequence[TourRules],
        requirement: Requirement,
        cuts: Sequence[Cut],
        seed: int,
    ) -> None:
        self.calendar = calendar
        self.sheet = sheet_of(calendar, rules)
        self.coverage = coverage_of(calendar, requirement, cuts)
        self.desk = desk_for(self.sheet, _WIDTH)
        self.seed = seed
        self.walk = _walk(self)
        self.agents = len(calendar.agents)
        self.cost = math.inf
        self.best: tuple[float, np.ndarray, np.ndarray] | None = None

    @property
    def parts(self) -> tuple[Any, ...]:
        """What every step of the search works on."""
        return self.sheet, self.desk, self.coverage.cover, self.coverage.work, self.walk

    def open(self) -> None:
        """Start with nobody on duty."""
        opening(*self.parts)

    def give_first(self, agents: Sequence[int], counts: Counts | None = None) -> None:
        """Give agents a first tour, near the counts if there are any.

        Raises NoTourError where somebody has none.
        """
        people = np.array(agents, dtype=np.int64)
        sort_of, left, bonus = np.zeros(self.agents, dtype=np.int64), self.walk.none[None], 0.0
        if counts is not None and counts.wanted is not None:
            sort_of, left, bonus = counts.sort_of, counts.wanted, _BONUS
        left = left.copy()
        for width in (_FIRST_WIDTH, _WIDTH):
            missing = begin(*self.parts, people, width, sort_of, left, bonus)
            if missing < 0:
                return
            people = people[missing:]
        raise NoTourError(int(people[0]))

    def improve(
        self, steps: int, heat: float, noise: float = 0.0, people: int = 3, whole: float = 0.0
    ) -> float:
        """Search on for some steps; return the cost."""
        self.cost = improve(*self.parts, steps, heat, noise, _WIDTH, people, whole)
        if self.best is None or self.cost < self.best[0] - 0.5:
            self.best = (self.cost, self.walk.tours.copy(), self.walk.shapes.copy())
        return self.cost

    def roster(self) -> Roster:
        """Return the best roster so far."""
        assert self.best is not None
        _, tours, shapes = self.best
        return self._roster(tours, shapes)

    def _roster(self, tours: np.ndarray, shapes: np.ndarray) -> Roster:
        calendar = self.calendar
        first, width = min(calendar.duties), int(self.sheet.choices.max())
        shifts = []
        for agent, place in zip(*np.nonzero(tours), strict=True):
            day, choice = int(place) + first, int(tours[agent, place])
            duty = calendar.duties[day][choice - 1]
            begin_at = self.coverage.cover.shapes_from[place * width + choice]
            shape = duty.shapes[int(shapes[agent, place] - begin_at)]
            agent_id = calendar.agents[agent].id
            shifts.append(shift_from(agent_id, day, shape, calendar.timeline))
        return Roster(tuple(sorted(shifts, key=lambda s: (s.start_minute, s.agent_id))))


def _walk(search: TourSearch) -> Walk:
    sheet, cover = search.sheet, search.coverage.cover
    agents, places, width = sheet.allowed.shape
    slots = len(cover.shape_minutes)
    return Walk(
        tours=np.zeros((agents, places), dtype=np.int16),
        shapes=np.full((agents, places), -1, dtype=np.int32),
        tour_cost=np.zeros(agents),
        cost=np.zeros(4),
        slots_of=search.coverage.slots_of,
        price=np.zeros((places, width)),
        shape_of=np.zeros((places, width), dtype=np.int32),
        running=np.zeros(slots + 1),
        gain=np.zeros(slots),
        fixed=np.zeros(places, dtype=np.int64),
        old_tours=np.zeros((_PEOPLE, places), dtype=np.int16),
        old_shapes=np.zeros((_PEOPLE, places), dtype=np.int32),
        old_costs=np.zeros(_PEOPLE),
        people=np.zeros(_PEOPLE, dtype=np.int64),
        dice=np.array([search.seed], dtype=np.uint64),
        none=np.zeros((places, width), dtype=np.int32),
        defers=search.coverage.defers,
    )
