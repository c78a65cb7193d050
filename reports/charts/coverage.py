"""Coverage: agents on duty against what the work needs, week by week."""

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from reports import style
from reports.charts.calendar_axis import dress_week, week_bounds
from reports.charts.canvas import Canvas, legend_above
from scenarios.roster import Activity, Roster
from scenarios.timeline import Timeline
from scheduler.plan import Plan
from scheduler.requirement import Requirement

Floats = npt.NDArray[np.float64]
MOST_WEEKS = 6


def coverage_chart(plan: Plan) -> Figure:
    """Return agents on duty as an outline over the need, one row for each week (at most six).

    The need is that of live lines (agents per interval) with the deferrable work that arrives
    on top of it, in agents; deferrable work may be done later within its limit, so an outline
    below the upper edge is no shortfall by itself.
    """
    timeline = Timeline(plan.scenario.horizon)
    duty = agents_on_duty(timeline, plan.roster)
    live = live_need(timeline, plan.requirement)
    deferrable = deferrable_need(timeline, plan.requirement)
    weeks = min(plan.scenario.horizon.weeks, MOST_WEEKS)
    highest = max(duty.max(initial=1), (live + deferrable).max(initial=1)) * 1.08
    with Canvas(0.9 + 1.7 * weeks) as figure:
        rows = figure.subplots(weeks, 1, squeeze=False, sharey=True)[:, 0]
        for week, axes in enumerate(rows):
            _draw_week(axes, timeline, week, duty, live, deferrable)
            axes.set_ylim(0, highest)
            axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
            axes.set_ylabel("agents")
        rest = plan.scenario.horizon.weeks > weeks
        title = "Agents on duty against the work"
        rows[0].set_title(f"{title}, first {weeks} weeks" if rest else title)
        legend_above(rows[0])
    return figure


def _draw_week(
    axes: Axes,
    timeline: Timeline,
    week: int,
    duty: Floats,
    live: Floats,
    deferrable: Floats,
) -> None:
    step = timeline.horizon.interval_minutes
    first, last = week_bounds(timeline, week)
    span = slice(first // step, last // step)
    edges = np.arange(first, last + step, step)
    axes.grid(axis="y")
    if live.any():
        axes.stairs(live[span], edges, fill=True, color=style.OTHER, alpha=0.75, label="live work")
    axes.stairs(
        live[span] + deferrable[span],
        edges,
        baseline=live[span],
        fill=True,
        color=style.OTHER_SOFT,
        label="deferrable work as it arrives",
    )
    axes.stairs(duty[span], edges, baseline=None, color=style.PLAN, linewidth=1.5, label="on duty")
    dress_week(axes, timeline, week)


def agents_on_duty(timeline: Timeline, roster: Roster) -> Floats:
    """Return the mean number of agents at work in each interval, breaks excluded."""
    step = timeline.horizon.interval_minutes
    change = np.zeros(timeline.total_minutes + 1)
    for shift in roster.shifts:
        for segment in shift.segments:
            if segment.activity is Activity.WORK:
                first, last = np.clip(
                    (segment.start_minute, segment.end_minute), 0, timeline.total_minutes
                )
                change[first] += 1
                change[last] -= 1
    by_minute = np.cumsum(change[:-1])
    per_interval: Floats = by_minute.reshape(timeline.intervals, step).mean(axis=1)
    return per_interval


def live_need(timeline: Timeline, requirement: Requirement) -> Floats:
    """Return the agents that all live pools need in each interval."""
    need = np.zeros(timeline.intervals)
    for pool in requirement.live:
        need += pool.agents
    return need


def deferrable_need(timeline: Timeline, requirement: Requirement) -> Floats:
    """Return the deferrable work that arrives in each interval, in agents.

    Work of a bucket is spread evenly over its intervals.
    """
    need = np.zeros(timeline.intervals)
    step = timeline.horizon.interval_minutes
    places = requirement.bucket_ends // step
    starts = np.concatenate(([0], places[:-1]))
    for line in requirement.deferrable:
        work = np.diff(line.arrived_minutes, prepend=0.0)
        for begin, end, minutes in zip(starts, places, work, strict=True):
            need[begin:end] += minutes / ((end - begin) * step)
    return need
