"""The best tour of one person: a dynamic programme over the days, in compiled code.

A state is what the past leaves to keep: the automaton's node, the lengths of runs, the totals of
counters that are not settled yet. Totals that can neither be lost nor cost anything any more are
one state, and those that are lost already are none, so states stay few.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from scheduler.tours.ahead import FREE, least_ahead
from scheduler.tours.sheet import MOST_DAYS, Sheet
from simulation.compiled.jit import compiled

SAFE = -1


class Desk(NamedTuple):
    """Room for one dynamic programme at a time; not shared between threads."""

    state: npt.NDArray[np.int16]  # (room, numbers of a state)
    cost: npt.NDArray[np.float64]
    before: npt.NDArray[np.int32]  # state of the day before
    choice: npt.NDArray[np.int16]
    day_from: npt.NDArray[np.int64]  # (places + 2,)
    hashed: npt.NDArray[np.int32]
    stamp: npt.NDArray[np.int32]
    clock: npt.NDArray[np.int32]  # (1,)
    active: npt.NDArray[np.int64]  # (places, counters at a time)
    actives: npt.NDArray[np.int64]  # (places,)
    new: npt.NDArray[np.int16]  # (numbers of a state,)
    tour: npt.NDArray[np.int16]  # (places,): the result
    linear: npt.NDArray[np.bool_]  # (1,): soft counters are left to whoever gives the prices
    # (places + 1, days + 1): least that the places from each on can cost, so many days of the
    # week being worked already.
    ahead: npt.NDArray[np.float64]
    days: npt.NDArray[np.int64]  # (places,): counter of the week's working days, or -1
    least_left: npt.NDArray[np.int64]  # (counters of an agent, places + 1)
    most_left: npt.NDArray[np.int64]
    # Of the counters that are active on a day:
    position: npt.NDArray[np.int64]
    ending: npt.NDArray[np.bool_]
    pair: npt.NDArray[np.int64]
    rest: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    least_next: npt.NDArray[np.int64]
    most_next: npt.NDArray[np.int64]
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    safe_low: npt.NDArray[np.int64]
    safe_high: npt.NDArray[np.int64]


def desk_for(sheet: Sheet, width: int) -> Desk:
    """Return room for programmes that keep at most ``width`` states of a day."""
    places, most = len(sheet.choices), int(sheet.choices.max())
    # A day may make many more states than it keeps.
    room = width * (places + 18) + 64
    size = 1 << int(np.ceil(np.log2(max(32 * width, 1024))))
    counters = int(np.diff(sheet.counters_from).max(initial=1))
    runs = int(np.diff(sheet.runs_from).max(initial=0))
    numbers = 1 + max(runs, int(sheet.c_position.max(initial=0)))
    return Desk(
        np.zeros((room, numbers), dtype=np.int16),
        np.zeros(room),
        np.zeros(room, dtype=np.int32),
        np.zeros(room, dtype=np.int16),
        np.zeros(places + 2, dtype=np.int64),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int32),
        np.zeros(1, dtype=np.int32),
        np.zeros((places, max(counters, most)), dtype=np.int64),
        np.zeros(places, dtype=np.int64),
        np.zeros(numbers, dtype=np.int16),
        np.zeros(places, dtype=np.int16),
        np.zeros(1, dtype=bool),
        np.zeros((places + 1, MOST_DAYS + 1)),
        np.zeros(places, dtype=np.int64),
        np.zeros((counters, places + 1), dtype=np.int64),
        np.zeros((counters, places + 1), dtype=np.int64),
        np.zeros(counters, dtype=np.int64),
        np.zeros(counters, dtype=bool),
        *(np.zeros(counters, dtype=np.int64) for _ in range(9)),
    )


@compiled
def best_tour(
    sheet: Any, desk: Any, agent: int, price: Any, fixed: Any, width: int, limit: float
) -> float:
    """Find the cheapest tour of an agent and return its price; inf where there is none.

    ``price`` has the price of every choice, the sheet's included, shape (places, choices);
    ``fixed`` the choice of each place, or FREE. With more than ``width`` states on a day the
    dearest are dropped, so the tour is then lawful but may not be the best. Tours dearer than
    ``limit`` are none. The tour lies in ``desk.tour``.
    """
    places = len(sheet.choices)
    numbers = _begin(sheet, desk, agent, fixed)
    least_ahead(sheet, desk, agent, price, fixed)
    if not _steps(sheet, desk, agent, price, fixed, numbers, width, limit):
        return np.inf
    return _trace(desk, places)


@compiled
def _begin(sheet: Any, desk: Any, agent: int, fixed: Any) -> int:
    """Write the state before the first day; return how many numbers states have."""
    kind = sheet.kind[agent]
    runs = sheet.runs_from[kind + 1] - sheet.runs_from[kind]
    numbers = 1 + runs
    desk.actives[:] = 0
    for c in range(sheet.counters_from[agent], sheet.counters_from[agent + 1]):
        if desk.linear[0] and sheet.c_soft[c]:
            continue
        numbers = max(numbers, sheet.c_position[c] + 1)
        for place in range(sheet.c_first[c], sheet.c_last[c]):
            desk.active[place, desk.actives[place]] = c
            desk.actives[place] += 1
    _look_ahead(sheet, desk, agent, fixed)
    for number in range(numbers):
        desk.state[0, number] = 0
    desk.state[0, 0] = sheet.start[kind]
    for run in range(runs):
        desk.state[0, 1 + run] = sheet.before[agent, run]
    desk.cost[0] = 0.0
    desk.day_from[0], desk.day_from[1] = 0, 1
    return int(numbers)


@compiled
def _look_ahead(sheet: Any, desk: Any, agent: int, fixed: Any) -> None:
    """Find what the days from each place on can still add to each counter."""
    begin = sheet.counters_from[agent]
    for c in range(begin, sheet.counters_from[agent + 1]):
        least, most = desk.least_left[c - begin], desk.most_left[c - begin]
        last = sheet.c_last[c]
        least[last], most[last] = 0, 0
        free = True
        for place in range(last - 1, sheet.c_first[c] - 1, -1):
            choice = fixed[place]
            free = free and choice == FREE
            if free:
                least[place], most[place] = (
                    sheet.c_least_left[c, place],
                    sheet.c_most_left[c, place],
                )
                continue
            low, high = sheet.c_day_least[c, place], sheet.c_day_most[c, place]
            if choice != FREE:
                low = sheet.weights[sheet.c_weight[c], place, choice]
                high = low
                if sheet.c_pair[c, place] and sheet.work[place, choice]:
                    high += 1
                if sheet.c_rest[c]:
                    high += 1
            least[place], most[place] = least[place + 1] + low, most[place + 1] + high


@compiled
def _steps(  # noqa: C901, PLR0915 - one loop: calls cost more than what they would do
    sheet: Any,
    desk: Any,
    agent: int,
    price: Any,
    fixed: Any,
    numbers: int,
    width: int,
    limit: float,
) -> bool:
    """Make the states of all days, one day from the other; return whether any are left."""
    kind, first_counter = sheet.kind[agent], sheet.counters_from[agent]
    first_run, runs = sheet.runs_from[kind], sheet.runs_from[kind + 1] - sheet.runs_from[kind]
    # Arrays by name: reading them from the tuples anew each time takes longer than the work.
    allowed, gained, worked = sheet.allowed[agent], sheet.gained[kind], sheet.worked[kind]
    step_price, following = sheet.step_price[kind], sheet.following[kind]
    work, weights, table = sheet.work, sheet.weights, sheet.c_table
    run_kind, run_least, run_most = sheet.run_kind, sheet.run_least, sheet.run_most
    run_price, table_from, choices = sheet.run_price, sheet.c_table_from, sheet.choices
    run_begin = sheet.run_first
    c_position, c_rest, c_last, c_pair = sheet.c_position, sheet.c_rest, sheet.c_last, sheet.c_pair
    c_weight, c_low, c_high = sheet.c_weight, sheet.c_low, sheet.c_high
    c_safe_low, c_safe_high = sheet.c_safe_low, sheet.c_safe_high
    state, costs, before, chosen = desk.state, desk.cost, desk.before, desk.choice
    hashed, stamp, new, day_from = desk.hashed, desk.stamp, desk.new, desk.day_from
    actives, counts = desk.active, desk.actives
    position, ending, pair, rest = desk.position, desk.ending, desk.pair, desk.rest
    row, least_left, most_left = desk.row, desk.least_next, desk.most_next
    low_total, high_total = desk.low, desk.high
    safe_low, safe_high = desk.safe_low, desk.safe_high
    all_least, all_most = desk.least_left, desk.most_left
    ahead, places, mask = desk.ahead, len(choices), len(hashed) - 1
    for place in range(places):
        count = counts[place]
        for number in range(count):
            c = actives[place, number]
            position[number], rest[number] = c_position[c], c_rest[c]
            ending[number] = place + 1 == c_last[c]
            pair[number], row[number] = c_pair[c, place], c_weight[c]
            least_left[number] = all_least[c - first_counter, place + 1]
            most_left[number] = all_most[c - first_counter, place + 1]
            low_total[number], high_total[number] = c_low[c], c_high[c]
            safe_low[number], safe_high[number] = c_safe_low[c], c_safe_high[c]
        begin, end = day_from[place], day_from[place + 1]
        desk.clock[0] += 1
        clock = desk.clock[0]
        last_place = place == places - 1
        made, most = end, end + 16 * width
        low, high = 0, choices[place]
        if fixed[place] != FREE:
            low, high = fixed[place], fixed[place] + 1
        for number in range(numbers):
            new[number] = 0
        week, worked_at = desk.days[place], 0
        counts_days = week >= 0 and place + 1 < c_last[week]
        if counts_days:
            worked_at = c_position[week]
        dearest = limit - ahead[place + 1, 0]
        for at in range(begin, end):
            node = state[at, 0]
            for choice in range(low, high):
                cost = step_price[place, node, choice] + price[place, choice] + costs[at]
                if not allowed[place, choice] or cost == np.inf or made >= most:
                    continue
                if cost > dearest:
                    continue
                for run in range(runs):
                    one = first_run + run
                    length: Any = np.int64(state[at, 1 + run])
                    if last_place:
                        length = 0
                    elif place < run_begin[one]:
                        pass  # what came before the run's first day is known already
                    elif run_kind[one, place, choice]:
                        length += 1
                        if run_least[one] > 0:
                            length = min(length, run_least[one])
                        elif length > run_most[one]:
                            cost += run_price[one]
                            length = run_most[one]
                    else:
                        if 0 < length < run_least[one]:
                            cost += run_price[one] * (run_least[one] - length)
                        length = 0
                    new[1 + run] = length
                for number in range(count):
                    total: Any = np.int64(state[at, position[number]])
                    if total != SAFE:
                        total += weights[row[number], place, choice]
                        if pair[number] > 0 and work[place, choice]:
                            total += 1 if pair[number] == 1 or not worked[place, node] else 0
                        if rest[number] > 0 and gained[place, node, choice] == rest[number]:
                            total += 1
                        if ending[number]:
                            cost += table[table_from[actives[place, number]] + total]
                        else:
                            least = total + least_left[number]
                            greatest = total + most_left[number]
                            if least > high_total[number] or greatest < low_total[number]:
                                cost = np.inf
                            if least >= safe_low[number] and greatest <= safe_high[number]:
                                total = SAFE
                    new[position[number]] = 0 if ending[number] else total
                if cost == np.inf:
                    continue
                if counts_days:
                    many = min(max(np.int64(new[worked_at]), 0), MOST_DAYS)
                    if cost > limit - ahead[place + 1, many]:
                        continue
                new[0] = following[place, node, choice]
                code = np.uint64(1469598103934665603)
                for number in range(numbers):
                    code = (code ^ np.uint64(np.uint16(new[number]))) * np.uint64(1099511628211)
                slot = np.int64((code ^ (code >> np.uint64(29))) & np.uint64(mask))
                known = -1
                while stamp[slot] == clock:
                    other = hashed[slot]
                    same = True
                    for number in range(numbers):
                        same = same and state[other, number] == new[number]
                    if same:
                        known = other
                        break
                    slot = (slot + 1) & mask
                if known < 0:
                    known = made
                    made += 1
                    stamp[slot], hashed[slot] = clock, known
                    for number in range(numbers):
                        state[known, number] = new[number]
                    costs[known] = np.inf
                if cost < costs[known]:
                    costs[known], before[known], chosen[known] = cost, at, choice
        day_from[place + 2] = made
        if made == end:
            return False
        if made - end > width:
            _narrow(desk, place + 1, numbers, width)
    return True


@compiled
def _narrow(desk: Any, place: int, numbers: int, width: int) -> None:
    """Drop the dearest states of a day where there are too many."""
    begin, end = desk.day_from[place], desk.day_from[place + 1]
    limit = np.partition(desk.cost[begin:end], width - 1)[width - 1]
    kept = begin
    for at in range(begin, end):
        if desk.cost[at] > limit or kept - begin >= width:
            continue
        if kept != at:
            for number in range(numbers):
                desk.state[kept, number] = desk.state[at, number]
            desk.cost[kept] = desk.cost[at]
            desk.before[kept] = desk.before[at]
            desk.choice[kept] = desk.choice[at]
        kept += 1
    desk.day_from[place + 1] = kept


@compiled
def _trace(desk: Any, places: int) -> float:
    """Write the cheapest tour and return its price."""
    best = desk.day_from[places]
    for at in range(desk.day_from[places], desk.day_from[places + 1]):
        if desk.cost[at] < desk.cost[best]:
            best = at
    price = desk.cost[best]
    at = best
    for place in range(places - 1, -1, -1):
        desk.tour[place] = desk.choice[at]
        at = desk.before[at]
    return float(price)
