"""What one person's other tours would cost while everybody else's stay, in compiled code."""

from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.tours.cover import price_choices, shift_days
from scheduler.tours.dynamic import FREE, best_tour
from scheduler.tours.walk import _open, _price_work
from simulation.compiled.jit import compiled, entry

ANY = -1  # in a list of places: nothing is forced
# Price of a day that is not as it was, so small that it only decides between tours that cost the
# same: a planner asks what has to change.
NUDGE = 1.0


@entry
def stand(cover: Any, work: Any, walk: Any) -> None:
    """Put everybody's tours, with the shapes that they have, where nobody was on duty yet."""
    _open(cover, work, walk)
    places = walk.tours.shape[1]
    for agent in range(len(walk.tours)):
        shift_days(cover, work, agent, walk.tours[agent], walk.shapes[agent], 0, places, 1)


@compiled
def _worth(sheet: Any, cover: Any, work: Any, walk: Any, agent: int) -> None:
    """Price every choice of an agent; what rises with a total is left to the programme."""
    count = walk.tours.shape[1]
    walk.price[:] = sheet.price[agent]
    if walk.defers:
        _price_work(cover, work, walk, agent, 0, count)
    price_choices(
        cover,
        agent,
        0,
        count,
        sheet.allowed[agent],
        walk.gain,
        walk.running,
        walk.slots_of,
        walk.price,
        walk.shape_of,
    )


@compiled
def _force(sheet: Any, walk: Any, tour: Any, place: int, mask: Any, trial: Any) -> None:
    """Write the prices at which only some choices of a place are left."""
    for one in range(len(tour)):
        for choice in range(sheet.choices[one]):
            changed = NUDGE if choice != tour[one] else 0.0
            trial[one, choice] = walk.price[one, choice] + changed
            if one == place and not mask[choice]:
                trial[one, choice] = np.inf


@compiled
def _tell(sheet: Any, desk: Any, walk: Any, agent: int, cost: float, told: Any, best: Any) -> None:
    """Write the tour that was found, its price and its own part of that."""
    own = cost
    for one in range(len(best)):
        choice = desk.tour[one]
        best[one] = choice
        if choice != walk.tours[agent, one]:
            cost -= NUDGE
            own -= NUDGE
        own -= walk.price[one, choice] - sheet.price[agent, one, choice]
    told[0], told[1] = cost, own


@entry
def price_forced(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agents: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    masks: npt.NDArray[np.bool_],
    width: int,
    costs: Any,
    tours: Any,
) -> None:
    """Write the price and the best tour of some agents, each with choices of one place forced.

    Number by number: the agent, the place or ANY, and which choices of it are left, shape
    (numbers, choices). ``costs`` gets the price of the tour at what the cover is worth to the
    agent, inf where there is none, and the tour's own part of it, shape (numbers, 2). The same
    agent's numbers follow one another. The walk's prices are then those of the last agent.
    """
    count = walk.tours.shape[1]
    trial = np.empty_like(walk.price)
    walk.fixed[:] = FREE
    for number in range(len(agents)):
        agent = agents[number]
        tour, shapes = walk.tours[agent], walk.shapes[agent]
        if number == 0 or agents[number - 1] != agent:
            shift_days(cover, work, agent, tour, shapes, 0, count, -1)
            _worth(sheet, cover, work, walk, agent)
            shift_days(cover, work, agent, tour, shapes, 0, count, 1)
        _force(sheet, walk, tour, places[number], masks[number], trial)
        cost = best_tour(sheet, desk, agent, trial, walk.fixed, width)
        costs[number] = np.inf
        if cost < np.inf:
            _tell(sheet, desk, walk, agent, cost, costs[number], tours[number])
