"""From the solver's values to a roster, and from a roster to hints."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from scenarios.roster import Roster
from scheduler.roster_model.ground import Ground, shape_of_shift
from scheduler.roster_model.linear import Linear
from scheduler.shapes import shift_from

Value = Callable[[Linear], int]


def roster_from(ground: Ground, value: Value) -> Roster:
    """Return the roster of a solution.

    Break places are counted for each group; its agents take them in order of their index, so
    equal values give equal rosters.
    """
    shifts = []
    for group, members in enumerate(ground.calendar.members):
        left = {
            (place.day, place.shape.id): value(place.amount) for place in ground.placements[group]
        }
        for day in ground.days:
            for agent in members:
                for option in ground.options[agent, day]:
                    if not value(option.chosen):
                        continue
                    shape = next(s for s in option.duty.shapes if left.get((day, s.id), 0) > 0)
                    left[day, shape.id] -= 1
                    agent_id = ground.calendar.agents[agent].id
                    shifts.append(shift_from(agent_id, day, shape, ground.calendar.timeline))
    return Roster(tuple(sorted(shifts, key=lambda shift: (shift.start_minute, shift.agent_id))))


def hint_roster(ground: Ground, roster: Roster) -> None:
    """Start the search from a roster; shifts whose shape is not known are passed over."""
    shapes = shape_of_shift(roster, ground.calendar)
    hints: dict[int, tuple[cp_model.IntVar, int]] = {}
    for (agent, day), options in ground.options.items():
        if day < ground.span.first_day:
            continue
        worked = False
        for option in options:
            chosen = any(s.id == shapes.get((agent, day)) for s in option.duty.shapes)
            worked = worked or chosen
            hints[option.chosen.index] = (option.chosen, chosen)
        off = ground.off[agent, day]
        hints[off.index] = (off, not worked)
    for group, members in enumerate(ground.calendar.members):
        for place in ground.placements[group]:
            amount = place.amount
            if place.day >= ground.span.first_day and isinstance(amount, cp_model.IntVar):
                worked_by = [shapes.get((agent, place.day)) for agent in members]
                hints.setdefault(amount.index, (amount, worked_by.count(place.shape.id)))
    for variable, value in hints.values():
        ground.model.add_hint(variable, value)
