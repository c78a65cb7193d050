"""Rule: who worked on the day before the horizon begins no other shift on it."""

from collections.abc import Iterator

from scheduler.people.past import EVE, OnEve
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar


def _eve(person: Person) -> Iterator[Bar]:
    table = person.calendar.table
    if person.kind.eve is OnEve.WORKED:
        yield from bars("one_shift_a_day", table, table.day == EVE)


EVE_IS_PAST = PersonRule("one_shift_a_day", "one shift a day", _eve)
