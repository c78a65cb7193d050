"""Checks of people: ids, contracts, skills, absences, availability."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from scenarios.checks.parts import Parts
from scenarios.checks.person import Person
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.shift_shapes import ShiftTemplate
from scenarios.wall import MINUTES_PER_DAY, WEEKDAYS, WindowsByWeekday, parse_weekdays

_WEEK = 7 * MINUTES_PER_DAY


def check_people(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about agents."""
    yield from _ids(parts)
    for person in parts.people:
        path: FieldPath = ("team", "agents", person.place)
        yield from _contract(parts, person, path)
        yield from _skills(parts, person, path)
        yield from _absences(parts, person, path)
        yield from _availability(parts, person, path)


def _ids(parts: Parts) -> Iterator[Problem]:
    first_places: dict[str, int] = {}
    for person in parts.people:
        if person.id is None:
            continue
        if person.id in first_places:
            first = parts.source.origin(("team", "agents", first_places[person.id], "id"))
            at = first.file if first.line is None else f"{first.file}:{first.line}"
            message = f'the id "{person.id}" is taken ({at}); give every agent an id of their own'
            yield parts.problem(("team", "agents", person.place, "id"), message)
        first_places.setdefault(person.id, person.place)


def _contract(parts: Parts, person: Person, path: FieldPath) -> Iterator[Problem]:
    if person.contract is not None and parts.contracts and person.contract not in parts.contracts:
        advice = known_names(person.contract, parts.contracts)
        message = f'there is no contract "{person.contract}"; {advice}'
        yield parts.problem((*path, "contract"), message)


def _skills(parts: Parts, person: Person, path: FieldPath) -> Iterator[Problem]:
    if not parts.skills:
        return
    for place, skill in enumerate(person.skills):
        if skill not in parts.skills:
            advice = known_names(skill, sorted(set(parts.skills)))
            message = f'unknown skill "{skill}": no channel and no team.on_duty needs it; {advice}'
            yield parts.problem((*path, "skills", place), message)
        if skill in person.skills[:place]:
            message = f'the skill "{skill}" is listed twice; keep one'
            yield parts.problem((*path, "skills", place), message)


def _absences(parts: Parts, person: Person, path: FieldPath) -> Iterator[Problem]:
    for number, (place, absence) in enumerate(person.absences):
        for _, other in person.absences[:number]:
            if absence.first <= other.last and other.first <= absence.last:
                message = (
                    f"{absence.first}..{absence.last} overlaps {other.first}..{other.last} of the "
                    "same agent; merge them or change the dates"
                )
                yield parts.problem((*path, "absences", place), message)
                break


def _availability(parts: Parts, person: Person, path: FieldPath) -> Iterator[Problem]:
    if person.availability is None or parts.opening is None:
        return
    field = (*path, "availability")
    available = minutes_of_week(person.availability)
    opening = minutes_of_week(parts.opening)
    for channel in parts.channels.values():
        if channel.opening is not None:
            opening |= minutes_of_week(channel.opening)
    if not (available & opening).any():
        message = "never meets the opening hours; change the hours or leave the agent out"
        yield parts.problem(field, message)
    elif parts.templates_complete and not any(
        fits(template, available) for template in parts.templates.values()
    ):
        message = "no shift fits into it whole; widen it or add a shorter shift"
        yield parts.problem(field, message)


def minutes_of_week(windows: WindowsByWeekday) -> npt.NDArray[np.bool_]:
    """Return for each minute from Monday 00:00 whether it lies in a window, shape (10080,)."""
    week = np.zeros(_WEEK, dtype=np.bool_)
    for day, listed in enumerate(windows[: len(WEEKDAYS)]):
        for start, end in listed:
            week[day * MINUTES_PER_DAY + start : day * MINUTES_PER_DAY + end] = True
    return week


def fits(template: ShiftTemplate, available: npt.NDArray[np.bool_]) -> bool:
    """Whether some shift of a template lies wholly within available minutes of a week."""
    for day in parse_weekdays(template.days):
        for start, length in product(template.start_times, template.lengths):
            first = day * MINUTES_PER_DAY + start
            # The week is a circle: a shift from Sunday night ends on Monday.
            if available[np.arange(first, first + length) % _WEEK].all():
                return True
    return False
