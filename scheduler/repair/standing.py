"""What stands of the published roster, what absences take, and what is frozen."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scenarios.roster import Roster, Shift
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY
from scheduler.people.calendar import Calendar

Place = tuple[int, int]  # index of the agent, day


class TwoShiftsError(ValueError):
    """An agent with two shifts that start on the same day, of which a tour has but one."""


@dataclass(frozen=True)
class Standing:
    """The published shifts, each at its place."""

    shifts: Mapping[Place, Shift]  # those that can still be worked
    gone: Mapping[Place, Shift]  # those that an absence takes
    frozen: int | None  # elapsed minute before which shifts stay as they are

    def is_frozen(self, shift: Shift) -> bool:
        """Whether a shift stays as it is."""
        return self.frozen is not None and shift.start_minute < self.frozen


def standing_of(
    calendar: Calendar,
    published: Roster,
    away: Mapping[str, Collection[dt.date]],
    frozen: int | None,
) -> Standing:
    """Return what stands of a roster; ``away`` are the days on which agents do not come, by id.

    Raises TwoShiftsError where an agent has two shifts on a day.
    """
    place_of = {agent.id: number for number, agent in enumerate(calendar.agents)}
    shifts: dict[Place, Shift] = {}
    gone: dict[Place, Shift] = {}
    for shift in published.shifts:
        place = (place_of[shift.agent_id], calendar.timeline.day_index(shift.date))
        if place in shifts or place in gone:
            raise TwoShiftsError(
                f"{shift.agent_id} has two shifts that start on {shift.date}; a repair knows one "
                "a day: make one of them, with a break between, or leave one out"
            )
        taken = goes(calendar.timeline, shift, away.get(shift.agent_id, ()), frozen)
        (gone if taken else shifts)[place] = shift
    return Standing(shifts, gone, frozen)


def goes(timeline: Timeline, shift: Shift, days: Collection[dt.date], frozen: int | None) -> bool:
    """Whether an absence takes a shift: it starts on a day away, or runs into one.

    Who has begun before the absence and before what is frozen ends has worked to the end.
    """
    if shift.date in days:
        return True
    if frozen is not None and shift.start_minute < frozen:
        return False
    return any(_runs_into(timeline, shift, timeline.day_index(date)) for date in days)


def _runs_into(timeline: Timeline, shift: Shift, day: int) -> bool:
    begin, end = timeline.minute(day, 0), timeline.minute(day, MINUTES_PER_DAY)
    return shift.start_minute < end and shift.end_minute > begin
