"""Starts and lengths in use: the fewer there are, the easier a roster is to live with."""

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.people.prices import units
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import total


def add_shape_costs(ground: Ground, *, together: bool = False) -> None:
    """Pay once for every different start and length that anybody works on any day.

    ``together``: one row for all shifts of a start and length, which relaxes worse than a row
    for each of them but says the same of everybody.
    """
    price = units(ground.calendar.scenario.planning.shape_cost)
    if not price:
        return
    chosen: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for options in ground.options.values():
        for option in options:
            shape = option.duty.shapes[0]
            chosen[shape.start_minute, shape.length_minutes].append(option.chosen)
    for (start, length), shifts in chosen.items():
        used = ground.model.new_bool_var(f"used_{start}_{length}")
        ground.pay(price, used)
        if together:
            ground.whole.append(used)
            ground.model.add(total(shifts) <= len(shifts) * used)
        else:
            for shift in shifts:
                ground.model.add_bool_or([shift.negated(), used])
