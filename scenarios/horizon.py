"""When the plan runs: zone, first day, length, opening hours, holidays."""

from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field

from scenarios.base import Day, NonNegative, Noun, PositiveCount
from scenarios.wall import WeekWindows


@cache
def _zones() -> frozenset[str]:
    # Listing the zones searches folders, which takes longer than reading a scenario.
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError(f'"{name}" is no time zone of the IANA list; write e.g. Europe/Berlin')
    return name


def _divides_the_hour(minutes: int) -> int:
    if 60 % minutes:
        raise ValueError("an interval divides the hour: write 5, 10, 15, 20, 30 or 60")
    return minutes


class Holidays(Noun):
    """Which public holidays hold, and what they do."""

    country: str = Field(default="DE", pattern="^[A-Z]{2}$")
    """ISO 3166 country code."""
    state: str | None = None
    """ISO 3166-2 part, for Germany the state: BE, BY, NW, ..."""
    categories: tuple[str, ...] = ("public",)
    """Categories of the holidays library; Bavaria's 15 August needs catholic as well."""
    closed: bool = True
    """Whether the team is closed on a holiday."""
    volume_factor: NonNegative = 1.0
    """Volume on a holiday over that of the same weekday."""


class Horizon(Noun):
    """The time that is planned, in whole weeks of local time."""

    zone: Annotated[str, AfterValidator(_known_zone)] = "Europe/Berlin"
    """IANA time zone in which all wall times of the file are read."""
    start: Day
    """First day, a Monday; its local midnight is minute 0."""
    weeks: Annotated[PositiveCount, Field(le=53)] = 4
    """Length in weeks."""
    interval_minutes: Annotated[PositiveCount, AfterValidator(_divides_the_hour)] = 15
    """Length of the planning interval."""
    opening: WeekWindows
    """Opening hours of the team; a channel may have its own."""
    holidays: Holidays | None = None
    """Public holidays; left out, every day counts as its weekday."""

    @property
    def days(self) -> int:
        """Number of planned days."""
        return 7 * self.weeks

    @property
    def tzinfo(self) -> ZoneInfo:
        """The zone as an object."""
        return ZoneInfo(self.zone)
