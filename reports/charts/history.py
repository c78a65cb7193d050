"""How the plan was reached: cost, service of each channel and the cap, round by round."""

import math
import textwrap
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reports import style
from reports.charts.canvas import Canvas, legend_below
from reports.charts.ticks import number_ticks, share_ticks
from reports.wording import percent
from scheduler.plan import Plan, Round
from simulation.measures.outcome import Estimate

_INCHES_A_ROW = 2.6
_TITLE_CHARACTERS = 78  # in a whole row of panels
_FEWEST_ROUNDS = 2  # a single round has no history; the table says all there is of it
NO_BREAK = "\N{NO-BREAK SPACE}"
_LINE: dict[str, Any] = {"marker": "o", "markersize": 4.5, "linewidth": 1.6}


def history_chart(plan: Plan) -> Figure | None:
    """Return one small chart for cost, for each channel with a target, and for the cap.

    Each share has an axis of its own with its target as a line, and its interval as a band; None
    where there was no second round.
    """
    if len(plan.rounds) < _FEWEST_ROUNDS:
        return None
    shares = _shares(plan)
    columns = _columns(1 + len(shares))
    rows = math.ceil((1 + len(shares)) / columns)
    with Canvas(_INCHES_A_ROW * rows + 0.7) as figure:
        places = figure.subplots(rows, columns, squeeze=False).flatten().tolist()
        _draw_costs(places[0], plan)
        for axes, (title, target, estimates) in zip(places[1:], shares, strict=False):
            said = f"{title}, " + f"target {percent(target, 0)}".replace(" ", NO_BREAK)
            axes.set_title(
                textwrap.fill(said, _TITLE_CHARACTERS // columns, break_on_hyphens=False)
            )
            _draw_share(axes, plan.rounds, target, estimates)
        for axes in places[1 + len(shares) :]:
            axes.set_visible(False)
        for axes in places[: 1 + len(shares)]:
            _draw_rounds(axes, plan.rounds)
    return figure


def _columns(panels: int) -> int:
    """Return three columns, or four where fewer places stay empty then."""
    if panels <= 4:
        return panels
    return 4 if -panels % 4 < -panels % 3 else 3


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
    number_ticks(axes.yaxis)
    axes.set_title(f"cost, {plan.scenario.currency}")
    legend_below(axes)


def _draw_share(
    axes: Axes,
    rounds: Sequence[Round],
    target: float,
    estimates: Sequence[Estimate | None],
) -> None:
    numbers = [one.number for one in rounds]
    means = [math.nan if one is None else one.mean for one in estimates]
    lows = [math.nan if one is None else one.low for one in estimates]
    highs = [math.nan if one is None else min(1.0, one.high) for one in estimates]
    axes.fill_between(numbers, lows, highs, color=style.PLAN_SOFT, linewidth=0)
    axes.vlines(numbers, lows, highs, color=style.PLAN_SOFT, linewidth=3)  # seen where one is alone
    axes.axhline(target, color=style.LIMIT, linewidth=1.2, linestyle="--")
    axes.plot(numbers, means, color=style.PLAN, **_LINE)
    share_ticks(axes.yaxis)


def _draw_rounds(axes: Axes, rounds: Sequence[Round]) -> None:
    numbers = [one.number for one in rounds]
    axes.grid(axis="y")
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
    axes.set_xlim(min(numbers) - 0.3, max(numbers) + 0.3)
    axes.set_xlabel("round")
