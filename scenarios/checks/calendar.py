"""Checks of dates: the first day, holidays, opening hours, times that clock changes skip."""

import datetime as dt
from collections.abc import Iterator

import holidays as public_holidays
from pydantic import TypeAdapter, ValidationError

from scenarios.checks.parts import Parts
from scenarios.horizon import Horizon
from scenarios.lenient import mapping
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.timeline import NonexistentTimeError, Timeline
from scenarios.wall import WEEKDAYS

_DATE: TypeAdapter[dt.date] = TypeAdapter(dt.date)
_HOLIDAYS: FieldPath = ("horizon", "holidays")
_SOME_MONDAY = dt.date(2001, 1, 1)


def check_calendar(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about dates and hours."""
    yield from _first_day(parts)
    yield from _holidays(parts)
    yield from _hours(parts)
    yield from _dated_times(parts)


def _first_day(parts: Parts) -> Iterator[Problem]:
    written = mapping(parts.source.data.get("horizon")).get("start")
    try:
        start = _DATE.validate_python(written)
    except ValidationError:
        return
    weekday = start.weekday()
    if weekday:
        before = start - dt.timedelta(days=weekday)
        after = before + dt.timedelta(days=7)
        message = f"{start} is a {start:%A}; start on a Monday: {before} or {after}"
        yield parts.problem(("horizon", "start"), message)


def _holidays(parts: Parts) -> Iterator[Problem]:
    said = parts.holidays
    if said is None:
        return
    countries = public_holidays.list_supported_countries(include_aliases=False)
    if said.country not in countries:
        message = (
            f'no holidays are known for "{said.country}"; {known_names(said.country, countries)}'
        )
        yield parts.problem((*_HOLIDAYS, "country"), message)
        return
    states = countries[said.country]
    if said.state is not None and said.state not in states:
        advice = known_names(said.state, states) if states else "leave it out"
        message = f'{said.country} has no part "{said.state}"; {advice}'
        yield parts.problem((*_HOLIDAYS, "state"), message)
    known = public_holidays.country_holidays(said.country).supported_categories
    for place, category in enumerate(said.categories):
        if category not in known:
            message = (
                f'"{category}" is no category of {said.country}; {known_names(category, known)}'
            )
            yield parts.problem((*_HOLIDAYS, "categories", place), message)


def _hours(parts: Parts) -> Iterator[Problem]:
    if parts.opening is not None and not any(parts.opening):
        message = 'the team is never open; write hours such as {mon-fri: "09:00-18:00"}'
        yield parts.problem(("horizon", "opening"), message)
    if parts.horizon is None or not any(parts.horizon.opening):
        return
    timeline = known_timeline(parts)
    if timeline is not None and not len(timeline.open_windows()):
        days = ", ".join(WEEKDAYS[day] for day in range(7) if parts.horizon.opening[day])
        message = f"every {days} of the horizon is a closed holiday; plan more weeks or days"
        yield parts.problem(("horizon", "opening"), message)


def known_timeline(parts: Parts) -> Timeline | None:
    """Return the horizon's timeline, or None if it or its holidays are wrong."""
    return None if parts.horizon is None or any(_holidays(parts)) else Timeline(parts.horizon)


def _dated_times(parts: Parts) -> Iterator[Problem]:
    if parts.zone is None:
        return
    week = Horizon.model_validate({"zone": parts.zone, "start": _SOME_MONDAY, "opening": "24/7"})
    timeline = Timeline(week)
    for path, local in _written_times(parts):
        try:
            timeline.minute_of_local(local)
        except NonexistentTimeError as error:
            yield parts.problem(path, str(error))


def _written_times(parts: Parts) -> Iterator[tuple[FieldPath, dt.datetime]]:
    path: FieldPath
    for person in parts.people:
        for place, span in person.unavailable:
            path = ("team", "agents", person.place, "unavailable", place)
            yield (*path, "from_local"), span.from_local
            yield (*path, "to_local"), span.to_local
        if person.carry_over is not None:
            path = ("team", "agents", person.place, "carry_over")
            for name in ("last_shift_start", "last_shift_end"):
                local = getattr(person.carry_over, name)
                if local is not None:
                    yield (*path, name), local
    for key, event in parts.events.items():
        yield ("events", key, "from_local"), event.from_local
        yield ("events", key, "to_local"), event.to_local
    for key, storm in parts.storms.items():
        yield ("storms", key, "from_local"), storm.from_local
