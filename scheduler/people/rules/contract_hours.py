"""Rule: contract hours of every week and of the horizon, no fewer and no more.

Work is counted in the week in which a shift starts; a shift of the evening before the first day
belongs to no week. Absences are credited. A price is for every hour outside the band.
"""

from collections.abc import Iterator

from scheduler.people.credits import Band, horizon_band, week_band
from scheduler.people.person import Person
from scheduler.people.rule import PersonRule
from scheduler.people.spans import week_days
from scheduler.people.tour_rules import Counter

_NAME = "contract_hours"


def _contract_hours(person: Person) -> Iterator[Counter]:
    weeks = [week_band(person, week) for week in person.calendar.weeks]
    for week, band in enumerate(weeks):
        if band is not None:
            yield _counter(person, band, week_days(week))
    whole = horizon_band(person)
    if not person.kind.counts_on(_NAME) or not _implied(whole, weeks):
        yield _counter(person, whole, range(person.calendar.days.stop))


def _counter(person: Person, band: Band, days: range) -> Counter:
    price = person.minute_price(_NAME)
    weights = person.calendar.table.minutes.over(days)
    return Counter(
        _NAME,
        days.start,
        days.stop,
        weights,
        least=band.least,
        most=band.most,
        price_below=price,
        price_above=price,
    )


def _implied(whole: Band, weeks: list[Band | None]) -> bool:
    """Whether hard weeks add up to no less and no more than the whole may have."""
    known = [band for band in weeks if band is not None]
    return (
        len(known) == len(weeks)
        and sum(band.least for band in known) >= whole.least
        and sum(band.most for band in known) <= whole.most
    )


CONTRACT_HOURS = PersonRule(_NAME, "the hours of the contract", _contract_hours)
