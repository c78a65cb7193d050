"""The roster as a Gantt chart: one row per agent, one bar per stretch of work."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from reports import style
from reports.charts.calendar_axis import dress_week, week_bounds
from reports.charts.canvas import Canvas, legend_at_foot
from reports.roster.weeks import is_absent, template_colours
from reports.runs import Run
from scenarios.roster import Activity, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.clocks import template_of

_BAR_HEIGHT = 0.62


def gantt_chart(run: Run, labels: Mapping[str, str], week: int = 0) -> Figure:
    """Return one week of the roster; breaks are gaps, colours are shift templates.

    ``labels`` says what to call each agent; rows are in the order of the labels. Raises
    ValueError for a week outside the horizon.
    """
    if not 0 <= week < run.scenario.horizon.weeks:
        raise ValueError(f"week {week} is outside the horizon of {run.scenario.horizon.weeks}")
    timeline = Timeline(run.scenario.horizon)
    ordered = sorted(run.scenario.team.agents, key=lambda agent: labels[agent.id])
    colours = template_colours(run.scenario.shifts)
    tall = len(ordered) > 30
    row_inches = 0.17 if tall else 0.27
    with Canvas((1.7 if tall else 1.2) + row_inches * len(ordered)) as figure:
        axes = figure.subplots()
        for row, agent in enumerate(ordered):
            axes.axhline(row + 0.5, color=style.GRID, linewidth=0.6, zorder=1)
            for shift in run.roster.of(agent.id):
                _draw_shift(axes, row, shift, _colour(run.scenario, timeline, colours, shift))
            for day in range(7 * week, 7 * week + 7):
                if is_absent(timeline, agent, day):
                    _mark_absent(axes, timeline, row, day)
        dress_week(axes, timeline, week, both_ends=tall)
        axes.set_yticks(range(len(ordered)), [labels[agent.id] for agent in ordered])
        axes.set_ylim(len(ordered) - 0.5, -0.5)
        axes.set_title(_title(timeline, week))
        legend_at_foot(figure, _legend(run, timeline, week, colours))
    return figure


def _title(timeline: Timeline, week: int) -> str:
    first, last = timeline.date(7 * week), timeline.date(7 * week + 6)
    begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"Roster, {begin} to {last.day} {last:%B %Y} (week {first.isocalendar().week})"


def _colour(
    scenario: Scenario, timeline: Timeline, colours: Mapping[str, str], shift: Shift
) -> str:
    """Return the colour of the template that makes a shift, be it planned or read from a file."""
    return colours.get(template_of(scenario, timeline, shift), style.EDITED)


def _draw_shift(axes: Axes, row: int, shift: Shift, colour: str) -> None:
    spans = [
        (segment.start_minute, segment.minutes)
        for segment in shift.segments
        if segment.activity is Activity.WORK
    ]
    low = row - _BAR_HEIGHT / 2
    if shift.is_on_call:  # a thin line: not at work
        span = (shift.start_minute, shift.end_minute - shift.start_minute)
        thin = (row - _BAR_HEIGHT / 8, _BAR_HEIGHT / 4)
        axes.broken_barh([span], thin, facecolors=colour, edgecolors="none", zorder=3)
        return
    axes.broken_barh(spans, (low, _BAR_HEIGHT), facecolors=colour, edgecolors="none", zorder=3)


def _mark_absent(axes: Axes, timeline: Timeline, row: int, day: int) -> None:
    middle = timeline.minute(day, 720)
    axes.text(
        middle, row, "absent", ha="center", va="center", fontsize=7, color=style.MUTED, zorder=3
    )


def _legend(run: Run, timeline: Timeline, week: int, colours: Mapping[str, str]) -> list[Patch]:
    """Return only the colours that are seen in the week."""
    first, last = week_bounds(timeline, week)
    seen = {
        _colour(run.scenario, timeline, colours, shift)
        for shift in run.roster.shifts
        if shift.start_minute < last and shift.end_minute > first
    }
    return [
        Patch(color=colour, label=template)
        for template, colour in colours.items()
        if colour in seen
    ]
