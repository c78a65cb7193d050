"""What wears people down and what they are good at: absence, learning, speed, recovery."""

from enum import StrEnum

from pydantic import Field

from scenarios.base import Id, NonNegative, Noun, Positive, Share
from scenarios.durations import Duration


class Shrinkage(Noun):
    """Paid time away from the desk within a shift that nobody planned."""

    share: Share = Field(lt=1)
    """Share of working time lost; gross = net / (1 - share)."""
    length: Duration = Duration(mean_seconds=600.0)
    """Length of one pause (assumption)."""


class Sickness(Noun):
    """Spells of illness over several days."""

    spells_per_year: Positive
    """Spells that one agent has in a year."""
    mean_days: Positive = 4.0
    """Mean length in calendar days, at least one (geometric; assumption)."""


class AfterHostile(Noun):
    """Slower work for some time after a hostile case."""

    slowdown: NonNegative = 0.15
    """Longer handle time (0.15: 15 %; assumption, the direction is from Rafaeli et al. 2012)."""
    for_seconds: Positive = 1800.0
    """For how long after the end of the case (assumption)."""


class Learning(Noun):
    """New agents are slower at first: 1 + (factor_at_start - 1) x exp(-weeks / time_weeks)."""

    factor_at_start: Positive = 1.5
    """Handle time on the first day over that of an experienced agent (assumption)."""
    time_weeks: Positive = 6.0
    """Weeks in which the difference falls to 37 % (assumption)."""


class Profile(Noun):
    """A kind of training: how fast on which channel."""

    handle_time_factor: dict[Id, Positive] = Field(default_factory=dict)
    """Handle time by channel over the channel's own; 1 where nothing is said."""


class AtShiftEnd(StrEnum):
    """What happens to work in progress when a shift ends."""

    FINISH = "finish"
    HAND_OVER = "hand_over"


class ShiftEnd(Noun):
    """Work in progress at the end of a shift; at the start of a break or pause it is finished."""

    live: AtShiftEnd = AtShiftEnd.FINISH
    """Calls and chats: finish, or hand over to whoever comes next."""
    deferrable: AtShiftEnd = AtShiftEnd.FINISH
    """Posts, messages and e-mail: finish, or put back to wait for somebody else."""
    hand_over_seconds: NonNegative = 60.0
    """Time that the next agent needs to read in (assumption)."""
