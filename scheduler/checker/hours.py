"""Rules on hours and days: the contract's, the longest week, averages over weeks."""

import datetime as dt
import math
from collections.abc import Iterator

from scheduler.checker.clocks import DAY
from scheduler.checker.person import TINY, Person
from scheduler.checker.violation import Violation

_FRIDAY = 4


def check_contract_hours(person: Person) -> Iterator[Violation]:
    """Yield weeks and a horizon outside the contract's hours, which absences count towards."""
    contract = person.contract
    asked, band = contract.hours_per_week, contract.flexibility_hours
    credited = {monday: credited_hours(person, monday) for monday in person.mondays()}
    if band is not None:
        for monday, credit in credited.items():
            worked = sum(one.hours for one in person.in_week(monday))
            for hours, words in _against(worked, credit, asked, band):
                words = f"week from {monday}: {words}"
                yield person.broken("contract_hours", monday, words, units=hours, source="contract")
    worked = sum(one.hours for one in person.inside)
    asked *= person.scenario.horizon.weeks
    for hours, words in _against(worked, sum(credited.values()), asked, contract.band_hours):
        words = f"whole horizon: {words}"
        yield person.broken("contract_hours", None, words, units=hours, source="contract")


def _against(
    worked: float, credit: float, asked: float, band: float
) -> Iterator[tuple[float, str]]:
    """Yield how many hours lie outside the band, with words."""
    said = f"{worked:g} h worked and {credit:g} h credited of {asked:g} h"
    short = _whole_minutes(asked - band - worked - credit)
    over = _whole_minutes(worked + credit - asked - band)
    if short > 0:
        yield short, f"{said}, {short:g} h too few"
    if over > 0:
        yield over, f"{said}, {over:g} h too many"


def _whole_minutes(hours: float) -> float:
    """Return hours rounded up to whole minutes: a minute begun counts."""
    return math.ceil(60 * (hours - TINY)) / 60


def credited_hours(person: Person, monday: dt.date) -> float:
    """Return the hours that absences, free holidays and days before the first one count for."""
    agent, contract = person.agent, person.contract
    hours = 0.0
    for number in range(7):
        date = monday + number * DAY
        absent = [a.credited_hours_per_day for a in agent.absences if a.first <= date <= a.last]
        would_work = agent.availability is None or len(agent.availability[number]) > 0
        if agent.started is not None and date < agent.started:
            hours += contract.hours_per_week / 5 if number <= _FRIDAY else 0.0
        elif absent:
            hours += max(absent)
        elif _nobody_works(person, date) and number <= _FRIDAY and would_work:
            hours += contract.hours_per_week / contract.max_days_per_week
    return min(hours, contract.hours_per_week)


def _nobody_works(person: Person, date: dt.date) -> bool:
    closed = person.timeline.is_closed(person.timeline.day_index(date))
    free = date in person.timeline.holiday_dates and not person.law.limits.holiday_work
    return closed or free


def check_weeks(person: Person) -> Iterator[Violation]:
    """Yield weeks with too many working days or too much work."""
    limits = person.law.limits
    most, source = person.contract.max_days_per_week, "contract"
    if limits.max_days_per_week is not None and limits.max_days_per_week < most:
        most, source = limits.max_days_per_week, person.law.source("max_days_per_week")
    for monday in person.mondays():
        week = person.in_week(monday)
        days = len({one.date for one in week})
        if days > most:
            words = f"week with {days} working days, at most {most}"
            units = float(days - most)
            yield person.broken("max_days_per_week", monday, words, units=units, source=source)
        worked = sum(one.hours for one in week)
        longest = limits.max_week_hours
        if longest is not None and worked > longest + TINY:
            words = f"week with {worked:g} h of work, at most {longest:g} h are allowed"
            over = _whole_minutes(worked - longest)
            yield person.broken("max_week_hours", monday, words, units=over)


def check_averages(person: Person) -> Iterator[Violation]:
    """Yield runs of weeks with too much work on average."""
    limits = person.law.limits
    rule = "average_week_hours"
    yield from too_much_on_average(person, rule, limits.average_week_hours, limits.average_weeks)


def too_much_on_average(
    person: Person, rule: str, most: float | None, weeks: int
) -> Iterator[Violation]:
    """Yield every run of so many weeks, ending in the horizon, with too much work on average.

    Of a run that reaches back further than is known, the known weeks are averaged.
    """
    if most is None:
        return
    mondays = list(person.mondays())
    worked = [sum(one.hours for one in person.in_week(monday)) for monday in mondays]
    past = list(person.agent.carry_over.week_hours)
    for number, monday in enumerate(mondays):
        known = [*past, *worked[: number + 1]][-weeks:]
        if sum(known) > most * len(known) + TINY:
            words = (
                f"{sum(known) / len(known):g} h a week on average of the {len(known)} weeks up to "
                f"that from {monday}, at most {most:g} h are allowed"
            )
            over = _whole_minutes(sum(known) - most * len(known))
            yield person.broken(rule, monday, words, units=over)
