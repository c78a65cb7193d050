"""Rule: the longest working week. A price is for every hour above."""

import math
from collections.abc import Iterator

from scheduler.people.bounds import week_minutes
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Counter

_NAME = "max_week_hours"


def _longest_week(person: Person) -> Iterator[Counter]:
    hours = person.limits.max_week_hours
    if hours is None:
        return
    most = math.floor(60 * hours + 1e-6)
    for week, reached in enumerate(week_minutes(person)):
        if reached > most:
            days = week_days(week)
            yield Counter(
                _NAME,
                days.start,
                days.stop,
                person.calendar.table.minutes.over(days),
                most=most,
                price_above=person.minute_price(_NAME),
            )


LONGEST_WEEK = PersonRule(_NAME, "the longest working week", _longest_week)
