"""Rules on days in a row: most and least working days, least days off."""

import datetime as dt
from collections.abc import Iterator, Set

from scheduler.checker.clocks import DAY
from scheduler.checker.past import days_off_before, days_worked_before, last_working_day
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation

Block = tuple[dt.date, int]  # first day and number of days


def check_runs(person: Person) -> Iterator[Violation]:
    """Yield blocks of working days or days off that are too long or too short."""
    worked = person.dates | days_worked_before(person)
    yield from _too_long(person, worked)
    yield from _too_short(
        person, "min_consecutive_days", worked, _known_length(person), "days of work"
    )
    free = {person.first_day + k * DAY for k in range(person.scenario.horizon.days)}
    free = (free | days_off_before(person)) - worked
    known = last_working_day(person) is not None
    yield from _too_short(person, "min_consecutive_days_off", free, known, "days off")


def _known_length(person: Person) -> bool:
    """Whether a block of working days up to the first day is known from its beginning."""
    carry = person.agent.carry_over
    return bool(days_off_before(person)) or carry.days_in_row is not None


def _too_short(
    person: Person, rule: str, dates: Set[dt.date], known: bool, what: str
) -> Iterator[Violation]:
    least = getattr(person.law.limits, rule)
    if least is None:
        return
    for first, days in _blocks(dates, person, known=known):
        if days < least:
            words = f"only {days} {what} in a row from {first} on, at least {least}"
            units = float(least - days)
            yield person.broken(rule, max(first, person.first_day), words, units=units)


def _too_long(person: Person, worked: Set[dt.date]) -> Iterator[Violation]:
    most = person.law.limits.max_consecutive_days
    if most is None:
        return
    for first, days in _split(worked):
        beyond = [first + k * DAY for k in range(most, days)]
        new = [date for date in beyond if date in person.dates]
        if new:
            words = f"the block from {first} has {days} working days in a row, at most {most}"
            units = float(len(new))
            yield person.broken("max_consecutive_days", new[0], words, units=units)


def _blocks(dates: Set[dt.date], person: Person, *, known: bool) -> Iterator[Block]:
    """Yield the blocks of days that end in the horizon, leaving out those that may be longer.

    A block that touches the last day may go on; one that touches the first may have begun
    before, unless the past is known.
    """
    for first, days in _split(dates):
        goes_on = first + days * DAY > person.last_day
        began_before = first <= person.first_day <= first + days * DAY
        is_past = first + days * DAY < person.first_day
        if not goes_on and not is_past and (known or not began_before):
            yield first, days


def _split(dates: Set[dt.date]) -> Iterator[Block]:
    """Yield the blocks of days in a row."""
    for date in sorted(dates):
        if date - DAY not in dates:
            days = 1
            while date + days * DAY in dates:
                days += 1
            yield date, days
