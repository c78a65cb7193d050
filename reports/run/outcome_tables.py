"""An outcome as CSV tables: by channel, queue and agent, by time, and by replication."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from reports.roster.cells import csv_bytes, guarded
from reports.roster.clock import iso_local
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.figures import ReplicationTable
from simulation.measures.outcome import (
    CalendarOutcome,
    Estimate,
    Outcome,
    Series,
    SpanFigures,
    WarningOutcome,
    WarningSeries,
)

Row = dict[str, str | float | int]
TABLES = "tables"


def outcome_tables(scenario: Scenario, outcome: Outcome) -> dict[str, bytes]:
    """Return the tables of an outcome by file name.

    A mean stands beside the bounds of its interval (``_low``, ``_high``; in tables by time its
    half-width, ``_half``); a cell without a figure is empty. Times are local with their offset,
    shares lie in [0, 1].
    """
    timeline = Timeline(scenario.horizon)
    step, horizon = scenario.horizon.interval_minutes, scenario.horizon
    spans = {
        "interval": (outcome.intervals, [k * step for k in range(timeline.intervals)]),
        "day": (outcome.days, [timeline.minute(day, 0) for day in range(horizon.days)]),
        "week": (outcome.weeks, [timeline.minute(7 * n, 0) for n in range(horizon.weeks)]),
    }
    tables: dict[str, Iterable[Row]] = {
        "channels": map(_cells, outcome.channels),
        "stages": map(_cells, outcome.stages),
        "queues": map(_cells, outcome.queues),
        "agents": map(_cells, outcome.agents),
        "groups": map(_cells, outcome.groups),
        "relief": map(_cells, outcome.relief),
        **{name: [_cells(one)] for name, one in _single(outcome) if one is not None},
        "cap_forms": map(_cells, outcome.cap.forms if outcome.cap is not None else ()),
        "early_warning": _hours(timeline, outcome.warning),
    }
    for name, (calendar, starts) in spans.items():
        times = [iso_local(timeline, minute) for minute in starts]
        tables[f"by_{name}"] = _by_channel(calendar, times)
        tables[f"by_{name}_people"] = _by_time(calendar, times)
    written = {f"{name}.csv": _csv(list(rows)) for name, rows in tables.items()}
    return {name: content for name, content in written.items() if content}


def replications_csv(table: ReplicationTable) -> bytes:
    """Return one row for each replication, one column for each figure."""
    rows: list[Row] = [
        {"replication": number, **{name: values[at] for name, values in table.figures.items()}}
        for at, number in enumerate(table.replications)
    ]
    return _csv(rows)


def _single(outcome: Outcome) -> Iterator[tuple[str, Any]]:
    """Yield the parts of which there is only one."""
    for name in ("team", "cap", "social", "worth"):
        yield name, getattr(outcome, name)


def _cells(noun: Any, prefix: str = "") -> Row:
    """Return a noun as one row; parts within it have their name in front."""
    row: Row = {}
    for field in fields(noun):
        value, name = getattr(noun, field.name), f"{prefix}{field.name}"
        if isinstance(value, Estimate):
            row |= {name: value.mean, f"{name}_low": value.low, f"{name}_high": value.high}
        elif is_dataclass(value):
            row |= _cells(value, f"{name}_")
        elif isinstance(value, str | int | float):
            row[name] = value
        elif isinstance(value, tuple) and not any(is_dataclass(one) for one in value):
            row[name] = "; ".join(map(str, value))
    return row


def _by_channel(calendar: CalendarOutcome, times: Sequence[str]) -> Iterator[Row]:
    for one in calendar.channels:
        series = _series_of(one)
        for at, time in enumerate(times):
            yield {"start_local": time, "channel_id": one.channel_id, **_at(series, at)}


def _by_time(calendar: CalendarOutcome, times: Sequence[str]) -> Iterator[Row]:
    series = {name: getattr(calendar, name) for name in ("working", "busy", "occupancy")}
    for at, time in enumerate(times):
        yield {"start_local": time, **_at(series, at)}


def _series_of(one: SpanFigures) -> dict[str, Series]:
    parts = {field.name: getattr(one, field.name) for field in fields(one)}
    return {name: value for name, value in parts.items() if isinstance(value, Series)}


def _at(series: Mapping[str, Series], place: int) -> Row:
    row: Row = {}
    for name, one in series.items():
        row |= {name: one.mean[place], f"{name}_half": one.half[place]}
    return row


def _hours(timeline: Timeline, warning: WarningOutcome) -> Iterator[Row]:
    parts = {field.name: getattr(warning, field.name) for field in fields(warning)}
    series = {name: one for name, one in parts.items() if isinstance(one, WarningSeries)}
    for hour in range(len(next(iter(series.values())).mean)):
        row: Row = {"start_local": iso_local(timeline, 60 * hour)}
        for name, one in series.items():
            row |= {name: one.mean[hour]}
            row |= {f"{name}_p10": one.p10[hour], f"{name}_p90": one.p90[hour]}
        yield row


def _csv(rows: Sequence[Row]) -> bytes:
    """Return rows as CSV with the columns of all of them; nothing for no row."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if not columns:
        return b""
    return csv_bytes(columns, ([_cell(row.get(name, "")) for name in columns] for row in rows))


def _cell(value: str | float | int) -> str | float | int:
    if isinstance(value, str):
        return guarded(value)
    return "" if isinstance(value, float) and math.isnan(value) else value
