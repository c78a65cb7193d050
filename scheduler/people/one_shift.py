"""The law of one shift: its length, its breaks, the times of the day it may touch."""

from collections.abc import Callable, Sequence

from scenarios.limits import Limits
from scenarios.roster import Activity, Segment
from scenarios.shift_shapes import ShiftShape
from scenarios.wall import MINUTES_PER_DAY

Clock = Callable[[int], int]
"""What turns wall minutes of the day on which a shift starts into minutes as segments count them.

Wall minutes below 0 lie on the day before, those from 1440 on lie on the next.
"""

SHIFT_FIELDS = (
    "max_day_hours",
    "max_span_hours",
    "break_minutes_over_4_5_hours",
    "break_minutes_over_6_hours",
    "break_minutes_over_9_hours",
    "min_break_block_minutes",
    "max_hours_without_break",
    "work_window",
    "night_from",
    "night_to",
    "night_shift_minutes",
    "max_night_shift_hours",
)
"""Limits that speak of one shift alone."""

NIGHT_FIELDS = ("night_from", "night_to", "night_shift_minutes")
"""Limits that say which shifts are night shifts."""

_AROUND = (-1, 0, 1)  # days whose times of the day a shift may touch


def shift_laws(kinds: Sequence[Limits]) -> tuple[tuple[Limits, frozenset[int]], ...]:
    """Return limits that differ in what they say of one shift, with the kinds alike in that."""
    alike: dict[tuple[object, ...], list[int]] = {}
    for number, limits in enumerate(kinds):
        key = tuple(getattr(limits, name) for name in SHIFT_FIELDS)
        alike.setdefault(key, []).append(number)
    return tuple((kinds[numbers[0]], frozenset(numbers)) for numbers in alike.values())


def keeps_shift_rules(segments: Sequence[Segment], limits: Limits) -> bool:
    """Whether a single shift keeps the rules on its length and its breaks."""
    if _is_on_call(segments):
        return True
    work = _work(segments)
    span = segments[-1].end_minute - segments[0].start_minute
    if _exceeds(work, limits.max_day_hours) or _exceeds(span, limits.max_span_hours):
        return False
    block = limits.min_break_block_minutes or 0
    breaks = [p for p in segments if p.activity is Activity.BREAK and p.minutes >= block]
    if sum(part.minutes for part in breaks) < least_break(work, limits):
        return False
    return not _exceeds(_longest_stretch(segments, block), limits.max_hours_without_break)


def keeps_time_rules(segments: Sequence[Segment], limits: Limits, clock: Clock) -> bool:
    """Whether a single shift keeps the rules on the times of the day that it may touch."""
    if _is_on_call(segments):
        return True
    if limits.work_window is not None and not _lies_within(segments, limits.work_window, clock):
        return False
    return not (
        _exceeds(_work(segments), limits.max_night_shift_hours)
        and is_night_shift(segments, limits, clock)
    )


def is_night_shift(segments: Sequence[Segment], limits: Limits, clock: Clock) -> bool:
    """Whether more of a shift's work lies in the night than a shift of the day may have."""
    if limits.night_from is None or limits.night_to is None:
        return False
    first, last = limits.night_from, limits.night_to
    if last <= first:
        last += MINUTES_PER_DAY
    nights = [(clock(first + day), clock(last + day)) for day in _starts_around()]
    minutes = sum(
        max(0, min(part.end_minute, end) - max(part.start_minute, start))
        for part in segments
        if part.activity is Activity.WORK
        for start, end in nights
    )
    return minutes > limits.night_shift_minutes


def least_break(work: int, limits: Limits) -> int:
    """Return the minutes of break that so many minutes of work need."""
    steps = (
        (4.5, limits.break_minutes_over_4_5_hours),
        (6.0, limits.break_minutes_over_6_hours),
        (9.0, limits.break_minutes_over_9_hours),
    )
    return max((minutes or 0 for hours, minutes in steps if work > 60 * hours), default=0)


def paid_minutes(shape: ShiftShape, segments: Sequence[Segment]) -> int:
    """Return the paid minutes of a placed shape: its work, or its share of time on call."""
    if shape.on_call_paid_share is None:
        return _work(segments)
    return round(shape.on_call_paid_share * sum(part.minutes for part in segments))


def _lies_within(segments: Sequence[Segment], window: tuple[int, int], clock: Clock) -> bool:
    spans: list[tuple[int, int]] = []
    for day in _starts_around():
        start, end = clock(window[0] + day), clock(window[1] + day)
        if spans and spans[-1][1] == start:  # a window of whole days
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return all(
        any(start <= part.start_minute and part.end_minute <= end for start, end in spans)
        for part in segments
        if part.activity is Activity.WORK
    )


def _starts_around() -> tuple[int, ...]:
    return tuple(day * MINUTES_PER_DAY for day in _AROUND)


def _is_on_call(segments: Sequence[Segment]) -> bool:
    return all(part.activity is Activity.ON_CALL for part in segments)


def _work(segments: Sequence[Segment]) -> int:
    return sum(part.minutes for part in segments if part.activity is Activity.WORK)


def _exceeds(minutes: int, hours: float | None) -> bool:
    return hours is not None and minutes > 60 * hours


def _longest_stretch(segments: Sequence[Segment], block: int) -> int:
    """Return the most minutes of work between two breaks that are long enough to count."""
    longest = stretch = 0
    for part in segments:
        if part.activity is Activity.WORK:
            stretch += part.minutes
            longest = max(longest, stretch)
        elif part.minutes >= block:
            stretch = 0
    return longest
