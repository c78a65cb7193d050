"""Hostile share of each agent; of a plan, beside longest-idle routing."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from reports import style
from reports.charts.canvas import Canvas
from reports.runs import Run
from scenarios.cap_layers import has_share, highest_share
from scenarios.scenario import Scenario
from scheduler.plan import Plan
from simulation.measures.outcome import AgentOutcome, Outcome


def hostile_share_chart(run: Run, labels: Mapping[str, str]) -> Figure:
    """Return one row per agent: mean share over the horizon and the worst window of all.

    The panels of a plan, its routing and longest-idle routing, come from the same roster and the
    same random numbers; a simulation has one panel. The line is the cap.
    """
    ordered = sorted((agent.id for agent in run.scenario.team.agents), key=lambda a: labels[a])
    row_inches = 0.25 if len(ordered) <= 30 else 0.15
    sides = _sides(run)
    with Canvas(1.3 + row_inches * len(ordered)) as figure:
        panels = figure.subplots(1, len(sides), sharey=True, sharex=True, squeeze=False)[0]
        for axes, (title, outcome, colour) in zip(panels, sides, strict=True):
            _draw(axes, run.scenario, outcome, ordered, colour)
            axes.set_title(title)
        left = panels[0]
        left.set_yticks(range(len(ordered)), [labels[agent_id] for agent_id in ordered])
        left.set_ylim(len(ordered) - 0.5, -0.5)
        left.set_xlim(0, _right_edge(run.scenario, [outcome for _, outcome, _ in sides]))
        figure.legend(handles=_legend(run.scenario), loc="outside lower center", ncols=4)
    return figure


def _sides(run: Run) -> list[tuple[str, Outcome, str]]:
    if isinstance(run, Plan):
        return [
            ("Plan's routing", run.outcome, style.PLAN),
            ("Longest-idle routing", run.longest_idle, style.OTHER),
        ]
    return [("Hostile share of each agent", run.outcome, style.PLAN)]


def _right_edge(scenario: Scenario, sides: Sequence[Outcome]) -> float:
    shares = [one.max_window_share for side in sides for one in side.agents]
    cap = highest_share(scenario) if has_share(scenario) else 0.0
    return min(1.0, 1.12 * max([cap, 0.05, *(share for share in shares if share == share)]))


def _draw(
    axes: Axes, scenario: Scenario, outcome: Outcome, ordered: Sequence[str], colour: str
) -> None:
    by_id = {agent.agent_id: agent for agent in outcome.agents}
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    axes.set_xlabel("hostile share of own cases")
    for row, agent_id in enumerate(ordered):
        if agent_id in by_id:
            _draw_agent(axes, row, by_id[agent_id], colour)
    if has_share(scenario):
        axes.axvline(highest_share(scenario), color=style.LIMIT, linewidth=1.4, zorder=4)


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


def _legend(scenario: Scenario) -> list[Line2D]:
    base: dict[str, Any] = {"linestyle": "none", "color": style.MUTED}
    entries = [
        Line2D([], [], marker="o", markersize=5, label="mean of the horizon", **base),
        Line2D([], [], marker="D", markersize=4.5, fillstyle="none", label="worst window", **base),
    ]
    if scenario.cap is not None and has_share(scenario):
        over: dict[str, Any] = {"linestyle": "none", "color": style.LIMIT}
        over |= {"marker": "D", "markersize": 4.5}
        entries.append(Line2D([], [], label="worst window, over the cap", **over))
        cap = f"cap {highest_share(scenario):.0%} per {scenario.cap.window.value}"
        entries.append(Line2D([], [], color=style.LIMIT, linewidth=1.4, label=cap))
    return entries
