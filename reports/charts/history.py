"""How the plan was reached: cost, service of each channel and the cap, round by round."""

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from reports import style
from reports.charts.canvas import Canvas, legend_below
from reports.wording import percent
from scheduler.plan import Plan, Round
from simulation.measures.outcome import Estimate

_COLUMNS = 3
_INCHES_A_ROW = 2.6
_TITLE_CHARACTERS = 28
NO_BREAK = "\N{NO-BREAK SPACE}"
_LINE: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linewidth": 1.6}


def history_chart(plan: Plan) -> Figure | None:
    """Return one small chart for cost, for each channel with a target, and for the cap.

    Each share has an axis of its own with its target as a line, and its interval as a band; None
    without rounds.
    """
    if not plan.rounds:
        return None
    shares = _shares(plan)
    rows = math.ceil((1 + len(shares)) / _COLUMNS)
    columns = min(_COLUMNS, 1 + len(shares))
    with Canvas(_INCHES_A_ROW * rows + 0.7) as figure:
        places = figure.subplots(rows, columns, squeeze=False).flatten().tolist()
        _draw_costs(places[0], plan)
        for axes, (title, target, estimates) in zip(places[1:], shares, strict=False):
            _draw_share(axes, plan.rounds, title, target, estimates)
        for axes in places[1 + len(shares) :]:
            axes.set_visible(False)
        for axes in places[: 1 + len(shares)]:
            _draw_rounds(axes, plan.rounds)
    return figure


def _shares(plan: Plan) -> list[tuple[str, float, list[Estimate | None]]]:
    """Return what is promised as a share: title, target, and the estimate of each round."""
    found: list[tuple[str, float, list[Estimate | None]]] = [
        (channel_id, channel.sla.share, [one.service_levels.get(channel_id) for one in plan.rounds])
        for channel_id, channel in plan.scenario.channels.items()
        if channel.sla is not None
    ]
    if any(one.cap_held is not None for one in plan.rounds):
        held = [one.cap_held for one in plan.rounds]
        found.append(("horizons within the cap", plan.scenario.planning.cap_compliance, held))
    return found


def _draw_costs(axes: Axes, plan: Plan) -> None:
    numbers = [one.number for one in plan.rounds]
    bounds = [math.nan if one.bound is None else one.bound for one in plan.rounds]
    objectives = [one.objective for one in plan.rounds]
    wages = [one.wages for one in plan.rounds]
    axes.plot(numbers, objectives, color=style.PLAN, label="cost", **_LINE)
    axes.plot(numbers, wages, color=style.MUTED, label="wages", **_LINE)
    axes.plot(numbers, bounds, color=style.PLAN, linestyle=":", label="lower bound", **_LINE)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.set_title(f"cost, {plan.scenario.currency}")
    legend_below(axes)


def _draw_share(
    axes: Axes,
    rounds: Sequence[Round],
    title: str,
    target: float,
    estimates: Sequence[Estimate | None],
) -> None:
    numbers = [one.number for one in rounds]
    means = [math.nan if one is None else one.mean for one in estimates]
    lows = [math.nan if one is None else one.low for one in estimates]
    highs = [math.nan if one is None else min(1.0, one.high) for one in estimates]
    axes.fill_between(numbers, lows, highs, color=style.PLAN_SOFT, linewidth=0)
    axes.vlines(numbers, lows, highs, color=style.PLAN_SOFT, linewidth=3)  # seen for one round too
    axes.axhline(target, color=style.LIMIT, linewidth=1.2, linestyle="--")
    axes.plot(numbers, means, color=style.PLAN, **_LINE)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, symbol=" %"))
    said = f"{title}, target {percent(target, 0).replace(' ', NO_BREAK)}"
    axes.set_title(textwrap.fill(said, _TITLE_CHARACTERS, break_on_hyphens=False))


def _draw_rounds(axes: Axes, rounds: Sequence[Round]) -> None:
    numbers = [one.number for one in rounds]
    axes.grid(axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
    axes.set_xlim(min(numbers) - 0.3, max(numbers) + 0.3)
    axes.set_xlabel("round")
