"""Results on standard output: tables for reading, JSON for scripts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reports.roster.cells import csv_bytes, guarded
from reports.terminal.json_text import json_text

WIDEST = 1000
Cell = str | float | int | None


@dataclass(frozen=True)
class TextTable:
    """A table for the terminal, a CSV file or JSON: title, column names, rows of cells.

    A cell holds text or a number; None is an empty cell. ``decimals`` says how a float is shown
    for reading, ``column_decimals`` where a column differs; CSV and JSON have it in full. Columns
    of nothing but figures stand right, and those named in ``figures``.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: int = 1
    column_decimals: Mapping[str, int] = field(default_factory=dict)
    figures: tuple[str, ...] = ()


def show(result: Any, stream: TextIO, *, as_json: bool) -> None:
    """Write a result: one ``TextTable`` or several for reading, anything plain as JSON.

    A table takes the width that it needs, so that no figure is cut off, on a narrow terminal
    either, and output is the same everywhere.
    """
    if as_json:
        plain = table_as_records(result) if isinstance(result, TextTable) else result
        stream.write(json_text(plain) + "\n")
        return
    console = Console(file=stream, width=WIDEST, markup=False, highlight=False)
    for table in result if isinstance(result, tuple) else (result,):
        if isinstance(table, TextTable):
            console.print(Text(table.title, style="italic"))  # a title of rich wraps at the table
            if not table.rows and table.title:  # it says that there is nothing
                continue
        console.print(_as_rich(table) if isinstance(table, TextTable) else table)


def _as_rich(table: TextTable) -> Table:
    shown = Table(box=box.SIMPLE_HEAD)
    for index, name in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        said = [cell for cell in cells if cell not in (None, "")]
        right = name in table.figures or all(map(_is_figure, said))
        shown.add_column(name, justify="right" if right else "left")
    decimals = [table.column_decimals.get(name, table.decimals) for name in table.columns]
    for row in table.rows:
        shown.add_row(*map(_cell_text, row, decimals))
    return shown


def _cell_text(cell: Cell, decimals: int) -> str:
    if cell is None:
        return ""
    return f"{cell:,.{decimals}f}" if isinstance(cell, float) else str(cell)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, float | int) or (cell or "").lstrip("+-")[:1].isdigit()


def table_as_csv(table: TextTable) -> str:
    """Return a table as CSV text with a header line, safe to open in a spreadsheet."""
    rows = (
        [guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows
    )
    return csv_bytes(table.columns, rows).decode()


def table_as_records(table: TextTable) -> list[dict[str, Cell]]:
    """Return a table as one mapping per row."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]
