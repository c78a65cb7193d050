"""Synthetic rosters of four weeks of quarter-hours, as their files say them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A shift that may be worked on any day, in minutes of the day."""

    id: str
    start_minute: int
    end_minute: int
    paid_hours: float
    break_start_minute: int | None
    break_minutes: int


@dataclass(frozen=True)
class Person:
    """A contract and days off that are fixed."""

    id: str
    hours_per_week: float
    days_off: tuple[int, ...]


@dataclass(frozen=True)
class Staffing:
    """An instance: agents wanted in each interval of each day, and who may be there."""

    name: str
    days: int
    interval_minutes: int
    kinds: tuple[Kind, ...]
    people: tuple[Person, ...]
    required: tuple[tuple[int, ...], ...]  # by day and interval
    rest_hours: float
    max_days_per_week: int
    week_tolerance_hours: float
    horizon_tolerance_hours: float
    short_cost: float  # of an agent missing in an interval
    over_cost: float  # of an agent too many in an interval


def read_staffing(path: Path) -> Staffing:
    """Return the instance of a file."""
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    rules, cost = said["rules"], said["cost"]
    if rules["max_shifts_per_day"] != 1:
        raise ValueError(f"{path.name}: only one shift a day can be said")
    return Staffing(
        said["name"],
        said["days"],
        said["interval_minutes"],
        tuple(Kind(**one) for one in said["templates"]),
        tuple(
            Person(one["id"], one["contract_hours_per_week"], tuple(one["days_off"]))
            for one in said["agents"]
        ),
        tuple(tuple(day) for day in said["required"]),
        rules["rest_hours"],
        rules["max_days_per_week"],
        rules["week_hours_tolerance"],
        rules["four_week_hours_tolerance"],
        cost["under_per_agent_interval"],
        cost["over_per_agent_interval"],
    )
