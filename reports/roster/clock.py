"""Elapsed minutes as readers want to see them: UTC, local time, clock ranges."""

import datetime as dt

from scenarios.timeline import Timeline


def iso_utc(timeline: Timeline, minute: float) -> str:
    """Return an elapsed minute as ISO 8601 in UTC, ending in Z."""
    return timeline.utc(minute).strftime("%Y-%m-%dT%H:%M:%SZ")


def iso_local(timeline: Timeline, minute: float) -> str:
    """Return an elapsed minute as ISO 8601 in local time with its offset from UTC."""
    return timeline.local(minute).isoformat()


def clock_range(timeline: Timeline, start_minute: int, end_minute: int) -> str:
    """Return a span as local clock times, e.g. 22:00–06:00.

    Where the clocks change in between, both offsets are given, as 02:30 may come twice.
    """
    start, end = timeline.local(start_minute), timeline.local(end_minute)
    if start.utcoffset() == end.utcoffset():
        return f"{start:%H:%M}–{end:%H:%M}"
    return f"{start:%H:%M} (UTC{_offset(start)})–{end:%H:%M} (UTC{_offset(end)})"


def _offset(moment: dt.datetime) -> str:
    text = moment.strftime("%z")
    return f"{text[:3]}:{text[3:]}"


def template_of(shape_id: str) -> str:
    """Return the template of a shape id such as early@09:00+b210; "edited" for a shift by hand."""
    return shape_id.split("@", maxsplit=1)[0] or "edited"
