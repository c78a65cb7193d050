"""Rules on what lies between shifts: no overlap, daily rest, weekly rest."""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from scheduler.checker.clocks import DAY
from scheduler.checker.past import last_working_day
from scheduler.checker.person import TINY, Person
from scheduler.checker.violation import Violation


def check_overlaps(person: Person) -> Iterator[Violation]:
    """Yield days with two shifts, and shifts that overlap; on call counts like work here."""
    past = _carried_end(person)
    for one in person.shifts:
        if past is not None and one.starts.timestamp() < past.timestamp():
            words = f"the shift overlaps the last one before the horizon, which ends {past:%H:%M}"
            yield person.broken("overlap", one.date, words)
        if one.date < person.first_day and last_working_day(person) == one.date:
            words = "two shifts on this day, one of them before the horizon"
            yield person.broken("one_shift_a_day", one.date, words)
    for before, after in pairwise(person.shifts):
        if before.date == after.date:
            yield person.broken("one_shift_a_day", after.date, "two shifts on this day")
        if before.ends.timestamp() > after.starts.timestamp():
            words = f"the shift overlaps that of {before.date}"
            yield person.broken("overlap", after.date, words)


def check_daily_rest(person: Person) -> Iterator[Violation]:
    """Yield shifts that start before the rest after the last work is over.

    Rest is elapsed time, so that a change of clocks in the night counts.
    """
    least = person.law.limits.daily_rest_hours
    if least is None:
        return
    ended = _carried_end(person)
    for one in person.work:
        if ended is not None:
            hours = (one.starts.timestamp() - ended.timestamp()) / 3600
            if -TINY <= hours < least - TINY:
                words = f"{hours:g} h of rest before the shift, {least:g} h are due"
                yield person.broken("daily_rest_hours", one.date, words)
        ended = one.ends


def check_weekly_rest(person: Person) -> Iterator[Violation]:
    """Yield weeks without a long rest around one of their days off.

    A rest goes from the end of a shift to the start of the next; before and after what is known
    it has no end. It belongs to each week of which it holds a day on which no work starts.
    """
    least = person.law.limits.weekly_rest_hours
    if least is None:
        return
    rests = list(_rests(person))
    for monday in person.mondays():
        days = {monday + number * DAY for number in range(7)}
        longest = max((hours for hours, free in rests if free & days), default=0.0)
        if longest < least - TINY:
            words = f"week with no rest of {least:g} h around a day off"
            if longest:
                words += f"; the longest has {longest:g} h"
            yield person.broken("weekly_rest_hours", monday, words)


def _rests(person: Person) -> Iterator[tuple[float, set[dt.date]]]:
    """Yield the hours of each rest between shifts, and the days off that it holds."""
    endless = float("inf")
    ended = _carried_end(person)
    after = person.first_day - 2 * DAY
    for one in person.work:
        hours = endless if ended is None else (one.starts.timestamp() - ended.timestamp()) / 3600
        yield hours, set(_days(after + DAY, one.date))
        ended, after = one.ends, one.date
    yield endless, set(_days(after + DAY, person.last_day + DAY))


def _carried_end(person: Person) -> dt.datetime | None:
    """Return when the last shift before those of the roster ended, if that is known."""
    local = person.agent.carry_over.last_shift_end
    return None if local is None else local.replace(tzinfo=person.timeline.zone)


def _days(first: dt.date, end: dt.date) -> Iterator[dt.date]:
    for number in range((end - first).days):
        yield first + number * DAY
