"""The neighbourhood search over everybody's tours, in compiled code.

A step takes some people's duties of a span of days away and gives them back one person at a
time, each by the best tour through the span at the prices of the moment.
"""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.cover import cut_cost, day_cost, price_choices, shift_days, slot_cost
from scheduler.tours.deferred import reckon, worth
from scheduler.tours.dice import draw, roll, span
from scheduler.tours.dynamic import FREE, best_tour, price_soft, soft_cost
from simulation.compiled.jit import compiled, entry

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

COVER, TOURS, CUTS, WORK = 0, 1, 2, 3  # parts of the cost


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


class Walk(NamedTuple):
    """Where the search stands, and its room; shapes of tours are those of the cover."""

    tours: npt.NDArray[np.int16]  # (agents, places)
    shapes: npt.NDArray[np.int32]  # (agents, places); -1 off
    tour_cost: Doubles  # (agents,), the sheet's own prices
    cost: Doubles  # parts of the cost: cover, tours, cuts, missing work
    slots_of: Longs  # slots that a place's duties reach, (places, 2)
    price: Doubles  # (places, choices)
    shape_of: npt.NDArray[np.int32]  # (places, choices)
    running: Doubles  # (slots + 1,)
    gain: Doubles  # (slots,)
    fixed: Longs  # (places,)
    old_tours: npt.NDArray[np.int16]  # (people of a step, places)
    old_shapes: npt.NDArray[np.int32]
    old_costs: Doubles
    people: Longs  # (people of a step,)
    dice: npt.NDArray[np.uint64]  # (1,): state of the walk's own luck
    none: npt.NDArray[np.int32]  # (places, choices), all 0
    defers: bool


@compiled
def _take(cover: Any, work: Any, walk: Any, agent: int, first: int, last: int) -> None:
    """Take an agent's duties of places [first, last) away."""
    tour, shapes = walk.tours[agent], walk.shapes[agent]
    walk.cost[COVER] += shift_days(cover, work, agent, tour, shapes, first, last, -1)
    tour[first:last] = 0
    shapes[first:last] = -1


@compiled
def _live_lack(cover: Any, slot: int) -> float:
    """Return the minutes that the live blocks lack in a slot."""
    lack = 0.0
    for block in range(cover.live_blocks):
        worst = 0.0
        for row in range(cover.blocks_from[block], cover.blocks_from[block + 1]):
            worst = max(worst, cover.wanted[row, slot] - cover.have[row, slot])
        lack += worst
    return float(lack * cover.shape_minutes[slot])


@compiled
def _give(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agent: int,
    first: int,
    last: int,
    width: int,
    noise: float,
    left: Any,
    bonus: float,
) -> bool:
    """Give an agent the best tour through places [first, last), the rest of it fixed.

    Choices of which some are ``left`` to give, shape (places, choices), are that much cheaper.
    """
    places = len(sheet.choices)
    _price(sheet, cover, work, walk, agent, first, last)
    if bonus > 0:
        for place in range(first, last):
            for choice in range(1, sheet.choices[place]):
                walk.price[place, choice] -= bonus if left[place, choice] > 0 else 0.0
    dice = walk.dice
    if noise > 0:
        for place in range(first, last):
            for choice in range(1, sheet.choices[place]):
                walk.price[place, choice] += noise * (roll(dice) - 0.5)
    for place in range(places):
        walk.fixed[place] = FREE if first <= place < last else walk.tours[agent, place]
    return _take_up(sheet, desk, cover, work, walk, agent, first, last, width)


@compiled
def _price(sheet: Any, cover: Any, work: Any, walk: Any, agent: int, first: int, last: int) -> None:
    """Price every choice of an agent, in places [first, last) with what it changes in the cover."""
    walk.price[:] = sheet.price[agent]
    price_soft(sheet, agent, walk.tours[agent], first, last, walk.price)
    if walk.defers:
        _price_work(cover, work, walk, agent, first, last)
    price_choices(
        cover,
        agent,
        first,
        last,
        sheet.allowed[agent],
        walk.gain,
        walk.running,
        walk.slots_of,
        walk.price,
        walk.shape_of,
    )


@compiled
def _take_up(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agent: int,
    first: int,
    last: int,
    width: int,
) -> bool:
    """Give an agent the best tour at the walk's prices; False where there is none."""
    cost = best_tour(sheet, desk, agent, walk.price, walk.fixed, width)
    if cost == np.inf:
        return False
    for place in range(first, last):
        choice = desk.tour[place]
        cost -= walk.price[place, choice] - sheet.price[agent, place, choice]
        walk.tours[agent, place] = choice
        walk.shapes[agent, place] = walk.shape_of[place, choice] if choice > 0 else -1
    tour, shapes = walk.tours[agent], walk.shapes[agent]
    walk.cost[COVER] += shift_days(cover, work, agent, tour, shapes, first, last, 1)
    cost += soft_cost(sheet, agent, tour)
    walk.cost[TOURS] += cost - walk.tour_cost[agent]
    walk.tour_cost[agent] = cost
    return True


@compiled
def _price_work(cover: Any, work: Any, walk: Any, agent: int, first: int, last: int) -> None:
    """Find what a head of the agent's group is worth to deferrable work, slot by slot."""
    group = cover.group_of[cover.class_of[agent]]
    reckon(work)
    known, value = -1, 0.0
    for slot in range(walk.slots_of[first, 0], walk.slots_of[last - 1, 1]):
        bucket = work.bucket_of[slot]
        if bucket < 0:
            walk.gain[slot] = 0.0
            continue
        if bucket != known:
            minutes = cover.shape_minutes[slot] * 2
            value = work.price * worth(work, group, bucket, minutes) / minutes
            known = bucket
        walk.gain[slot] = value * cover.shape_minutes[slot]


@compiled
def _total(cover: Any, work: Any, walk: Any) -> float:
    """Return the whole cost, the parts that are not kept true reckoned anew."""
    walk.cost[CUTS] = cut_cost(cover)
    if walk.defers:
        walk.cost[WORK] = work.price * reckon(work)
    return float(walk.cost[COVER] + walk.cost[TOURS] + walk.cost[CUTS] + walk.cost[WORK])


@compiled
def _open(cover: Any, work: Any, walk: Any) -> None:
    """Reckon what it costs to have nobody on duty."""
    walk.cost[:] = 0.0
    work.lacking[:] = 0.0
    for slot in range(cover.have.shape[1]):
        walk.cost[COVER] += slot_cost(cover, slot)
        bucket = work.bucket_of[slot] if walk.defers else -1
        if bucket >= 0:
            work.lacking[bucket] += _live_lack(cover, slot)
    for row in range(len(cover.day_member)):
        for place in range(cover.day_wanted.shape[1]):
            walk.cost[COVER] += day_cost(cover, row, place)


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
        if not _give(sheet, desk, cover, work, walk, agent, 0, places, width, 0.0, own, bonus):
            return number
        for place in range(places):
            own[place, walk.tours[agent, place]] -= 1
    return -1


@compiled
def _clear(cover: Any, work: Any, walk: Any) -> None:
    """Take everybody's tour away."""
    for agent in range(len(walk.tours)):
        _take(cover, work, walk, agent, 0, walk.tours.shape[1])
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
        _take(cover, work, walk, agent, 0, places)
        _price(sheet, cover, work, walk, agent, 0, places)
        walk.fixed[:] = tours[agent]
        if not _take_up(sheet, desk, cover, work, walk, agent, 0, places, width):
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
    _take(cover, work, walk, agent, first, last)
    fine = _give(sheet, desk, cover, work, walk, agent, first, last, width, 0.0, walk.none, 0.0)
    then = _total(cover, work, walk) if fine else np.inf
    if not (keeps and fine):
        _undo(cover, work, walk, agent, 0, first, last)
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
    now = _total(cover, work, walk)
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
            _take(cover, work, walk, agent, first, last)
        fine = True
        for number in range(count):
            if fine:
                one = people[number]
                fine = _give(
                    sheet, desk, cover, work, walk, one, first, last, width, noise, walk.none, 0.0
                )
        then = _total(cover, work, walk) if fine else np.inf
        if then <= now:
            now = then
            continue
        for number in range(count):
            _undo(cover, work, walk, people[number], number, first, last)
        walk.cost[:] = before_parts
    return now


@compiled
def _undo(cover: Any, work: Any, walk: Any, agent: int, number: int, first: int, last: int) -> None:
    """Give an agent the duties back that a step took; the cost is put back by the caller."""
    _take(cover, work, walk, agent, first, last)
    walk.tours[agent] = walk.old_tours[number]
    walk.shapes[agent] = walk.old_shapes[number]
    walk.tour_cost[agent] = walk.old_costs[number]
    tour, shapes = walk.tours[agent], walk.shapes[agent]
    shift_days(cover, work, agent, tour, shapes, first, last, 1)


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
        _open(cover, work, walk)
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
