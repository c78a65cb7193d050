"""Rules on nights: in a row, in the horizon, the rest after them, average hours."""

import datetime as dt
from collections.abc import Iterator
from itertools import product

from scenarios.roster import Activity, Segment, Shift
from scenarios.wall import parse_weekdays
from scheduler.checker.agreed import check_rotation
from scheduler.checker.breaks import check_breaks
from scheduler.checker.clocks import DAY, Worked
from scheduler.checker.hours import too_much_on_average
from scheduler.checker.past import nights_before
from scheduler.checker.person import Person
from scheduler.checker.presence import check_presence
from scheduler.checker.single import check_length, check_window
from scheduler.checker.sundays import check_days_of_rest
from scheduler.checker.violation import Violation

_WEEKS_OF_AVERAGE = 4
_WHOLE_DAY = 1440
_CLOCK_CHANGE = 60  # minutes


def check_nights(person: Person) -> Iterator[Violation]:
    """Yield too many nights, too many in a row, and work too soon after them."""
    nights = {one.date for one in person.work if person.is_night(one)}
    past = nights_before(person)
    yield from _too_many(person, nights)
    yield from _too_many_in_a_row(person, nights, past)
    yield from _too_soon_after(person, nights | past)


def _too_many(person: Person, nights: set[dt.date]) -> Iterator[Violation]:
    most = person.law.limits.max_nights
    own = sorted(date for date in nights if date >= person.first_day)
    if most is not None and len(own) > most:
        words = f"{len(own)} night shifts in the horizon, at most {most}"
        yield person.broken("max_nights", own[most], words, units=float(len(own) - most))


def _too_many_in_a_row(
    person: Person, nights: set[dt.date], past: set[dt.date]
) -> Iterator[Violation]:
    most = person.law.limits.max_consecutive_nights
    if most is None:
        return
    row, beyond = 0, 0
    for date in sorted(nights | past):
        row = row + 1 if date - DAY in nights | past else 1
        beyond = 0 if row == 1 else beyond
        beyond += date in nights and row > most
        if beyond and date + DAY not in nights:
            words = f"night shift {row} in a row, at most {most}"
            yield person.broken("max_consecutive_nights", date, words, units=float(beyond))


def _too_soon_after(person: Person, nights: set[dt.date]) -> Iterator[Violation]:
    least = person.law.limits.min_days_off_after_nights
    for last in sorted(nights):
        if not least or last + DAY in nights:
            continue
        following = [last + k * DAY for k in range(1, least + 1)]
        busy = {one.date for one in person.shifts}
        working = [date for date in following if date in busy]
        if working:
            off = (working[0] - last).days - 1
            words = (
                f"a shift after {off} days off since the night of {last}, at least {least} are due"
            )
            yield person.broken("min_days_off_after_nights", working[0], words)


def check_night_average(person: Person) -> Iterator[Violation]:
    """Yield runs of four weeks with too much work for somebody who may work nights."""
    most = person.law.limits.night_average_week_hours
    if most is not None and may_work_nights(person):
        rule = "night_average_week_hours"
        yield from too_much_on_average(person, rule, most, _WEEKS_OF_AVERAGE)


def may_work_nights(person: Person) -> bool:
    """Whether the person works a night shift, or some template would lawfully give one."""
    if person.law.limits.night_from is None:
        return False
    return any(person.is_night(one) for one in person.work) or any(
        person.is_night(one) and _is_lawful(person, one) for one in _imagined(person)
    )


def _is_lawful(person: Person, one: Worked) -> bool:
    alone = Person(person.scenario, person.timeline, person.agent, person.law, (one,))
    rules = (
        check_length,
        check_window,
        check_breaks,
        check_presence,
        check_days_of_rest,
        check_rotation,
    )
    agreed = {fixed.shift for fixed in person.agent.fixed if fixed.date == one.date}
    return agreed <= {one.template} and all(
        broken.priced for rule in rules for broken in rule(alone)
    )


def _imagined(person: Person) -> Iterator[Worked]:
    """Yield a shift for every start, length, place of breaks and day, where it has night work."""
    for name, template in person.scenario.shifts.items():
        if template.on_call_paid_share is not None:
            continue
        weekdays = parse_weekdays(template.days)
        for at, length in product(template.start_times, template.lengths):
            if not _may_be_night(person, at, at + length):
                continue
            wanted = template.breaks_of(length)
            for starts in product(*(one.starts() for one in wanted)):
                breaks = [(s, s + b.minutes) for s, b in zip(starts, wanted, strict=True)]
                for number in range(person.scenario.horizon.days):
                    if person.timeline.date(number).weekday() in weekdays:
                        yield _placed(person, name, number, at, length, breaks)


def _may_be_night(person: Person, start: int, end: int) -> bool:
    """Whether enough of a time lies in the night, were it all work; clocks may change by an hour.

    Looking at every day and place of breaks takes long, and most shifts are far from the night.
    """
    limits = person.law.limits
    assert limits.night_from is not None
    assert limits.night_to is not None
    dusk, dawn = limits.night_from, limits.night_to
    dawn += 0 if dawn > dusk else _WHOLE_DAY
    inside = sum(
        max(0, min(end, dawn + shift) - max(start, dusk + shift))
        for shift in (-_WHOLE_DAY, 0, _WHOLE_DAY)
    )
    return inside + _CLOCK_CHANGE > limits.night_shift_minutes


def _placed(
    person: Person, name: str, day: int, at: int, length: int, breaks: list[tuple[int, int]]
) -> Worked:
    start, end = person.timeline.minute(day, at), person.timeline.minute(day, at + length)
    edges = [start, *(start + edge for one in breaks for edge in one), end]
    kinds = (Activity.WORK, Activity.BREAK)
    parts = tuple(Segment(edges[k], edges[k + 1], kinds[k % 2]) for k in range(len(edges) - 1))
    shift = Shift("", person.agent.id, person.timeline.date(day), "", parts, 0)
    return Worked(shift, person.timeline, name)
