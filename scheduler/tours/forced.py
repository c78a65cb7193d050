"""What one person's other tours would cost while everybody else's stay, in compiled code.

A tour is sought at what cover is worth slot by slot, which says too much where a few hours would
do: then week by week, with what the other weeks do already. What a tour costs is reckoned anew in
the end, so that it is true of the tour; a better one may have been missed.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.ahead import FREE
from scheduler.tours.cover import cut_cost, room_cost, shift_days
from scheduler.tours.deferred import reckon
from scheduler.tours.dynamic import best_tour
from scheduler.tours.walk import Walk, open_walk, price_duties
from simulation.compiled.jit import compiled, entry

ANY, GIVEN = -1, -2  # in a list of places: nothing is forced; the whole tour is given
WEEK, PASSES = 7, 2
# Price of a day that is not as it was, so small that it only decides between tours that cost the
# same: a planner asks what has to change.
NUDGE = 1.0


class Trial(NamedTuple):
    """Room for the tours of one person that are tried."""

    price: npt.NDArray[np.float64]  # (places, choices)
    tour: npt.NDArray[np.int16]  # (places,): where the search stands
    shapes: npt.NDArray[np.int32]
    new_tour: npt.NDArray[np.int16]
    new_shapes: npt.NDArray[np.int32]


def trial_for(walk: Walk) -> Trial:
    """Return room for trials."""
    tour, shapes = walk.tours[0], walk.shapes[0]
    rooms = (np.zeros_like(one) for one in (tour, shapes, tour, shapes))
    return Trial(np.zeros_like(walk.price), *rooms)


@entry
def stand(cover: Any, work: Any, walk: Any) -> None:
    """Put everybody's tours, with the shapes that they have, where nobody was on duty yet."""
    open_walk(cover, work, walk)
    count = walk.tours.shape[1]
    for agent in range(len(walk.tours)):
        shift_days(cover, work, agent, walk.tours[agent], walk.shapes[agent], 0, count, 1)


@entry
def price_forced(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    trial: Any,
    agents: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    masks: npt.NDArray[np.bool_],
    width: int,
    costs: Any,
    tours: Any,
) -> None:
    """Write the best tours of some agents, each with choices of one place forced.

    Number by number: the agent, the place, ANY or GIVEN (then ``tours`` holds the tour), and which
    choices of the place are left, shape (numbers, choices). ``costs`` gets what everything costs
    with the tour less what it costs without the agent, inf where there is no such tour, and the
    tour's own part of it, shape (numbers, 2).
    """
    count = walk.tours.shape[1]
    for number in range(len(agents)):
        agent, place, mask = agents[number], places[number], masks[number]
        now, shapes = walk.tours[agent], walk.shapes[agent]
        shift_days(cover, work, agent, now, shapes, 0, count, -1)
        without = _rest(cover, work, walk)
        given = tours[number].copy()
        costs[number] = np.inf
        for start in range(1 if place == GIVEN else 2):
            first, last = 0, count
            if place == GIVEN:
                last = 0
                _know(sheet, cover, work, walk, trial, agent, given)
            elif start == 1:  # the tour that the agent has, but for the week of what is forced
                trial.tour[:], trial.shapes[:] = now, shapes
                first, last = _week(place, count)
            own = _step(
                sheet, desk, cover, work, walk, trial, agent, first, last, place, mask, width
            )
            if own == np.inf:
                continue
            trial.tour[:], trial.shapes[:] = trial.new_tour, trial.new_shapes
            cost = own + _cover(cover, work, walk, agent, trial.tour, trial.shapes)
            if place != GIVEN:
                cost, own = _by_weeks(
                    sheet, desk, cover, work, walk, trial, agent, place, mask, width, cost, own
                )
            if cost - without < costs[number, 0]:
                costs[number, 0], costs[number, 1] = cost - without, own
                tours[number] = trial.tour
        shift_days(cover, work, agent, now, shapes, 0, count, 1)


@compiled
def _know(sheet: Any, cover: Any, work: Any, walk: Any, trial: Any, agent: int, tour: Any) -> None:
    """Take up a tour that is given, with the agent's own shapes where it has some."""
    _worth(sheet, cover, work, walk, agent)
    for one in range(len(tour)):
        choice = tour[one]
        trial.tour[one] = choice
        if choice == walk.tours[agent, one]:
            trial.shapes[one] = walk.shapes[agent, one]
        else:
            trial.shapes[one] = walk.shape_of[one, choice] if choice > 0 else -1


@compiled
def _week(place: int, count: int) -> tuple[int, int]:
    """Return the places of the calendar week of a place, the evening before with the first one."""
    if place < 0:
        return 0, 0
    week = max(place - 1, 0) // WEEK
    return (0 if week == 0 else 1 + WEEK * week), min(1 + WEEK * (week + 1), count)


@compiled
def _by_weeks(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    trial: Any,
    agent: int,
    place: int,
    mask: Any,
    width: int,
    cost: float,
    own: float,
) -> tuple[float, float]:
    """Better a tour week by week; return what everything and what the tour alone then costs."""
    count = len(trial.tour)
    for number in range(PASSES * (count // WEEK)):
        begin, end = _week(1 + WEEK * (number % (count // WEEK)), count)
        new = _step(sheet, desk, cover, work, walk, trial, agent, begin, end, place, mask, width)
        if new == np.inf:
            continue
        then = new + _cover(cover, work, walk, agent, trial.new_tour, trial.new_shapes)
        if then < cost - NUDGE * count:
            cost, own = then, new
            trial.tour[:], trial.shapes[:] = trial.new_tour, trial.new_shapes
    return cost, own


@compiled
def _step(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    trial: Any,
    agent: int,
    first: int,
    last: int,
    place: int,
    mask: Any,
    width: int,
) -> float:
    """Find the best new tour that differs in places [first, last) only; return its own price."""
    count = len(trial.tour)
    tour, shapes, now = trial.tour, trial.shapes, walk.tours[agent]
    shift_days(cover, work, agent, tour, shapes, 0, first, 1)
    shift_days(cover, work, agent, tour, shapes, last, count, 1)
    _worth(sheet, cover, work, walk, agent)
    shift_days(cover, work, agent, tour, shapes, 0, first, -1)
    shift_days(cover, work, agent, tour, shapes, last, count, -1)
    for one in range(count):
        walk.fixed[one] = FREE if first <= one < last else tour[one]
        for choice in range(sheet.choices[one]):
            inside = first <= one < last
            price = walk.price[one, choice] if inside else sheet.price[agent, one, choice]
            trial.price[one, choice] = price + (NUDGE if choice != now[one] else 0.0)
            if one == place and not mask[choice]:
                trial.price[one, choice] = np.inf
    own = best_tour(sheet, desk, agent, trial.price, walk.fixed, width, np.inf)
    if own == np.inf:
        return np.inf
    for one in range(count):
        choice = desk.tour[one]
        own -= trial.price[one, choice] - sheet.price[agent, one, choice]
        trial.new_tour[one] = choice
        if first <= one < last:
            trial.new_shapes[one] = walk.shape_of[one, choice] if choice > 0 else -1
        else:
            trial.new_shapes[one] = shapes[one]
    return own


@compiled
def _worth(sheet: Any, cover: Any, work: Any, walk: Any, agent: int) -> None:
    """Price every choice of an agent; what rises with a total is left to the programme."""
    walk.price[:] = sheet.price[agent]
    price_duties(sheet, cover, work, walk, agent, 0, walk.tours.shape[1])


@compiled
def _cover(cover: Any, work: Any, walk: Any, agent: int, tour: Any, shapes: Any) -> float:
    """Return what a tour changes in the cover, and all that is reckoned anew with it."""
    count = len(tour)
    change = shift_days(cover, work, agent, tour, shapes, 0, count, 1)
    change += _rest(cover, work, walk)
    shift_days(cover, work, agent, tour, shapes, 0, count, -1)
    return float(change)


@compiled
def _rest(cover: Any, work: Any, walk: Any) -> float:
    """Return what is not kept true from shift to shift: cuts, room, and work that can wait."""
    cost = cut_cost(cover) + room_cost(cover)
    if walk.defers:
        cost += work.price * reckon(work)
    return float(cost)
