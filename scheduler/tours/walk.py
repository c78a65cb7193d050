"""Where a search over everybody's tours stands, and what a step of it is made of, in compiled code.

A step takes some people's duties of a span of days away and gives them back one person at a
time, each by the best tour through the span at the prices of the moment.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.ahead import FREE
from scheduler.tours.cover import (
    cut_cost,
    day_cost,
    price_choices,
    room_cost,
    shift_days,
    slot_cost,
)
from scheduler.tours.deferred import reckon, worth
from scheduler.tours.dice import roll
from scheduler.tours.dynamic import best_tour
from scheduler.tours.soft import price_soft, soft_cost
from simulation.compiled.jit import compiled

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

COVER, TOURS, CUTS, WORK = 0, 1, 2, 3  # parts of the cost; rows of room are with the cuts
_SLIGHTLY = 1e-9  # rounding of sums in another order


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
def take(cover: Any, work: Any, walk: Any, agent: int, first: int, last: int) -> None:
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
def give(
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
    known: int,
) -> bool:
    """Give an agent the best tour through places [first, last), the rest of it fixed.

    Choices of which some are ``left`` to give, shape (places, choices), are that much cheaper.
    ``known`` is the number of the agent's old tour, or -1: what is dearer need not be looked at.
    """
    places = len(sheet.choices)
    price_own(sheet, cover, work, walk, agent, first, last)
    if bonus > 0:
        for place in range(first, last):
            for choice in range(1, sheet.choices[place]):
                walk.price[place, choice] -= bonus if left[place, choice] > 0 else 0.0
    dice = walk.dice
    if noise > 0:
        for place in range(first, last):
            for choice in range(1, sheet.choices[place]):
                walk.price[place, choice] += noise * (roll(dice) - 0.5)
    limit = np.inf
    if known >= 0:
        walk.fixed[:] = walk.old_tours[known]
        old = best_tour(sheet, desk, agent, walk.price, walk.fixed, width, np.inf)
        limit = old + _SLIGHTLY * max(abs(old), 1.0)
    for place in range(places):
        walk.fixed[place] = FREE if first <= place < last else walk.tours[agent, place]
    return take_up(sheet, desk, cover, work, walk, agent, first, last, width, limit)


@compiled
def price_own(
    sheet: Any, cover: Any, work: Any, walk: Any, agent: int, first: int, last: int
) -> None:
    """Price all choices of an agent, in places [first, last) with what they change in the cover."""
    walk.price[:] = sheet.price[agent]
    price_soft(sheet, agent, walk.tours[agent], first, last, walk.price)
    price_duties(sheet, cover, work, walk, agent, first, last)


@compiled
def price_duties(
    sheet: Any, cover: Any, work: Any, walk: Any, agent: int, first: int, last: int
) -> None:
    """Add to the walk's prices what an agent's choices of places [first, last) change."""
    if walk.defers:
        price_work(cover, work, walk, agent, first, last)
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
def take_up(
    sheet: Any,
    desk: Any,
    cover: Any,
    work: Any,
    walk: Any,
    agent: int,
    first: int,
    last: int,
    width: int,
    limit: float,
) -> bool:
    """Give an agent the best tour at the walk's prices; False where none is within the limit."""
    cost = best_tour(sheet, desk, agent, walk.price, walk.fixed, width, limit)
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
def price_work(cover: Any, work: Any, walk: Any, agent: int, first: int, last: int) -> None:
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
def total_cost(cover: Any, work: Any, walk: Any) -> float:
    """Return the whole cost, the parts that are not kept true reckoned anew."""
    walk.cost[CUTS] = cut_cost(cover) + room_cost(cover)
    if walk.defers:
        walk.cost[WORK] = work.price * reckon(work)
    return float(walk.cost[COVER] + walk.cost[TOURS] + walk.cost[CUTS] + walk.cost[WORK])


@compiled
def undo(cover: Any, work: Any, walk: Any, agent: int, number: int, first: int, last: int) -> None:
    """Give an agent the duties back that a step took; the cost is put back by the caller."""
    take(cover, work, walk, agent, first, last)
    walk.tours[agent] = walk.old_tours[number]
    walk.shapes[agent] = walk.old_shapes[number]
    walk.tour_cost[agent] = walk.old_costs[number]
    tour, shapes = walk.tours[agent], walk.shapes[agent]
    shift_days(cover, work, agent, tour, shapes, first, last, 1)


@compiled
def open_walk(cover: Any, work: Any, walk: Any) -> None:
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
