"""Hostile share of each agent: the plan's routing beside longest-idle routing."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from reports import style
from reports.charts.canvas import Canvas
from scheduler.plan import Plan
from simulation.measures.outcome import AgentOutcome, Outcome


def hostile_share_chart(plan: Plan, labels: Mapping[str, str]) -> Figure:
    """Return one row per agent: mean share over the horizon and the worst window of all.

    Both panels come from the same roster and the same random numbers; the line is the cap.
    """
    ordered = sorted((agent.id for agent in plan.scenario.team.agents), key=lambda a: labels[a])
    row_inches = 0.25 if len(ordered) <= 30 else 0.15
    with Canvas(1.3 + row_inches * len(ordered)) as figure:
        left, right = figure.subplots(1, 2, sharey=True, sharex=True)
        _draw(left, plan, plan.outcome, ordered, style.PLAN)
        _draw(right, plan, plan.baseline, ordered, style.OTHER)
        left.set_title("Plan's routing")
        right.set_title("Longest-idle routing")
        left.set_yticks(range(len(ordered)), [labels[agent_id] for agent_id in ordered])
        left.set_ylim(len(ordered) - 0.5, -0.5)
        left.set_xlim(0, _right_edge(plan))
        figure.legend(handles=_legend(plan), loc="outside lower center", ncols=4)
    return figure


def _right_edge(plan: Plan) -> float:
    shares = [one.max_window_share for side in (plan.outcome, plan.baseline) for one in side.agents]
    cap = plan.scenario.cap.hostile if plan.scenario.cap else 0.0
    return min(1.0, 1.12 * max([cap, 0.05, *(share for share in shares if share == share)]))


def _draw(axes: Axes, plan: Plan, outcome: Outcome, ordered: Sequence[str], colour: str) -> None:
    by_id = {agent.agent_id: agent for agent in outcome.agents}
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("hostile share of own cases")
    for row, agent_id in enumerate(ordered):
        if agent_id in by_id:
            _draw_agent(axes, row, by_id[agent_id], colour)
    if plan.scenario.cap is not None:
        axes.axvline(plan.scenario.cap.hostile, color=style.LIMIT, linewidth=1.4, zorder=4)


def _draw_agent(axes: Axes, row: int, agent: AgentOutcome, colour: str) -> None:
    mean, worst = agent.hostile_share.mean, agent.max_window_share
    over = agent.windows_over_cap > 0
    axes.plot([mean, worst], [row, row], color=colour, linewidth=1.6, alpha=0.45, zorder=2)
    axes.plot(mean, row, marker="o", markersize=5, color=colour, zorder=3)
    axes.plot(
        worst,
        row,
        marker="D",
        markersize=4.5,
        markerfacecolor=style.LIMIT if over else style.PAPER,
        markeredgecolor=style.LIMIT if over else colour,
        zorder=5,
    )


def _legend(plan: Plan) -> list[Line2D]:
    base: dict[str, Any] = {"linestyle": "none", "color": style.MUTED}
    entries = [
        Line2D([], [], marker="o", markersize=5, label="mean of the horizon", **base),
        Line2D([], [], marker="D", markersize=4.5, fillstyle="none", label="worst window", **base),
    ]
    if plan.scenario.cap is not None:
        over: dict[str, Any] = {"linestyle": "none", "color": style.LIMIT}
        over |= {"marker": "D", "markersize": 4.5}
        entries.append(Line2D([], [], label="worst window, over the cap", **over))
        cap = f"cap {plan.scenario.cap.hostile:.0%} per {plan.scenario.cap.window.value}"
        entries.append(Line2D([], [], color=style.LIMIT, linewidth=1.4, label=cap))
    return entries
