"""Channels: what comes in, how long it takes, how long people wait, what is promised."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import Id, NonNegative, Noun, Positive, PositiveCount, Share
from scenarios.wall import WeekWindows


class Medium(StrEnum):
    """Kind of channel."""

    POST = "post"
    MESSAGE = "message"
    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"


class Distribution(StrEnum):
    """Family of a duration."""

    LOGNORMAL = "lognormal"
    EXPONENTIAL = "exponential"
    GAMMA = "gamma"
    CONSTANT = "constant"


class Duration(Noun):
    """A random length of time."""

    distribution: Distribution = Distribution.LOGNORMAL
    """Family."""
    mean_seconds: Positive
    """Mean."""
    cv: Positive = 1.0
    """Coefficient of variation of a lognormal or gamma duration."""


class SlaClock(StrEnum):
    """Which time an SLA counts."""

    OPENING = "opening"
    WALL = "wall"


class Denominator(StrEnum):
    """Which contacts a service level is a share of (facts: KPI definitions)."""

    OFFERED = "offered"
    OFFERED_LESS_SHORT_ABANDONED = "offered_less_short_abandoned"
    ANSWERED = "answered"


class Sla(Noun):
    """A promise: this share is answered within this time."""

    share: Share
    """Target share."""
    within_seconds: Positive
    """Time limit for the first answer."""
    clock: SlaClock = SlaClock.OPENING
    """Whether the limit runs in opening hours only or always."""
    denominator: Denominator = Denominator.OFFERED
    """What the share is a share of."""


class WeekShape(Noun):
    """How volume spreads over the week: weight of a weekday times weight of the hour."""

    by_weekday: Annotated[tuple[NonNegative, ...], Field(min_length=7, max_length=7)] = (1.0,) * 7
    """Seven weights, Monday first."""
    by_hour: Annotated[tuple[NonNegative, ...], Field(min_length=24, max_length=24)] = (1.0,) * 24
    """Twenty-four weights by local hour."""
    by_hour_of_week: (
        Annotated[tuple[NonNegative, ...], Field(min_length=168, max_length=168)] | None
    ) = None
    """168 weights from Monday 00:00; replaces the other two."""

    @model_validator(mode="after")
    def _some_weight(self) -> Self:
        if sum(self.weights()) <= 0:
            raise ValueError("all weights are zero; give at least one hour a positive weight")
        return self

    def weights(self) -> tuple[float, ...]:
        """Return the 168 weights of the hours of a week, Monday 00:00 first, not normalised."""
        if self.by_hour_of_week is not None:
            return self.by_hour_of_week
        return tuple(day * hour for day in self.by_weekday for hour in self.by_hour)


class Hostility(Noun):
    """How much of a channel is hostile, and what it costs in time."""

    share: Share
    """Share of cases that are hostile, over the whole week."""
    by_hour: Annotated[tuple[NonNegative, ...], Field(min_length=24, max_length=24)] | None = None
    """Relative hostility by local hour, scaled so that the weekly share holds; flat if left out."""
    handle_time_factor: Positive = 1.0
    """Handle time of a hostile case over that of a harmless one."""


class Channel(Noun):
    """One medium of the team with its volume, work, patience and promise."""

    medium: Medium
    """post, message, email, chat or phone."""
    skill: Id | None = None
    """Skill that agents need; left out, the channel's own id."""
    volume_per_week: NonNegative
    """Cases per week before volume.scale."""
    shape: WeekShape | str = "office"
    """Weekly shape: a preset's name or weights."""
    busyness_cv: NonNegative = 0.0
    """Coefficient of variation of the gamma factor that makes whole days busy or quiet."""
    languages: dict[str, Positive] = Field(default_factory=dict)
    """Share of each language, scaled to sum 1; left out, any agent's language will do."""
    handle_time: Duration
    """Handle time of a harmless case, wrap-up included."""
    patience: Duration | None = None
    """Time a customer waits before leaving; left out, nobody leaves."""
    hostility: Hostility = Hostility(share=0.0)
    """Hostile cases."""
    concurrency: PositiveCount = 1
    """Most cases of this channel that one agent handles at once."""
    concurrency_slowdown: NonNegative = 0.0
    """Longer handle time for each further case handled at once (0.18 means 18 % per case)."""
    sla: Sla | None = None
    """The promise; a channel without one is worked off when there is time."""
    opening: WeekWindows | None = None
    """Opening hours of this channel; left out, the team's."""

    @property
    def realtime(self) -> bool:
        """Whether customers wait live, so that work cannot be deferred."""
        return self.medium in (Medium.CHAT, Medium.PHONE)

    @property
    def public(self) -> bool:
        """Whether others read along."""
        return self.medium is Medium.POST
