"""Customers who come back: elsewhere, again, or with a history."""

from typing import Self

from pydantic import Field, model_validator

from scenarios.base import Id, NonNegative, Noun, Positive, PositiveCount, Share
from scenarios.durations import Duration


class Spill(Noun):
    """Some who left unanswered come back, on this channel or another, and angrier."""

    to: Id
    """Channel on which they come back; the own one stands for redialling."""
    share: Share
    """Share of those who left that comes back here."""
    delay: Duration = Duration(mean_seconds=1800.0)
    """Time between leaving and coming back (assumption)."""
    hostile_factor: NonNegative = 2.0
    """Chance of hostility over that of the target channel at that hour (assumption)."""
    at_most: PositiveCount | None = 3
    """How often one matter may come back in all; null: without limit."""


class Repost(Noun):
    """Posting again about the same matter while the first message still waits."""

    share: Share
    """Share of customers who do so each time the delay is over."""
    after: Duration
    """Time from the last message until they post again, if still without a reply."""
    work_share: Positive = 0.25
    """Handle time of the repeated message over that of a first one (assumption)."""
    hostile_factor: NonNegative = 1.5
    """Chance of hostility over that of the first message (assumption)."""
    at_most: PositiveCount = 2
    """How often one customer does so."""


class Repeat(Noun):
    """Contacts that come back although they were answered, since the matter was not solved."""

    share: Share
    """Share of closed cases that comes back."""
    to: Id | None = None
    """Channel on which they come back; left out, the same."""
    delay: Duration = Duration(mean_seconds=86400.0)
    """Time between the close and the next contact (assumption)."""
    hostile_factor: NonNegative = 1.5
    """Chance of hostility over that of the target channel at that hour (assumption)."""
    at_most: PositiveCount = 3
    """How often one matter may come back in all."""


class Authors(Noun):
    """People who write often, with a history that shows in their next message."""

    regulars: PositiveCount
    """Number of people who write often."""
    share: Share
    """Share of first contacts that come from them, on each of the channels."""
    skew: NonNegative = 1.0
    """How unevenly they write: the n-th most frequent has weight n^-skew (Zipf)."""
    channels: tuple[Id, ...] = ()
    """Channels on which they write; left out, all."""
    factor_after_hostile: NonNegative = 2.0
    """Chance of hostility if their last message was hostile, over the usual (assumption)."""
    factor_after_unanswered: NonNegative = 1.5
    """The same if their last message is still unanswered or was never answered (assumption)."""
    memory_days: Positive = 90.0
    """After this time the history is forgotten."""

    @model_validator(mode="after")
    def _not_too_many(self) -> Self:
        if self.regulars > 1_000_000:
            raise ValueError("regulars are at most 1,000,000")
        return self


class Backlog(Noun):
    """Cases that wait already when the horizon begins."""

    cases: PositiveCount
    """How many."""
    oldest_hours: NonNegative = 0.0
    """Their ages lie evenly between 0 and this, in hours of the SLA's clock."""


class Start(Noun):
    """How the simulation begins."""

    warm_up_hours: NonNegative = 0.0
    """Hours at the start of the horizon whose cases are simulated and not counted."""
    backlog: dict[Id, Backlog] = Field(default_factory=dict)
    """Cases waiting at the start, by channel; left out, the horizon starts empty."""
