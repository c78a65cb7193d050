"""Rules: contract hours of each week and of the horizon, and the longest week."""

import math
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scenarios.team import Agent
from scheduler.roster_model.ground import Calendar, Ground
from scheduler.roster_model.linear import Linear, total, weighted

_SATURDAY = 5


@dataclass(frozen=True)
class Band:
    """Least and most minutes of work."""

    least: int
    most: int


@dataclass(frozen=True)
class MissingHours:
    """Minutes by which a week (or, with None, the horizon) stays below its least."""

    week: int | None
    band: Band
    minutes: cp_model.IntVar


def add_hours(ground: Ground, missing: list[MissingHours] | None = None) -> None:
    """Keep every agent within the contract's band in each week and over all weeks.

    Weeks hold the shifts that start in them; a shift of the evening before the first day belongs
    to no week of the horizon. With a list for what is missing, the least hours may be missed.
    """
    for number, agent in enumerate(ground.calendar.agents):
        weeks: list[Linear] = []
        for week in ground.weeks:
            worked = week_minutes(ground, number, week)
            weeks.append(worked)
            _keep(ground, worked, week, week_band(ground.calendar, agent, week), missing)
        band = total_band(ground.calendar, agent, len(weeks))
        _keep(ground, total(weeks), None, band, missing)


def _keep(
    ground: Ground,
    worked: Linear,
    week: int | None,
    band: Band,
    missing: list[MissingHours] | None,
) -> None:
    if missing is None:
        ground.model.add_linear_constraint(worked, band.least, band.most)
        return
    slack = ground.model.new_int_var(0, band.least, "")
    missing.append(MissingHours(week, band, slack))
    ground.model.add(worked + slack >= band.least)
    ground.model.add(worked <= band.most)


def week_minutes(ground: Ground, agent: int, week: int) -> Linear:
    """Return the minutes of work of an agent in a calendar week."""
    options = [
        option for day in range(7 * week, 7 * week + 7) for option in ground.options[agent, day]
    ]
    return weighted((option.duty.work_minutes, option.chosen) for option in options)


def week_band(calendar: Calendar, agent: Agent, week: int) -> Band:
    """Return the band of one week: contract, absences credited, the longest week by law."""
    contract = calendar.scenario.team.contract_of(agent)
    credit = credited_hours(calendar, agent, week)
    band = _band(contract.hours_per_week - credit, contract.weekly_band_hours)
    limit = calendar.scenario.rules.max_week_hours
    return band if limit is None else Band(band.least, min(band.most, int(limit * 60)))


def total_band(calendar: Calendar, agent: Agent, weeks: int) -> Band:
    """Return the band of the first weeks together, here of all."""
    contract = calendar.scenario.team.contract_of(agent)
    credit = sum(credited_hours(calendar, agent, week) for week in range(weeks))
    return _band(contract.hours_per_week * weeks - credit, contract.band_hours)


def credited_hours(calendar: Calendar, agent: Agent, week: int) -> float:
    """Return the hours of a week that absences, closed holidays and a late start count for.

    Each day from Monday to Friday before the first day of work counts a fifth of the contract.
    A holiday from Monday to Friday on which nobody works counts a day's share of the contract
    for those who are available on that weekday, unless an absence covers it; no week counts for
    more than its contract hours.
    """
    contract = calendar.scenario.team.contract_of(agent)
    credit = 0.0
    for day in range(7 * week, 7 * week + 7):
        date = calendar.timeline.date(day)
        absences = [one for one in agent.absences if one.first <= date <= one.last]
        if agent.started is not None and date < agent.started:
            credit += contract.hours_per_week / 5 if date.weekday() < _SATURDAY else 0.0
        elif absences:
            credit += max(one.credited_hours_per_day for one in absences)
        elif _nobody_works(calendar, day) and _would_work(agent, date.weekday()):
            credit += contract.hours_per_week / max(contract.max_days_per_week, 1)
    return min(credit, contract.hours_per_week)


def _nobody_works(calendar: Calendar, day: int) -> bool:
    holiday = calendar.timeline.date(day) in calendar.timeline.holiday_dates
    barred = not calendar.scenario.rules.holiday_work
    return (holiday and barred) or calendar.timeline.is_closed(day)


def _would_work(agent: Agent, weekday: int) -> bool:
    available = agent.availability is None or bool(agent.availability[weekday])
    return weekday < _SATURDAY and available


def _band(hours: float, flexibility: float) -> Band:
    tiny = 1e-6  # minutes; keeps 38.4 h from becoming 2303.999
    least = math.ceil(60 * (hours - flexibility) - tiny)
    most = math.floor(60 * (hours + flexibility) + tiny)
    return Band(max(least, 0), max(most, 0))
