"""Wages: the paid minutes of a shift, at the price of the agent's contract."""

from collections.abc import Hashable, Iterator

from scheduler.people.person import Person
from scheduler.people.prices import cents
from scheduler.people.rule import PersonRule
from scheduler.people.tour_rules import Charge


def _wages(person: Person) -> Iterator[Charge]:
    price, table = cents(person.contract.hourly_cost), person.calendar.table
    if price:
        for day, prices in table.weights(price * table.paid_minutes).items():
            yield Charge("wages", day, prices)


def _alike(person: Person) -> Hashable:
    return person.contract.hourly_cost


WAGES = PersonRule("wages", "wages", _wages, _alike)
