"""A week or the horizon as an axis: days, noon ticks, shading of weekends and holidays."""

from matplotlib.axes import Axes

from reports import style
from reports.roster.weeks import day_shade
from scenarios.timeline import Timeline

NOON = 720
HOURS = (6, 12, 18)  # marked within a day
_HOUR_POINTS = 6
_DATE_PAD = 11  # points: room for the hours between the axis and the dates


def week_bounds(timeline: Timeline, week: int) -> tuple[int, int]:
    """Return the first and the last elapsed minute of a calendar week of the horizon."""
    return timeline.minute(7 * week, 0), timeline.minute(7 * week + 7, 0)


def dress_week(axes: Axes, timeline: Timeline, week: int, *, both_ends: bool = False) -> None:
    """Lay out the x axis as one week in elapsed minutes: hours, and local dates below them.

    A tall chart has them at ``both_ends``.
    """
    first, last = week_bounds(timeline, week)
    noons, labels = [], []
    hours: dict[int, str] = {}
    for day in range(7 * week, 7 * week + 7):
        start, end = timeline.minute(day, 0), timeline.minute(day + 1, 0)
        shade = day_shade(timeline, day)
        if shade != style.PAPER:
            axes.axvspan(start, end, color=shade, zorder=0, linewidth=0)
        if start > first:
            axes.axvline(start, color=style.GRID, linewidth=0.8, zorder=1)
        date = timeline.date(day)
        noons.append(timeline.minute(day, NOON))
        labels.append(f"{date:%a} {date.day} {date:%b}")
        hours |= {timeline.minute(day, 60 * hour): f"{hour}" for hour in HOURS}
    axes.set_xticks(noons, labels)
    axes.xaxis.remove_overlapping_locs = False  # noon has its hour and the date below it
    axes.set_xticks([*hours], [*hours.values()], minor=True)
    axes.tick_params(axis="x", which="major", pad=_DATE_PAD, labeltop=both_ends)
    axes.tick_params(axis="x", which="minor", pad=2, labelsize=_HOUR_POINTS, labeltop=both_ends)
    axes.grid(axis="x", which="minor", linewidth=0.4)
    axes.set_xlim(first, last)


def dress_horizon(axes: Axes, timeline: Timeline) -> None:
    """Lay out the x axis as the whole horizon in elapsed minutes.

    Every day is marked up to two weeks, the first day of all and of a month with its month below;
    beyond that Mondays are, at most ten of them.
    """
    days = timeline.horizon.days
    every = 1 if days <= 14 else 7 * -(-days // 70)
    noons, labels = [], []
    for day in range(days):
        start, end = timeline.minute(day, 0), timeline.minute(day + 1, 0)
        shade = day_shade(timeline, day)
        if shade != style.PAPER:
            axes.axvspan(start, end, color=shade, zorder=0, linewidth=0)
        if day % every == 0:
            date = timeline.date(day)
            noons.append(timeline.minute(day, NOON))
            month = f"\n{date:%b}" if day == 0 or date.day == 1 else ""
            labels.append(f"{date:%a} {date.day}{month}" if days <= 14 else f"{date.day} {date:%b}")
    axes.set_xticks(noons, labels)
    axes.set_xlim(0, timeline.total_minutes)
