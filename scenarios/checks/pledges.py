"""Checks of what is agreed with people: fixed shifts, wishes and rotations."""

import datetime as dt
from collections.abc import Iterator

from scenarios.checks.limits import unknown_template
from scenarios.checks.parts import Parts
from scenarios.checks.person import Person
from scenarios.nearest import known_names
from scenarios.pledges import FixedShift, Rotation, Wish
from scenarios.problems import FieldPath, Problem
from scenarios.wall import WEEKDAYS, format_wall_time, parse_weekdays


def check_pledges(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about fixed shifts, wishes and rotations."""
    for key, rotation in parts.rotations.items():
        yield from _rotation(parts, ("team", "rotations", key), rotation)
    for person in parts.people:
        path: FieldPath = ("team", "agents", person.place)
        yield from _in_rotation(parts, person, path)
        taken: dict[dt.date, int] = {}
        for place, fixed in person.fixed:
            yield from _fixed(parts, person, (*path, "fixed", place), fixed)
            if fixed.date in taken:
                message = f"there is a fixed shift on {fixed.date} already; keep one"
                yield parts.problem((*path, "fixed", place, "date"), message)
            taken.setdefault(fixed.date, place)
        for place, wish in person.wishes:
            yield from _wish(parts, (*path, "wishes", place), wish)


def _rotation(parts: Parts, path: FieldPath, rotation: Rotation) -> Iterator[Problem]:
    for number, week in enumerate(rotation.weeks):
        for days, names in week.items():
            for place, name in enumerate(names):
                field: FieldPath = (*path, "weeks", number, days, place)
                yield from unknown_template(parts, field, name)
                template = parts.templates.get(name)
                off = set(parse_weekdays(days))
                off -= set() if template is None else set(parse_weekdays(template.days))
                if template is not None and off:
                    shown = ", ".join(WEEKDAYS[day] for day in sorted(off))
                    message = (
                        f'"{name}" does not start on {shown} (its days: {template.days}); change '
                        "the weekdays, or the shift's days"
                    )
                    yield parts.problem(field, message)


def _in_rotation(parts: Parts, person: Person, path: FieldPath) -> Iterator[Problem]:
    if person.rotation is None:
        if person.rotation_week:
            message = "there is no rotation to begin in; name one in rotation, or leave it out"
            yield parts.problem((*path, "rotation_week"), message)
        return
    if person.rotation not in parts.rotation_ids:
        advice = known_names(person.rotation, parts.rotation_ids)
        message = f'there is no rotation "{person.rotation}" in team.rotations; {advice}'
        yield parts.problem((*path, "rotation"), message)
        return
    rotation = parts.rotations.get(person.rotation)
    if rotation is not None and person.rotation_week is not None:
        weeks = len(rotation.weeks)
        if person.rotation_week >= weeks:
            message = (
                f'"{person.rotation}" has {weeks} weeks, counted from 0; write 0 to {weeks - 1}'
            )
            yield parts.problem((*path, "rotation_week"), message)


def _fixed(parts: Parts, person: Person, path: FieldPath, fixed: FixedShift) -> Iterator[Problem]:
    date: FieldPath = (*path, "date")
    yield from unknown_template(parts, (*path, "shift"), fixed.shift)
    yield from _outside(parts, date, fixed.date, fixed.date)
    for _, absence in person.absences:
        if absence.first <= fixed.date <= absence.last:
            message = (
                f"the agent is absent on {fixed.date} ({absence.first}..{absence.last}); change "
                "the shift's date or the absence"
            )
            yield parts.problem(date, message)
    template = parts.templates.get(fixed.shift)
    if template is None:
        return
    if fixed.date.weekday() not in parse_weekdays(template.days):
        message = (
            f'{fixed.date} is a {fixed.date:%A} and "{fixed.shift}" starts on {template.days}; '
            "change the date or name another shift"
        )
        yield parts.problem(date, message)
    if fixed.start is not None and fixed.start not in template.start_times:
        starts = [format_wall_time(minute) for minute in template.start_times]
        message = (
            f'"{fixed.shift}" does not start at {format_wall_time(fixed.start)}; '
            f"{known_names(format_wall_time(fixed.start), starts)}"
        )
        yield parts.problem((*path, "start"), message)


def _wish(parts: Parts, path: FieldPath, wish: Wish) -> Iterator[Problem]:
    for place, name in enumerate(wish.shifts):
        yield from unknown_template(parts, (*path, "shifts", place), name)
    yield from _outside(parts, (*path, "first"), wish.first, wish.last or wish.first)


def _outside(parts: Parts, path: FieldPath, first: dt.date, last: dt.date) -> Iterator[Problem]:
    """Yield a problem for days of which none lies in the horizon."""
    if parts.horizon is None:
        return
    start = parts.horizon.start
    end = start + dt.timedelta(days=parts.horizon.days - 1)
    if last < start or first > end:
        shown = f"{first}" if first == last else f"{first}..{last}"
        message = f"{shown} lies outside the horizon, {start} to {end}; correct it or leave it out"
        yield parts.problem(path, message)
