"""Agents as a CSV file: one row per person."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Origin, Problem, ScenarioError
from scenarios.yaml_source import Source, read_text

AGENTS: FieldPath = ("team", "agents")


def _items(cell: str) -> list[str]:
    return [item.strip() for item in re.split(r"[|;]", cell) if item.strip()]


def _availability(cell: str) -> dict[str, list[str]]:
    """Read ``mon-fri 08:00-16:00|sat 10:00-14:00``; days alone mean the whole day."""
    week: dict[str, list[str]] = {}
    for item in _items(cell):
        days, _, window = item.partition(" ")
        week.setdefault(days, []).append(window.strip() or "00:00-24:00")
    return week


def _span(first_name: str, last_name: str) -> Callable[[str], list[dict[str, str]]]:
    """Return a reader of ``first..last|first..last``; a single date is its own last."""

    def read(cell: str) -> list[dict[str, str]]:
        spans = []
        for item in _items(cell):
            first, _, last = item.partition("..")
            spans.append({first_name: first.strip(), last_name: (last or first).strip()})
        return spans

    return read


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "id": ("id", str),
    "name": ("name", str),
    "contract": ("contract", str),
    "skills": ("skills", _items),
    "languages": ("languages", _items),
    "available": ("availability", _availability),
    "absences": ("absences", _span("first", "last")),
    "unavailable": ("unavailable", _span("from_local", "to_local")),
}
NEEDED = ("id", "contract", "skills")


def read_agents(path: Path) -> Source:
    """Return the agents of a CSV file as a list with the line of each.

    Columns: id, contract, skills; if wanted name, languages, available, absences, unavailable.
    Lists are separated by | or ;. The file itself is separated by commas, or by semicolons (then
    lists by |). Raises ScenarioError if the columns are not these; rows with problems of their
    own are left out and the problems are in the result.
    """
    name = str(path)
    text = read_text(path)
    header_line = text.split("\n", 1)[0]
    delimiter = ";" if ";" in header_line and "," not in header_line else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    agents: list[dict[str, Any]] = []
    origins: dict[FieldPath, Origin] = {(): Origin(name, 1)}
    problems: list[Problem] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        _check_header(header, name)
        for row in reader:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                message = f"has {len(row)} cells where the header has {len(header)}; add or quote"
                problems.append(Problem(name, reader.line_num, "", message))
                continue
            origins[(len(agents),)] = Origin(name, reader.line_num)
            agents.append(_agent(header, row))
    except csv.Error as error:
        message = f"is no valid CSV ({error}); check the quotes"
        raise ScenarioError([*problems, Problem(name, reader.line_num, "", message)]) from None
    if not agents and not problems:
        problems.append(Problem(name, 1, "", "names no agents; add a row for each person"))
    return Source(agents, origins, tuple(problems))


def _check_header(header: list[str], name: str) -> None:
    problems = [
        Problem(name, 1, column, f"is no column of agents; {known_names(column, COLUMNS)}")
        for column in header
        if column not in COLUMNS
    ]
    problems += [
        Problem(name, 1, column, "this column is missing; add it to the header")
        for column in NEEDED
        if column not in header
    ]
    problems += [
        Problem(name, 1, column, "this column stands twice; keep one")
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    if problems:
        raise ScenarioError(problems)


def _agent(header: list[str], row: list[str]) -> dict[str, Any]:
    agent: dict[str, Any] = {}
    for column, cell in zip(header, row, strict=True):
        if cell.strip() or column in NEEDED:
            field, read = COLUMNS[column]
            agent[field] = read(cell.strip())
    return agent
