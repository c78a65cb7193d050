"""Replays from CSV files: a planner's own list of messages, or one that fairshift wrote."""

import csv
import datetime as dt
import hashlib
import io
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenarios.csv_source import Row, Table, read_table
from scenarios.horizon import Horizon
from scenarios.message_file import Condition, TimedRow, timed_rows, values_not_there
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem, ScenarioError, field_name
from scenarios.replay import FileClock, Message, Replay
from scenarios.timeline import Timeline

WRITTEN_COLUMNS = ("second", "hostile", "language", "audience", "author")
_WRITTEN_TRUTH = {"": None, "true": True, "false": False}


@dataclass(frozen=True)
class Replayed:
    """What a file holds for a replay."""

    messages: tuple[Message, ...]  # within the horizon, in order of time
    outside: int  # how many lie outside it
    first: dt.datetime  # local time of the first and the last message in the file
    last: dt.datetime


@dataclass(frozen=True)
class _Placed:
    """A message without its audience, whose mean is known at the end only."""

    row: Row
    second: float
    local: dt.datetime  # before days are shifted


def read_replay(
    path: Path,
    replay: Replay,
    horizon: Horizon,
    languages: Collection[str] = (),
    field: FieldPath = ("replay",),
) -> Replayed:
    """Return the messages that a file with one message a row holds for a replay.

    ``zoned`` times are instants; ``as_written`` ones are wall-clock times of the horizon's zone,
    whatever their offset. With ``first_day`` whole days are shifted and wall-clock times stay. A
    wall-clock time that comes twice in autumn is taken at its first coming; one that clocks skip
    in spring is taken as long after midnight as without the change, so an hour later by the clock.
    A row whose language is blank has none, likewise audience and author. The audience is each
    value plus one over the mean of that in the horizon. Authors become pseudonyms.

    ``languages`` are the channel's, ``field`` is where the scenario names the file. Raises
    ScenarioError with everything that is wrong in the file.
    """
    name = str(path)
    table = read_table(path, needed=())
    _check_columns(table, replay, name, field)
    where, hostile = _conditions(replay.where), _conditions(replay.hostile)
    as_written = replay.clock is FileClock.AS_WRITTEN
    timed, problems = timed_rows(
        table, name, time_column=replay.time_column, filters=where, as_written=as_written
    )
    problems = [*table.problems, *values_not_there(table, (*where, *hostile), name), *problems]
    rows = [one.row for one in timed]
    problems += _language_problems(rows, replay.language_column, languages, name)
    problems += _audience_problems(rows, replay.audience_column, name)
    if not problems and not timed:
        what = "no row meets all of where; loosen it" if table.rows else "holds no messages"
        problems.append(Problem(name, None, "", what))
    if problems:
        raise ScenarioError(problems)
    timeline = Timeline(horizon)
    placed = [_place(one, replay, timeline) for one in timed]
    return _replayed(placed, replay, hostile, timeline)


def _conditions(said: dict[str, tuple[str, ...]]) -> tuple[Condition, ...]:
    return tuple(Condition(column, values) for column, values in said.items())


def _check_columns(table: Table, replay: Replay, name: str, field: FieldPath) -> None:
    """Raise a problem for each column that the scenario names and the file lacks."""
    single = ("time_column", "language_column", "audience_column", "author_column")
    named = [(key, getattr(replay, key)) for key in single]
    named += [("where", column) for column in replay.where]
    named += [("hostile", column) for column in replay.hostile]
    problems = [
        Problem(
            name,
            1,
            column,
            f"there is no such column ({field_name((*field, key))} names it); "
            f"{_nearest(column, table.columns)}known columns are {', '.join(table.columns)}",
        )
        for key, column in named
        if column is not None and column not in table.columns
    ]
    if problems:
        raise ScenarioError([*table.problems, *problems])


def _nearest(column: str, columns: Sequence[str]) -> str:
    advice = known_names(column, columns)
    return f"{advice} " if advice.startswith("did") else ""


def _language_problems(
    rows: Sequence[Row], column: str | None, languages: Collection[str], name: str
) -> list[Problem]:
    """Return a problem for the first row with each language that the channel does not have."""
    if column is None or not languages:
        return []
    first_lines: dict[str, int] = {}
    for row in rows:
        first_lines.setdefault(row.cells[column], row.line)
    return [
        Problem(
            name,
            line,
            column,
            f'"{language}" is no language of the channel; {known_names(language, languages)}',
        )
        for language, line in first_lines.items()
        if language and language not in languages
    ]


def _audience_problems(rows: Sequence[Row], column: str | None, name: str) -> list[Problem]:
    if column is None:
        return []
    return [
        Problem(
            name,
            row.line,
            column,
            f'"{row.cells[column]}" is no number of at least 0; write one or leave the cell empty',
        )
        for row in rows
        if row.cells[column] and _number(row.cells[column], least=0) is None
    ]


def _number(text: str, *, least: float = -math.inf) -> float | None:
    """Return a finite number, or None for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= least else None


def _place(one: TimedRow, replay: Replay, timeline: Timeline) -> _Placed:
    """Return a row with its second after the horizon's first midnight."""
    if replay.clock is FileClock.AS_WRITTEN:
        instant = one.time.replace(tzinfo=timeline.zone)
    else:
        instant = one.time
    local = instant.astimezone(dt.UTC).astimezone(timeline.zone)
    if replay.first_day is not None:
        shift = timeline.horizon.start - replay.first_day
        wall = local if replay.clock is FileClock.ZONED else one.time
        moved = wall.replace(tzinfo=None) + shift
        instant = moved.replace(tzinfo=timeline.zone, fold=wall.fold)
    second = (instant.astimezone(dt.UTC) - timeline.origin_utc).total_seconds()
    return _Placed(one.row, second, local)


def _replayed(
    placed: Sequence[_Placed], replay: Replay, hostile: Sequence[Condition], timeline: Timeline
) -> Replayed:
    end = timeline.total_minutes * 60
    inside = sorted((one for one in placed if 0 <= one.second < end), key=lambda one: one.second)
    sizes = [_audience(one.row, replay) for one in inside]
    known = [size for size in sizes if size is not None]
    mean = math.fsum(known) / len(known) if known else 1.0
    messages = tuple(
        Message(
            second=one.second,
            hostile=all(each.holds(one.row) for each in hostile) if hostile else None,
            language=_cell(one.row, replay.language_column),
            audience=None if size is None else size / mean,
            author=_pseudonym(_cell(one.row, replay.author_column)),
        )
        for one, size in zip(inside, sizes, strict=True)
    )
    locals_ = [one.local for one in placed]
    return Replayed(messages, len(placed) - len(inside), min(locals_), max(locals_))


def _cell(row: Row, column: str | None) -> str | None:
    return (row.cells[column] or None) if column is not None else None


def _audience(row: Row, replay: Replay) -> float | None:
    text = _cell(row, replay.audience_column)
    return None if text is None else float(text) + 1


def _pseudonym(author: str | None) -> str | None:
    # Run folders are passed on; who wrote does not matter, only that it was the same person.
    if author is None:
        return None
    return hashlib.sha256(f"fairshift author/{author}".encode()).hexdigest()[:12]


def messages_to_csv(messages: Sequence[Message]) -> str:
    """Return messages as CSV with the columns of ``WRITTEN_COLUMNS``; it reads back equal."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(WRITTEN_COLUMNS)
    for one in messages:
        hostile = "" if one.hostile is None else str(one.hostile).lower()
        audience = "" if one.audience is None else repr(one.audience)
        writer.writerow((repr(one.second), hostile, one.language or "", audience, one.author or ""))
    return text.getvalue()


def read_messages(path: Path, horizon: Horizon) -> tuple[Message, ...]:
    """Return the messages of a file that ``messages_to_csv`` wrote, in order of time.

    Raises ScenarioError with everything that is wrong in the file.
    """
    table = read_table(path, needed=WRITTEN_COLUMNS, known=WRITTEN_COLUMNS)
    end = Timeline(horizon).total_minutes * 60
    problems = list(table.problems)
    messages = [
        message
        for row in table.rows
        if (message := _written(row, str(path), end, problems)) is not None
    ]
    if problems:
        raise ScenarioError(problems)
    return tuple(sorted(messages, key=lambda one: one.second))


def _written(row: Row, name: str, end: float, problems: list[Problem]) -> Message | None:
    cells = row.cells
    second, audience = _number(cells["second"]), _number(cells["audience"] or "1", least=0)
    wrong: dict[str, str] = {}
    if second is None:
        wrong["second"] = "is no number; write seconds after the horizon's first midnight"
    elif not 0 <= second < end:
        wrong["second"] = f"lies outside the horizon; write 0 to below {end:g}"
    if cells["hostile"] not in _WRITTEN_TRUTH:
        wrong["hostile"] = "is neither true nor false; write one, or leave the cell empty"
    if audience is None:
        wrong["audience"] = "is no number of at least 0; write one or leave the cell empty"
    problems += [
        Problem(name, row.line, column, f'"{cells[column]}" {message}')
        for column, message in wrong.items()
    ]
    if wrong or second is None:
        return None
    return Message(
        second=second,
        hostile=_WRITTEN_TRUTH[cells["hostile"]],
        language=cells["language"] or None,
        audience=audience if cells["audience"] else None,
        author=cells["author"] or None,
    )
