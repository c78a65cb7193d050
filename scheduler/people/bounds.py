"""How much a tour can add up at most, so that counters which always hold are left out."""

import math

from scheduler.people.credits import horizon_band, week_band
from scheduler.people.person import Person
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Ints

_ALL = 7


def most_days(person: Person) -> int:
    """Return the most working days that a person may have in a calendar week."""
    limit = person.limits.max_days_per_week
    return min(person.contract.max_days_per_week, _ALL if limit is None else limit)


def reach(person: Person, weights: Ints, weeks: range) -> int:
    """Return the most that some weeks can add up to with as many working days as are allowed.

    The weights are those of duties, shape (duties of all days,); those on call weigh nothing.
    """
    days = most_days(person) if person.kind.counts_on("max_days_per_week") else _ALL
    allowed, table = weights * person.may_work, person.calendar.table
    total = 0
    for week in weeks:
        heaviest = [int(allowed[table.rows(day)].max(initial=0)) for day in week_days(week)]
        total += sum(sorted(heaviest, reverse=True)[:days])
    return total


def week_minutes(person: Person) -> list[int]:
    """Return the most minutes of work that contract and days leave in each week."""
    hard = person.kind.counts_on("contract_hours")
    found = []
    for week in person.calendar.weeks:
        most = reach(person, person.calendar.table.work_minutes, range(week, week + 1))
        band = week_band(person, week) if hard else None
        found.append(most if band is None else min(most, band.most))
    return found


def lawful_week_minutes(person: Person) -> list[int]:
    """Return the most minutes of work in each week, the longest week by law looked at as well."""
    limit = person.limits.max_week_hours
    if limit is None or not person.kind.counts_on("max_week_hours"):
        return week_minutes(person)
    return [min(most, math.floor(60 * limit + 1e-6)) for most in week_minutes(person)]


def horizon_minutes(person: Person) -> int | None:
    """Return the most minutes of work that the contract leaves in the horizon, or None."""
    return horizon_band(person).most if person.kind.counts_on("contract_hours") else None
