"""The tasks of the search over tours, in compiled code: first tours, known ones, better ones."""

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.tours.dice import draw, roll, span
from scheduler.tours.walk import TOURS, give, open_walk, price_own, take, take_up, total_cost, undo
from simulation.compiled.jit import compiled, entry

Longs = npt.NDArray[np.int64]


class Task(IntEnum):
    """What to do; one entry for all, since compiling takes long."""

    OPEN = 0
    CLEAR = 1
    BEGIN = 2
    ADOPT = 3
    IMPROVE = 4
    TRY = 5


OPEN, CLEAR, BEGIN, ADOPT = (int(one) for one in (Task.OPEN, Task.CLEAR, Task.BEGIN, Task.ADOPT))
TRY = int(Task.TRY)


@compiled
def _begin(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agents: Longs,
    width: int,
    sort_of: Longs,
    left: Any,
    bonus: float,
) -> int:
    """Give agents a tour each, one after the other; return the place of who has none, or -1.

    ``left`` has how often each sort of people should still have each choice, shape (sorts,
    places, choices); it is counted down.
    """
    places = len(sheet.choices)
    for number in range(len(agents)):
        agent = agents[number]
        own = left[sort_of[agent]]
        if not give(sheet, desk, cover, work, walk, agent, 0, places, width, 0.0, own, bonus, -1):
            return number
        for place in range(places):
            own[place, walk.tours[agent, place]] -= 1
    return -1


@compiled
def _clear(cover: Any, work: Any, walk: Any) -> None:
    """Take everybody's tour away."""
    for agent in range(len(walk.tours)):
        take(cover, work, walk, agent, 0, walk.tours.shape[1])
        walk.cost[TOURS] -= walk.tour_cost[agent]
        walk.tour_cost[agent] = 0.0


@compiled
def _adopt(sheet: Any, desk: Any, cover: Any, work: Any, walk: Any, tours: Any, width: int) -> int:
    """Give everybody a tour that is known, with the best break places; return who cannot, or -1.

    An agent who cannot have the tour is left without one.
    """
    places = len(sheet.choices)
    failed = -1
    for agent in range(len(tours)):
        take(cover, work, walk, agent, 0, places)
        price_own(sheet, cover, work, walk, agent, 0, places)
        walk.fixed[:] = tours[agent]
        if not take_up(sheet, desk, cover, work, walk, agent, 0, places, width, np.inf):
            walk.cost[TOURS] -= walk.tour_cost[agent]
            walk.tour_cost[agent] = 0.0
            failed = agent
    return failed


@compiled
def _try(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agent: int,
    first: int,
    last: int,
    width: int,
    keeps: bool,
) -> float:
    """Give an agent the best tour through places [first, last), and return the cost of all then.

    What is not kept is undone.
    """
    before_parts = walk.cost.copy()
    walk.old_tours[0] = walk.tours[agent]
    walk.old_shapes[0] = walk.shapes[agent]
    walk.old_costs[0] = walk.tour_cost[agent]
    take(cover, work, walk, agent, first, last)
    fine = give(sheet, desk, cover, work, walk, agent, first, last, width, 0.0, walk.none, 0.0, 0)
    then = total_cost(cover, work, walk) if fine else np.inf
    if not (keeps and fine):
        undo(cover, work, walk, agent, 0, first, last)
        walk.cost[:] = before_parts
    return then


@compiled
def _improve(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agents: Longs,
    low: int,
    high: int,
    steps: int,
    noise: float,
    width: int,
) -> float:
    """Take some people out and put them back, so many times; return the cost at the end.

    Steps draw from ``agents`` and from places [low, high). One that makes the roster dearer is
    undone.
    """
    dice, people = walk.dice, walk.people
    now = total_cost(cover, work, walk)
    for _ in range(steps):
        count = min(1 + int(roll(dice) * len(people)), len(agents))
        first, last = span(dice, low, high)
        draw(dice, people, count, agents)
        before_parts = walk.cost.copy()
        for number in range(count):
            agent = people[number]
            walk.old_tours[number] = walk.tours[agent]
            walk.old_shapes[number] = walk.shapes[agent]
            walk.old_costs[number] = walk.tour_cost[agent]
            take(cover, work, walk, agent, first, last)
        fine = True
        for number in range(count):
            if fine:
                one = people[number]
                none = walk.none
                fine = give(
                    sheet,
                    desk,
                    cover,
                    work,
                    walk,
                    one,
                    first,
                    last,
                    width,
                    noise,
                    none,
                    0.0,
                    number,
                )
        then = total_cost(cover, work, walk) if fine else np.inf
        if then <= now:
            now = then
            continue
        for number in range(count):
            undo(cover, work, walk, people[number], number, first, last)
        walk.cost[:] = before_parts
    return now


@entry
def do(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    task: int,
    agents: Any,
    low: int,
    high: int,
    sort_of: Any,
    left: Any,
    tours: Any,
    steps: int,
    width: int,
    bonus: float,
    noise: float,
) -> float:
    """Do a task; see the functions of the tasks for what they take and return."""
    if task == OPEN:
        open_walk(cover, work, walk)
        return 0.0
    if task == CLEAR:
        _clear(cover, work, walk)
        return 0.0
    if task == BEGIN:
        return float(_begin(sheet, desk, cover, work, walk, agents, width, sort_of, left, bonus))
    if task == ADOPT:
        return float(_adopt(sheet, desk, cover, work, walk, tours, width))
    if task == TRY:
        return _try(sheet, desk, cover, work, walk, agents[0], low, high, width, steps > 0)
    return _improve(sheet, desk, cover, work, walk, agents, low, high, steps, noise, width)
