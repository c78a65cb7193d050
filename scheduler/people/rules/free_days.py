"""Rules: free Sundays in a year, and days off in place of Sundays and holidays worked.

A Sunday or holiday is worked if any minute of it is. One that is touched both by the night
before and by a shift of its own counts twice here: the search is then a little stricter than
the rule, never laxer.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np

from scheduler.people.bounds import reach
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.rules.sundays_and_holidays import SUNDAY, is_sunday, working_on
from scheduler.people.spans import over, week_days
from scheduler.people.tour_rules import Counter

_FREE = "free_sundays_per_year"
_FOR_SUNDAYS, _FOR_HOLIDAYS = "sunday_substitute_weeks", "holiday_substitute_weeks"


def _free_sundays(person: Person) -> Iterator[Counter]:
    free, calendar = person.limits.free_sundays_per_year, person.calendar
    if free is None:
        return
    first, last = calendar.timeline.date(0), calendar.timeline.date(calendar.days.stop - 1)
    for year in range(first.year, last.year + 1):
        start = person.carry_over.sundays_worked if year == first.year else 0
        # What was worked already cannot be undone; it leaves no further Sunday.
        most = max(_sundays_of(year) - free, start)
        worked = working_on(calendar, _sunday_of(year)).astype(np.int64)
        if start + reach(person, worked, calendar.weeks) > most:
            weights = over(calendar.table.weights(worked), range(calendar.days.stop))
            yield Counter(_FREE, 0, calendar.days.stop, weights, start=start, most=most)


def _sunday_of(year: int) -> Callable[[dt.date], bool]:
    return lambda date: is_sunday(date) and date.year == year


def _sundays_of(year: int) -> int:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    return last // 7 - (first - 1) // 7  # ordinal 7 was a Sunday


def _for_sundays(person: Person) -> Iterator[Counter]:
    weeks = person.limits.sunday_substitute_weeks
    if weeks is not None:
        yield from _substitutes(_FOR_SUNDAYS, person, weeks, is_sunday)


def _for_holidays(person: Person) -> Iterator[Counter]:
    weeks, holidays = person.limits.holiday_substitute_weeks, _holidays(person)
    if weeks is not None and holidays:
        yield from _substitutes(
            _FOR_HOLIDAYS, person, weeks, lambda date: date in holidays and not is_sunday(date)
        )


def _substitutes(
    rule: str, person: Person, weeks: int, wanted: Callable[[dt.date], bool]
) -> Iterator[Counter]:
    """Yield that working days and rest days worked are no more than there are working days.

    Working days run from Monday to Saturday without holidays; every run of so many calendar
    weeks within the horizon is looked at, the whole horizon where it is shorter.
    """
    calendar, table, holidays = person.calendar, person.calendar.table, _holidays(person)
    dates = {day: calendar.timeline.date(day) for day in range(calendar.days.stop)}
    ordinary = [day for day, d in dates.items() if d.weekday() < SUNDAY and d not in holidays]
    counted = table.work & np.isin(table.day, ordinary)
    worked = counted.astype(np.int64) + working_on(calendar, wanted)
    by_day = table.weights(worked)
    length = min(weeks, len(calendar.weeks))
    for week in range(len(calendar.weeks) - length + 1):
        days = week_days(week, length)
        most = len(set(ordinary) & set(days))
        if reach(person, worked, range(week, week + length)) > most:
            yield Counter(rule, days.start, days.stop, over(by_day, days), most=most)


def _holidays(person: Person) -> frozenset[dt.date]:
    """Return the holidays of the horizon."""
    timeline, last = person.calendar.timeline, person.calendar.days.stop
    return frozenset(one for one in timeline.holiday_dates if 0 <= timeline.day_index(one) < last)


FREE_SUNDAYS = PersonRule(_FREE, "free Sundays in a year", _free_sundays)
FOR_SUNDAYS = PersonRule(_FOR_SUNDAYS, "a day off for a Sunday worked", _for_sundays)
FOR_HOLIDAYS = PersonRule(_FOR_HOLIDAYS, "a day off for a holiday worked", _for_holidays)
