"""Service level by weekday and hour, channel by channel, against the target."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure

from reports import style
from reports.charts.canvas import Canvas
from reports.charts.ticks import share_text
from reports.runs import Run
from scenarios.timeline import Timeline

Floats = npt.NDArray[np.float64]
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_COLOURS = LinearSegmentedColormap.from_list(
    "short_to_met", ["#8f3b1b", "#d9822b", "#f6e3c8", "#f4f6f8", "#a9c8e2", "#33608c"]
)
_NOTHING = "#ffffff"


def service_level_chart(run: Run) -> Figure | None:
    """Return one weekday-by-hour map per channel with an SLA; None if no channel has one.

    Colours turn at the target: blue above, orange below. Hours without cases stay white.
    """
    targets = {
        channel_id: channel.sla.share
        for channel_id, channel in run.scenario.channels.items()
        if channel.sla is not None and channel_id in run.outcome.intervals.service_level
    }
    if not targets:
        return None
    columns = min(2, len(targets))
    rows = -(-len(targets) // columns)
    with Canvas(0.5 + 2.15 * rows) as figure:
        grid = figure.subplots(rows, columns, squeeze=False).ravel()
        for axes, (channel_id, target) in zip(grid, targets.items(), strict=False):
            _draw(figure, axes, hour_map(run, channel_id), channel_id, target)
        for axes in grid[len(targets) :]:
            axes.set_visible(False)
    return figure


def hour_map(run: Run, channel_id: str) -> Floats:
    """Return the service level by local weekday and hour, shape (7, 24); NaN without cases.

    Intervals are weighted by what was offered in them.
    """
    timeline = Timeline(run.scenario.horizon)
    level = np.array(run.outcome.intervals.service_level[channel_id])
    offered = np.array(run.outcome.intervals.offered[channel_id])
    offered = np.where(np.isnan(level), 0.0, offered)
    cells = timeline.interval_of_week * timeline.horizon.interval_minutes // 60
    weight = np.bincount(cells, weights=offered, minlength=168)
    met = np.bincount(cells, weights=offered * np.nan_to_num(level), minlength=168)
    shares = np.full(168, np.nan)
    np.divide(met, weight, out=shares, where=weight > 0)
    return shares.reshape(7, 24)


def _draw(figure: Figure, axes: Axes, shares: Floats, channel_id: str, target: float) -> None:
    centre = min(max(target, 0.02), 0.98)
    least = max(0.0, 2 * centre - 1)
    norm = TwoSlopeNorm(vmin=least, vcenter=centre, vmax=1.0)
    colours = _COLOURS.with_extremes(bad=_NOTHING)
    picture = axes.pcolormesh(
        np.arange(25),
        np.arange(8),
        np.ma.masked_invalid(shares),
        cmap=colours,
        norm=norm,
        edgecolors=style.PAPER,
        linewidth=0.8,
    )
    first, last = _busy_hours(shares)
    axes.set_xlim(first, last)
    axes.set_ylim(7, 0)
    axes.set_yticks(np.arange(7) + 0.5, _DAYS)
    axes.set_xticks(range(first, last + 1, _hours_apart(last - first)))
    axes.set_xlabel("hour of arrival, local time")
    axes.set_title(f"{channel_id}: in time, target {share_text(target)}")
    for spine in axes.spines.values():
        spine.set_visible(False)
    bar = figure.colorbar(
        picture, ax=axes, pad=0.02, aspect=14, ticks=[least, centre, 1.0], spacing="uniform"
    )
    below = "≤ " if least > 0 else ""  # the darkest orange stands for all from there down
    bar.ax.set_yticklabels([f"{below}{share_text(least)}", *map(share_text, (centre, 1.0))])
    bar.outline.set_visible(False)


def _hours_apart(hours: int) -> int:
    """Return the distance of marks on an axis of so many hours."""
    if hours <= 12:
        return 1
    return 2 if hours <= 16 else 3


def _busy_hours(shares: Floats) -> tuple[int, int]:
    hours = np.flatnonzero(~np.isnan(shares).all(axis=0))
    return (int(hours[0]), int(hours[-1]) + 1) if len(hours) else (0, 24)
