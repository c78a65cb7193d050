"""Minimum shift design (Musliu, Gärtner, Slany), as MiniZinc data files say its instances."""

import re
from dataclasses import dataclass
from pathlib import Path

Value = int | tuple[int, ...]

_SAID = re.compile(r"(\w+)\s*=\s*(\[[^\]]*\]|[^;\[]+);", re.DOTALL)
_COMMENT = re.compile(r"%[^\n]*")


@dataclass(frozen=True)
class ShiftType:
    """Starts and lengths of a kind of shift, in minutes, at steps of the interval."""

    starts: tuple[int, ...]
    lengths: tuple[int, ...]


@dataclass(frozen=True)
class Design:
    """An instance: staff wanted in each interval of a week that repeats."""

    name: str
    interval_minutes: int
    days: int
    demand: tuple[int, ...]
    types: tuple[ShiftType, ...]
    short_weight: int  # of a missing agent, a minute
    over_weight: int  # of a surplus agent, a minute
    shift_weight: int  # of every different start and length in use


def read_design(path: Path) -> Design:
    """Return the instance of a file; raises ValueError for what is no such file."""
    return parse_design(path.stem, path.read_text(encoding="utf-8-sig"))


def parse_design(name: str, text: str) -> Design:
    """Return the instance of a text; raises ValueError for what is no such text."""
    values = _parse(text)

    def one(key: str) -> int:
        value = _get(name, values, key)
        if not isinstance(value, int):
            raise ValueError(f"{name}: {key} is not one number")
        return value

    def many(key: str) -> tuple[int, ...]:
        value = _get(name, values, key)
        if isinstance(value, int):
            raise ValueError(f"{name}: {key} is not a list")
        return value

    step, days, demand = one("interval"), one("days"), many("demand")
    if len(demand) * step != days * 1440:
        raise ValueError(f"{name}: {len(demand)} intervals of {step} minutes are not {days} days")
    bounds = [many(key) for key in ("minStart", "maxStart", "minLength", "maxLength")]
    if any(len(bound) != one("shiftTypes") for bound in bounds):
        raise ValueError(f"{name}: there are not as many bounds as shift types")
    return Design(
        name,
        step,
        days,
        demand,
        tuple(
            ShiftType(
                tuple(step * at for at in range(first, last + 1)),
                tuple(step * length for length in range(short, long + 1)),
            )
            for first, last, short, long in zip(*bounds, strict=True)
        ),
        one("weightUnderCover"),
        one("weightOverCover"),
        one("weightShiftInstances"),
    )


def _get(name: str, values: dict[str, Value], key: str) -> Value:
    if key not in values:
        raise ValueError(f"{name}: says no {key}")
    return values[key]


def _parse(text: str) -> dict[str, Value]:
    return {key: _value(said.strip()) for key, said in _SAID.findall(_COMMENT.sub("", text))}


def _value(said: str) -> Value:
    if said.startswith("["):
        return tuple(int(cell) for cell in said[1:-1].split(",") if cell.strip())
    return int(said)
