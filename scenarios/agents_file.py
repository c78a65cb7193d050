"""Agents as a CSV file: one row per person."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scenarios.cap import CapLimits
from scenarios.csv_source import Row, read_table
from scenarios.pledges import CarryOver
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


def _fixed(cell: str) -> list[dict[str, Any]]:
    """Read ``2027-03-02 early 07:00|2027-03-03 late``: date, shift and, if wanted, start."""
    found = []
    for item in _items(cell):
        words = item.split(maxsplit=2)
        found.append(dict(zip(("date", "shift", "start"), words, strict=False)))
    return found


def _wishes(cell: str) -> list[dict[str, Any]]:
    """Read ``2027-03-19..2027-03-21 off 25|2027-03-22 work early+late``.

    Days, what is wished and, if wanted, shifts and the price of not granting it.
    """
    found = []
    for item in _items(cell):
        days, *words = item.split()
        first, dots, last = days.partition("..")
        wish: dict[str, Any] = {"first": first} | ({"last": last} if dots else {})
        for place, word in enumerate(words):
            number = _number(word)
            if place == 0:
                wish["wish"] = word
            elif isinstance(number, str):
                wish["shifts"] = [*wish.get("shifts", []), *word.split("+")]
            else:
                wish["cost"] = number
        found.append(wish)
    return found


def _number(cell: str) -> Any:
    """Read a number; anything else stays text, which is told where a number is needed."""
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            continue
    return cell


def _numbers(cell: str) -> list[Any]:
    return [_number(item) for item in _items(cell)]


_CARRY_OVER: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(CarryOver.model_fields, _number),
    **dict.fromkeys(("last_shift_end", "last_shift_start", "last_shift"), str),
    "week_hours": _numbers,
}
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
    "protected": ("protected", str),
    "fixed": ("fixed", _fixed),
    "wishes": ("wishes", _wishes),
    "rotation": ("rotation", str),
    "rotation_week": ("rotation_week", _number),
    **{f"cap.{name}": (f"cap.{name}", _number) for name in CapLimits.model_fields},
    **{f"carry_over.{name}": (f"carry_over.{name}", read) for name, read in _CARRY_OVER.items()},
}
NEEDED = ("id", "contract", "skills")


def read_agents(path: Path) -> Source:
    """Return the agents of a CSV file as a list with the line of each.

    Columns: id, contract, skills; if wanted those of ``COLUMNS``. Lists are separated by | or ;.
    The file itself is separated by commas, or by semicolons (then lists by |). Raises
    ScenarioError if the columns are not these; rows with problems of their own are left out and
    the problems are in the result.
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
            outer, _, inner = field.partition(".")
            value = read(cell)
            agent[outer] = {**agent.get(outer, {}), inner: value} if inner else value
    return agent
