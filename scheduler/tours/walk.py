"""The neighbourhood search over everybody's tours, in compiled code.

A step takes some people's duties of a span of days away and gives them back one person at a
time, each by the best tour through the span at the prices of the moment.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.cover import cut_cost, day_cost, price_choices, shift_days, slot_cost
from scheduler.tours.deferred import reckon, worth
from scheduler.tours.dynamic import FREE, best_tour
from simulation.compiled.jit import compiled, entry

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

COVER, TOURS, CUTS, WORK = 0, 1, 2, 3  # parts of the cost


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
    return lack * cover.shape_minutes[slot]


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
) -> bool:
    """Give an agent the best tour through places [first, last), the rest of it fixed."""
    places = len(sheet.choices)
    walk.price[:] = sheet.price[agent]
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
    if noise > 0:
        for place in range(first, last):
            for choice in range(1, sheet.choices[place]):
                walk.price[place, choice] += noise * (np.random.random() - 0.5)
    for place in range(places):
        walk.fixed[place] = FREE if first <= place < last else walk.tours[agent, place]
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


@entry
def opening(sheet: Any, desk: Any, cover: Any, work: Any, walk: Any) -> None:
    """Reckon what it costs to have nobody on duty."""
    for slot in range(cover.have.shape[1]):
        walk.cost[COVER] += slot_cost(cover, slot)
        bucket = work.bucket_of[slot] if walk.defers else -1
        if bucket >= 0:
            work.lacking[bucket] += _live_lack(cover, slot)
    for row in range(len(cover.day_member)):
        for place in range(cover.day_wanted.shape[1]):
            walk.cost[COVER] += day_cost(cover, row, place)


@entry
def begin(
    sheet: Any, desk: Any, cover: Any, work: Any, walk: Any, first: int, last: int, width: int
) -> int:
    """Give agents [first, last) a tour each, one after the other; return who has none, or -1."""
    places = len(sheet.choices)
    for agent in range(first, last):
        if not _give(sheet, desk, cover, work, walk, agent, 0, places, width, 0.0):
            return agent
    return -1


@entry
def improve(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    seed: int,
    steps: int,
    heat: float,
    noise: float,
    width: int,
) -> float:
    """Take some people out and put them back, so many times; return the cost at the end.

    A step that makes the roster dearer is kept with the chance exp(-more / heat).
    """
    if seed >= 0:
        np.random.seed(seed)
    agents, places = walk.tours.shape
    now = _total(cover, work, walk)
    for _ in range(steps):
        count = min(1 + np.random.randint(0, len(walk.old_costs)), agents)
        first = np.random.randint(0, places - 1)
        first -= (first + 6) % 7  # mondays
        first = max(first, 0)
        last = min(first + 7, places - 1)
        if np.random.random() < 0.2:
            last = min(last + 7, places - 1)
        before_parts = walk.cost.copy()
        people = np.random.choice(agents, count, replace=False)
        for number in range(count):
            agent = people[number]
            walk.old_tours[number] = walk.tours[agent]
            walk.old_shapes[number] = walk.shapes[agent]
            walk.old_costs[number] = walk.tour_cost[agent]
            _take(cover, work, walk, agent, first, last)
        fine = True
        for number in range(count):
            if fine:
                fine = _give(
                    sheet, desk, cover, work, walk, people[number], first, last, width, noise
                )
        then = _total(cover, work, walk) if fine else np.inf
        if then <= now or np.random.random() < np.exp((now - then) / max(heat, 1e-9)):
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
