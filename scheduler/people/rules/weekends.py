"""Rules: weekends worked on both days or on none, and the most weekends with work.

A shift belongs to the day on which it starts. A price is for every weekend.
"""

from collections.abc import Iterator

from scheduler.people.calendar import Calendar
from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.rules.sundays_and_holidays import SATURDAY
from scheduler.people.tour_rules import Counter, Together

_COMPLETE, _MOST = "complete_weekends", "max_weekends"


def saturdays(calendar: Calendar) -> tuple[int, ...]:
    """Return the Saturdays of the horizon."""
    return tuple(7 * week + SATURDAY for week in calendar.weeks)


def _complete(kind: Kind) -> Iterator[Together]:
    if kind.limits.complete_weekends:
        for day in saturdays(kind.calendar):
            yield Together(_COMPLETE, day, kind.price(_COMPLETE))


def _most(kind: Kind) -> Iterator[Counter]:
    most = kind.limits.max_weekends
    days = saturdays(kind.calendar)
    if most is not None and len(days) > most:
        last = kind.calendar.days.stop
        yield Counter(_MOST, 0, last, {}, pairs=days, most=most, price_above=kind.price(_MOST))


COMPLETE = KindRule(_COMPLETE, "whole weekends", (_COMPLETE,), _complete)
MOST = KindRule(_MOST, "weekends with work", (_MOST,), _most)
