"""The volume as a table: cases with their spread, hostile share and hours of work."""

import math
from collections.abc import Iterator

from reports.terminal.tables import Cell, TextTable
from scenarios.scenario import Scenario
from scenarios.wall import WEEKDAYS
from scheduler.progress import Listener, Progress
from simulation.arrivals.volume_profile import ChannelProfile, Spread, volume_profile

COLUMNS = ("cases", "cases_p10", "cases_p90", "hostile_share", "work_hours")


def volume_table(
    scenario: Scenario, *, by: str, replications: int, on_progress: Listener
) -> TextTable:
    """Return one row per channel and weekday (with the whole week) or hour of the day.

    ``by`` is weekday or hour. Figures are those of one such day, hour or week.
    """
    profiles = volume_profile(
        scenario,
        seed=scenario.planning.seed,
        replications=replications,
        on_progress=lambda done: on_progress(Progress("volume", done, replications)),
    )
    rows = tuple(row for one in profiles for row in _rows(one, by))
    title = f"{scenario.name}: volume by {by}, p10 to p90 of {replications} simulated horizons"
    return TextTable(title, ("channel", by, *COLUMNS), rows, decimals=2)


def _rows(profile: ChannelProfile, by: str) -> Iterator[tuple[Cell, ...]]:
    if by == "hour":
        spans = [(f"{hour:02d}:00", one) for hour, one in enumerate(profile.by_hour)]
    else:
        spans = [*zip(WEEKDAYS, profile.by_weekday, strict=True), ("week", profile.week)]
    for name, spread in spans:
        if spread is not None and spread.cases > 0:
            yield (profile.channel_id, name, *_figures(spread))


def _figures(spread: Spread) -> tuple[Cell, ...]:
    share = None if math.isnan(spread.hostile_share) else spread.hostile_share
    return spread.cases, spread.cases_p10, spread.cases_p90, share, spread.work_hours
