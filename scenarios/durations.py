"""Random lengths of time as planners write them."""

from enum import StrEnum

from scenarios.base import Noun, Positive, Share


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


class Patience(Duration):
    """How long customers wait before they leave."""

    at_once_share: Share = 0.0
    """Share of customers who leave at once when nobody is free; the others follow the duration."""
