"""Rules on weekends: worked on both days or none, and how many."""

import datetime as dt
from collections.abc import Iterator

from scheduler.checker.clocks import DAY
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation


def check_weekends(person: Person) -> Iterator[Violation]:
    """Yield half weekends, and more weekends with work than are allowed."""
    limits = person.law.limits
    for saturday in saturdays(person):
        halves = {saturday, saturday + DAY} & person.dates
        if limits.complete_weekends and len(halves) == 1:
            words = f"of this weekend only {min(halves):%A} is worked; both days or none"
            yield person.broken("complete_weekends", saturday, words)
    worked = weekends_worked(person)
    if limits.max_weekends is not None and len(worked) > limits.max_weekends:
        words = f"{len(worked)} weekends with work, at most {limits.max_weekends}"
        units = float(len(worked) - limits.max_weekends)
        yield person.broken("max_weekends", worked[limits.max_weekends], words, units=units)


def saturdays(person: Person) -> Iterator[dt.date]:
    """Yield the Saturdays of the horizon."""
    for monday in person.mondays():
        yield monday + 5 * DAY


def weekends_worked(person: Person) -> list[dt.date]:
    """Return the Saturdays of the weekends on which work starts."""
    return [saturday for saturday in saturdays(person) if {saturday, saturday + DAY} & person.dates]
