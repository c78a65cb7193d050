"""What is agreed with people: fixed shifts, wishes, rotations, what the past leaves to keep."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import (
    Count,
    Day,
    Id,
    LocalTime,
    NonNegative,
    Noun,
    PositiveCount,
)
from scenarios.wall import WallTime, Weekdays, WeekWindows, parse_weekdays


class FixedShift(Noun):
    """A shift that an agent works on a day, whatever else is planned."""

    date: Day
    """Day on which it starts."""
    shift: Id
    """Template."""
    start: WallTime | None = None
    """Start; left out, any start of the template."""


class WishFor(StrEnum):
    """What a wish asks for."""

    OFF = "off"
    WORK = "work"


class Wish(Noun):
    """A request of an agent, with the price of not granting it."""

    first: Day
    """First day."""
    last: Day | None = None
    """Last day, included; left out, the first alone."""
    wish: WishFor
    """off: not to work; work: to work."""
    shifts: tuple[Id, ...] = ()
    """Templates that the wish speaks of; left out, all."""
    cost: NonNegative = 10.0
    """Price of every day on which it is not granted, in the scenario's currency."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"ends ({self.last}) before it starts ({self.first}); swap the dates")
        return self


class Rotation(Noun):
    """A pattern of weeks that repeats."""

    weeks: Annotated[tuple[dict[Weekdays, tuple[Id, ...]], ...], Field(min_length=1)]
    """One entry a week: templates by weekdays, [] for off; weekdays left out are open."""

    @model_validator(mode="after")
    def _weekdays(self) -> Self:
        for week in self.weeks:
            named = [day for days in week for day in parse_weekdays(days)]
            if len(set(named)) < len(named):
                raise ValueError("a weekday is named twice in a week of the rotation; keep one")
        return self


class OnDuty(Noun):
    """A least number of some people on duty in some hours."""

    skill: Id
    """Skill that counts; it need not serve any channel."""
    agents: PositiveCount = 1
    """Least number of them on duty."""
    hours: WeekWindows | None = None
    """When; left out, in all opening hours of the team."""
    hourly_cost: NonNegative | None = None
    """Price of an hour with one too few; left out, it must not be."""


class CarryOver(Noun):
    """What the time before the horizon leaves to keep; left out, nothing is known of it."""

    last_shift_end: LocalTime | None = None
    """End of the last shift, local time."""
    last_shift_start: LocalTime | None = None
    """Start of the last shift, local time."""
    last_shift: Id | None = None
    """Template of the last shift."""
    days_in_row: Count | None = None
    """Working days in a row up to the day before the horizon."""
    days_off_in_row: Count | None = None
    """Days off in a row up to the day before the horizon."""
    nights_in_row: Count = 0
    """Night shifts in a row up to the night before the horizon."""
    week_hours: tuple[Annotated[NonNegative, Field(le=168)], ...] = ()
    """Hours worked in each week before the horizon, the last week last."""
    sundays_worked: Count = 0
    """Sundays worked in this calendar year before the horizon."""
    lates: NonNegative = 0.0
    """Late shifts worked above (or below, as 0) the fair share; see fairness."""
    nights: NonNegative = 0.0
    """Night shifts likewise."""
    weekends: NonNegative = 0.0
    """Weekends likewise."""
    holidays: NonNegative = 0.0
    """Public holidays likewise."""
    hostile_hours: NonNegative = 0.0
    """Hours' worth of hostile contacts likewise."""

    @model_validator(mode="after")
    def _either_works_or_not(self) -> Self:
        if self.days_in_row and self.days_off_in_row:
            raise ValueError("the day before was worked or off; let one of the two be 0")
        return self


class Fairness(Noun):
    """Prices that spread what nobody likes: the second of a kind costs twice the first."""

    late: NonNegative = 0.0
    """Price of a first late shift of an agent; the n-th costs n times as much."""
    late_from: WallTime = 1080
    """A shift that ends after this time is late."""
    night: NonNegative = 0.0
    """Likewise of night shifts."""
    weekend: NonNegative = 0.0
    """Likewise of weekends with work."""
    holiday: NonNegative = 0.0
    """Likewise of public holidays worked."""
    hostile_hour: NonNegative = 0.0
    """Likewise of hours' worth of hostile contacts that the hours worked bring."""
