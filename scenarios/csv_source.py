"""CSV files as rows with their lines."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scenarios.nearest import known_names
from scenarios.problems import Problem, ScenarioError
from scenarios.yaml_source import read_text


@dataclass(frozen=True)
class Row:
    """One row: its line in the file and its cells by column, without outer blanks."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A CSV file's rows; rows that could not be read are problems instead."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path, *, needed: Iterable[str], known: Iterable[str] | None = None) -> Table:
    """Return a CSV file with a header, UTF-8, separated by commas or by semicolons.

    ``needed`` columns must be there; where ``known`` is given there may be no others. Raises
    ScenarioError if the file cannot be read or its columns are not right.
    """
    name = str(path)
    text = read_text(path)
    header_line = text.split("\n", 1)[0]
    delimiter = ";" if ";" in header_line and "," not in header_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    problems: list[Problem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name, tuple(needed), None if known is None else tuple(known))
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                message = (
                    f"has {len(cells)} cells where the header has {len(header)}; add what is "
                    "missing, or quote a cell that holds a separator"
                )
                problems.append(Problem(name, reader.line_num, "", message))
                continue
            stripped = [cell.strip() for cell in cells]
            rows.append(Row(reader.line_num, dict(zip(header, stripped, strict=True))))
    except csv.Error as error:
        message = f"is no valid CSV ({error}); check the quotes"
        raise ScenarioError([*problems, Problem(name, reader.line_num, "", message)]) from None
    return Table(tuple(header), tuple(rows), tuple(problems))


def _check_header(
    header: list[str], name: str, needed: tuple[str, ...], known: tuple[str, ...] | None
) -> None:
    problems = [
        Problem(name, 1, column, f"is no column here; {known_names(column, known)}")
        for column in header
        if known is not None and column not in known
    ]
    problems += [
        Problem(name, 1, column, "this column is missing; add it to the header")
        for column in needed
        if column not in header
    ]
    problems += [
        Problem(name, 1, column, "this column stands twice; keep one")
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    if problems:
        raise ScenarioError(problems)
