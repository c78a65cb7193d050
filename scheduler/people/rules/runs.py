"""Rules: days in a row, worked or off or at night, at least or at most.

A price is for each day missing or too many. Days on call are not working days.
"""

from collections.abc import Iterator

from scenarios.pledges import CarryOver
from scheduler.people.one_shift import NIGHT_FIELDS
from scheduler.people.past import EVE, OnEve, night_run, off_run, work_run
from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.tour_rules import Bools, Run

_MOST_DAYS, _LEAST_DAYS = "max_consecutive_days", "min_consecutive_days"
_LEAST_DAYS_OFF, _MOST_NIGHTS = "min_consecutive_days_off", "max_consecutive_nights"


def _most_days(kind: Kind) -> Iterator[Run]:
    most = kind.limits.max_consecutive_days
    if most is not None:
        worked = _from_eve(kind, kind.calendar.table.working)
        yield Run(_MOST_DAYS, worked, most=most, price=kind.price(_MOST_DAYS))


def _least_days(kind: Kind) -> Iterator[Run]:
    least = kind.limits.min_consecutive_days
    if least is not None and least > 1:
        worked = _from_known(kind, kind.calendar.table.working)
        yield Run(_LEAST_DAYS, worked, least=least, price=kind.price(_LEAST_DAYS))


def _least_days_off(kind: Kind) -> Iterator[Run]:
    least = kind.limits.min_consecutive_days_off
    if least is not None and least > 1:
        free = {day: ~work for day, work in kind.calendar.table.working.items()}
        price = kind.price(_LEAST_DAYS_OFF)
        yield Run(_LEAST_DAYS_OFF, _from_known(kind, free), least=least, price=price)


def _most_nights(kind: Kind) -> Iterator[Run]:
    most = kind.limits.max_consecutive_nights
    if most is not None:
        nights = _from_eve(kind, kind.calendar.table.choices(kind.night))
        yield Run(_MOST_NIGHTS, nights, most=most, price=kind.price(_MOST_NIGHTS))


def _from_eve(kind: Kind, choices: dict[int, Bools]) -> dict[int, Bools]:
    """Return the days on which a run at most so long is counted: the eve, if it is not past."""
    return choices if kind.eve is not OnEve.WORKED else _horizon(choices)


def _from_known(kind: Kind, choices: dict[int, Bools]) -> dict[int, Bools]:
    """Return the days for a run at least so long: a day off on an eve not known says nothing."""
    return choices if kind.eve is OnEve.OFF else _horizon(choices)


def _horizon(choices: dict[int, Bools]) -> dict[int, Bools]:
    return {day: chosen for day, chosen in choices.items() if day > EVE}


def length_before(run: Run, kind: Kind, carry: CarryOver) -> int | None:
    """Return the length of a run before its first day, or None where it is not known."""
    timeline = kind.calendar.timeline
    if run.rule == _MOST_DAYS:
        length = work_run(timeline, carry)
        return 1 if length is None and kind.eve is OnEve.WORKED else length
    known = {_LEAST_DAYS: work_run, _LEAST_DAYS_OFF: off_run, _MOST_NIGHTS: night_run}
    return known[run.rule](timeline, carry)


MOST_DAYS = KindRule(
    _MOST_DAYS, "working days in a row", (_MOST_DAYS,), _most_days, looks_at_eve=True
)
LEAST_DAYS = KindRule(
    _LEAST_DAYS,
    "the fewest working days in a row",
    (_LEAST_DAYS,),
    _least_days,
    looks_at_eve=True,
)
LEAST_DAYS_OFF = KindRule(
    _LEAST_DAYS_OFF,
    "the fewest days off in a row",
    (_LEAST_DAYS_OFF,),
    _least_days_off,
    looks_at_eve=True,
)
MOST_NIGHTS = KindRule(
    _MOST_NIGHTS,
    "night shifts in a row",
    (_MOST_NIGHTS, *NIGHT_FIELDS),
    _most_nights,
    looks_at_eve=True,
)
