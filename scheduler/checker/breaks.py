"""Rules on breaks: how long they are together, and how long work goes on without one."""

from collections.abc import Iterator

from scheduler.checker.clocks import Worked
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation

_STEPS = (
    (9.0, "break_minutes_over_9_hours"),
    (6.0, "break_minutes_over_6_hours"),
    (4.5, "break_minutes_over_4_5_hours"),
)


def check_breaks(person: Person) -> Iterator[Violation]:
    """Yield shifts with too short a break for their work, and stretches of work without one.

    A break counts if it is as long as the shortest block; a shorter one is neither break nor work.
    """
    for one in person.work:
        yield from _too_short(person, one)
        yield from _too_late(person, one)


def _gaps(one: Worked) -> list[int]:
    """Return the minutes between one part of work and the next."""
    ends = [end for _, end in one.work_spans][:-1]
    starts = [start for start, _ in one.work_spans][1:]
    return [start - end for start, end in zip(starts, ends, strict=True)]


def _too_short(person: Person, one: Worked) -> Iterator[Violation]:
    shortest = person.law.limits.min_break_block_minutes or 0
    resting = sum(gap for gap in _gaps(one) if gap >= shortest)
    for hours, field in _STEPS:
        least = getattr(person.law.limits, field)
        if least is not None and one.hours > hours and resting < least:
            blocks = f" in blocks of {shortest} min" if shortest else ""
            words = (
                f"{one.hours:g} h of work with {resting} min of break{blocks}; more than "
                f"{hours:g} h need {least} min"
            )
            yield person.broken(field, one.date, words)


def _too_late(person: Person, one: Worked) -> Iterator[Violation]:
    limits = person.law.limits
    if limits.max_hours_without_break is None:
        return
    shortest = limits.min_break_block_minutes or 0
    stretches = [0]
    for (start, end), gap in zip(one.work_spans, [*_gaps(one), 0], strict=True):
        stretches[-1] += end - start
        if gap >= max(shortest, 1):
            stretches.append(0)
    for minutes in stretches:
        if minutes > 60 * limits.max_hours_without_break:
            words = (
                f"{minutes / 60:g} h of work without a break, at most "
                f"{limits.max_hours_without_break:g} h are allowed"
            )
            yield person.broken("max_hours_without_break", one.date, words)
