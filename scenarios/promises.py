"""Promises to customers: a share answered within a time, by a clock."""

from enum import StrEnum

from scenarios.base import Noun, Positive, Share


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
