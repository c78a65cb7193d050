"""Rule: working days in a calendar week, as the contract and the limits have it, the fewer.

A price is for every day above.
"""

from collections.abc import Hashable, Iterator

from scheduler.people.bounds import most_days
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Counter

_NAME = "max_days_per_week"
_ALL = 7


def _week_days(person: Person) -> Iterator[Counter]:
    most = most_days(person)
    if most == _ALL:
        return
    for week in person.calendar.weeks:
        days = week_days(week)
        weights = person.calendar.table.one_a_day.over(days)
        yield Counter(
            _NAME, days.start, days.stop, weights, most=most, price_above=person.price(_NAME)
        )


def _alike(person: Person) -> Hashable:
    return most_days(person), person.price(_NAME)


WEEK_DAYS = PersonRule(_NAME, "working days in a week", _week_days, _alike)
