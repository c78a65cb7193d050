"""Cap against service: what customers get under each cap, with the same roster."""

from collections.abc import Iterator
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import style
from reports.charts.canvas import Canvas, legend_at_foot
from reports.charts.ticks import share_ticks
from reports.wording import percent
from scenarios.scenario import Scenario
from scheduler.cap.inquiry import ShareInquiry
from scheduler.cap.measured import promises_of
from simulation.measures.outcome import Estimate

_MARKER: dict[str, Any] = {"marker": "o", "markersize": 5}
_CAP_LINES = {"cap": "-", "lowest seen to hold": "--", "lowest by bound": ":"}


def frontier_chart(scenario: Scenario, share: ShareInquiry) -> Figure:
    """Return the service level of each promise over the cap, with intervals and the caps named.

    A hollow dot is a mean below its target. Caps are named at the foot, as they often lie too
    close to each other for words beside them.
    """
    confidence = scenario.planning.confidence
    caps = [point.cap for point in share.frontier]
    with Canvas(4.3) as figure:
        axes = figure.subplots()
        for place, (promised, target) in enumerate(promises_of(share.frontier[0].measured)):
            levels = [point.level(promised, confidence) for point in share.frontier]
            label = f"{promised.name}, target {percent(target, 0)}"
            _draw_promise(axes, caps, levels, target, style.line_colour(place), label)
        for name, cap in _named_caps(share):
            label = f"{name} {percent(cap)}"
            line: dict[str, Any] = {"color": style.INK, "linewidth": 1.0, "label": label}
            axes.axvline(cap, linestyle=_CAP_LINES[name], **line)
        share_ticks(axes.xaxis, most=10)
        share_ticks(axes.yaxis, most=8)
        axes.grid(axis="y")
        axes.set_xlabel("cap on the hostile share")
        axes.set_title("In time under each cap, with the same roster")
        handles, _ = axes.get_legend_handles_labels()
        legend_at_foot(figure, [*handles, _hollow()], columns=4)
    return figure


def _named_caps(share: ShareInquiry) -> Iterator[tuple[str, float]]:
    """Yield the caps that stand for something, where they are known."""
    yield "cap", share.cap
    if share.lowest_seen.cap is not None:
        yield "lowest seen to hold", share.lowest_seen.cap
    if share.roster_bound is not None:
        yield "lowest by bound", share.roster_bound


def _draw_promise(
    axes: Axes, caps: list[float], levels: list[Estimate], target: float, colour: str, label: str
) -> None:
    lows, highs = [one.low for one in levels], [min(1.0, one.high) for one in levels]
    axes.fill_between(caps, lows, highs, color=colour, alpha=0.15, linewidth=0)
    axes.plot(caps, [one.mean for one in levels], color=colour, label=label, **_MARKER)
    missed = [(cap, one.mean) for cap, one in zip(caps, levels, strict=True) if one.mean < target]
    for cap, mean in missed:
        axes.plot(cap, mean, color=colour, markerfacecolor=style.PAPER, **_MARKER)


def _hollow() -> Line2D:
    look: dict[str, Any] = {"color": style.MUTED, "markerfacecolor": style.PAPER, **_MARKER}
    return Line2D([], [], linestyle="none", label="mean below its target", **look)
