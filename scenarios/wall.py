"""Wall-clock times and weekly windows as planners write them."""

import re
from itertools import pairwise
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_PER_DAY = 1440

_TIME = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$")


def parse_wall_time(value: Any) -> int:
    """Return the minutes after local midnight of a time such as ``"08:30"``.

    ``"24:00"`` is the end of the day (1440). Raises ValueError for anything else.
    """
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MINUTES_PER_DAY:
        return value
    if isinstance(value, str):
        if value == "24:00":
            return MINUTES_PER_DAY
        match = _TIME.match(value)
        if match:
            return int(match[1]) * 60 + int(match[2])
    raise ValueError(f'"{value}" is no wall-clock time; write "HH:MM", from "00:00" to "24:00"')


def format_wall_time(minute: int) -> str:
    """Return minutes after midnight as ``"HH:MM"``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def parse_window(value: Any) -> tuple[int, int]:
    """Return (start, end) in minutes after midnight of a window such as ``"09:00-18:00"``.

    The window is half-open and stays within one day. Raises ValueError otherwise.
    """
    if isinstance(value, tuple | list) and len(value) == 2:
        start, end = parse_wall_time(value[0]), parse_wall_time(value[1])
    elif isinstance(value, str) and value.count("-") == 1:
        first, last = value.split("-")
        start, end = parse_wall_time(first.strip()), parse_wall_time(last.strip())
    else:
        raise ValueError(f'"{value}" is no window; write "HH:MM-HH:MM"')
    if start >= end:
        raise ValueError(
            f"a window ends after it starts and within its day; split "
            f"{format_wall_time(start)}-{format_wall_time(end)} at 24:00 if it passes midnight"
        )
    return start, end


def parse_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekday numbers (Monday 0) of ``"mon"``, ``"mon-fri"`` or ``"mon,wed"``."""
    days: list[int] = []
    for part in text.lower().split(","):
        names = [name.strip() for name in part.split("-")]
        if not all(name in WEEKDAYS for name in names) or len(names) > 2:
            raise ValueError(f'"{text}" is no weekday; write mon, mon-fri or mon,wed')
        first, last = WEEKDAYS.index(names[0]), WEEKDAYS.index(names[-1])
        if first > last:
            raise ValueError(f'"{text}" runs backwards; write it as two ranges: fri-sun,mon')
        days.extend(range(first, last + 1))
    return tuple(days)


def _weekdays_text(text: str) -> str:
    parse_weekdays(text)
    return text


def check_periods(from_time: int, every_minutes: int, count: int) -> None:
    """Raise ValueError where periods that follow one another go on after the end of the day."""
    if from_time + every_minutes * count > MINUTES_PER_DAY:
        raise ValueError(
            f"{count} periods of {every_minutes} minutes do not fit into the rest of the day"
        )


WindowsByWeekday = tuple[tuple[tuple[int, int], ...], ...]
"""Seven tuples of half-open (start, end) minutes after midnight, Monday first, sorted."""


def parse_week_windows(value: Any) -> WindowsByWeekday:
    """Return the windows per weekday of ``{mon-fri: "09:00-18:00", sat: [...]}`` or ``"24/7"``."""
    if isinstance(value, tuple) and len(value) == 7:
        return value
    if value == "24/7":
        return tuple(((0, MINUTES_PER_DAY),) for _ in WEEKDAYS)
    if not isinstance(value, dict) or not value:
        raise ValueError('these are no hours; write {mon-fri: "09:00-18:00"} or 24/7')
    week: list[list[tuple[tuple[int, int], str]]] = [[] for _ in WEEKDAYS]
    for days, written in value.items():
        windows = written if isinstance(written, list) else [written]
        for day in parse_weekdays(str(days)):
            own = (parse_window(window) for window in windows if window != "closed")
            week[day].extend((window, str(days)) for window in own)
    for day, listed in enumerate(week):
        listed.sort()
        for ((_, end), first), ((start, _), second) in pairwise(listed):
            if start < end:
                raise ValueError(_overlap(WEEKDAYS[day], first, second))
    return tuple(tuple(window for window, _ in listed) for listed in week)


def _overlap(weekday: str, first: str, second: str) -> str:
    """Return what is wrong and what to do; hours said twice often come from two files."""
    if first == second:
        return f"two windows overlap on {weekday}; merge them"
    return (
        f"{first} and {second} overlap on {weekday}; merge them, or take the one that a base says "
        "away with null"
    )


def write_week_windows(week: WindowsByWeekday) -> dict[str, list[str]]:
    """Return weekly windows in the form that a scenario file takes."""
    if not any(week):
        return {"mon-sun": ["closed"]}
    return {
        WEEKDAYS[day]: [f"{format_wall_time(a)}-{format_wall_time(b)}" for a, b in windows]
        for day, windows in enumerate(week)
        if windows
    }


Weekdays = Annotated[str, AfterValidator(_weekdays_text)]
"""Weekdays as they are written: ``"mon"``, ``"mon-fri"`` or ``"mon,wed"``."""
WallTime = Annotated[
    int,
    BeforeValidator(parse_wall_time),
    PlainSerializer(format_wall_time, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"}),
]
Window = Annotated[
    tuple[int, int],
    BeforeValidator(parse_window),
    PlainSerializer(
        lambda window: f"{format_wall_time(window[0])}-{format_wall_time(window[1])}",
        return_type=str,
    ),
    WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d-\d\d:\d\d$"}),
]
WeekWindows = Annotated[
    WindowsByWeekday,
    BeforeValidator(parse_week_windows),
    PlainSerializer(write_week_windows, return_type=dict[str, list[str]]),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "24/7"},
                {
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": {
                        "anyOf": [
                            {"type": "string"},
                            {"type": "array", "items": {"type": "string"}},
                        ]
                    },
                },
            ]
        }
    ),
]
