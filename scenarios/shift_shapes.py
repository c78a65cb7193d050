"""Shift templates as planners write them, and the shapes they stand for."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import Count, Noun, PositiveCount, Share
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
    for_lengths_over_minutes: Count = 0
    """The break is part of shifts longer than this only, from start to end."""

    def starts(self) -> tuple[int, ...]:
        """Return the possible starts in minutes after the start of the shift."""
        latest = self.latest_after_minutes or self.earliest_after_minutes
        return tuple(range(self.earliest_after_minutes, latest + 1, self.every_minutes))


class StartGrid(Noun):
    """Starts at even steps."""

    from_time: WallTime
    """First start."""
    to_time: WallTime
    """Last start, included where a step meets it."""
    every_minutes: WithinDay = 60
    """Step."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_time < self.from_time:
            raise ValueError("the last start lies before the first; swap them")
        return self

    def times(self) -> tuple[int, ...]:
        """Return the starts in minutes after midnight."""
        return tuple(range(self.from_time, self.to_time + 1, self.every_minutes))


class ShiftTemplate(Noun):
    """A kind of shift: starts, lengths, breaks, weekdays."""

    starts: tuple[WallTime, ...] = ()
    """Possible starts, wall-clock time."""
    start_grid: StartGrid | None = None
    """Possible starts at even steps, in place of starts."""
    length_minutes: WithinDay | None = None
    """From start to end, breaks included."""
    lengths_minutes: tuple[WithinDay, ...] = ()
    """Several lengths, in place of length_minutes."""
    breaks: tuple[BreakTemplate, ...] = ()
    """Unpaid breaks, in order; a long one makes a split shift."""
    on_call_paid_share: Share | None = None
    """Paid share of an on-call shift, which is no work and covers nothing; left out, work."""
    days: str = "mon-sun"
    """Weekdays on which the shift may start: mon-fri, sat, mon,wed."""

    @property
    def start_times(self) -> tuple[int, ...]:
        """Starts in minutes after midnight."""
        return self.starts if self.start_grid is None else self.start_grid.times()

    @property
    def lengths(self) -> tuple[int, ...]:
        """Lengths in minutes."""
        return self.lengths_minutes if self.length_minutes is None else (self.length_minutes,)

    def breaks_of(self, length_minutes: int) -> tuple[BreakTemplate, ...]:
        """Return the breaks of a shift of one of the lengths."""
        return tuple(one for one in self.breaks if length_minutes > one.for_lengths_over_minutes)

    @model_validator(mode="after")
    def _says_when_and_how_long(self) -> Self:
        _one_of(("starts", self.starts, "[]"), ("start_grid", self.start_grid, "null"))
        _one_of(
            ("length_minutes", self.length_minutes, "null"),
            ("lengths_minutes", self.lengths_minutes, "[]"),
        )
        return self

    @model_validator(mode="after")
    def _breaks_lie_inside(self) -> Self:
        parse_weekdays(self.days)
        for length in self.lengths:
            for one in self.breaks_of(length):
                latest = max((one.earliest_after_minutes, *one.starts()))
                if latest + one.minutes >= length:
                    raise ValueError(
                        f"a break of {one.minutes} minutes may end after the shift's "
                        f"{length} minutes; let it start earlier"
                    )
        return self


def _one_of(*ways: tuple[str, object, str]) -> None:
    """Raise ValueError unless just one of two ways (field, value, what clears it) is said."""
    said = [name for name, value, _ in ways if value]
    names = " or ".join(name for name, _, _ in ways)
    if not said:
        raise ValueError(f"add {names}")
    if len(said) > 1:
        cleared = " and ".join(f"{name}: {nothing}" for name, _, nothing in ways)
        raise ValueError(f"give either {names} ({cleared} clear a base's)")


@dataclass(frozen=True)
class ShiftShape:
    """A start, a length and fixed breaks; minutes are wall-clock minutes of the start day."""

    id: str
    template: str
    start_minute: int
    length_minutes: int
    breaks: tuple[tuple[int, int], ...]  # (start, end) in minutes after the start of the shift
    weekdays: tuple[int, ...]
    on_call_paid_share: float | None = None  # of an on-call shift; None: work

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
