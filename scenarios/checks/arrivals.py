"""Checks of what comes in: arrivals tables and replays against opening hours and languages."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from scenarios.channels import ArrivalTable, Channel
from scenarios.checks.calendar import known_timeline
from scenarios.checks.parts import Parts
from scenarios.checks.people import minutes_of_week
from scenarios.problems import FieldPath, Problem
from scenarios.replay import Replay
from scenarios.wall import (
    MINUTES_PER_DAY,
    WEEKDAYS,
    WindowsByWeekday,
    format_wall_time,
    parse_weekdays,
)


def check_arrivals(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about arrivals tables and replays."""
    for key, channel in parts.channels.items():
        path: FieldPath = ("channels", key)
        opening = channel.opening if channel.opening is not None else parts.opening
        if channel.realtime and opening is not None:
            for place, table in enumerate(channel.arrivals):
                yield from _table_within(parts, (*path, "arrivals", place), table, opening)
        if channel.replay is not None:
            yield from _replay(parts, (*path, "replay"), channel, channel.replay)


def _table_within(
    parts: Parts, path: FieldPath, table: ArrivalTable, opening: WindowsByWeekday
) -> Iterator[Problem]:
    """Yield a problem at the first period with cases while a live channel is closed."""
    is_open = minutes_of_week(opening)
    for day in parse_weekdays(table.days):
        for period, cases in enumerate(table.cases):
            start = table.from_time + period * table.every_minutes
            end = start + table.every_minutes
            midnight = day * MINUTES_PER_DAY
            if cases > 0 and not is_open[midnight + start : midnight + end].all():
                message = (
                    f"the channel is answered live and not open on {WEEKDAYS[day]} "
                    f"{format_wall_time(start)}-{format_wall_time(end)}, where {cases:g} cases "
                    "are expected; write 0 there, or widen the opening hours"
                )
                yield parts.problem((*path, "cases"), message)
                return


def _replay(parts: Parts, path: FieldPath, channel: Channel, replay: Replay) -> Iterator[Problem]:
    if replay.language_column is not None and not channel.languages:
        message = (
            "the channel names no languages, so nothing is done with this column; add languages: "
            "to the channel, or leave the column out"
        )
        yield parts.problem((*path, "language_column"), message)
    timeline = known_timeline(parts) if channel.realtime else None
    if timeline is None or not replay.messages:
        return
    windows = timeline.open_windows(channel.opening) * 60
    seconds = np.array([one.second for one in replay.messages])
    place = np.searchsorted(windows[:, 0], seconds, side="right") - 1
    ends = windows[np.maximum(place, 0), 1] if len(windows) else np.zeros(len(seconds))
    closed = seconds[(place < 0) | (seconds >= ends)]
    if len(closed):
        first = timeline.utc(0) + dt.timedelta(seconds=float(closed[0]))
        message = (
            f"{len(closed)} of its {len(seconds)} messages come while the channel, which is "
            f"answered live, is closed (first {first.astimezone(timeline.zone):%Y-%m-%d %H:%M}); "
            "widen the channel's opening hours, or leave them out of the file"
        )
        yield parts.problem((*path, "file"), message)
