"""Pricing: the cheapest tour of each class at the prices of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.tours.ahead import FREE
from scheduler.tours.columns_frame import Doubles, Frame
from scheduler.tours.columns_leeway import Leeway
from scheduler.tours.dynamic import Desk, best_tour, desk_for
from scheduler.tours.sheet import Sheet
from simulation.compiled.jit import entry

WIDTHS = (300, 2000, 30000)  # states of a day that programmes keep, by and by


@dataclass(frozen=True)
class Priced:
    """Tours of some classes, the cheapest that were found."""

    classes: npt.NDArray[np.int64]
    tours: npt.NDArray[np.int16]  # (classes, places)
    costs: Doubles  # at the prices asked for; inf where no tour was found
    own_costs: Doubles  # what the sheet alone says
    exact: bool  # no cheaper tour exists
    states: int  # of all programmes, a measure of the work


class Office:
    """What all pricing of a sheet shares: limits that wait, and room by width."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.leeway = sheet, Leeway(sheet)
        self._desks: dict[int, Desk] = {}

    def forget(self) -> None:
        """Let all limits wait again that can: at other prices, others are passed."""
        self.leeway = Leeway(self.sheet)

    def desk(self, width: int) -> Desk:
        """Return the room for programmes that keep so many states of a day."""
        if width not in self._desks:
            self._desks[width] = desk_for(self.sheet, width)
        return self._desks[width]


class Pricer:
    """Finds tours for the classes of a frame."""

    def __init__(self, office: Office, frame: Frame) -> None:
        self.office, self.sheet, self.frame = office, office.sheet, frame
        self.agents = np.array([members[0] for members in frame.classes], dtype=np.int64)
        self.fixed = np.full(len(self.sheet.choices), FREE, dtype=np.int64)

    def price(self, prices: Doubles, classes: Sequence[int], width: int) -> Priced:
        """Return the cheapest tour of each of some classes; with few states only a cheap one.

        ``prices`` has the shape (all classes, places, choices).
        """
        places = len(self.sheet.choices)
        numbers = np.array(classes, dtype=np.int64)
        tours = np.zeros((len(numbers), places), dtype=np.int16)
        costs, states = np.zeros(len(numbers)), np.zeros((len(numbers), 2), dtype=np.int64)
        if width == WIDTHS[-1]:
            self.office.forget()
        rows = np.arange(len(numbers))
        while len(rows):
            found = self._ask(numbers[rows], prices, width)
            tours[rows], costs[rows] = found[0], found[1]
            states[rows, 0] += found[2][:, 0]
            states[rows, 1] = found[2][:, 1]
            rows = rows[[self._passes(numbers[row], tours[row], costs[row]) for row in rows]]
        own = np.full(len(numbers), np.inf)
        for row, number in enumerate(numbers):
            if np.isfinite(costs[row]):
                chosen = np.arange(places), tours[row]
                added = prices[number][chosen] - self.sheet.price[self.agents[number]][chosen]
                own[row] = np.rint(costs[row] - added.sum())
        exact = bool((states[:, 1] < width).all())
        return Priced(numbers, tours, costs, own, exact, int(states[:, 0].sum()))

    def _passes(self, number: int, tour: npt.NDArray[np.int16], cost: float) -> bool:
        """Whether a tour passes a limit that was not counted and is from now on."""
        return bool(np.isfinite(cost)) and self.office.leeway.take_back(self.agents[number], tour)

    def _ask(
        self, numbers: npt.NDArray[np.int64], prices: Doubles, width: int
    ) -> tuple[npt.NDArray[np.int16], Doubles, npt.NDArray[np.int64]]:
        """Return tours, costs and states of some classes, whatever limits wait."""
        tours = np.zeros((len(numbers), len(self.sheet.choices)), dtype=np.int16)
        costs, states = np.zeros(len(numbers)), np.zeros((len(numbers), 2), dtype=np.int64)
        _price(
            self.office.leeway.sheet,
            self.office.desk(width),
            self.agents[numbers],
            np.ascontiguousarray(prices[numbers]),
            self.fixed,
            width,
            tours,
            costs,
            states,
        )
        return tours, costs, states


@entry
def _price(
    sheet: Any,
    desk: Any,
    agents: Any,
    prices: Any,
    fixed: Any,
    width: int,
    tours: Any,
    costs: Any,
    states: Any,
) -> None:
    """Write the best tour of each agent, its cost, all states and those of the fullest day."""
    places = len(sheet.choices)
    for number in range(len(agents)):
        desk.day_from[:] = 0
        costs[number] = best_tour(sheet, desk, agents[number], prices[number], fixed, width, np.inf)
        tours[number] = desk.tour
        fullest = 0
        for place in range(1, places + 1):
            fullest = max(fullest, desk.day_from[place + 1] - desk.day_from[place])
        # A day that was narrowed has just as many states as it may have.
        states[number, 0], states[number, 1] = max(desk.day_from[places + 1], 0), fullest
