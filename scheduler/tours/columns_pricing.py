"""Pricing: the cheapest tour of each class at the prices of the moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.tours.ahead import FREE
from scheduler.tours.columns_frame import Doubles, Frame
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


class Pricer:
    """Finds tours; keeps the room for it."""

    def __init__(self, sheet: Sheet, frame: Frame, desks: dict[int, Desk] | None = None) -> None:
        self.sheet, self.frame = sheet, frame
        self.agents = np.array([members[0] for members in frame.classes], dtype=np.int64)
        self.desks: dict[int, Desk] = {} if desks is None else desks  # by width
        self.fixed = np.full(len(sheet.choices), FREE, dtype=np.int64)

    def price(self, prices: Doubles, classes: Sequence[int], width: int) -> Priced:
        """Return the cheapest tour of each of some classes; with few states only a cheap one.

        ``prices`` has the shape (all classes, places, choices).
        """
        if width not in self.desks:
            self.desks[width] = desk_for(self.sheet, width)
        places = len(self.sheet.choices)
        numbers = np.array(classes, dtype=np.int64)
        tours = np.zeros((len(numbers), places), dtype=np.int16)
        costs, states = np.zeros(len(numbers)), np.zeros((len(numbers), 2), dtype=np.int64)
        _price(
            self.sheet,
            self.desks[width],
            self.agents[numbers],
            np.ascontiguousarray(prices[numbers]),
            self.fixed,
            width,
            tours,
            costs,
            states,
        )
        own = np.full(len(numbers), np.inf)
        for row, number in enumerate(numbers):
            if np.isfinite(costs[row]):
                chosen = np.arange(places), tours[row]
                added = prices[number][chosen] - self.sheet.price[self.agents[number]][chosen]
                own[row] = np.rint(costs[row] - added.sum())
        exact = bool((states[:, 1] < width).all())
        return Priced(numbers, tours, costs, own, exact, int(states[:, 0].sum()))


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
