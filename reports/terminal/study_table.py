"""A study for reading: what was varied, what came of it, within the width of a terminal."""

import textwrap
from collections.abc import Collection, Sequence

from reports.run.study_run import NOTE
from reports.terminal.tables import Cell, TextTable
from reports.wording import percent

WIDEST = 100
_BETWEEN = 3  # blanks between columns
_NOTE_WIDTH = 60
_LEVEL = "sl_"

Row = dict[str, Cell]
Column = tuple[str, tuple[str, ...]]


def study_tables(table: TextTable, varied: Collection[str]) -> tuple[TextTable, ...]:
    """Return a study's table with the columns that decide, and the notes below it if any.

    The columns are the varied fields, the verdict, each channel's service level, the worst
    hostile share and the wages; with too many channels only the lowest service level. The table
    that is given has every column.
    """
    rows: list[Row] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    fields = [name for name in table.columns if name in varied]
    levels = [name for name in table.columns if name.startswith(_LEVEL)]
    start = [*((_wrapped(name), _texts(rows, name)) for name in fields), *_told(rows, "verdict")]
    each = [(f"{name.removeprefix(_LEVEL)}\nin time", _shares(rows, name)) for name in levels]
    end = [
        *_if_any("worst\nhostile", _shares(rows, "max_hostile_share")),
        *_if_any("wages", _amounts(rows, "wages")),
        *_if_any("hours\nshort", _amounts(rows, "short_hours")),
    ]
    columns = [*start, *each, *end]
    if _width(columns) > WIDEST:
        columns = [*start, ("lowest\nin time", tuple(_lowest(row, levels) for row in rows)), *end]
    names = tuple(name for name, _ in columns)
    cells = tuple(zip(*(texts for _, texts in columns), strict=True))
    shown = TextTable(table.title, names, cells, figures=names[len(start) :])
    return (shown, *_notes(rows, fields))


def _wrapped(field: str) -> str:
    """Return the dotted name of a field over several lines."""
    return field.replace(".", ".\n")


def _told(rows: Sequence[Row], name: str) -> list[Column]:
    return _if_any(name, _texts(rows, name))


def _if_any(name: str, texts: tuple[str, ...]) -> list[Column]:
    return [(name, texts)] if any(texts) else []


def _texts(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    return tuple("" if row.get(name) is None else str(row[name]) for row in rows)


def _shares(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    return tuple(_formatted(row.get(name), "share") for row in rows)


def _amounts(rows: Sequence[Row], name: str) -> tuple[str, ...]:
    return tuple(_formatted(row.get(name), "amount") for row in rows)


def _formatted(cell: Cell, kind: str) -> str:
    if not isinstance(cell, int | float):
        return ""
    return percent(float(cell)) if kind == "share" else f"{cell:,.0f}"


def _lowest(row: Row, levels: Sequence[str]) -> str:
    known = [(cell, name) for name in levels if isinstance(cell := row.get(name), int | float)]
    if not known:
        return ""
    share, name = min(known)
    return f"{name.removeprefix(_LEVEL)} {percent(float(share))}"


def _width(columns: Sequence[Column]) -> int:
    """Return how wide columns are together, with the blanks around them."""
    lines = [
        [line for text in (name, *texts) for line in text.split("\n")] for name, texts in columns
    ]
    return sum(max(map(len, one)) for one in lines) + _BETWEEN * (len(columns) + 1)


def _notes(rows: Sequence[Row], fields: Sequence[str]) -> tuple[TextTable, ...]:
    """Return why some points have no plan, if there are any."""
    noted = tuple(
        ("\n".join(f"{name}={row[name]}" for name in fields), _folded(row))
        for row in rows
        if row.get(NOTE)
    )
    return (TextTable("Points without a plan", ("point", "why"), noted),) if noted else ()


def _folded(row: Row) -> str:
    return "\n".join(textwrap.wrap(str(row[NOTE]), _NOTE_WIDTH))
