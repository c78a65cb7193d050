"""Rule: shifts of one person never overlap, and daily rest lies between shifts of work.

Rest is real elapsed time, so that a clock change in the night counts. Overlaps stay forbidden
where rest is off or priced; a price is for every rest too short. Time on call is no work, needs
no rest and, like a day with it, cuts none.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from scheduler.people.past import last_end
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar, Bools, Follow, Ints

_NAME = "daily_rest_hours"
_AHEAD = (1, 2)


class RestTooLongError(ValueError):
    """A daily rest that reaches beyond two days, which is none."""


def _between(kind: Kind) -> Iterator[Follow]:
    rest = _rest_minutes(kind)
    _check_reach(kind, rest)
    work, price = kind.calendar.table.work, kind.price(_NAME)

    def overlap(ends: Ints, starts: Ints) -> Bools:
        found: Bools = starts < ends
        return found

    def too_short(ends: Ints, starts: Ints) -> Bools:
        found: Bools = starts < ends + rest
        return found

    short = _pairs(kind, too_short, work) if rest else {}
    over = _pairs(kind, overlap, np.ones(len(work), dtype=np.bool_))
    # A hard rest holds overlaps as well; a priced one leaves them to be forbidden.
    if price is None and not kind.apart:
        over = {key: pairs & ~short[key] if key in short else pairs for key, pairs in over.items()}
    else:
        short = {key: pairs & ~over[key] if key in over else pairs for key, pairs in short.items()}
    for rule, found, cost in (("overlap", over, None), (_NAME, short, price)):
        left = {key: pairs for key, pairs in found.items() if pairs.any()}
        if left:
            yield Follow(rule, left, cost)


def _pairs(
    kind: Kind, forbidden: Callable[[Ints, Ints], Bools], counted: Bools
) -> dict[tuple[int, int], Bools]:
    """Return pairs of duties that are forbidden by the end of one and the start of the other."""
    table, found = kind.calendar.table, {}
    for day in kind.calendar.days:
        for ahead in _AHEAD:
            earlier, later = table.rows(day), table.rows(day + ahead)
            duties = forbidden(table.end[earlier, None], table.start[None, later])
            duties = duties & counted[earlier, None] & counted[None, later]
            if duties.any():
                found[day, ahead] = np.pad(duties, ((1, 0), (1, 0)))
    return found


def _check_reach(kind: Kind, rest: int) -> None:
    table = kind.calendar.table
    for day in kind.calendar.days:
        earlier, later = table.rows(day), table.rows(day + _AHEAD[-1] + 1)
        ends, starts = table.end[earlier], table.start[later]
        if len(ends) and len(starts) and starts.min() < ends.max() + rest:
            raise RestTooLongError(
                f"a daily rest of {rest / 60:g} h would reach beyond two days; shorten "
                "daily_rest_hours, or ask for weekly_rest_hours"
            )


def _after_the_past(person: Person) -> Iterator[Bar]:
    table = person.calendar.table
    end = last_end(person.calendar.timeline, person.carry_over)
    if end is None:
        return
    rest = _rest_minutes(person.kind)
    over = table.start < end
    yield from bars("overlap", table, over)
    short = (table.start < end + rest) & table.work & ~over
    yield from bars(_NAME, table, short, person.price(_NAME))


def _rest_minutes(kind: Kind) -> int:
    hours = None if _NAME in kind.gone else kind.limits.daily_rest_hours
    return math.ceil((hours or 0.0) * 60 - 1e-6)


BETWEEN = KindRule(_NAME, "daily rest", (_NAME,), _between)
AFTER_THE_PAST = PersonRule(_NAME, "daily rest after the last roster", _after_the_past)
