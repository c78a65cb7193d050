"""Rows that ask for room for hostile cases, for the tour search: what each duty brings to them."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from scheduler.people.calendar import Calendar
from scheduler.people.prices import MINUTES_PER_HOUR, cents
from scheduler.requirement import Requirement, Room, RoomRow
from scheduler.room_minutes import room_minutes

Rooms = tuple[Room | None, ...]  # somebody's in each row


def rows_of(requirement: Requirement) -> list[RoomRow]:
    """Return the rows by their last days, the order in which what is missing can be reckoned."""
    return sorted(requirement.rooms, key=lambda row: row.last_day)


def rooms_by_agent(requirement: Requirement) -> dict[str, Rooms]:
    """Return everybody's room in each row, by agent id; who is not named has none in any."""
    rows = rows_of(requirement)
    found: dict[str, list[Room | None]] = {}
    for number, row in enumerate(rows):
        for room in row.rooms:
            anybodys = Room((), room.per_shift, room.per_paid_hour)
            for agent_id in room.agent_ids:
                found.setdefault(agent_id, [None] * len(rows))[number] = anybodys
    return {agent_id: tuple(own) for agent_id, own in found.items()}


def room_arrays(
    calendar: Calendar, requirement: Requirement, classes: Sequence[Rooms], places: int, width: int
) -> Mapping[str, Any]:
    """Return the arrays of the cover, nobody on duty yet.

    ``classes`` are the rooms of each class of agents. For each place only the rows are listed
    that its duties touch. Raises ValueError in a week that repeats.
    """
    rows = rows_of(requirement)
    if rows and requirement.repeats:
        raise ValueError("room for hostile cases is not asked for in a week that repeats")
    first = min(calendar.duties)
    begins, row_of = [0], []
    weights: list[npt.NDArray[np.float64]] = []
    for place in range(places):
        duties = calendar.duties.get(place + first, ())
        for number, row in enumerate(rows):
            own = np.zeros((len(classes), width))
            for one, rooms in enumerate(classes):
                room = rooms[number] if rooms else None
                if room is not None:
                    own[one, 1 : len(duties) + 1] = [room_minutes(row, room, d) for d in duties]
            if own.any():
                row_of.append(number)
                weights.append(own)
        begins.append(len(row_of))
    shape = (len(classes), len(weights), width)
    blocks = max((row.block for row in rows), default=-1) + 1
    return {
        "room_from": np.array(begins, dtype=np.int64),
        "room_row": np.array(row_of, dtype=np.int64),
        "room_weight": np.stack(weights, axis=1) if weights else np.zeros(shape),
        "room_wanted": np.array([MINUTES_PER_HOUR * row.hours for row in rows], dtype=float),
        "room_have": np.zeros(len(rows)),
        "room_block": np.array([row.block for row in rows], dtype=np.int64),
        "room_first": np.array([row.first_day for row in rows], dtype=np.int64),
        "room_last": np.array([row.last_day for row in rows], dtype=np.int64),
        "room_missing": np.zeros((blocks, calendar.scenario.horizon.days)),
        "room_price": float(cents(calendar.scenario.planning.short_hour_cost)),
    }
