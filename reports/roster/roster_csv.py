"""The roster as long CSV: one row per segment, readable by people and workforce systems."""

from reports.roster.cells import csv_bytes, guarded
from reports.roster.clock import iso_local, iso_utc
from reports.roster.roster_rows import RosterRow, roster_rows
from scenarios.roster import Roster
from scenarios.roster_file import ROSTER_COLUMNS
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline


def roster_to_csv(scenario: Scenario, roster: Roster) -> bytes:
    """Return a roster as CSV in UTF-8 with the columns of ``ROSTER_COLUMNS``.

    Rows go by agent in the order of the team, then by start. ``*_utc`` end in Z, ``*_local``
    carry their offset; ``paid_minutes`` is 0 for breaks and adds up to the shift's.
    """
    timeline = Timeline(scenario.horizon)
    rows = (long_cells(timeline, row) for row in roster_rows(scenario, roster))
    return csv_bytes(ROSTER_COLUMNS, rows)


def long_cells(timeline: Timeline, row: RosterRow) -> tuple[str | int, ...]:
    """Return the cells of one row in the order of ``ROSTER_COLUMNS``, guarded against formulas."""
    return (
        guarded(row.agent_id),
        guarded(row.shift_id),
        row.activity,
        iso_utc(timeline, row.start_minute),
        iso_utc(timeline, row.end_minute),
        iso_local(timeline, row.start_minute),
        iso_local(timeline, row.end_minute),
        timeline.horizon.zone,
        row.paid_minutes,
        guarded(row.queue),
    )
