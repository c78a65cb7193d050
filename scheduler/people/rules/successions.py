"""Rules: what may not be worked on the day after: certain templates, or an earlier start.

Both speak of neighbouring days and of shifts of work; starts are compared by the clock on the
wall. A price is for every such pair of days.
"""

from collections.abc import Callable, Iterator

import numpy as np

from scheduler.people.calendar import Calendar
from scheduler.people.past import EVE, last_day
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar, Bools, Follow

_NAMED, _FORWARD = "forbidden_successions", "forward_rotation"
_NEXT_DAY = 1


def _forbidden(kind: Kind) -> Iterator[Follow]:
    named = kind.limits.forbidden_successions
    if not named:
        return
    table = kind.calendar.table
    names, code = np.unique(table.templates, return_inverse=True)
    barred = np.array([np.isin(names, named.get(name, ())) for name in names.tolist()])
    yield from _next_day(_NAMED, kind, lambda one, other: barred[code[one, None], code[other]])


def _earlier_start(kind: Kind) -> Iterator[Follow]:
    if kind.limits.forward_rotation:
        start = kind.calendar.table.wall_start
        yield from _next_day(_FORWARD, kind, lambda one, other: start[other] < start[one, None])


def _next_day(
    rule: str, kind: Kind, forbidden: Callable[[slice, slice], Bools]
) -> Iterator[Follow]:
    """Yield which shifts of work are forbidden on neighbouring days."""
    table, found = kind.calendar.table, {}
    for day in kind.calendar.days:
        one, other = table.rows(day), table.rows(day + _NEXT_DAY)
        pairs = forbidden(one, other) & table.work[one, None] & table.work[None, other]
        if pairs.any():
            found[day, _NEXT_DAY] = np.pad(pairs, ((1, 0), (1, 0)))
    if found:
        yield Follow(rule, found, kind.price(rule))


def _forbidden_after_the_past(person: Person) -> Iterator[Bar]:
    last = person.carry_over.last_shift
    later = person.limits.forbidden_successions.get(last, ()) if last is not None else ()
    if later:
        calendar = person.calendar
        barred = np.isin(calendar.table.templates, later) & _after_the_last(person, calendar)
        yield from bars(_NAMED, calendar.table, barred, person.price(_NAMED))


def _earlier_start_after_the_past(person: Person) -> Iterator[Bar]:
    start = person.carry_over.last_shift_start
    if person.limits.forward_rotation and start is not None:
        calendar = person.calendar
        earlier = calendar.table.wall_start < start.hour * 60 + start.minute
        barred = earlier & _after_the_last(person, calendar)
        yield from bars(_FORWARD, calendar.table, barred, person.price(_FORWARD))


def _after_the_last(person: Person, calendar: Calendar) -> Bools:
    """Return which duties are work on the day after the last shift before the horizon."""
    last = last_day(calendar.timeline, person.carry_over)
    found: Bools = (calendar.table.day == (EVE if last is None else last) + 1) & calendar.table.work
    return found if last is not None else np.zeros_like(found)


FORBIDDEN = KindRule(_NAMED, "shifts that may not follow one another", (_NAMED,), _forbidden)
FORWARD = KindRule(_FORWARD, "no earlier start than on the day before", (_FORWARD,), _earlier_start)
FORBIDDEN_AFTER_THE_PAST = PersonRule(
    _NAMED, "shifts that may not follow that of the last roster", _forbidden_after_the_past
)
FORWARD_AFTER_THE_PAST = PersonRule(
    _FORWARD, "no earlier start than that of the last roster", _earlier_start_after_the_past
)
