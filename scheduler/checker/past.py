"""What is known of a person's days before the horizon."""

import datetime as dt

from scheduler.checker.clocks import DAY
from scheduler.checker.person import Person


def last_working_day(person: Person) -> dt.date | None:
    """Return the date of the last shift before the horizon, or None where it is not known."""
    carry, eve = person.agent.carry_over, person.first_day - DAY
    if carry.last_shift_start is not None:
        return carry.last_shift_start.date()
    if carry.days_in_row or carry.nights_in_row:
        return eve
    if carry.days_off_in_row is not None:
        return eve - carry.days_off_in_row * DAY
    ended = carry.last_shift_end
    into_the_first_day = ended is not None and ended.date() >= person.first_day and ended.time()
    return eve if into_the_first_day else None


def days_worked_before(person: Person) -> set[dt.date]:
    """Return the working days that are known to lead up to the horizon."""
    last = last_working_day(person)
    if last is None:
        return set()
    row = (person.agent.carry_over.days_in_row or 1) if last == person.first_day - DAY else 1
    return {last - k * DAY for k in range(row)}


def days_off_before(person: Person) -> set[dt.date]:
    """Return the days off that are known to lead up to the horizon."""
    last = last_working_day(person)
    if last is None:
        return set()
    days = (person.first_day - last).days - 1
    return {person.first_day - (k + 1) * DAY for k in range(days)}


def nights_before(person: Person) -> set[dt.date]:
    """Return the dates of the night shifts that lead up to the horizon."""
    row = person.agent.carry_over.nights_in_row
    return {person.first_day - (k + 1) * DAY for k in range(row)}
