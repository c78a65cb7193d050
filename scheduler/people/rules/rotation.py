"""Rule: a repeating pattern of weeks says which shifts a person may have on which weekday.

Weekdays that the pattern leaves out are open. A price is for every shift beside the pattern.
"""

from collections.abc import Hashable, Iterator

import numpy as np

from scenarios.wall import parse_weekdays
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar

_NAME = "rotation"


def _rotation(person: Person) -> Iterator[Bar]:
    agent, table = person.agent, person.calendar.table
    if agent.rotation is None:
        return
    weeks = person.calendar.scenario.team.rotations[agent.rotation].weeks
    barred = np.zeros(len(table.day), dtype=np.bool_)
    for day in person.calendar.days:
        week = weeks[(agent.rotation_week + day // 7) % len(weeks)]
        weekday = person.calendar.timeline.date(day).weekday()
        for days, templates in week.items():
            if weekday in parse_weekdays(days):
                barred |= (table.day == day) & ~np.isin(table.templates, templates)
    yield from bars(_NAME, table, barred, person.price(_NAME))


def _alike(person: Person) -> Hashable:
    return person.agent.rotation, person.agent.rotation_week, person.price(_NAME)


ROTATION = PersonRule(_NAME, "the repeating pattern of weeks", _rotation, _alike)
