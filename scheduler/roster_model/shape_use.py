"""Starts and lengths in use: the fewer there are, the easier a roster is to live with."""

from ortools.sat.python import cp_model

from scheduler.people.prices import units
from scheduler.roster_model.ground import Ground


def add_shape_costs(ground: Ground) -> None:
    """Pay once for every different start and length that anybody works on any day."""
    price = units(ground.calendar.scenario.planning.shape_cost)
    if not price:
        return
    used: dict[tuple[int, int], cp_model.IntVar] = {}
    for options in ground.options.values():
        for option in options:
            shape = option.duty.shapes[0]
            key = (shape.start_minute, shape.length_minutes)
            if key not in used:
                used[key] = ground.model.new_bool_var(f"used_{key[0]}_{key[1]}")
                ground.pay(price, used[key])
            ground.model.add_bool_or([option.chosen.negated(), used[key]])
