"""Rules: people work only when they may: first day, hours of the week, absences, closed days.

Absences, dated times and the first day are hard; hours of the week may be priced, by the shift.
"""

from collections.abc import Hashable, Iterator

import numpy as np

from scenarios.wall import MINUTES_PER_DAY, WindowsByWeekday
from scheduler.people.calendar import Calendar
from scheduler.people.past import elapsed
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar, Bools


def _closed(kind: Kind) -> Iterator[Bar]:
    calendar = kind.calendar
    barred = np.zeros(len(calendar.table.day), dtype=np.bool_)
    for day in range(calendar.days.start, calendar.days.stop + 1):
        if calendar.timeline.is_closed(day):
            barred |= calendar.table.touching(*_minutes(calendar, day, day))
    yield from bars("closed", calendar.table, barred)


def _started(person: Person) -> Iterator[Bar]:
    if person.agent.started is not None:
        calendar = person.calendar
        first = calendar.timeline.minute(calendar.timeline.day_index(person.agent.started), 0)
        yield from bars("started", calendar.table, calendar.table.start < first)


def _absences(person: Person) -> Iterator[Bar]:
    calendar = person.calendar
    if person.agent.absences:
        absent = np.zeros(len(calendar.table.day), dtype=np.bool_)
        for one in person.agent.absences:
            days = (calendar.timeline.day_index(date) for date in (one.first, one.last))
            absent |= calendar.table.touching(*_minutes(calendar, *days))
        yield from bars("absences", calendar.table, absent)


def _unavailable(person: Person) -> Iterator[Bar]:
    table, timeline = person.calendar.table, person.calendar.timeline
    if person.agent.unavailable:
        busy = np.zeros(len(table.day), dtype=np.bool_)
        for one in person.agent.unavailable:
            first, last = elapsed(timeline, one.from_local), elapsed(timeline, one.to_local)
            busy |= table.touching(first, last)
        yield from bars("unavailable", table, busy)


def _availability(person: Person) -> Iterator[Bar]:
    week = person.agent.availability
    if week is not None:
        barred = ~within(person.calendar, week)
        yield from bars("availability", person.calendar.table, barred, person.price("availability"))


def within(calendar: Calendar, week: WindowsByWeekday) -> Bools:
    """Return which duties lie wholly in the windows of a week, those that touch being one."""
    found = np.zeros(len(calendar.table.day), dtype=np.bool_)
    starts: list[int] = []
    ends: list[int] = []
    for day in range(calendar.days.start, calendar.days.stop + 1):
        for start, end in week[calendar.timeline.date(day).weekday()]:
            first, last = (calendar.timeline.minute(day, minute) for minute in (start, end))
            if ends and ends[-1] == first:
                ends[-1] = last
            else:
                starts.append(first)
                ends.append(last)
    if starts:
        place = np.searchsorted(starts, calendar.table.start, side="right") - 1
        found = (place >= 0) & (calendar.table.end <= np.array(ends)[place])
    return found


def _minutes(calendar: Calendar, first: int, last: int) -> tuple[int, int]:
    """Return the elapsed minutes at which some days begin and end."""
    minute = calendar.timeline.minute
    return minute(first, 0), minute(last, MINUTES_PER_DAY)


def _alike(person: Person) -> Hashable:
    return person.agent.availability, person.price("availability")


CLOSED = KindRule("closed", "the team is closed on the holiday", (), _closed)
STARTED = PersonRule("started", "the first day of work", _started)
ABSENCES = PersonRule("absences", "an absence", _absences)
UNAVAILABLE = PersonRule("unavailable", "a time at which the agent cannot work", _unavailable)
AVAILABILITY = PersonRule(
    "availability", "the hours at which the agent can work", _availability, _alike
)
