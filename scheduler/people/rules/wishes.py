"""Wishes: days off and shifts asked for, at the price of each day on which it is not granted."""

from collections.abc import Iterator

import numpy as np

from scenarios.pledges import WishFor
from scheduler.people.person import Person
from scheduler.people.prices import units
from scheduler.people.rule import PersonRule
from scheduler.people.tour_rules import Charge


def _wishes(person: Person) -> Iterator[Charge]:
    calendar, table = person.calendar, person.calendar.table
    for wish in person.agent.wishes:
        named = np.ones(len(table.day), dtype=np.bool_)
        if wish.shifts:
            named = np.isin(table.templates, wish.shifts)
        choices = table.choices(named)
        first, last = (
            calendar.timeline.day_index(d) for d in (wish.first, wish.last or wish.first)
        )
        for day in range(max(first, calendar.days.start), min(last + 1, calendar.days.stop)):
            refused = choices[day] if wish.wish is WishFor.OFF else ~choices[day]
            yield Charge("wish", day, units(wish.cost) * refused.astype(np.int64))


WISHES = PersonRule("wish", "a wish", _wishes)
