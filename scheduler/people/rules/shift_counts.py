"""Rule: most shifts of a template in the horizon. A price is for every shift above."""

from collections.abc import Iterator

import numpy as np

from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.spans import over
from scheduler.people.tour_rules import Counter

_NAME = "max_shifts"


def _most_shifts(kind: Kind) -> Iterator[Counter]:
    table, days = kind.calendar.table, range(kind.calendar.days.stop)
    for template, most in kind.limits.max_shifts.items():
        weights = over(table.weights((table.templates == template).astype(np.int64)), days)
        if len(weights) > most:
            yield Counter(
                _NAME, days.start, days.stop, weights, most=most, price_above=kind.price(_NAME)
            )


MOST_SHIFTS = KindRule(_NAME, "shifts of a kind in the horizon", (_NAME,), _most_shifts)
