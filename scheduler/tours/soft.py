"""Soft counters, whose price rises: exact for a whole tour, about right while searching."""

from typing import Any

from simulation.compiled.jit import compiled


@compiled
def soft_total(sheet: Any, agent: int, c: int, tour: Any, first: int, last: int) -> int:
    """Return what a tour adds to a counter outside the places [first, last)."""
    total = 0
    for place in range(sheet.c_first[c], sheet.c_last[c]):
        choice = tour[place]
        if first <= place < last:
            continue
        total += sheet.weights[sheet.c_weight[c], place, choice]
        if sheet.c_pair[c, place] > 0 and sheet.work[place, choice]:
            second = sheet.c_pair[c, place] == 2 and sheet.work[place - 1, tour[place - 1]]
            total += 0 if second else 1
    return total


@compiled
def soft_cost(sheet: Any, agent: int, tour: Any) -> float:
    """Return what the soft counters of a whole tour cost."""
    cost = 0.0
    for c in range(sheet.counters_from[agent], sheet.counters_from[agent + 1]):
        if sheet.c_soft[c]:
            cost += sheet.c_table[sheet.c_table_from[c] + soft_total(sheet, agent, c, tour, 0, 0)]
    return cost


@compiled
def price_soft(sheet: Any, agent: int, tour: Any, first: int, last: int, price: Any) -> None:
    """Add to the prices of places [first, last) about what soft counters would cost.

    What a choice adds is priced on top of the tour's other days and of as much again as those
    have on average in half of the places.
    """
    for c in range(sheet.counters_from[agent], sheet.counters_from[agent + 1]):
        if not sheet.c_soft[c]:
            continue
        length = max(sheet.c_last[c] - sheet.c_first[c], 1)
        total = soft_total(sheet, agent, c, tour, first, last)
        inside = last - first
        guess = total + total * inside // (2 * max(length - inside, 1))
        begin = sheet.c_table_from[c]
        most = sheet.c_table_from[c + 1] - begin - 1
        guess = min(guess, most)
        for place in range(max(first, sheet.c_first[c]), min(last, sheet.c_last[c])):
            for choice in range(1, sheet.choices[place]):
                more = sheet.weights[sheet.c_weight[c], place, choice]
                share = 1.0
                if sheet.c_pair[c, place] > 0 and sheet.work[place, choice]:
                    more += 1
                    share = 0.6  # both days of a pair count once
                then = sheet.c_table[begin + min(guess + more, most)]
                price[place, choice] += share * (then - sheet.c_table[begin + guess])
