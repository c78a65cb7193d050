"""Agents as a CSV file: one row per person."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.csv_source import Row, read_table
from scenarios.problems import FieldPath, Origin, Problem
from scenarios.yaml_source import Source

AGENTS: FieldPath = ("team", "agents")
_CREDITED = re.compile(r"\s+(\d+(?:\.\d+)?)h$")


def _items(cell: str) -> list[str]:
    return [item.strip() for item in re.split(r"[|;]", cell) if item.strip()]


def _availability(cell: str) -> dict[str, list[str]]:
    """Read ``mon-fri 08:00-16:00|sat 10:00-14:00``; days alone mean the whole day."""
    week: dict[str, list[str]] = {}
    for item in _items(cell):
        days, _, window = item.partition(" ")
        week.setdefault(days, []).append(window.strip() or "00:00-24:00")
    return week


def _spans(cell: str, first_name: str, last_name: str) -> list[dict[str, Any]]:
    """Read ``first..last|first..last``; a single time is its own last."""
    spans: list[dict[str, Any]] = []
    for item in _items(cell):
        first, _, last = item.partition("..")
        spans.append({first_name: first.strip(), last_name: (last or first).strip()})
    return spans


def _absences(cell: str) -> list[dict[str, Any]]:
    """Read ``first..last`` or, with credited hours for each day, ``first..last 7.7h``."""
    absences = _spans(cell, "first", "last")
    for absence in absences:
        credited = _CREDITED.search(absence["last"])
        if credited:
            for field in ("first", "last"):
                absence[field] = _CREDITED.sub("", absence[field])
            absence["credited_hours_per_day"] = float(credited[1])
    return absences


def _unavailable(cell: str) -> list[dict[str, Any]]:
    """Read ``2027-03-10 09:00..2027-03-10 11:00``, local times."""
    return _spans(cell, "from_local", "to_local")


COLUMNS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "id": ("id", str),
    "name": ("name", str),
    "contract": ("contract", str),
    "skills": ("skills", _items),
    "languages": ("languages", _items),
    "group": ("group", str),
    "profile": ("profile", str),
    "started": ("started", str),
    "available": ("availability", _availability),
    "absences": ("absences", _absences),
    "unavailable": ("unavailable", _unavailable),
}
NEEDED = ("id", "contract", "skills")


def read_agents(path: Path) -> Source:
    """Return the agents of a CSV file as a list with the line of each.

    Columns: id, contract, skills; if wanted name, languages, group, profile, started, available,
    absences, unavailable. Lists are separated by | or ;. The file itself is separated by commas,
    or by semicolons (then lists by |). Raises ScenarioError if the columns are not these; rows
    with problems of their own are left out and the problems are in the result.
    """
    name = str(path)
    table = read_table(path, needed=NEEDED, known=COLUMNS)
    origins: dict[FieldPath, Origin] = {(): Origin(name, 1)}
    for place, row in enumerate(table.rows):
        origins[(place,)] = Origin(name, row.line)
    problems = table.problems
    if not table.rows and not problems:
        problems = (Problem(name, 1, "", "names no agents; add a row for each person"),)
    return Source([_agent(row) for row in table.rows], origins, problems)


def _agent(row: Row) -> dict[str, Any]:
    agent: dict[str, Any] = {}
    for column, cell in row.cells.items():
        if cell or column in NEEDED:
            field, read = COLUMNS[column]
            agent[field] = read(cell)
    return agent
