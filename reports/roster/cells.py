"""Cells and tables that are safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def guarded(text: str) -> str:
    """Return text that no spreadsheet takes for a formula.

    Programs run what starts with = + - @ (also behind a tab or a line break) when a file is
    opened; an apostrophe in front makes it plain text.
    """
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str | int | float | None]]) -> bytes:
    """Return a table as CSV in UTF-8 with a header line; texts in it are guarded already."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
