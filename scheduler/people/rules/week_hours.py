"""Rule: the longest working week. A price is for every hour above."""

import math
from collections.abc import Iterator

from scheduler.people.person import Kind, minute_price_of
from scheduler.people.rule import KindRule
from scheduler.people.rules.spans import over, week_days
from scheduler.people.tour_rules import Counter

_NAME = "max_week_hours"


def _longest_week(kind: Kind) -> Iterator[Counter]:
    hours = kind.limits.max_week_hours
    if hours is None:
        return
    price = minute_price_of(kind.limits, _NAME)
    for week in kind.calendar.weeks:
        days = week_days(week)
        weights = over(kind.calendar.table.minutes, days)
        most = math.floor(60 * hours + 1e-6)
        yield Counter(_NAME, days.start, days.stop, weights, most=most, price_above=price)


LONGEST_WEEK = KindRule(_NAME, "the longest working week", (_NAME,), _longest_week)
