"""Checks of shift templates against the working-time rules.

A template must be lawful for somebody: contracts and agents may change the scenario's limits.
"""

from collections.abc import Iterator
from itertools import pairwise, product
from math import prod

from scenarios.checks.kinds import Kind, kinds_of
from scenarios.checks.parts import Parts
from scenarios.problems import Problem
from scenarios.shift_shapes import BreakTemplate, ShiftTemplate
from scenarios.wall import MINUTES_PER_DAY, format_wall_time, parse_weekdays

_SUNDAY = 6
_BREAKS = (
    (9, "break_minutes_over_9_hours"),
    (6, "break_minutes_over_6_hours"),
    (4.5, "break_minutes_over_4_5_hours"),
)
MOST_SHAPES = 1000  # of one template; more would only slow the search


def check_shifts(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about shift templates."""
    kinds = kinds_of(parts)
    for key, template in parts.templates.items():
        path = ("shifts", key)
        starts = template.start_times
        if len(set(starts)) < len(starts):
            yield parts.problem((*path, "starts"), "a start is listed twice; keep one")
        if len(set(template.lengths)) < len(template.lengths):
            yield parts.problem((*path, "lengths_minutes"), "a length is listed twice; keep one")
        shapes = len(starts) * sum(
            prod(len(one.starts()) for one in template.breaks_of(length))
            for length in template.lengths
        )
        if shapes > MOST_SHAPES:
            message = (
                f"stands for {shapes} shifts, above {MOST_SHAPES}; widen every_minutes or give "
                "fewer starts"
            )
            yield parts.problem(path, message)
        elif any(
            next(_placements(template.breaks_of(length)), None) is None
            for length in template.lengths
        ):
            message = "the breaks cannot follow one another; let the later one start later"
            yield parts.problem((*path, "breaks"), message)
        elif parts.rules is not None and template.on_call_paid_share is None:
            yield from _lawful(parts, key, template, kinds)


Complaint = tuple[str, str] | None  # field and message


def _lawful(
    parts: Parts, key: str, template: ShiftTemplate, kinds: tuple[Kind, ...]
) -> Iterator[Problem]:
    """Yield why nobody may work shifts of a template, in the words of the first kind of people."""
    complaints = [_against(template, kind) for kind in kinds]
    if all(complaints) and complaints[0] is not None:
        field, message = complaints[0]
        yield parts.problem(("shifts", key, field), message)


def _against(template: ShiftTemplate, kind: Kind) -> Complaint:
    """Return the first thing that keeps people of a kind from working shifts of a template."""
    found = (complain(template, kind) for complain in _COMPLAIN)
    return next((one for one in found if one is not None), None)


def _of_days(template: ShiftTemplate, kind: Kind) -> Complaint:
    allowed = kind.limits.sunday_work or "sunday_work" in kind.limits.prices
    if parse_weekdays(template.days) == (_SUNDAY,) and not allowed:
        return "days", "the rules allow no work on Sundays; set rules.sunday_work or other days"
    return None


def _of_window(template: ShiftTemplate, kind: Kind) -> Complaint:
    if kind.limits.work_window is None:
        return None
    first, last = kind.limits.work_window
    for start in template.start_times:
        at = start % MINUTES_PER_DAY
        if first <= at and at + min(template.lengths) <= last:
            return None
    shown = f"{format_wall_time(first)}-{format_wall_time(last)}"
    section = kind.source("work_window")
    message = f"no start lets the shift lie within {shown} ({section}); change it"
    return "starts" if template.starts else "start_grid", message


def _of_lengths(template: ShiftTemplate, kind: Kind) -> Complaint:
    found = [_of_length(template, length, kind) for length in template.lengths]
    return next(one for one in found if one is not None) if all(found) else None


def _of_length(template: ShiftTemplate, length: int, kind: Kind) -> Complaint:
    """Return the field that keeps shifts of a length from being lawful, and why; or None."""
    breaks = template.breaks_of(length)
    work = length - sum(one.minutes for one in breaks)
    field = "lengths_minutes" if template.lengths_minutes else "length_minutes"
    for minutes, limit, what in (
        (work, "max_day_hours", "of work"),
        (length, "max_span_hours", "from start to end"),
    ):
        most = getattr(kind.limits, limit)
        if most is not None and minutes > 60 * most:
            shown = f"{minutes / 60:g} h {what}, above {most:g} h ({kind.source(limit)})"
            return field, f"is {shown}; shorten it"
    first: str | None = None
    for placed in _placements(breaks):
        complaint = _complaint(length, placed, kind)
        if complaint is None:
            return None
        first = first or complaint
    return "breaks", str(first)


def _of_nights(template: ShiftTemplate, kind: Kind) -> Complaint:
    """Return that every shift is a night shift, and too long for one."""
    limits = kind.limits
    most = limits.max_night_shift_hours
    if most is None or limits.night_from is None or limits.night_to is None:
        return None
    shortest = max(template.lengths)
    for start, length in product(template.start_times, template.lengths):
        for placed in _placements(template.breaks_of(length)):
            stretches = _stretches(length, placed)
            work = sum(end - first for first, end in stretches)
            at_night = sum(
                max(0, min(start + end, until) - max(start + first, since))
                for first, end in stretches
                for since, until in _nights(limits.night_from, limits.night_to)
            )
            if work <= 60 * most or at_night <= limits.night_shift_minutes:
                return None
            shortest = min(shortest, work)
    section = kind.source("max_night_shift_hours")
    message = f"is {shortest / 60:g} h of work in a night shift, above {most:g} h ({section})"
    field = "lengths_minutes" if template.lengths_minutes else "length_minutes"
    return field, f"{message}; shorten it"


_COMPLAIN = (_of_days, _of_window, _of_lengths, _of_nights)


def _nights(since: int, until: int) -> Iterator[tuple[int, int]]:
    """Yield the nights that a shift of a day may touch, in minutes from its midnight."""
    length = (until - since) % MINUTES_PER_DAY
    for day in (-1, 0, 1):
        yield since + day * MINUTES_PER_DAY, since + day * MINUTES_PER_DAY + length


def _stretches(length: int, placed: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return the work between breaks, as (start, end) minutes after the start."""
    edges = [0, *(edge for one in placed for edge in one), length]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _placements(breaks: tuple[BreakTemplate, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way to place the breaks one after another, as (start, end) minutes."""
    for starts in product(*(one.starts() for one in breaks)):
        placed = tuple(
            (start, start + one.minutes) for start, one in zip(starts, breaks, strict=True)
        )
        if all(one[1] < other[0] for one, other in pairwise(placed)):
            yield placed


def _complaint(length: int, placed: tuple[tuple[int, int], ...], kind: Kind) -> str | None:
    """Return how placed breaks offend against the rules, or None."""
    limits = kind.limits
    work = length - sum(end - start for start, end in placed)
    block = limits.min_break_block_minutes or 0
    counted = [(start, end) for start, end in placed if end - start >= block]
    total = sum(end - start for start, end in counted)
    for hours, field in _BREAKS:
        least = getattr(limits, field) or 0
        if work > 60 * hours and total < least:
            return (
                f"{work / 60:g} h of work need {least} minutes of break in blocks of at least "
                f"{block} ({kind.source(field)}), and there are {total}; lengthen the break"
            )
    longest = _longest_stretch(length, placed, block)
    limit = limits.max_hours_without_break
    if limit is not None and longest > 60 * limit:
        section = kind.source("max_hours_without_break")
        return (
            f"{longest / 60:g} h of work without a break, above {limit:g} h ({section}); move or "
            "add a break"
        )
    return None


def _longest_stretch(length: int, placed: tuple[tuple[int, int], ...], block: int) -> int:
    """Return the most minutes of work between breaks that count."""
    longest = stretch = at = 0
    for start, end in placed:
        stretch += start - at
        longest = max(longest, stretch)
        stretch = 0 if end - start >= block else stretch
        at = end
    return max(longest, stretch + length - at)
