"""What callback.json says of an exported plan: the quota, the tasks' attributes, who works when.

Pure functions of the settings and a moment; times are seconds since 1970.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

TOLERANCE = 1e-9  # of a case

Attributes = Mapping[str, Any]


@dataclass(frozen=True)
class Shift:
    """A rostered shift; times are seconds since 1970."""

    start: float
    end: float
    paid_hours: float
    work: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Settings:
    """What callback.json says."""

    quota: Mapping[str, Any] | None
    week_starts: tuple[float, ...]
    horizon_ends: float
    missed: Mapping[str, float]  # by group: chance that a case labelled harmless is hostile
    groups: Mapping[str, str]  # by agent
    queues: Mapping[str, Attributes]  # by queue: what its tasks say of themselves
    shifts: Mapping[str, tuple[Shift, ...]]  # by agent


def read_settings(text: str) -> Settings:
    """Return the settings in callback.json."""
    data = json.loads(text)
    return Settings(
        quota=data["quota"],
        week_starts=tuple(map(seconds_of, data["week_starts"])),
        horizon_ends=seconds_of(data["horizon_ends"]),
        missed=data["missed"],
        groups=data["groups"],
        queues=data["queues"],
        shifts={
            agent: tuple(
                Shift(
                    seconds_of(one["start"]),
                    seconds_of(one["end"]),
                    one["paid_minutes"] / 60.0,
                    tuple((seconds_of(start), seconds_of(end)) for start, end in one["work"]),
                )
                for one in shifts
            )
            for agent, shifts in data["shifts"].items()
        },
    )


def seconds_of(moment: str) -> float:
    """Return seconds since 1970 of a time in UTC such as 2026-11-02T08:00:00Z."""
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def queue_of(settings: Settings, task: Attributes) -> str:
    """Return the queue of a task by its attributes; raises LookupError where there is none."""
    for queue, said in settings.queues.items():
        if all(task.get(key) == value for key, value in said.items()):
            return queue
    raise LookupError(f"no queue has tasks such as {dict(task)}")


def work_ahead_seconds(settings: Settings, agent: str, now: float) -> float:
    """Return the rostered working time still to come in shift and window."""
    place = shift_at(settings, agent, now)
    if place < 0:
        return 0.0
    closing = settings.horizon_ends
    if settings.quota is not None and settings.quota["window"] == "week":
        closing = min([one for one in settings.week_starts if one > now] + [closing])
    shift = settings.shifts[agent][place]
    return sum(max(min(end, closing) - max(start, now), 0.0) for start, end in shift.work)


def shift_at(settings: Settings, agent: str, now: float) -> int:
    """Return the place of the last shift that has begun; -1 before the first."""
    return sum(shift.start <= now for shift in settings.shifts[agent]) - 1


def window_at(settings: Settings, shift: int, now: float) -> int:
    """Return the number of the quota's window; that of a shift is the shift's."""
    window = settings.quota["window"] if settings.quota is not None else "horizon"
    if window == "shift":
        return shift
    return sum(one <= now for one in settings.week_starts[1:]) if window == "week" else 0


def said_of_group(settings: Settings, name: str, agent: str) -> float:
    """Return what the quota says of an agent's group; 0 where nothing is said."""
    return 0.0 if settings.quota is None else settings.quota[name].get(settings.groups[agent], 0.0)


def cases_ahead(settings: Settings, agent: str, now: float) -> float:
    """Return the harmless tasks that are expected in the rest of the shift."""
    per_hour = said_of_group(settings, "sure_cases_per_hour", agent)
    return per_hour * work_ahead_seconds(settings, agent, now) / 3600.0
