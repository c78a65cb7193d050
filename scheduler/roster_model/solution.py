"""From the solver's values to a roster, and from a roster to values."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from ortools.sat.python import cp_model

from scenarios.roster import Roster
from scheduler.roster_model.ground import Ground
from scheduler.shapes import shift_from

Value = Callable[[cp_model.IntVar], int]


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


def shift_values(ground: Ground, roster: Roster) -> dict[int, int]:
    """Return the values of the shift variables; shifts whose shape is not known are left out."""
    shapes = _shapes_worked(ground, roster)
    return {
        option.chosen.index: int(any(shape.id == shapes.get(key) for shape in option.duty.shapes))
        for key, options in ground.options.items()
        for option in options
    }


def tours_in(ground: Ground, values: dict[int, int]) -> npt.NDArray[np.int16]:
    """Return the tours that values of the shift variables stand for, shape (agents, places).

    Place 0 is the first day of the model; one place more than days, which is off.
    """
    tours = np.zeros((len(ground.calendar.agents), len(ground.days) + 1), dtype=np.int16)
    for (agent, day), options in ground.options.items():
        for option in options:
            if values[option.chosen.index]:
                tours[agent, day - ground.days.start] = option.choice
    return tours


def hint_roster(ground: Ground, roster: Roster) -> None:
    """Start the search from a roster, and from no other."""
    shapes = _shapes_worked(ground, roster)
    values = shift_values(ground, roster)
    for key, options in ground.options.items():
        worked = any(values[option.chosen.index] for option in options)
        values[ground.off[key].index] = int(not worked)
    for group, members in enumerate(ground.calendar.members):
        for place in ground.placements[group]:
            worked_by = [shapes.get((agent, place.day)) for agent in members]
            values.setdefault(place.amount.index, worked_by.count(place.shape.id))
    write_hints(ground, values)


def write_hints(ground: Ground, values: dict[int, int]) -> None:
    """Replace all hints of a model by values of variables."""
    hint = ground.model.proto.solution_hint
    hint.vars.clear()
    hint.values.clear()
    hint.vars.extend(values.keys())
    hint.values.extend(values.values())


def _shapes_worked(ground: Ground, roster: Roster) -> dict[tuple[int, int], str]:
    """Return the shape id of each shift by (agent, day)."""
    calendar = ground.calendar
    place = {agent.id: number for number, agent in enumerate(calendar.agents)}
    return {
        (place[shift.agent_id], calendar.timeline.day_index(shift.date)): shift.shape_id
        for shift in roster.shifts
    }
