"""Room for hostile cases: the shifts of a span must have it, or what they lack is paid for."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.people.prices import MINUTES_PER_HOUR, cents
from scheduler.requirement import RoomRow
from scheduler.room_minutes import room_minutes
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Term, total, weighted

_SCALE = 1000  # whole numbers to an agent-minute
_SLACKS_PER_MINUTE = 10


def add_room(ground: Ground, rows: Sequence[RoomRow]) -> None:
    """Give the shifts of each row's span the room that it asks for, or pay for what is missing.

    What is missing is a number for each block and day. Raises ValueError in a week that repeats:
    nothing that is planned so has a cap.
    """
    if rows and ground.repeats:
        raise ValueError("room for hostile cases is not asked for in a week that repeats")
    price = cents(ground.calendar.scenario.planning.short_hour_cost)
    unit = _SCALE // _SLACKS_PER_MINUTE
    least = [round(_SCALE * MINUTES_PER_HOUR * row.hours) for row in rows]
    most: dict[tuple[int, int], int] = defaultdict(int)
    for row, wanted in zip(rows, least, strict=True):
        for key in _days(row):
            most[key] = max(most[key], -(-wanted // unit))
    missing = {
        key: ground.model.new_int_var(0, units, f"room_{key[0]}_{key[1]}")
        for key, units in most.items()
    }
    for row, wanted in zip(rows, least, strict=True):
        lacks = total(missing[key] for key in _days(row))
        ground.model.add(weighted(_terms(ground, row)) + unit * lacks >= wanted)
    ground.pay(price // _SLACKS_PER_MINUTE, total(missing.values()))


def _days(row: RoomRow) -> list[tuple[int, int]]:
    return [(row.block, day) for day in range(row.first_day, row.last_day + 1)]


def _terms(ground: Ground, row: RoomRow) -> Iterator[Term]:
    present = set(ground.agents)
    place = {agent.id: number for number, agent in enumerate(ground.calendar.agents)}
    for room in row.rooms:
        members = [place[one] for one in room.agent_ids if place[one] in present]
        for day in ground.days:
            worth = {
                choice: round(_SCALE * minutes)
                for choice, duty in enumerate(ground.calendar.duties[day], start=1)
                if (minutes := room_minutes(row, room, duty)) > 0
            }
            for agent in members if worth else ():
                for option in ground.options[agent, day]:
                    if option.choice in worth:
                        yield worth[option.choice], option.chosen
