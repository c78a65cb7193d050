"""Backlash: public posts that draw others, dated events and storms."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from scenarios.base import (
    Id,
    LocalSpan,
    LocalTime,
    NonNegative,
    Noun,
    Positive,
    PositiveCount,
    Share,
)


class Backlash(Noun):
    """Further posts that a hostile public case draws while it waits for a reply.

    A self-exciting process with an exponential kernel (Hawkes 1971): an unanswered hostile post
    of age u draws others at the rate branching x audience x exp(-u / delay) / delay.
    """

    branching: Annotated[float, Field(strict=True, ge=0, le=20)] = 0.5
    """Mean number of posts that one hostile post draws if nobody ever replies (assumption)."""
    mean_delay_seconds: Positive = 3600.0
    """Mean age of the post when another follows, so how fast it is forgotten (assumption)."""
    hostile_share: Share = 0.7
    """Share of the drawn posts that are hostile and draw others in turn (assumption)."""
    audience_cv: NonNegative = 1.0
    """Spread of the audience from post to post: gamma with mean 1 (assumption); 0: all the same."""
    after_reply: Share = 0.0
    """Part of the rate that stays after the first reply."""
    after_holding_reply: Share = 0.5
    """Part of the rate that stays after a holding reply (assumption)."""
    after_moderation: Share = 0.0
    """Part of the rate that stays once the post is hidden or has become private."""

    @property
    def branching_ratio(self) -> float:
        """Mean number of hostile posts that a hostile post draws directly; below 1."""
        return self.branching * self.hostile_share

    @model_validator(mode="after")
    def _dies_out(self) -> Self:
        if self.branching_ratio >= 1:
            raise ValueError(
                f"the branching ratio is {self.branching_ratio:.3g} (branching x hostile_share): "
                "from 1 on a single post may draw posts without end; keep it below 1"
            )
        return self


class Event(LocalSpan):
    """A dated change of volume or mood: an outage, a campaign."""

    channels: tuple[Id, ...] = ()
    """Channels that it touches; left out, all."""
    volume_factor: NonNegative = 1.0
    """Volume in this time over the usual."""
    hostile_factor: NonNegative = 1.0
    """Chance of hostility in this time over the usual, at most 1 in the end."""


class Storm(Noun):
    """Cases put in on purpose: so many, from a moment on, fast at first and then fewer."""

    channel: Id
    """Where they come in."""
    from_local: LocalTime
    """When it starts, YYYY-MM-DD HH:MM."""
    cases: PositiveCount
    """How many, exactly; those that would come after the horizon do not count."""
    mean_delay_seconds: Positive = 7200.0
    """Mean time after the start; their rate falls exponentially."""
    hostile_share: Share = 0.7
    """Share of them that is hostile (assumption)."""
    audience: Positive = 1.0
    """Audience of each of its posts over that of a usual one, so how many others it draws."""
