"""Service level by weekday and hour, channel by channel, against the target."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
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
_FULL = 0.5  # an hour with this part of a mean hour's contacts, or more, fills its place
_SMALLEST = 0.2  # side of the smallest square


def service_level_chart(run: Run) -> Figure | None:
    """Return one weekday-by-hour map per channel with an SLA; None if no channel has one.

    Colours turn at the target: blue above, orange below. Where less came in the square is
    smaller: a few calls in the night, gone before anybody is there, are no busy morning.
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
            _draw(figure, axes, *hour_map(run, channel_id), channel_id, target)
        for axes in grid[len(targets) :]:
            axes.set_visible(False)
    return figure


def hour_map(run: Run, channel_id: str) -> tuple[Floats, Floats]:
    """Return service level and contacts by local weekday and hour, of shape (7, 24).

    Intervals are weighted by what was offered in them; the level is NaN without contacts.
    """
    timeline = Timeline(run.scenario.horizon)
    level = np.array(run.outcome.intervals.service_level[channel_id])
    offered = np.array(run.outcome.intervals.offered[channel_id])
    offered = np.where(np.isnan(level), 0.0, offered)
    cells = timeline.interval_of_week * timeline.horizon.interval_minutes // 60
    weight = np.bincount(cells, weights=offered, minlength=168).astype(np.float64)
    met = np.bincount(cells, weights=offered * np.nan_to_num(level), minlength=168)
    shares = np.full(168, np.nan)
    np.divide(met, weight, out=shares, where=weight > 0)
    return shares.reshape(7, 24), weight.reshape(7, 24)


def square_sides(weight: Floats) -> Floats:
    """Return the side of each hour's square, whose area follows what came in; 1 for most hours."""
    typical = weight[weight > 0].mean() if weight.any() else 1.0
    sides: Floats = np.sqrt(np.clip(weight / (_FULL * typical), _SMALLEST**2, 1.0))
    return sides


def _squares(shares: Floats, weight: Floats) -> tuple[list[Floats], Floats]:
    """Return corners and service level of the square of each hour with contacts."""
    days, hours = np.nonzero(~np.isnan(shares))
    half = square_sides(weight)[days, hours] / 2
    across, down = hours + 0.5, days + 0.5
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    places = [np.stack((across + x * half, down + y * half), axis=1) for x, y in corners]
    return [*np.stack(places, axis=1)], shares[days, hours]


def _draw(
    figure: Figure, axes: Axes, shares: Floats, weight: Floats, channel_id: str, target: float
) -> None:
    centre = min(max(target, 0.02), 0.98)
    least = max(0.0, 2 * centre - 1)
    norm = TwoSlopeNorm(vmin=least, vcenter=centre, vmax=1.0)
    corners, levels = _squares(shares, weight)
    picture = PolyCollection(corners, edgecolors=style.PAPER, linewidth=0.8, cmap=_COLOURS)
    picture.set(array=levels, norm=norm)
    axes.add_collection(picture, autolim=False)
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
