"""Rules: no work on Saturdays, Sundays or public holidays, where it is not permitted.

A shift works on every local date on which some of it lies; shifts on call are no work. Sundays
and holidays may be priced, by the shift.
"""

import datetime as dt
from collections.abc import Callable, Iterator

import numpy as np

from scheduler.people.calendar import Calendar
from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar, Bools

SATURDAY, SUNDAY = 5, 6


def working_on(calendar: Calendar, wanted: Callable[[dt.date], bool]) -> Bools:
    """Return which duties have work on a date that is wanted, shape (duties of all days,)."""
    timeline, table = calendar.timeline, calendar.table
    found = np.zeros(len(table.day), dtype=np.bool_)
    for day in range(calendar.days.start, calendar.days.stop + 1):
        if wanted(timeline.date(day)):
            found |= table.touching(timeline.minute(day, 0), timeline.minute(day + 1, 0))
    return found & table.work


def is_sunday(date: dt.date) -> bool:
    """Whether a date is a Sunday."""
    return date.weekday() == SUNDAY


def _saturdays(kind: Kind) -> Iterator[Bar]:
    if not kind.limits.saturday_work:
        barred = working_on(kind.calendar, lambda date: date.weekday() == SATURDAY)
        yield from bars("saturday_work", kind.calendar.table, barred)


def _sundays(kind: Kind) -> Iterator[Bar]:
    if not kind.limits.sunday_work:
        barred = working_on(kind.calendar, is_sunday)
        yield from bars("sunday_work", kind.calendar.table, barred, kind.price("sunday_work"))


def _holidays(kind: Kind) -> Iterator[Bar]:
    if not kind.limits.holiday_work:
        dates = kind.calendar.timeline.holiday_dates
        barred = working_on(kind.calendar, dates.__contains__)
        yield from bars("holiday_work", kind.calendar.table, barred, kind.price("holiday_work"))


SATURDAYS = KindRule("saturday_work", "no work on Saturdays", ("saturday_work",), _saturdays)
SUNDAYS = KindRule("sunday_work", "no work on Sundays", ("sunday_work",), _sundays)
HOLIDAYS = KindRule("holiday_work", "no work on public holidays", ("holiday_work",), _holidays)
