"""The roster as Parquet: the columns of the long CSV with their types."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from reports.roster.roster_rows import roster_rows
from scenarios.roster import Roster
from scenarios.roster_file import ROSTER_COLUMNS
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline


def roster_to_parquet(scenario: Scenario, roster: Roster) -> bytes:
    """Return a roster as a Parquet file, rows as in the CSV.

    ``*_utc`` and ``*_local`` are timestamps of the same instants, in UTC and in the horizon's
    zone; a row bound to no queue has null there.
    """
    timeline = Timeline(scenario.horizon)
    rows = roster_rows(scenario, roster)
    starts = [timeline.utc(row.start_minute) for row in rows]
    ends = [timeline.utc(row.end_minute) for row in rows]
    columns = (
        [row.agent_id for row in rows],
        [row.shift_id for row in rows],
        [row.activity for row in rows],
        starts,
        ends,
        starts,
        ends,
        [scenario.horizon.zone] * len(rows),
        [row.paid_minutes for row in rows],
        [row.queue or None for row in rows],
    )
    schema = _schema(scenario.horizon.zone)
    table = pa.table(dict(zip(ROSTER_COLUMNS, columns, strict=True)), schema=schema)
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _schema(zone: str) -> pa.Schema:
    utc, local = pa.timestamp("ms", tz="UTC"), pa.timestamp("ms", tz=zone)
    types = (
        pa.string(),
        pa.string(),
        pa.string(),
        utc,
        utc,
        local,
        local,
        pa.string(),
        pa.int32(),
        pa.string(),
    )
    return pa.schema(list(zip(ROSTER_COLUMNS, types, strict=True)))
