"""Backlog, first replies and hostile share over the horizon, with their intervals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from reports import style
from reports.charts.calendar_axis import NOON, dress_horizon
from reports.charts.canvas import Canvas, legend_at_foot
from reports.charts.ticks import duration_ticks, number_ticks, share_ticks
from reports.runs import Run
from scenarios.timeline import Timeline
from simulation.measures.outcome import Series

Floats = npt.NDArray[np.float64]
MOST_PANELS = 8
_MARKS = 4


@dataclass(frozen=True)
class Line:
    """A figure at moments, with the half-width of its interval; NaN where there is none."""

    minutes: Floats
    mean: Floats
    half: Floats


def backlog_chart(run: Run) -> Figure:
    """Return the open contacts of each channel at the end of every interval, one panel each."""
    timeline = Timeline(run.scenario.horizon)
    step = run.scenario.horizon.interval_minutes
    ends: Floats = float(step) * np.arange(1.0, timeline.intervals + 1.0)
    spans = run.outcome.intervals.channels
    lines = {one.channel_id: _line(ends, one.backlog) for one in spans}
    return _panels(timeline, lines, "open contacts", number_ticks)


def first_reply_chart(run: Run) -> Figure:
    """Return the mean first response time by day of arrival, one panel for each channel."""
    timeline = Timeline(run.scenario.horizon)
    noons = _noons(timeline)
    spans = run.outcome.days.channels
    lines = {one.channel_id: _line(noons, one.frt_seconds) for one in spans}
    return _panels(
        timeline, lines, "mean time to the first reply, by day of arrival", duration_ticks
    )


def hostile_by_day_chart(run: Run) -> Figure:
    """Return the hostile share of what came in on each day, one line for each channel."""
    timeline = Timeline(run.scenario.horizon)
    noons = _noons(timeline)
    with Canvas(2.9) as figure:
        axes = figure.subplots()
        for place, one in enumerate(run.outcome.days.channels):
            colour = style.line_colour(place)
            draw_line(axes, _line(noons, one.hostile_share), colour, one.channel_id)
        axes.set_ylim(bottom=0)
        share_ticks(axes.yaxis, most=6)
        axes.set_title("Hostile share of what came in, by day")
        axes.grid(axis="y")
        dress_horizon(axes, timeline)
        handles, _ = axes.get_legend_handles_labels()
        legend_at_foot(figure, handles)
    return figure


def draw_line(axes: Axes, line: Line, colour: str, label: str | None = None) -> None:
    """Draw a figure as a line with dots where days are few, and its interval as a band."""
    marker = "o" if len(line.mean) <= 60 else None
    low = np.maximum(0.0, line.mean - line.half)
    axes.fill_between(
        line.minutes, low, line.mean + line.half, color=colour, alpha=0.22, linewidth=0
    )
    axes.plot(
        line.minutes,
        line.mean,
        color=colour,
        linewidth=1.4,
        marker=marker,
        markersize=3.5,
        label=label,
    )


def _panels(
    timeline: Timeline, lines: Mapping[str, Line], title: str, ticks: Callable[[Axis, int], None]
) -> Figure:
    """Return one panel a channel, at most eight: those whose figure rises highest.

    A channel has the same colour in every chart, whichever others are left out.
    """
    highest = sorted(lines, key=lambda one: -np.nan_to_num(lines[one].mean).max(initial=0.0))
    kept = highest[:MOST_PANELS]
    colours = {one: style.line_colour(place) for place, one in enumerate(lines)}
    shown = [one for one in lines if one in kept]
    with Canvas(0.6 + 1.5 * len(shown)) as figure:
        rows = figure.subplots(len(shown), 1, squeeze=False, sharex=True)[:, 0]
        for axes, one in zip(rows, shown, strict=True):
            draw_line(axes, lines[one], colours[one])
            axes.set_ylim(bottom=0)
            ticks(axes.yaxis, _MARKS)
            axes.set_title(f"{one}: {title}")
            axes.grid(axis="y")
            dress_horizon(axes, timeline)
    return figure


def _line(minutes: Floats, series: Series) -> Line:
    return Line(minutes, np.array(series.mean), np.nan_to_num(np.array(series.half)))


def _noons(timeline: Timeline) -> Floats:
    days = range(timeline.horizon.days)
    return np.array([timeline.minute(day, NOON) for day in days], dtype=np.float64)
