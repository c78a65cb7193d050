"""Checks of what the time before the horizon leaves to keep."""

import datetime as dt
from collections.abc import Iterator

from scenarios.checks.limits import unknown_template
from scenarios.checks.parts import Parts
from scenarios.pledges import CarryOver
from scenarios.problems import FieldPath, Problem

_DAY = dt.timedelta(days=1)


def check_carried(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about agents' carry-over."""
    for person in parts.people:
        if person.carry_over is None:
            continue
        path: FieldPath = ("team", "agents", person.place, "carry_over")
        if person.carry_over.last_shift is not None:
            yield from unknown_template(parts, (*path, "last_shift"), person.carry_over.last_shift)
        yield from _times(parts, path, person.carry_over)
        yield from _days(parts, path, person.carry_over)


def _times(parts: Parts, path: FieldPath, said: CarryOver) -> Iterator[Problem]:
    start, end = said.last_shift_start, said.last_shift_end
    for name, local in (("last_shift_start", start), ("last_shift_end", end)):
        if local is not None and (local.second or local.microsecond):
            yield parts.problem((*path, name), f"{local} has seconds; write whole minutes")
    if start is not None and end is not None and end <= start:
        message = f"the shift ends before it starts ({start:%Y-%m-%d %H:%M}); swap the times"
        yield parts.problem((*path, "last_shift_end"), message)
    if parts.horizon is None:
        return
    first = dt.datetime.combine(parts.horizon.start, dt.time())
    if start is not None and start >= first:
        message = (
            f"{start:%Y-%m-%d %H:%M} lies in the horizon, which starts on {first.date()}; write "
            "when the last shift before it started, or use fixed for a shift of the horizon"
        )
        yield parts.problem((*path, "last_shift_start"), message)
    if end is not None and end > first + _DAY:
        message = (
            f"{end:%Y-%m-%d %H:%M} is more than a day after the horizon's start on "
            f"{first.date()}; write when the last shift before the horizon ended"
        )
        yield parts.problem((*path, "last_shift_end"), message)


def _days(parts: Parts, path: FieldPath, said: CarryOver) -> Iterator[Problem]:
    """Yield what the counted days and the last shift say against each other."""
    worked, off = said.days_in_row, said.days_off_in_row
    if worked is not None and said.nights_in_row > worked:
        message = (
            f"{said.nights_in_row} nights in a row do not fit into {worked} working days in a "
            "row; correct one of the two"
        )
        yield parts.problem((*path, "nights_in_row"), message)
    start = said.last_shift_start
    if parts.horizon is None or start is None or not (worked or off):
        return
    last = parts.horizon.start - dt.timedelta(days=1 + (off or 0))
    if start.date() != last:
        days = f"{off} days off" if off else f"{worked} working days"
        message = (
            f"the last shift started on {start.date()}, but {days} in a row up to the day before "
            f"the horizon say {last}; correct one of the two"
        )
        yield parts.problem((*path, "days_off_in_row" if off else "days_in_row"), message)
