"""Rules: most night shifts in the horizon, and days off after a run of them.

The days off after nights are days without any duty. A price is for every night above, and for
every shift too soon after a night.
"""

from collections.abc import Iterator

import numpy as np

from scheduler.people.one_shift import NIGHT_FIELDS
from scheduler.people.past import EVE
from scheduler.people.person import Kind, Person
from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules.bars import bars
from scheduler.people.spans import over
from scheduler.people.tour_rules import OFF, Bar, Counter, Follow

_MOST, _AFTER = "max_nights", "min_days_off_after_nights"
_LONGEST = 2  # days off that follow can look across, and one more


class TooManyDaysOffError(ValueError):
    """More days off after nights than the forms can hold."""


def _most_nights(kind: Kind) -> Iterator[Counter]:
    most = kind.limits.max_nights
    if most is not None:
        days = range(kind.calendar.days.stop)
        nights = kind.calendar.table.weights(kind.night.astype(np.int64))
        weights, price = over(nights, days), kind.price(_MOST)
        if len(weights) > most:
            yield Counter(_MOST, days.start, days.stop, weights, most=most, price_above=price)


def _off_after(kind: Kind) -> Iterator[Follow]:
    wanted = _days_off(kind)
    if not wanted or not kind.night.any():
        return
    table, found = kind.calendar.table, {}
    night = table.choices(kind.night)
    for day in kind.calendar.days:
        for ahead in range(1, wanted + 1):
            if day + ahead in kind.calendar.days:
                # Another night on the next day goes on with the run, later ones do not.
                later = ~night[day + 1] if ahead == 1 else np.ones_like(night[day + ahead])
                later = later & (np.arange(len(later)) != OFF)
                pairs = night[day][:, None] & later[None, :]
                if pairs.any():
                    found[day, ahead] = pairs
    if found:
        yield Follow(_AFTER, found, kind.price(_AFTER))


def _off_after_the_past(person: Person) -> Iterator[Bar]:
    if _days_off(person.kind) and person.carry_over.nights_in_row:
        table = person.calendar.table
        other = ~person.kind.night & (table.day == EVE + 1)
        yield from bars(_AFTER, table, other, person.price(_AFTER))


def _back_after_the_past(person: Person) -> Iterator[Counter]:
    if _days_off(person.kind) == _LONGEST and person.carry_over.nights_in_row:
        table, price = person.calendar.table, person.price(_AFTER)
        # Off on the first day and back on the second: one of them too many.
        first = EVE + 1
        days = range(first, first + _LONGEST)
        weights = {
            first: (np.arange(table.choices_of(first)) == OFF).astype(np.int64),
            first + 1: (np.arange(table.choices_of(first + 1)) != OFF).astype(np.int64),
        }
        yield Counter(_AFTER, days.start, days.stop, weights, most=1, price_above=price)


def _days_off(kind: Kind) -> int:
    wanted = kind.limits.min_days_off_after_nights or 0
    if wanted > _LONGEST:
        raise TooManyDaysOffError(
            f"min_days_off_after_nights is {wanted}; no more than {_LONGEST} can be kept"
        )
    return wanted


MOST_NIGHTS = KindRule(_MOST, "night shifts in the horizon", (_MOST, *NIGHT_FIELDS), _most_nights)
OFF_AFTER = KindRule(_AFTER, "days off after night shifts", (_AFTER, *NIGHT_FIELDS), _off_after)
OFF_AFTER_THE_PAST = PersonRule(
    _AFTER, "days off after the night shifts of the last roster", _off_after_the_past
)
BACK_AFTER_THE_PAST = PersonRule(
    _AFTER, "days off after the night shifts of the last roster", _back_after_the_past
)
