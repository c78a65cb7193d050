"""A roster as it stands, with what one person's other tours would cost while all else stays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.roster import Roster
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import OFF, Bools, TourRules
from scheduler.requirement import Requirement
from scheduler.tours.dynamic import desk_for
from scheduler.tours.forced import ANY, GIVEN, price_forced, stand, trial_for
from scheduler.tours.search import TourSearch
from scheduler.tours.sheet import sheet_of
from simulation.compiled.jit import is_compiled

_WIDTH = 2000  # states of a day that a programme keeps

Tour = dict[int, int]  # choice of every day


class UnknownShiftError(ValueError):
    """A shift that no template makes, so that it cannot be priced."""


@dataclass(frozen=True)
class Wanted:
    """A tour that is asked for: an agent's best, with some choices of a day forced, or this one."""

    agent: int
    day: int | None = None
    choices: tuple[int, ...] = ()
    tour: Mapping[int, int] | None = None  # if it is known


@dataclass(frozen=True)
class Best:
    """The best tour found of one person, in the model's units."""

    cost: float  # of everything with the tour, less what it costs without the person
    own: float  # of the tour itself: wages, wishes, fairness, rules broken at a price
    tour: Tour


def needs_compiling() -> bool:
    """Whether the first question has to wait for machine code."""
    return not is_compiled(price_forced)


class Standing:
    """A roster with everybody on duty as it says; costs are in the model's units.

    Learned cuts of the plan's loop are no part of it.
    """

    def __init__(
        self,
        calendar: Calendar,
        rules: Sequence[TourRules],
        requirement: Requirement,
        roster: Roster,
        cuts: Sequence[Cut] = (),
    ) -> None:
        """Put everybody where the roster has them. Raises UnknownShiftError."""
        self.calendar, self.rules = calendar, rules
        self.search = TourSearch(calendar, rules, requirement, cuts, seed=0)
        self.first = min(calendar.duties)
        self._place(roster)
        stand(self.search.coverage.cover, self.search.coverage.work, self.search.walk)

    def tour_of(self, agent: int) -> Tour:
        """Return the choice of every day that an agent has."""
        return self._tour(self.search.walk.tours[agent])

    def best(
        self, wanted: Sequence[Wanted], rules: Sequence[TourRules] | None = None
    ) -> list[Best | None]:
        """Return the best tours with what is forced, None where there is no such tour.

        Other ``rules`` of everybody may take the place of the roster's own. What a tour costs is
        true; with much work that can wait, or very many limits, a better one may be missed.
        """
        search = self.search
        sheet = search.sheet if rules is None else sheet_of(self.calendar, rules)
        desk = desk_for(sheet, _WIDTH)
        order = sorted(range(len(wanted)), key=lambda number: wanted[number].agent)
        masks = np.zeros((len(wanted), sheet.work.shape[1]), dtype=np.bool_)
        places = np.full(len(wanted), ANY, dtype=np.int64)
        for number, one in enumerate(wanted):
            if one.day is not None:
                places[number] = one.day - self.first
                masks[number, list(one.choices)] = True
            elif one.tour is not None:
                places[number] = GIVEN
        costs = np.zeros((len(wanted), 2))
        tours = np.zeros((len(wanted), len(sheet.choices)), dtype=np.int16)
        for row, number in enumerate(order):
            for day, choice in (wanted[number].tour or {}).items():
                tours[row, day - self.first] = choice
        price_forced(
            sheet,
            desk,
            search.coverage.cover,
            search.coverage.work,
            search.walk,
            trial_for(search.walk),
            np.array([wanted[number].agent for number in order], dtype=np.int64),
            places[order],
            masks[order],
            _WIDTH,
            costs,
            tours,
        )
        found: list[Best | None] = [None] * len(wanted)
        for row, number in enumerate(order):
            if np.isfinite(costs[row, 0]):
                cost, own = costs[row].tolist()
                found[number] = Best(cost, own, self._tour(tours[row]))
        return found

    def open_choices(self, agent: int, day: int) -> Bools:
        """Return which choices of a day no hard rule on single shifts bars, shape (choices,)."""
        place = day - self.first
        count = int(self.search.sheet.choices[place])
        allowed: Bools = self.search.sheet.allowed[agent, place, :count]
        return allowed

    def _tour(self, row: npt.NDArray[np.int16]) -> Tour:
        return {day: int(row[day - self.first]) for day in self.calendar.duties}

    def _place(self, roster: Roster) -> None:
        walk, cover = self.search.walk, self.search.coverage.cover
        width = int(self.search.sheet.choices.max())
        agents = {agent.id: place for place, agent in enumerate(self.calendar.agents)}
        shapes = {
            (day, shape.id): (choice, number)
            for day, duties in self.calendar.duties.items()
            for choice, duty in enumerate(duties, start=OFF + 1)
            for number, shape in enumerate(duty.shapes)
        }
        for shift in roster.shifts:
            day = self.calendar.timeline.day_index(shift.date)
            if (day, shift.shape_id) not in shapes:
                raise UnknownShiftError(
                    f'shift {shift.id}: there is no shape "{shift.shape_id}" on {shift.date}; '
                    "only shifts made from the scenario's templates can be explained"
                )
            choice, number = shapes[day, shift.shape_id]
            place = day - self.first
            first = int(cover.shapes_from[place * width + choice])
            walk.tours[agents[shift.agent_id], place] = choice
            walk.shapes[agents[shift.agent_id], place] = first + number
