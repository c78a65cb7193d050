"""Early warning of a backlash, hour by hour: mean and the middle 80 % of horizons."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from reports import style
from reports.charts.calendar_axis import dress_horizon
from reports.charts.canvas import Canvas
from reports.charts.ticks import duration_ticks, number_ticks, share_ticks
from reports.runs import Run
from scenarios.timeline import Timeline
from simulation.measures.outcome import WarningSeries

Ticks = Callable[[Axis, int], None]

_MARKS = 4
_TITLES: dict[str, tuple[str, Ticks]] = {
    "response_rate": ("response rate, last 24 h", share_ticks),
    "public_unanswered": ("public unanswered, last 24 h", share_ticks),
    "frt_seconds": ("first reply, last 24 h", duration_ticks),
    "backlog_age_seconds": ("age of the oldest open contact", duration_ticks),
    "hostile_share": ("hostile share, last hour", share_ticks),
    "abandonment": ("left without an answer, last 24 h", share_ticks),
    "cascade_per_hour": ("posts drawn by hostile ones, last hour", number_ticks),
}


def early_warning_chart(run: Run) -> Figure | None:
    """Return one panel for each figure that has anything to show; None without a public channel.

    The line is the mean over horizons, the band reaches from the 10th to the 90th percentile.
    """
    if not any(channel.public for channel in run.scenario.channels.values()):
        return None
    series = {name: getattr(run.outcome.warning, name) for name in _TITLES}
    shown = [name for name, one in series.items() if np.nanmax([0.0, *one.mean]) > 0]
    if not shown:
        return None
    timeline = Timeline(run.scenario.horizon)
    rows = -(-len(shown) // 2)
    with Canvas(0.4 + 1.6 * rows) as figure:
        grid = figure.subplots(rows, 2, squeeze=False).ravel()
        for axes, name in zip(grid, shown, strict=False):
            title, ticks = _TITLES[name]
            _draw(axes, series[name])
            axes.set_title(title)
            ticks(axes.yaxis, _MARKS)
            dress_horizon(axes, timeline)
            _thin(axes)
        for axes in grid[len(shown) :]:
            axes.set_visible(False)
    return figure


def _draw(axes: Axes, one: WarningSeries) -> None:
    """Draw in the colour of the plan: those of channels would say that a panel is of a channel."""
    minutes = 60.0 * np.arange(1, len(one.mean) + 1)
    axes.fill_between(minutes, one.p10, one.p90, color=style.PLAN_SOFT, linewidth=0)
    axes.plot(minutes, one.mean, color=style.PLAN, linewidth=1.2)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")


def _thin(axes: Axes) -> None:
    """Keep every other mark of a full axis: a panel is half as wide as the page."""
    places, labels = axes.get_xticks(), [one.get_text() for one in axes.get_xticklabels()]
    if len(labels) > 7:
        axes.set_xticks(places[::2], labels[::2])
