"""Rule: a long uninterrupted rest in every calendar week of the horizon.

It lies around a day off of the week and may reach into the weeks beside it. A price is for a
week without.
"""

import math
from collections.abc import Iterator

from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Rest

_NAME = "weekly_rest_hours"


def _weekly_rest(kind: Kind) -> Iterator[Rest]:
    hours = kind.limits.weekly_rest_hours
    if hours is None:
        return
    minutes = math.ceil(60 * hours - 1e-6)
    for week in kind.calendar.weeks:
        days = week_days(week)
        yield Rest(_NAME, days.start, days.stop, minutes, kind.price(_NAME))


WEEKLY_REST = KindRule(_NAME, "weekly rest", (_NAME,), _weekly_rest)
