"""Choices of some kind on a day, as one yes-or-no expression."""

import numpy as np

from scheduler.people.tour_rules import OFF, Bools
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Literal, total


def open_choices(ground: Ground, agent: int, day: int) -> dict[int, Literal]:
    """Return the choices that an agent has on a day, each with its variable; off is one of them."""
    chosen: dict[int, Literal] = {OFF: ground.off[agent, day]}
    chosen.update((option.choice, option.chosen) for option in ground.options[agent, day])
    return chosen


def worked(ground: Ground, agent: int, day: int) -> Literal:
    """Return whether an agent works on a day; on call is no work."""
    duties = ground.calendar.duties[day]
    return of_kind(ground, agent, day, np.array([False, *(not one.on_call for one in duties)]))


def of_kind(ground: Ground, agent: int, day: int, kind: Bools) -> Literal:
    """Return whether an agent's choice of a day is of a kind.

    An expression that stands already is used where there is one.
    """
    key = (agent, day, kind.tobytes())
    if key not in ground.kinds:
        ground.kinds[key] = _of_kind(ground, agent, day, kind)
    return ground.kinds[key]


def _of_kind(ground: Ground, agent: int, day: int, kind: Bools) -> Literal:
    chosen = open_choices(ground, agent, day)
    inside = [literal for choice, literal in chosen.items() if kind[choice]]
    outside = [literal for choice, literal in chosen.items() if not kind[choice]]
    if not inside or not outside:
        return ground.model.new_constant(int(not outside))
    if len(outside) == 1:
        return outside[0].negated()
    if len(inside) == 1:
        return inside[0]
    literal = ground.model.new_bool_var(f"kind_{agent}_{day}_{len(ground.kinds)}")
    ground.model.add(total(inside) == literal)
    return literal
