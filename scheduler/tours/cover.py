"""Cover in the tour search: what one head more or less costs, slot by slot, in compiled code.

Prices are those of the model. Live work and head counts are exact; deferrable work is done by
earliest due time, which is never cheaper than the best split and nearly always as cheap.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiled.jit import compiled

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


class Cover(NamedTuple):
    """What is wanted, what is there, and which slots each shape covers."""

    class_of: Longs  # cover class of each agent
    group_of: Longs  # group of each class
    # Shapes of (place, choice) and the spans of slots they cover.
    shapes_from: Longs  # (places * choices + 1,)
    spans_from: Longs  # (shapes + 1,)
    span_begin: Longs
    span_end: Longs
    span_part: Doubles  # part of each slot that is covered
    shape_minutes: Doubles  # minutes of work of a slot
    # Blocks of rows over slots: a block costs by its row that lacks most.
    blocks_from: Longs  # rows of each block, (blocks + 1,)
    member: npt.NDArray[np.bool_]  # (rows, classes)
    wanted: Doubles  # (rows, slots)
    have: Doubles
    short_price: Doubles  # (rows, slots), of a head
    over_price: Doubles
    alone_price: Doubles  # (rows,)
    live_blocks: int  # the first blocks are those of live work
    # Rows over days: shifts of a template that start on a day.
    template_of: Longs  # template of (place, choice), shape (places, choices); -1 off
    day_member: npt.NDArray[np.bool_]  # (day rows, classes)
    day_template: Longs
    day_wanted: Doubles  # (day rows, places)
    day_have: Doubles
    day_short: Doubles
    day_over: Doubles
    # Cuts: weighted minutes that must be reached.
    cut_weight: Doubles  # (cuts, groups, slots), per head
    cut_wanted: Doubles
    cut_have: Doubles
    cut_price: Doubles
    # Different starts and lengths in use.
    use_of: Longs  # (places, choices); -1 off
    uses: Longs
    use_price: float
    # Expected hostile contacts over the limit, by class, place and choice; spans of the cap.
    excess: Doubles  # (classes, places, choices)
    span_of: Longs  # (places,); -1 none
    exposed: Doubles  # (agents, spans)
    excess_price: Doubles  # (classes,)
    # Room for hostile cases, in weighted minutes: the rows that the duties of a place touch, and
    # what the rows, by their last days, want.
    room_from: Longs  # (places + 1,)
    room_row: Longs  # row of each entry
    room_weight: Doubles  # (classes, entries, choices)
    room_wanted: Doubles  # (rows,)
    room_have: Doubles
    room_block: Longs  # (rows,): rows that speak of the same cases
    room_first: Longs  # (rows,): first day
    room_last: Longs
    room_missing: Doubles  # (blocks, days), reckoned anew each time
    room_price: float  # of a minute


@compiled
def slot_cost(cover: Any, slot: int) -> float:
    """Return what all blocks cost in a slot."""
    cost = 0.0
    for block in range(len(cover.blocks_from) - 1):
        worst = 0.0
        for row in range(cover.blocks_from[block], cover.blocks_from[block + 1]):
            lack = cover.wanted[row, slot] - cover.have[row, slot]
            if lack > 0:
                worst = max(worst, lack * cover.short_price[row, slot])
            else:
                cost -= lack * cover.over_price[row, slot]
            if cover.alone_price[row] > 0 and 0 < cover.have[row, slot] < 1.5:
                cost += cover.alone_price[row]
        cost += worst
    return cost


@compiled
def marginals(cover: Any, one: int, begin: int, end: int, running: Any) -> None:
    """Write what one head more of a class changes in the slots from begin to end."""
    # Arrays by name: reading them from the tuple anew each time takes longer than the work.
    blocks_from, member, alone = cover.blocks_from, cover.member, cover.alone_price
    wanted, have, short, over = cover.wanted, cover.have, cover.short_price, cover.over_price
    running[begin:end] = 0.0
    for block in range(len(blocks_from) - 1):
        first, last = blocks_from[block], blocks_from[block + 1]
        mine = False
        for row in range(first, last):
            mine = mine or member[row, one]
        if not mine:
            continue
        for slot in range(begin, end):
            before, after, change = 0.0, 0.0, 0.0
            for row in range(first, last):
                heads, price = have[row, slot], short[row, slot]
                lack = wanted[row, slot] - heads
                then = lack - 1.0 if member[row, one] else lack
                before, after = max(before, lack * price), max(after, then * price)
                if then < lack:
                    change += over[row, slot] * (max(0.0, -then) - max(0.0, -lack))
                    if alone[row] > 0 and heads < 0.5:
                        change += alone[row]
                    elif alone[row] > 0 and heads < 1.5:
                        change -= alone[row]
            running[slot] += change + after - before


@compiled
def shift_days(  # noqa: C901 - one loop: calls cost more than what they would do
    cover: Any,
    work: Any,
    agent: int,
    tour: Any,
    shapes: Any,
    first_place: int,
    last_place: int,
    sign: int,
) -> float:
    """Add an agent's duties of some places to all that is there, or take them out.

    Returns how the cost of the cover changes.
    """
    one = cover.class_of[agent]
    group = cover.group_of[one]
    blocks_from, member, alone = cover.blocks_from, cover.member, cover.alone_price
    wanted, have, short, over = cover.wanted, cover.have, cover.short_price, cover.over_price
    span_begin, span_end, span_part = cover.span_begin, cover.span_end, cover.span_part
    spans_from, cut_have, cut_weight = cover.spans_from, cover.cut_have, cover.cut_weight
    minutes, live_blocks, defers = cover.shape_minutes, cover.live_blocks, len(work.missing) > 0
    bucket_of, supply, lacking = work.bucket_of, work.supply, work.lacking
    total = 0.0
    for place in range(first_place, last_place):
        if tour[place] <= 0:
            continue
        shape = shapes[place]
        for span in range(spans_from[shape], spans_from[shape + 1]):
            part, begin, end = sign * span_part[span], span_begin[span], span_end[span]
            for block in range(len(blocks_from) - 1):
                first, last = blocks_from[block], blocks_from[block + 1]
                mine = False
                for row in range(first, last):
                    mine = mine or member[row, one]
                if not mine:
                    continue
                for slot in range(begin, end):
                    before, after, change = 0.0, 0.0, 0.0
                    lacked, lacks = 0.0, 0.0
                    for row in range(first, last):
                        heads, price = have[row, slot], short[row, slot]
                        more = heads + part if member[row, one] else heads
                        have[row, slot] = more
                        lack, then = wanted[row, slot] - heads, wanted[row, slot] - more
                        before, after = max(before, lack * price), max(after, then * price)
                        lacked, lacks = max(lacked, lack), max(lacks, then)
                        change += over[row, slot] * (max(0.0, -then) - max(0.0, -lack))
                        if alone[row] > 0:
                            change -= alone[row] if 0 < heads < 1.5 else 0.0
                            change += alone[row] if 0 < more < 1.5 else 0.0
                    total += change + after - before
                    if defers and block < live_blocks and bucket_of[slot] >= 0:
                        lacking[bucket_of[slot]] += (lacks - lacked) * minutes[slot]
            for cut in range(len(cut_have)):
                for slot in range(begin, end):
                    cut_have[cut] += part * cut_weight[cut, group, slot]
            if defers:
                for slot in range(begin, end):
                    if bucket_of[slot] >= 0:
                        supply[group, bucket_of[slot]] += part * minutes[slot]
        total += _put_day(cover, one, agent, place, tour[place], sign)
    return total


@compiled
def _put_day(cover: Any, one: int, agent: int, place: int, choice: int, sign: int) -> float:
    """Add a duty to all that is not told slot by slot; return how the cost changes."""
    change = 0.0
    for row in range(len(cover.day_member)):
        if (
            cover.day_member[row, one]
            and cover.day_template[row] == cover.template_of[place, choice]
        ):
            change -= day_cost(cover, row, place)
            cover.day_have[row, place] += sign
            change += day_cost(cover, row, place)
    use = cover.use_of[place, choice]
    if cover.use_price > 0 and use >= 0:
        was = cover.uses[use]
        cover.uses[use] += sign
        if (was == 0) != (cover.uses[use] == 0):
            change += sign * cover.use_price
    span = cover.span_of[place]
    if span >= 0:
        change -= cover.excess_price[one] * max(0.0, cover.exposed[agent, span])
        cover.exposed[agent, span] += sign * cover.excess[one, place, choice]
        change += cover.excess_price[one] * max(0.0, cover.exposed[agent, span])
    for entry in range(cover.room_from[place], cover.room_from[place + 1]):
        minutes = sign * cover.room_weight[one, entry, choice]
        cover.room_have[cover.room_row[entry]] += minutes
    return change


@compiled
def room_cost(cover: Any) -> float:
    """Return what is missing of room for hostile cases, priced.

    Row by row in the order of their last days, what a row lacks is missed on its last day, where
    it helps most of the rows to come: so no less could be missed in all.
    """
    missing = cover.room_missing
    missing[:] = 0.0
    lack = 0.0
    for row in range(len(cover.room_have)):
        block, last = cover.room_block[row], cover.room_last[row]
        more = cover.room_wanted[row] - cover.room_have[row]
        for day in range(cover.room_first[row], last + 1):
            more -= missing[block, day]
        if more > 0:
            missing[block, last] += more
            lack += more
    return float(cover.room_price * lack)


@compiled
def day_cost(cover: Any, row: int, place: int) -> float:
    """Return what a row over days costs on one day."""
    lack = cover.day_wanted[row, place] - cover.day_have[row, place]
    if lack > 0:
        return float(lack * cover.day_short[row, place])
    return float(-lack * cover.day_over[row, place])


@compiled
def cut_cost(cover: Any) -> float:
    """Return what the cuts lack, priced."""
    cost = 0.0
    for cut in range(len(cover.cut_have)):
        cost += cover.cut_price[cut] * max(0.0, cover.cut_wanted[cut] - cover.cut_have[cut])
    return cost


@compiled
def price_choices(
    cover: Any,
    agent: int,
    first: int,
    last: int,
    allowed: Any,
    gain: Any,
    running: Any,
    slots_of: Any,
    price: Any,
    shape_of: Any,
) -> None:
    """Add to the price of each choice of places [first, last) what it changes in the cover.

    ``gain`` has for each slot what a head there is worth to deferrable work; ``running`` is room
    for the running total of slots; ``slots_of`` the slots that a place's duties reach. The best
    shape of each choice goes to ``shape_of``.
    """
    one = cover.class_of[agent]
    group = cover.group_of[one]
    begin, end = slots_of[first, 0], slots_of[last - 1, 1]
    marginals(cover, one, begin, end, running)
    total = 0.0
    for slot in range(begin, end):
        worth = running[slot]
        # Who fills a gap in live work does nothing else.
        if worth >= 0:
            worth -= gain[slot]
        for cut in range(len(cover.cut_have)):
            if cover.cut_have[cut] < cover.cut_wanted[cut]:
                worth -= cover.cut_price[cut] * cover.cut_weight[cut, group, slot]
        running[slot] = total
        total += worth
    running[end] = total
    _price_shapes(cover, first, last, allowed, running, price, shape_of)
    for place in range(first, last):
        for choice in range(1, allowed.shape[1]):
            if allowed[place, choice]:
                price[place, choice] += _other(cover, agent, one, place, choice)


@compiled
def _price_shapes(
    cover: Any, first: int, last: int, allowed: Any, running: Any, price: Any, shape_of: Any
) -> None:
    """Add the price of the slots of each choice's best shape."""
    shapes_from, spans_from = cover.shapes_from, cover.spans_from
    span_begin, span_end, span_part = cover.span_begin, cover.span_end, cover.span_part
    width = allowed.shape[1]
    for place in range(first, last):
        for choice in range(1, width):
            if not allowed[place, choice]:
                continue
            least = np.inf
            number = place * width + choice
            for shape in range(shapes_from[number], shapes_from[number + 1]):
                cost = 0.0
                for span in range(spans_from[shape], spans_from[shape + 1]):
                    worth = running[span_end[span]] - running[span_begin[span]]
                    cost += span_part[span] * worth
                if cost < least:
                    least = cost
                    shape_of[place, choice] = shape
            price[place, choice] += least


@compiled
def _other(cover: Any, agent: int, one: int, place: int, choice: int) -> float:
    """Return what a choice changes beside the slots."""
    change = 0.0
    for row in range(len(cover.day_member)):
        if (
            cover.day_member[row, one]
            and cover.day_template[row] == cover.template_of[place, choice]
        ):
            lack = cover.day_wanted[row, place] - cover.day_have[row, place]
            change += cover.day_over[row, place] if lack <= 0 else -cover.day_short[row, place]
    use = cover.use_of[place, choice]
    if cover.use_price > 0 and use >= 0 and cover.uses[use] == 0:
        change += cover.use_price
    span = cover.span_of[place]
    if span >= 0 and cover.exposed[agent, span] > 0:
        change += cover.excess_price[one] * cover.excess[one, place, choice]
    worth = 0.0  # of the row that it helps most: the others speak of the same cases
    for entry in range(cover.room_from[place], cover.room_from[place + 1]):
        row = cover.room_row[entry]
        lack = cover.room_wanted[row] - cover.room_have[row]
        worth = max(worth, min(lack, cover.room_weight[one, entry, choice]))
    return float(change - cover.room_price * worth)
