"""Shifts and rosters: who works when."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Activity(StrEnum):
    """What an agent does in a part of a shift."""

    WORK = "work"
    BREAK = "break"
    ON_CALL = "on_call"
    """Ready to be called in: no work, so it covers nothing and no case is handed out."""


@dataclass(frozen=True, order=True)
class Segment:
    """A half-open part [start, end) of a shift, in minutes after the horizon's first midnight.

    Minutes are elapsed time, not wall time; before the first midnight they are negative.
    """

    start_minute: int
    end_minute: int
    activity: Activity

    @property
    def minutes(self) -> int:
        """Length."""
        return self.end_minute - self.start_minute


@dataclass(frozen=True)
class Shift:
    """One agent's shift on one date."""

    id: str
    agent_id: str
    date: dt.date  # local date of the start
    shape_id: str  # "" for a shift edited by hand
    segments: tuple[Segment, ...]  # in order, without gaps
    paid_minutes: int

    @property
    def start_minute(self) -> int:
        """Start, elapsed minutes."""
        return self.segments[0].start_minute

    @property
    def end_minute(self) -> int:
        """End, elapsed minutes."""
        return self.segments[-1].end_minute

    @property
    def is_on_call(self) -> bool:
        """Whether nothing in the shift is work: the agent is on call from start to end."""
        return all(s.activity is Activity.ON_CALL for s in self.segments)

    @property
    def work_minutes(self) -> int:
        """Length of the working parts."""
        return sum(s.minutes for s in self.segments if s.activity is Activity.WORK)


@dataclass(frozen=True)
class Roster:
    """All shifts of all agents, sorted by start, then agent."""

    shifts: tuple[Shift, ...]

    def of(self, agent_id: str) -> tuple[Shift, ...]:
        """Return one agent's shifts in order."""
        return tuple(shift for shift in self.shifts if shift.agent_id == agent_id)

    @property
    def paid_minutes(self) -> int:
        """Paid minutes of everybody."""
        return sum(shift.paid_minutes for shift in self.shifts)
