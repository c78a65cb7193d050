"""What the days ahead cost at least, in compiled code: tours that cannot become cheap are left."""

from typing import Any

import numpy as np

from scheduler.tours.sheet import MOST_DAYS
from simulation.compiled.jit import compiled

FREE = -1  # in a list of fixed choices: any


@compiled
def least_ahead(sheet: Any, desk: Any, agent: int, price: Any, fixed: Any) -> None:
    """Find what the places from each on cost at least, by the week's days worked already.

    Rules only add to the prices of choices, and of the rules only the most working days of a
    week are looked at.
    """
    ahead, days, places = desk.ahead, desk.days, len(sheet.choices)
    days[:] = -1
    for c in range(sheet.counters_from[agent], sheet.counters_from[agent + 1]):
        if sheet.c_days[c] and not (desk.linear[0] and sheet.c_soft[c]):
            for place in range(sheet.c_first[c], sheet.c_last[c]):
                days[place] = c
    ahead[places] = 0.0
    for place in range(places - 1, -1, -1):
        off, on = _cheapest(sheet, agent, place, price, fixed[place])
        c = days[place]
        if c < 0:
            ahead[place] = ahead[place + 1, 0] + min(off, on)
            continue
        ending, most = place + 1 == sheet.c_last[c], min(sheet.c_high[c], MOST_DAYS)
        for worked in range(MOST_DAYS, -1, -1):
            least = off + ahead[place + 1, 0 if ending else worked]
            if worked < most:
                least = min(least, on + ahead[place + 1, 0 if ending else worked + 1])
            ahead[place, worked] = least


@compiled
def _cheapest(sheet: Any, agent: int, place: int, price: Any, fixed: int) -> tuple[float, float]:
    """Return the price of the cheapest choice of a place without work, and with work."""
    allowed, work = sheet.allowed[agent], sheet.work
    low, high = 0, sheet.choices[place]
    if fixed != FREE:
        low, high = fixed, fixed + 1
    off, on = np.inf, np.inf
    for choice in range(low, high):
        if not allowed[place, choice]:
            continue
        if work[place, choice]:
            on = min(on, price[place, choice])
        else:
            off = min(off, price[place, choice])
    return off, on
