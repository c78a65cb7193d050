"""Rules: the working week on average, for all, and over four weeks for who may work nights.

Every run of so many calendar weeks that ends in the horizon is looked at; weeks before it come
from what was carried over. Where the past is shorter, the weeks that are known are averaged. A
price is for every hour above in such a run of weeks.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduler.people.bounds import horizon_minutes, lawful_week_minutes
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Counter

_NAME, _NIGHT = "average_week_hours", "night_average_week_hours"
_NIGHT_WEEKS = 4


@dataclass(frozen=True)
class _Window:
    """Weeks of the horizon, with those before it that are averaged with them."""

    weeks: range
    past_hours: tuple[float, ...]

    @property
    def known(self) -> int:
        return len(self.weeks) + len(self.past_hours)


def _average(person: Person) -> Iterator[Counter]:
    hours = person.limits.average_week_hours
    if hours is not None:
        yield from _counters(_NAME, person, hours, person.limits.average_weeks)


def _night_average(person: Person) -> Iterator[Counter]:
    hours = person.limits.night_average_week_hours
    if hours is not None and bool(np.any(person.kind.night & person.may_work)):
        yield from _counters(_NIGHT, person, hours, _NIGHT_WEEKS)


def _counters(rule: str, person: Person, hours: float, length: int) -> Iterator[Counter]:
    by_week, by_contract = lawful_week_minutes(person), horizon_minutes(person)
    for window in _windows(person, length):
        reached = sum(by_week[week] for week in window.weeks)
        reached = reached if by_contract is None else min(reached, by_contract)
        start = round(60 * sum(window.past_hours))
        most = math.floor(60 * hours * window.known + 1e-6)
        if start + reached > most:
            days = week_days(window.weeks.start, len(window.weeks))
            yield Counter(
                rule,
                days.start,
                days.stop,
                person.calendar.table.minutes.over(days),
                start=start,
                most=most,
                price_above=person.minute_price(rule),
            )


def _windows(person: Person, length: int) -> Iterator[_Window]:
    past = person.carry_over.week_hours
    for week in person.calendar.weeks:
        own = range(max(0, week + 1 - length), week + 1)
        before = min(length - len(own), len(past))
        yield _Window(own, past[len(past) - before :])


AVERAGE = PersonRule(_NAME, "the working week on average", _average)
NIGHT_AVERAGE = PersonRule(_NIGHT, "the working week of night workers on average", _night_average)
