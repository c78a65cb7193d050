"""Checks of shift templates against the working-time rules."""

from collections.abc import Iterator
from itertools import pairwise, product
from math import prod

from scenarios.checks.parts import Parts
from scenarios.problems import Problem
from scenarios.shift_shapes import BreakTemplate, ShiftTemplate
from scenarios.wall import parse_weekdays
from scenarios.working_time import WorkingTimeRules

_SUNDAY = 6
MOST_SHAPES = 1000  # of one template; more would only slow the search


def check_shifts(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about shift templates."""
    for key, template in parts.templates.items():
        path = ("shifts", key)
        starts = template.start_times
        if len(set(starts)) < len(starts):
            yield parts.problem((*path, "starts"), "a start is listed twice; keep one")
        if len(set(template.lengths)) < len(template.lengths):
            yield parts.problem((*path, "length_minutes"), "a length is listed twice; keep one")
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
            yield from _rules(parts, key, template, parts.rules)


def _rules(
    parts: Parts, key: str, template: ShiftTemplate, rules: WorkingTimeRules
) -> Iterator[Problem]:
    path = ("shifts", key)
    if parse_weekdays(template.days) == (_SUNDAY,) and not rules.sunday_work:
        message = "the rules allow no work on Sundays; set rules.sunday_work or other days"
        yield parts.problem((*path, "days"), message)
    found = [_of_length(template, length, rules) for length in template.lengths]
    if all(found):
        field, message = next(one for one in found if one is not None)
        yield parts.problem((*path, field), message)


def _of_length(
    template: ShiftTemplate, length: int, rules: WorkingTimeRules
) -> tuple[str, str] | None:
    """Return the field that keeps shifts of a length from being lawful, and why; or None."""
    breaks = template.breaks_of(length)
    work = length - sum(one.minutes for one in breaks)
    most = rules.max_day_hours
    if most is not None and work > 60 * most:
        return "length_minutes", (
            f"is {work / 60:g} h of work, above {most:g} h ({rules.source('max_day_hours')}); "
            "shorten it"
        )
    first: str | None = None
    for placed in _placements(breaks):
        complaint = _complaint(length, placed, rules)
        if complaint is None:
            return None
        first = first or complaint
    return "breaks", str(first)


def _placements(breaks: tuple[BreakTemplate, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every way to place the breaks one after another, as (start, end) minutes."""
    for starts in product(*(one.starts() for one in breaks)):
        placed = tuple(
            (start, start + one.minutes) for start, one in zip(starts, breaks, strict=True)
        )
        if all(one[1] < other[0] for one, other in pairwise(placed)):
            yield placed


def _complaint(
    length: int, placed: tuple[tuple[int, int], ...], rules: WorkingTimeRules
) -> str | None:
    """Return how placed breaks offend against the rules, or None."""
    work = length - sum(end - start for start, end in placed)
    block = rules.min_break_block_minutes or 0
    counted = [(start, end) for start, end in placed if end - start >= block]
    total = sum(end - start for start, end in counted)
    for hours in (9, 6):
        field = f"break_minutes_over_{hours}_hours"
        least = getattr(rules, field) or 0
        if work > 60 * hours and total < least:
            return (
                f"{work / 60:g} h of work need {least} minutes of break in blocks of at least "
                f"{block} ({rules.source(field)}), and there are {total}; lengthen the break"
            )
    longest = _longest_stretch(length, placed, block)
    limit = rules.max_hours_without_break
    if limit is not None and longest > 60 * limit:
        source = rules.source("max_hours_without_break")
        return (
            f"{longest / 60:g} h of work without a break, above {limit:g} h ({source}); move or "
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
