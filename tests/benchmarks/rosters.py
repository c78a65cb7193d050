"""Rosters of a scenario from who works which template on which day, for judges and checkers."""

from collections.abc import Mapping

from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.shapes import shapes_of, shift_from


def roster_of(scenario: Scenario, worked: Mapping[str, Mapping[int, str]]) -> Roster:
    """Return the roster in which each works the first shape of a template on each day."""
    timeline = Timeline(scenario.horizon)
    first: dict[str, int] = {}
    shapes = shapes_of(scenario)
    for place, shape in enumerate(shapes):
        first.setdefault(shape.template, place)
    shifts: list[Shift] = [
        shift_from(agent, day, shapes[first[template]], timeline)
        for agent, line in worked.items()
        for day, template in line.items()
    ]
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))
