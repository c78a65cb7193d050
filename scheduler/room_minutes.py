"""What a duty is worth to a row that asks for room for hostile cases."""

from scheduler.people.duties import Duty
from scheduler.people.prices import MINUTES_PER_HOUR
from scheduler.requirement import Room, RoomRow


def room_minutes(row: RoomRow, room: Room, duty: Duty) -> float:
    """Return the agent-minutes that a duty of somebody with some room brings to a row.

    Work that touches the row's span brings the room of the whole shift, weighted so that a usual
    shift counts with its paid time.
    """
    if duty.on_call or duty.end_minute <= row.start_minute or duty.start_minute >= row.end_minute:
        return 0.0
    return MINUTES_PER_HOUR * row.hours_per_case * room.on_shift(duty.paid_minutes)
