"""Tables on standard output, as wide as the terminal or a fixed width where there is none."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table

from reports.cells import guarded

WIDTH_WITHOUT_TERMINAL = 110
Cell = str | float | int | None


@dataclass(frozen=True)
class TextTable:
    """A table for the terminal or for a CSV file: a title, column names and rows of cells.

    A cell holds text or a number; ``decimals`` says how a float is shown on the terminal, and
    a CSV file has it in full. None is an empty cell.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: int = 1


def cell_text(cell: Cell, decimals: int) -> str:
    """Return a cell as it is shown."""
    if cell is None:
        return ""
    return f"{cell:,.{decimals}f}" if isinstance(cell, float) else str(cell)


def write_table(table: TextTable, stream: TextIO) -> None:
    """Write a table for reading."""
    width = None if stream.isatty() else WIDTH_WITHOUT_TERMINAL
    console = Console(file=stream, width=width, markup=False, highlight=False)
    shown = Table(title=table.title, title_justify="left", box=box.SIMPLE_HEAD)
    for index, name in enumerate(table.columns):
        cells = [row[index] for row in table.rows]
        shown.add_column(name, justify="right" if any(map(_is_figure, cells)) else "left")
    for row in table.rows:
        shown.add_row(*(cell_text(cell, table.decimals) for cell in row))
    console.print(shown)


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, float | int) or (cell or "").lstrip("+-")[:1].isdigit()


def table_as_csv(table: TextTable) -> str:
    """Return a table as CSV text with a header line."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(
        [guarded(cell) if isinstance(cell, str) else cell for cell in row] for row in table.rows
    )
    return text.getvalue()


def table_as_records(table: TextTable) -> list[dict[str, Cell]]:
    """Return a table as one mapping per row, for JSON."""
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def percent(share: float, decimals: int = 1) -> str:
    """Return a share as text in per cent, e.g. ``22.0 %``."""
    return f"{100 * share:.{decimals}f} %"


def write_lines(lines: Sequence[str], stream: TextIO) -> None:
    """Write lines of text."""
    stream.writelines(f"{line}\n" for line in lines)
    stream.flush()
