"""Early warning of a backlash, hour by hour: mean and the middle 80 % of horizons."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from reports import style
from reports.charts.calendar_axis import dress_horizon
from reports.charts.canvas import Canvas
from reports.runs import Run
from scenarios.timeline import Timeline
from simulation.measures.outcome import WarningSeries

_SHARE = PercentFormatter(1.0, decimals=0)
_HOURS = FuncFormatter(lambda seconds, _: f"{seconds / 3600:.1f} h")
_PLAIN = FuncFormatter(lambda value, _: f"{value:.3g}")
_TITLES = {
    "response_rate": ("response rate, last 24 h", _SHARE),
    "public_unanswered": ("public, unanswered, last 24 h", _SHARE),
    "frt_seconds": ("first reply, last 24 h", _HOURS),
    "backlog_age_seconds": ("oldest open contact", _HOURS),
    "hostile_share": ("hostile share of this hour", _SHARE),
    "abandonment": ("left, last 24 h", _SHARE),
    "cascade_per_hour": ("posts drawn an hour", _PLAIN),
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
        for place, (axes, name) in enumerate(zip(grid, shown, strict=False)):
            title, ticks = _TITLES[name]
            _draw(axes, series[name], style.line_colour(place))
            axes.set_title(title)
            axes.yaxis.set_major_locator(MaxNLocator(4))
            axes.yaxis.set_major_formatter(ticks)
            dress_horizon(axes, timeline)
            _thin(axes)
        for axes in grid[len(shown) :]:
            axes.set_visible(False)
    return figure


def _draw(axes: Axes, one: WarningSeries, colour: str) -> None:
    minutes = 60.0 * np.arange(1, len(one.mean) + 1)
    axes.fill_between(minutes, one.p10, one.p90, color=colour, alpha=0.22, linewidth=0)
    axes.plot(minutes, one.mean, color=colour, linewidth=1.2)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y")


def _thin(axes: Axes) -> None:
    """Keep every other mark of a full axis: a panel is half as wide as the page."""
    places, labels = axes.get_xticks(), [one.get_text() for one in axes.get_xticklabels()]
    if len(labels) > 7:
        axes.set_xticks(places[::2], labels[::2])
