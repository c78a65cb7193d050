"""How the plan was reached: cost and service round by round."""

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, PercentFormatter

from reports import style
from reports.charts.canvas import Canvas, legend_below
from scheduler.plan import Plan


def history_chart(plan: Plan) -> Figure | None:
    """Return cost with its bound on the left and service on the right; None without rounds.

    Service is shown as its distance from the target in percentage points, so that channels with
    different targets share one zero line.
    """
    if not plan.rounds:
        return None
    with Canvas(3.3) as figure:
        left, right = figure.subplots(1, 2)
        _draw_costs(left, plan)
        _draw_service(right, plan)
        numbers = [one.number for one in plan.rounds]
        for axes in (left, right):
            axes.grid(axis="y")
            axes.set_xticks(numbers)
            axes.set_xlim(min(numbers) - 0.3, max(numbers) + 0.3)
            axes.set_xlabel("round")
    return figure


def _draw_costs(axes: Axes, plan: Plan) -> None:
    numbers = [one.number for one in plan.rounds]
    bounds = [math.nan if one.bound is None else one.bound for one in plan.rounds]
    line: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linewidth": 1.6}
    objectives = [one.objective for one in plan.rounds]
    axes.plot(numbers, objectives, color=style.PLAN, label="cost", **line)
    axes.plot(numbers, [one.wages for one in plan.rounds], color=style.MUTED, label="wages", **line)
    axes.plot(numbers, bounds, color=style.PLAN, linestyle=":", label="lower bound", **line)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_title(f"Cost, {plan.scenario.currency}")
    legend_below(axes)


def _draw_service(axes: Axes, plan: Plan) -> None:
    numbers = [one.number for one in plan.rounds]
    axes.axhline(0, color=style.LIMIT, linewidth=1.2)
    for place, (channel_id, channel) in enumerate(plan.scenario.channels.items()):
        if channel.sla is None:
            continue
        distance = [
            one.service_levels[channel_id].mean - channel.sla.share for one in plan.rounds
        ]
        axes.plot(
            numbers,
            distance,
            color=style.line_colour(place),
            marker="o",
            markersize=4.5,
            linewidth=1.6,
            label=channel_id,
        )
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" pp"))
    axes.set_title("Service above target")
    if axes.get_legend_handles_labels()[0]:
        legend_below(axes)
