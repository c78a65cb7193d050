"""Files of messages, one a row: which rows count, and when each was received."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scenarios.csv_source import Row, Table
from scenarios.nearest import known_names
from scenarios.problems import Problem

_FIRST_YEAR, _LAST_YEAR = 1970, 2199  # far from the ends of the calendar, as in scenario files


@dataclass(frozen=True)
class Condition:
    """A column and the values that count; several values are alternatives."""

    column: str
    values: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Read ``brand=United`` or ``reason=Lost Luggage|Bad Flight``; raises ValueError."""
        column, equals, values = text.partition("=")
        if not equals or not column.strip() or not values.strip():
            raise ValueError(f'"{text}" is no condition; write column=value or column=one|other')
        return cls(column.strip(), tuple(value.strip() for value in values.split("|")))

    def holds(self, row: Row) -> bool:
        """Whether a row has one of the values."""
        return row.cells[self.column] in self.values

    def __str__(self) -> str:
        """Return the condition as it is written."""
        return f"{self.column}={'|'.join(self.values)}"


@dataclass(frozen=True)
class TimedRow:
    """A row that counts, with the time in it as written, with or without an offset."""

    row: Row
    time: dt.datetime


def timed_rows(
    table: Table,
    name: str,
    *,
    time_column: str,
    filters: Sequence[Condition] = (),
    as_written: bool = False,
) -> tuple[list[TimedRow], list[Problem]]:
    """Return the rows that meet all filters with their times, and what is wrong with the others.

    Times are ISO 8601; ``as_written`` ones need no offset. ``name`` is that of the file.
    """
    kept: list[TimedRow] = []
    problems: list[Problem] = []
    for row in table.rows:
        if all(one.holds(row) for one in filters):
            time = _time(row.cells[time_column], as_written=as_written)
            if isinstance(time, str):
                problems.append(Problem(name, row.line, time_column, time))
            else:
                kept.append(TimedRow(row, time))
    return kept, problems


def _time(text: str, *, as_written: bool) -> dt.datetime | str:
    """Return a time, or in words what is wrong with it."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        return f'"{text}" is no time; write it as 2027-03-01T08:00:00+01:00'
    if not _FIRST_YEAR <= time.year <= _LAST_YEAR:
        return f'"{text}" is out of range; write a day from {_FIRST_YEAR} to {_LAST_YEAR}'
    if time.tzinfo is None and not as_written:
        return f'"{text}" has no offset; write one (+01:00 or Z), or take times as written'
    return time


def values_not_there(table: Table, conditions: Iterable[Condition], name: str) -> list[Problem]:
    """Return a problem for each value of a condition that no row has."""
    problems = []
    for one in conditions:
        present = {row.cells[one.column] for row in table.rows}
        for value in one.values:
            if value not in present:
                advice = known_names(value, sorted(present - {""}))
                message = f'no row has "{value}"; {advice}'
                problems.append(Problem(name, 1, one.column, message))
    return problems
