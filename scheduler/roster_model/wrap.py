"""A typical week: what runs over its end counts at its beginning."""

from collections.abc import Iterator, Sequence

from scenarios.roster import Segment


def wrapped(segments: Sequence[Segment], week_minutes: int | None) -> tuple[Segment, ...]:
    """Return where segments count: in a week that repeats, the part after its end at its start.

    ``week_minutes`` is the length of what repeats; None: nothing does.
    """
    if week_minutes is None:
        return tuple(segments)
    return tuple(part for segment in segments for part in _within(segment, week_minutes))


def _within(segment: Segment, length: int) -> Iterator[Segment]:
    start = segment.start_minute
    while start < segment.end_minute:
        before = start // length * length
        end = min(segment.end_minute, before + length)
        yield Segment(start - before, end - before, segment.activity)
        start = end
