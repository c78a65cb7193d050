"""What a contract asks for in a week and in the horizon, after what absences count for."""

import math
from dataclasses import dataclass

from scheduler.people.person import Person

_SATURDAY = 5


@dataclass(frozen=True)
class Band:
    """Least and most minutes of work."""

    least: int
    most: int


def week_band(person: Person, week: int) -> Band | None:
    """Return the contract's band of a week, credits taken off; None if only the horizon counts."""
    flexible = person.contract.flexibility_hours
    if flexible is None:
        return None
    return _band(person.contract.hours_per_week - credited_hours(person, week), flexible)


def horizon_band(person: Person) -> Band:
    """Return the contract's band of the whole horizon, credits taken off."""
    weeks = person.calendar.weeks
    credit = sum(credited_hours(person, week) for week in weeks)
    asked = person.contract.hours_per_week * len(weeks)
    return _band(asked - credit, person.contract.band_hours)


def credited_hours(person: Person, week: int) -> float:
    """Return the hours of a week that absences, free holidays and a late start count for.

    Each day from Monday to Friday before the first day of work counts a fifth of the contract.
    A holiday from Monday to Friday on which nobody works counts a day's share of the contract
    for those who are available on that weekday, unless an absence covers it; no week counts for
    more than its contract hours.
    """
    agent, contract = person.agent, person.contract
    credit = 0.0
    for day in range(7 * week, 7 * week + 7):
        date = person.calendar.timeline.date(day)
        absences = [one for one in agent.absences if one.first <= date <= one.last]
        if agent.started is not None and date < agent.started:
            credit += contract.hours_per_week / 5 if date.weekday() < _SATURDAY else 0.0
        elif absences:
            credit += max(one.credited_hours_per_day for one in absences)
        elif _is_free_holiday(person, day) and _would_work(person, date.weekday()):
            credit += contract.hours_per_week / max(contract.max_days_per_week, 1)
    return min(credit, contract.hours_per_week)


def _is_free_holiday(person: Person, day: int) -> bool:
    timeline = person.calendar.timeline
    holiday = timeline.date(day) in timeline.holiday_dates
    return (holiday and not person.limits.holiday_work) or timeline.is_closed(day)


def _would_work(person: Person, weekday: int) -> bool:
    week = person.agent.availability
    return weekday < _SATURDAY and (week is None or bool(week[weekday]))


def _band(hours: float, flexibility: float) -> Band:
    tiny = 1e-6  # minutes; keeps 38.4 h from becoming 2303.999
    least = math.ceil(60 * (hours - flexibility) - tiny)
    most = math.floor(60 * (hours + flexibility) + tiny)
    return Band(max(least, 0), max(most, 0))
