"""Rules on Saturdays, Sundays and public holidays: work on them, and what it must leave free."""

import datetime as dt
from collections.abc import Iterator

from scheduler.checker.clocks import DAY
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation

_SATURDAY, _SUNDAY = 5, 6


def check_days_of_rest(person: Person) -> Iterator[Violation]:
    """Yield shifts with work on a Saturday, Sunday or public holiday that is to be free."""
    limits = person.law.limits
    holidays = person.timeline.holiday_dates
    for one in person.work:
        kinds = (
            ("saturday_work", "a Saturday", lambda date: date.weekday() == _SATURDAY),
            ("sunday_work", "a Sunday", lambda date: date.weekday() == _SUNDAY),
            ("holiday_work", "a public holiday", lambda date: date in holidays),
        )
        for rule, what, belongs in kinds:
            worked = sorted(filter(belongs, one.work_dates))
            if worked and not getattr(limits, rule):
                words = f"the shift {one.words} has work on {worked[0]}, {what}"
                yield person.broken(rule, one.date, words)


def _days_worked(person: Person) -> set[dt.date]:
    """Return the dates of the horizon with a minute of work of its own shifts."""
    dates = {date for one in person.inside for date in one.work_dates}
    return {date for date in dates if person.first_day <= date <= person.last_day}


def check_free_sundays(person: Person) -> Iterator[Violation]:
    """Yield calendar years in which too few Sundays are left free."""
    least = person.law.limits.free_sundays_per_year
    if least is None:
        return
    sundays = sorted(date for date in _days_worked(person) if date.weekday() == _SUNDAY)
    for year in sorted({date.year for date in sundays}):
        own = [date for date in sundays if date.year == year]
        carried = person.agent.carry_over.sundays_worked if year == person.first_day.year else 0
        free = _sundays_of(year) - carried - len(own)
        if free < least:
            words = f"only {free} Sundays of {year} stay free, at least {least} are due"
            yield person.broken("free_sundays_per_year", own[0], words)


def _sundays_of(year: int) -> int:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return sum((first + k * DAY).weekday() == _SUNDAY for k in range((last - first).days + 1))


def check_substitutes(person: Person) -> Iterator[Violation]:
    """Yield spans of weeks in which a Sunday or holiday worked finds no other day off.

    In every span of so many weeks, the working days from Monday to Saturday and the Sundays (or
    the holidays on such days) worked are together no more than its days from Monday to Saturday
    that are no holidays.
    """
    limits, holidays = person.law.limits, person.timeline.holiday_dates
    worked = _days_worked(person)
    for rule, weeks, special, what in (
        (
            "sunday_substitute_weeks",
            limits.sunday_substitute_weeks,
            {date for date in worked if date.weekday() == _SUNDAY},
            "Sundays",
        ),
        (
            "holiday_substitute_weeks",
            limits.holiday_substitute_weeks,
            {date for date in worked & holidays if date.weekday() != _SUNDAY},
            "holidays",
        ),
    ):
        if weeks is None or not special:
            continue
        last = max(0, person.scenario.horizon.weeks - weeks)
        for start in range(last + 1):
            first = person.first_day + 7 * start * DAY
            span = [first + k * DAY for k in range(7 * min(weeks, person.scenario.horizon.weeks))]
            plain = {d for d in span if d.weekday() != _SUNDAY and d not in holidays}
            extra = special & set(span)
            if extra and len(person.dates & plain) + len(extra) > len(plain):
                words = (
                    f"{len(extra)} {what} worked and {len(person.dates & plain)} of {len(plain)} "
                    f"weekdays in the {len(span) // 7} weeks from {first}; a substitute day off "
                    "is missing"
                )
                yield person.broken(rule, min(extra), words)
