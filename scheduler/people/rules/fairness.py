"""Fairness: lates, nights, weekends, holidays and hostile hours cost more the more one has.

The n-th of a kind costs n times the price, what was carried over counting first, so that the
next one goes to who has the fewest. A late shift ends after the time that fairness names, on
its own day or on the next. Hostile hours are those that an agent meets who, on duty, gets the
mix of contacts that the group's lines bring at that time.
"""

from collections.abc import Iterator

import numpy as np

from scenarios.pledges import Fairness
from scheduler.people.person import Person
from scheduler.people.prices import units
from scheduler.people.rule import PersonRule
from scheduler.people.rules.sundays_and_holidays import working_on
from scheduler.people.rules.weekends import saturdays
from scheduler.people.spans import over
from scheduler.people.tour_rules import Counter, Ints
from scheduler.requirement import Floats, LineVolume

_TENTHS = 10  # of an hour


def _lates(person: Person) -> Iterator[Counter]:
    said, table = _said(person), person.calendar.table
    late = table.work & (table.wall_end > said.late_from)
    yield from _counted("lates", person, said.late, late.astype(np.int64), person.carry_over.lates)


def _nights(person: Person) -> Iterator[Counter]:
    nights = person.kind.night.astype(np.int64)
    yield from _counted("nights", person, _said(person).night, nights, person.carry_over.nights)


def _weekends(person: Person) -> Iterator[Counter]:
    price, calendar = _said(person).weekend, person.calendar
    if price:
        yield Counter(
            "weekends",
            0,
            calendar.days.stop,
            {},
            pairs=saturdays(calendar),
            start=round(person.carry_over.weekends),
            rising=units(price),
        )


def _holidays(person: Person) -> Iterator[Counter]:
    price, calendar = _said(person).holiday, person.calendar
    if price and calendar.timeline.holiday_dates:
        worked = working_on(calendar, calendar.timeline.holiday_dates.__contains__)
        start = person.carry_over.holidays
        yield from _counted("holidays", person, price, worked.astype(np.int64), start)


def _hostile_hours(person: Person) -> Iterator[Counter]:
    price = _said(person).hostile_hour
    if price and person.requirement is not None:
        group = person.calendar.groups[person.calendar.group_of[person.index]].id
        own = [volume for volume in person.requirement.volumes if group in volume.group_ids]
        if sum(float(volume.cases.sum()) for volume in own) > 0:
            # Ten tenths make an hour: n hours cost about n x n / 2 prices.
            tenths, carried = _hostile_tenths(person, own), person.carry_over.hostile_hours
            scaled = price / _TENTHS**2
            yield from _counted("hostile_hours", person, scaled, tenths, _TENTHS * carried)


def _hostile_tenths(person: Person, volumes: list[LineVolume]) -> Ints:
    """Return the tenths of an hour of hostile work that each duty meets, shape (duties,)."""
    cases, hostile, work = (
        np.sum([getattr(volume, name) for volume in volumes], axis=0)
        for name in ("cases", "hostile_cases", "work_minutes")
    )
    a_minute = np.divide(hostile, work, out=np.zeros(len(work)), where=work > 0)
    met = _added_up(person, a_minute) * (work.sum() / cases.sum())
    tenths: Ints = np.rint(met * person.calendar.table.work * _TENTHS / 60).astype(np.int64)
    return tenths


def _added_up(person: Person, a_minute: Floats) -> Floats:
    """Return the sum over each duty's minutes in the horizon of a rate by interval."""
    step, table = person.calendar.scenario.horizon.interval_minutes, person.calendar.table
    ends = step * np.arange(len(a_minute) + 1)
    until = np.concatenate(([0.0], np.cumsum(step * a_minute)))
    met: Floats = np.interp(table.end, ends, until) - np.interp(table.start, ends, until)
    return met


def _counted(
    name: str, person: Person, price: float, weights: Ints, start: float
) -> Iterator[Counter]:
    days = range(person.calendar.days.stop)
    by_day = over(person.calendar.table.weights(weights), days)
    if price and (by_day or round(start)):
        yield Counter(name, days.start, days.stop, by_day, start=round(start), rising=units(price))


def _said(person: Person) -> Fairness:
    return person.calendar.scenario.fairness or Fairness()


LATES = PersonRule(
    "lates", "late shifts, spread fairly", _lates, lambda person: person.carry_over.lates
)
NIGHTS = PersonRule(
    "nights",
    "night shifts, spread fairly",
    _nights,
    lambda person: (person.kind.index, person.carry_over.nights),
)
WEEKENDS = PersonRule(
    "weekends", "weekends, spread fairly", _weekends, lambda person: person.carry_over.weekends
)
HOLIDAYS = PersonRule(
    "holidays",
    "public holidays, spread fairly",
    _holidays,
    lambda person: person.carry_over.holidays,
)
HOSTILE_HOURS = PersonRule(
    "hostile_hours",
    "hostile hours, spread fairly",
    _hostile_hours,
    lambda person: (
        person.calendar.group_of[person.index],
        person.carry_over.hostile_hours,
    ),
)
