"""The tour search: a first roster person by person, then better ones until it is stopped."""

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.roster import Roster
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.requirement import Requirement
from scheduler.shapes import shift_from
from scheduler.tours.counts import Counts
from scheduler.tours.cover_of import HARD, coverage_of
from scheduler.tours.dynamic import Desk, desk_for
from scheduler.tours.lanes import Lane, Lanes
from scheduler.tours.sheet import limits_totals, sheet_of
from scheduler.tours.tasks import Task, do
from scheduler.tours.walk import Walk
from simulation.compiled.jit import is_compiled

Tours = npt.NDArray[np.int16]

_WIDTH = 2000  # states of a day that a programme keeps
_FIRST_WIDTH = 200  # likewise for the first tours, which are soon bettered
_BONUS_PART = 1.0 / 6  # of the price of a shift, for a choice that the counts point to
_FREE_BONUS_PART = 20.0  # likewise where nothing limits people: the counts are the answer
_NOBODY = np.zeros(0, dtype=np.int64)
_PEOPLE = 2  # most people of a step


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
        if requirement.repeats:  # the evening before a typical week is its own last one
            self.sheet.allowed[:, : -min(calendar.duties), 1:] = False
        self.coverage = coverage_of(calendar, requirement, cuts)
        self.desk = desk_for(self.sheet, _WIDTH)
        self.desk.linear[0] = True
        self.seed = seed
        self.walk = _walk(self)
        self.agents = len(calendar.agents)
        self.places = self.sheet.allowed.shape[1] - 1  # the last is behind the last day
        self.everywhere = Lane(np.arange(self.agents, dtype=np.int64), 0, self.places)
        self.lanes = Lanes(self, _WIDTH)
        self.cost = math.inf
        self.best: tuple[float, Tours, npt.NDArray[np.int32]] | None = None

    @property
    def rows(self) -> int:
        """How many slots and days something is wanted in: what a mix of tours has to weigh."""
        cover = self.coverage.cover
        return int((cover.wanted > 0).sum() + (cover.day_wanted > 0).sum())

    @property
    def lacks_nothing_hard(self) -> bool:
        """Whether the best roster has all heads that must not be missing."""
        return self.best is not None and self.best[0] < HARD / 2

    @property
    def price_of_a_shift(self) -> float:
        """About what it costs if a shift is missing altogether."""
        cover = self.coverage.cover
        lengths = np.diff(cover.spans_from)
        spans = cover.span_end - cover.span_begin
        slots = float(spans.sum()) / max(int((lengths > 0).sum()), 1)
        prices = [0.0]
        if cover.short_price.size:
            fair = cover.short_price[(cover.wanted > 0) & (cover.short_price < HARD)]
            prices.append(slots * float(fair.mean()) if fair.size else 0.0)
        if cover.day_short.size:
            days = cover.day_short[(cover.day_wanted > 0) & (cover.day_short < HARD)]
            prices.append(float(days.mean()) if days.size else 0.0)
        if self.coverage.defers:
            prices.append(self.coverage.work.price * slots * float(cover.shape_minutes[0]))
        return max(prices)

    @property
    def is_compiled(self) -> bool:
        """Whether the search is compiled already, in this process or on disk."""
        return is_compiled(do)

    def prepare(self) -> float:
        """Have everything compiled that is not yet; return the seconds that it took."""
        before = time.perf_counter()
        self._run(Task.CLEAR)
        return time.perf_counter() - before

    def clear(self) -> None:
        """Let nobody have a tour, as at the start."""
        self._run(Task.CLEAR)

    def open(self) -> None:
        """Start with nobody on duty."""
        self._run(Task.OPEN)

    def give_first(self, agents: Sequence[int], counts: Counts | None = None) -> None:
        """Give agents a first tour, near the counts if there are any.

        Raises NoTourError where somebody has none.
        """
        people = np.array(agents, dtype=np.int64)
        sort_of, left, bonus = np.zeros(self.agents, dtype=np.int64), self.walk.none[None], 0.0
        if counts is not None and counts.wanted is not None:
            part = _BONUS_PART if limits_totals(self.sheet) else _FREE_BONUS_PART
            sort_of, left, bonus = (
                counts.sort_of,
                counts.wanted,
                part * self.price_of_a_shift,
            )
        left = left.copy()
        for width in (_FIRST_WIDTH, _WIDTH):
            missing = int(
                self._run(
                    Task.BEGIN, agents=people, width=width, sort_of=sort_of, left=left, bonus=bonus
                )
            )
            if missing < 0:
                return
            people = people[missing:]
        raise NoTourError(int(people[0]))

    def adopt(self, tours: Tours) -> bool:
        """Go on from known tours; return whether everybody can have theirs."""
        return self._run(Task.ADOPT, tours=np.ascontiguousarray(tours)) < 0

    def adopt_roster(self, roster: Roster) -> bool:
        """Go on from a roster; False where a shift has no duty, or a tour is not lawful."""
        tours = np.zeros_like(self.walk.tours)
        place_of = {agent.id: number for number, agent in enumerate(self.calendar.agents)}
        choice_of = {
            (day, shape.id): choice
            for day, duties in self.calendar.duties.items()
            for choice, duty in enumerate(duties, start=1)
            for shape in duty.shapes
        }
        first = min(self.calendar.duties)
        for shift in roster.shifts:
            day = self.calendar.timeline.day_index(shift.date)
            choice, agent = choice_of.get((day, shift.shape_id)), place_of.get(shift.agent_id)
            if choice is None or agent is None:
                return False
            tours[agent, day - first] = choice
        return self.adopt(tours)

    def improve(self, steps: int, noise: float = 0.0) -> float:
        """Search on for some steps, with some noise on prices; return the cost."""
        if steps and self.lanes.cuts:
            self.lanes.improve(steps, noise)
            steps = 0
        self.cost = self.step(self.everywhere, steps, noise)
        if self.best is None or self.cost < self.best[0] - 0.5:
            self.best = (self.cost, self.walk.tours.copy(), self.walk.shapes.copy())
        return self.cost

    def step(
        self,
        lane: Lane,
        steps: int,
        noise: float,
        walk: Walk | None = None,
        desk: Desk | None = None,
    ) -> float:
        """Take steps in a lane, if asked on another walk and desk; return the cost by the walk."""
        return self._run(
            Task.IMPROVE,
            agents=lane.people,
            low=lane.low,
            high=lane.high,
            steps=steps,
            noise=noise,
            walk=walk,
            desk=desk,
        )

    def try_one(self, agent: int, first: int, last: int, *, keep: bool = False) -> float:
        """Return the cost if an agent had the best tour through places [first, last).

        Infinite where there is none. Unless it is to be kept, everything stays as it was.
        """
        one = np.array([agent], dtype=np.int64)
        return self._run(Task.TRY, agents=one, low=first, high=last, steps=int(keep))

    def _run(
        self,
        task: int,
        *,
        agents: npt.NDArray[np.int64] = _NOBODY,
        low: int = 0,
        high: int = 0,
        width: int = _WIDTH,
        sort_of: npt.NDArray[np.int64] = _NOBODY,
        left: npt.NDArray[np.int32] | None = None,
        bonus: float = 0.0,
        tours: Tours | None = None,
        steps: int = 0,
        noise: float = 0.0,
        walk: Walk | None = None,
        desk: Desk | None = None,
    ) -> float:
        arguments: tuple[Any, ...] = (
            task,
            agents,
            low,
            high,
            sort_of,
            self.walk.none[None] if left is None else left,
            self.walk.tours[:0] if tours is None else tours,
            steps,
            width,
            bonus,
            noise,
        )
        cover, work = self.coverage.cover, self.coverage.work
        return float(do(self.sheet, desk or self.desk, cover, work, walk or self.walk, *arguments))

    def roster(self) -> Roster:
        """Return the best roster so far."""
        assert self.best is not None
        _, tours, shapes = self.best
        return self._roster(tours, shapes)

    def _roster(self, tours: Tours, shapes: npt.NDArray[np.int32]) -> Roster:
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
