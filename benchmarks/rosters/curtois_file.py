"""Shift scheduling instances of Curtois and Qu (2014), as their text files say them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ShiftType:
    """A kind of shift."""

    id: str
    minutes: int
    not_before: frozenset[str]  # types that may not be worked on the day after


@dataclass(frozen=True)
class Employee:
    """A person and the limits on their line."""

    id: str
    max_shifts: tuple[tuple[str, int], ...]  # by type
    max_minutes: int
    min_minutes: int
    max_consecutive: int
    min_consecutive: int  # not enforced for a block that touches the first or last day
    min_days_off: int  # likewise
    max_weekends: int
    days_off: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Request:
    """A wish for a shift on a day, or against it."""

    employee: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True)
class Cover:
    """How many of a type are wanted on a day, and what each too few or too many costs."""

    day: int
    shift: str
    wanted: int
    short_weight: int
    over_weight: int


@dataclass(frozen=True)
class Instance:
    """A whole instance; day 0 is a Monday."""

    name: str
    days: int
    types: tuple[ShiftType, ...]
    employees: tuple[Employee, ...]
    on: tuple[Request, ...]
    off: tuple[Request, ...]
    cover: tuple[Cover, ...]


_SECTIONS = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)


def read_instance(path: Path) -> Instance:
    """Return the instance of a file; raises ValueError for what is no such file."""
    return parse_instance(path.stem, path.read_text(encoding="utf-8-sig"))


def parse_instance(name: str, text: str) -> Instance:
    """Return the instance of a text; raises ValueError for what is no such text."""
    rows: dict[str, list[list[str]]] = {section: [] for section in _SECTIONS}
    section = ""
    for line in _lines(text):
        if line.startswith("SECTION_"):
            if line not in rows:
                raise ValueError(f"{name}: unknown section {line}")
            section = line
        elif not section:
            raise ValueError(f'{name}: "{line}" stands before the first section')
        else:
            rows[section].append([cell.strip() for cell in line.split(",")])
    horizon, types, staff, days_off, on, off, cover = (rows[section] for section in _SECTIONS)
    if len(horizon) != 1 or not types or not staff:
        raise ValueError(f"{name}: says no horizon, no shifts or no staff")
    free: dict[str, frozenset[int]] = {}
    for row in days_off:
        free[row[0]] = free.get(row[0], frozenset()) | {int(day) for day in row[1:] if day}
    return Instance(
        name,
        int(horizon[0][0]),
        tuple(_type(row) for row in types),
        tuple(_employee(row, free.get(row[0], frozenset())) for row in staff),
        tuple(Request(row[0], int(row[1]), row[2], int(row[3])) for row in on),
        tuple(Request(row[0], int(row[1]), row[2], int(row[3])) for row in off),
        tuple(Cover(int(row[0]), row[1], int(row[2]), int(row[3]), int(row[4])) for row in cover),
    )


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        said = line.partition("#")[0].strip()
        if said:
            yield said


def _type(row: list[str]) -> ShiftType:
    barred = row[2] if len(row) > 2 else ""
    types = (one.strip() for one in barred.split("|"))
    return ShiftType(row[0], int(row[1]), frozenset(one for one in types if one))


def _employee(row: list[str], days_off: frozenset[int]) -> Employee:
    pairs = (pair.split("=") for pair in row[1].split("|") if pair.strip())
    most = tuple((shift.strip(), int(count)) for shift, count in pairs)
    longest, least, in_row, least_in_row, least_off, weekends = (int(cell) for cell in row[2:8])
    return Employee(
        row[0], most, longest, least, in_row, least_in_row, least_off, weekends, days_off
    )
