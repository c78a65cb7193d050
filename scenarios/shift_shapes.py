"""Shift templates as planners write them, and the shapes they stand for."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import Noun, PositiveCount
from scenarios.wall import MINUTES_PER_DAY, WEEKDAYS, WallTime, parse_weekdays

WithinDay = Annotated[PositiveCount, Field(le=MINUTES_PER_DAY)]


class BreakTemplate(Noun):
    """One unpaid break whose place within the shift may be chosen."""

    minutes: WithinDay
    """Length."""
    earliest_after_minutes: WithinDay
    """Earliest start, counted from the start of the shift."""
    latest_after_minutes: WithinDay | None = None
    """Latest start, counted from the start of the shift; left out, the earliest is the only one."""
    every_minutes: WithinDay = 30
    """Step between possible starts."""

    def starts(self) -> tuple[int, ...]:
        """Return the possible starts in minutes after the start of the shift."""
        latest = self.latest_after_minutes or self.earliest_after_minutes
        return tuple(range(self.earliest_after_minutes, latest + 1, self.every_minutes))


class ShiftTemplate(Noun):
    """A kind of shift: one or several starts, one length, breaks, weekdays."""

    starts: Annotated[tuple[WallTime, ...], Field(min_length=1)]
    """Possible starts, wall-clock time."""
    length_minutes: WithinDay
    """From start to end, breaks included."""
    breaks: tuple[BreakTemplate, ...] = ()
    """Unpaid breaks, in order."""
    days: str = "mon-sun"
    """Weekdays on which the shift may start: mon-fri, sat, mon,wed."""

    @model_validator(mode="after")
    def _breaks_lie_inside(self) -> Self:
        parse_weekdays(self.days)
        for one in self.breaks:
            if (
                max((one.earliest_after_minutes, *one.starts())) + one.minutes
                >= self.length_minutes
            ):
                raise ValueError(
                    f"a break of {one.minutes} minutes may end after the shift's "
                    f"{self.length_minutes} minutes; let it start earlier"
                )
        return self


@dataclass(frozen=True)
class ShiftShape:
    """A start, a length and fixed breaks; minutes are wall-clock minutes of the start day."""

    id: str
    template: str
    start_minute: int
    length_minutes: int
    breaks: tuple[tuple[int, int], ...]  # (start, end) in minutes after the start of the shift
    weekdays: tuple[int, ...]

    @property
    def end_minute(self) -> int:
        """End in wall-clock minutes of the start day; above 1440 on the next day."""
        return self.start_minute + self.length_minutes

    @property
    def paid_minutes(self) -> int:
        """Nominal length less unpaid breaks."""
        return self.length_minutes - sum(end - start for start, end in self.breaks)

    def works_on(self, weekday: int) -> bool:
        """Whether the shape may start on a weekday (Monday 0)."""
        return weekday in self.weekdays


def describe_weekdays(weekdays: tuple[int, ...]) -> str:
    """Return weekday numbers as names, for messages."""
    return ",".join(WEEKDAYS[day] for day in weekdays)
