"""Rule: shifts that are agreed already are worked, and nothing else on their day."""

from collections.abc import Iterator

from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.tour_rules import Bar


def _fixed(person: Person) -> Iterator[Bar]:
    calendar, table = person.calendar, person.calendar.table
    for one in person.agent.fixed:
        day = calendar.timeline.day_index(one.date)
        if 0 <= day < calendar.days.stop:
            agreed = (table.day == day) & (table.templates == one.shift)
            if one.start is not None:
                agreed &= table.wall_start == one.start
            yield Bar("fixed", day, ~table.choices(agreed)[day])


FIXED = PersonRule("fixed", "a shift that is agreed already", _fixed)
