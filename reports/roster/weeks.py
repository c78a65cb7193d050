"""What a week of the roster looks like for a person: hours, absences, kinds of days."""

from reports import style
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.shift_shapes import ShiftTemplate
from scenarios.team import Agent
from scenarios.timeline import Timeline


def week_hours(timeline: Timeline, roster: Roster, agent: Agent) -> tuple[float, ...]:
    """Return an agent's hours in each calendar week: paid ones and those credited for absence.

    A shift belongs to the week of the date on which it starts.
    """
    hours = [0.0] * timeline.horizon.weeks
    for shift in roster.of(agent.id):
        day = timeline.day_index(shift.date)
        if 0 <= day < timeline.horizon.days:
            hours[day // 7] += shift.paid_minutes / 60
    for absence in agent.absences:
        first = max(0, timeline.day_index(absence.first))
        last = min(timeline.horizon.days - 1, timeline.day_index(absence.last))
        for day in range(first, last + 1):
            hours[day // 7] += absence.credited_hours_per_day
    return tuple(hours)


def is_absent(timeline: Timeline, agent: Agent, day: int) -> bool:
    """Whether an agent is absent on a day."""
    date = timeline.date(day)
    return any(absence.first <= date <= absence.last for absence in agent.absences)


def day_shade(timeline: Timeline, day: int) -> str:
    """Return the background of a day: holidays, weekends, others."""
    if timeline.date(day) in timeline.holiday_dates:
        return style.HOLIDAY
    return style.SHADE if timeline.date(day).weekday() >= 5 else style.PAPER


def template_colours(templates: dict[str, ShiftTemplate]) -> dict[str, str]:
    """Return the colour of each shift template, and of shifts edited by hand."""
    colours = {template: style.area_colour(place) for place, template in enumerate(templates)}
    return {**colours, "edited": style.EDITED}


def first_day(scenario: Scenario, roster: Roster) -> int:
    """Return the first day index of a grid: -1 where a night shift leads into the horizon."""
    timeline = Timeline(scenario.horizon)
    days = [timeline.day_index(shift.date) for shift in roster.shifts]
    return min([0, *days])
