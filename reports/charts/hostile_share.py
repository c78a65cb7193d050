"""Hostile share of each agent beside the cap; of a plan, beside longest-idle routing."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports import style
from reports.charts.canvas import Canvas, legend_at_foot
from reports.charts.ticks import share_ticks
from reports.runs import Run
from scenarios.cap_forms import CapForm, limits_in_force, promise_words
from scenarios.cap_layers import share_limits
from scenarios.scenario import Scenario
from scheduler.plan import Plan
from simulation.measures.outcome import AgentOutcome, Outcome

_TOLERANCE = 1e-9  # a share that meets the cap exactly is within it


def hostile_share_chart(run: Run, labels: Mapping[str, str]) -> Figure:
    """Return one row per agent: mean share over the horizon and the worst window of all.

    The panels of a plan, its routing and longest-idle routing, come from the same roster and the
    same random numbers; a simulation has one panel. The line is the cap, in each row that of the
    agent; whoever has none has no line.
    """
    ordered = sorted((agent.id for agent in run.scenario.team.agents), key=lambda a: labels[a])
    tall = len(ordered) > 30
    row_inches = 0.15 if tall else 0.25
    sides = _sides(run)
    with Canvas(1.3 + row_inches * len(ordered)) as figure:
        panels = figure.subplots(1, len(sides), sharey=True, sharex=True, squeeze=False)[0]
        for axes, (title, outcome, colour) in zip(panels, sides, strict=True):
            _draw(axes, run.scenario, outcome, ordered, colour)
            axes.set_title(title)
            axes.tick_params(axis="x", labeltop=tall)
        left = panels[0]
        left.set_yticks(range(len(ordered)), [labels[agent_id] for agent_id in ordered])
        left.set_ylim(len(ordered) - 0.5, -0.5)
        left.set_xlim(0, _right_edge(run.scenario, [outcome for _, outcome, _ in sides]))
        legend_at_foot(figure, _legend(run.scenario))
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
    seen = [share for share in shares if share == share]
    return min(1.0, 1.12 * max([*_caps(scenario).values(), 0.05, *seen]))


def _caps(scenario: Scenario) -> dict[str, float]:
    """Return the cap on the share of each agent who has one."""
    return {one: cap for one, cap in share_limits(scenario).items() if cap < 1}


def _draw(
    axes: Axes, scenario: Scenario, outcome: Outcome, ordered: Sequence[str], colour: str
) -> None:
    by_id = {agent.agent_id: agent for agent in outcome.agents}
    axes.grid(axis="x")
    share_ticks(axes.xaxis, most=8)
    axes.set_xlabel("hostile share of own cases")
    caps = _caps(scenario)
    for row, agent_id in enumerate(ordered):
        if agent_id in by_id:
            _draw_agent(axes, row, by_id[agent_id], caps.get(agent_id, 1.0), colour)
    rows = [row for row, agent_id in enumerate(ordered) if agent_id in caps]
    axes.vlines(
        [caps[ordered[row]] for row in rows],
        [row - 0.5 for row in rows],
        [row + 0.5 for row in rows],
        color=style.LIMIT,
        linewidth=1.4,
        zorder=4,
    )


def _draw_agent(axes: Axes, row: int, agent: AgentOutcome, cap: float, colour: str) -> None:
    mean, worst = agent.hostile_share.mean, agent.max_window_share
    over = worst > cap + _TOLERANCE  # not windows_over_cap: that counts the other forms as well
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
    """Return what the marks mean; of the cap only where anybody's share has one."""
    window = f"worst {scenario.cap.window.value}" if scenario.cap else "worst week"
    base: dict[str, Any] = {"linestyle": "none", "color": style.MUTED}
    entries = [
        Line2D([], [], marker="o", markersize=5, label="mean of all horizons", **base),
        Line2D([], [], marker="D", markersize=4.5, fillstyle="none", label=window, **base),
    ]
    limits = limits_in_force(scenario)
    if scenario.cap is not None and CapForm.SHARE in limits:
        over: dict[str, Any] = {"linestyle": "none", "color": style.LIMIT}
        over |= {"marker": "D", "markersize": 4.5}
        entries.append(Line2D([], [], label=f"{window}, over the cap", **over))
        words = promise_words(CapForm.SHARE, limits[CapForm.SHARE], scenario.cap.window)
        entries.append(Line2D([], [], color=style.LIMIT, linewidth=1.4, label=f"cap {words}"))
    return entries
