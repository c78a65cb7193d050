"""Rules: days in a row, worked or off or at night, at least or at most.

A price is for each day missing or too many. Days on call are not working days.
"""

from collections.abc import Iterator

from scheduler.people.one_shift import NIGHT_FIELDS
from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.tour_rules import Bools, Run


def _most_days(kind: Kind) -> Iterator[Run]:
    most = kind.limits.max_consecutive_days
    if most is not None:
        name = "max_consecutive_days"
        yield Run(name, _worked(kind), most=most, price=kind.price(name))


def _least_days(kind: Kind) -> Iterator[Run]:
    least = kind.limits.min_consecutive_days
    if least is not None and least > 1:
        name = "min_consecutive_days"
        yield Run(name, _worked(kind), least=least, price=kind.price(name))


def _least_days_off(kind: Kind) -> Iterator[Run]:
    least = kind.limits.min_consecutive_days_off
    if least is not None and least > 1:
        name = "min_consecutive_days_off"
        free = {day: ~choices for day, choices in _worked(kind).items()}
        yield Run(name, free, least=least, price=kind.price(name))


def _most_nights(kind: Kind) -> Iterator[Run]:
    most = kind.limits.max_consecutive_nights
    if most is not None:
        name = "max_consecutive_nights"
        nights = _counted(kind, kind.calendar.table.choices(kind.night))
        yield Run(name, nights, most=most, price=kind.price(name))


def _worked(kind: Kind) -> dict[int, Bools]:
    return _counted(kind, kind.calendar.table.working)


def _counted(kind: Kind, choices: dict[int, Bools]) -> dict[int, Bools]:
    """Return the days on which runs are counted: not the eve where it is past already."""
    first = 0 if kind.settled else kind.calendar.days.start
    return {day: chosen for day, chosen in choices.items() if day >= first}


MOST_DAYS = KindRule(
    "max_consecutive_days", "working days in a row", ("max_consecutive_days",), _most_days
)
LEAST_DAYS = KindRule(
    "min_consecutive_days",
    "the fewest working days in a row",
    ("min_consecutive_days",),
    _least_days,
)
LEAST_DAYS_OFF = KindRule(
    "min_consecutive_days_off",
    "the fewest days off in a row",
    ("min_consecutive_days_off",),
    _least_days_off,
)
MOST_NIGHTS = KindRule(
    "max_consecutive_nights",
    "night shifts in a row",
    ("max_consecutive_nights", *NIGHT_FIELDS),
    _most_nights,
)
