"""The cap on hostile work, and what the router sees of hostility."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from scenarios.base import Count, Id, NonNegative, Noun, PositiveCount, Share


class CapWindow(StrEnum):
    """Span over which an agent's hostile share is judged."""

    SHIFT = "shift"
    WEEK = "week"
    HORIZON = "horizon"


class CapLimits(Noun):
    """What an agent may meet of hostile work; what is left out is not limited here.

    For a group or an agent, what is left out stays as it is for everybody.
    """

    hostile: Annotated[float, Field(strict=True, gt=0, le=1)] | None = None
    """Highest hostile share of an agent's own cases in a window."""
    contacts_per_shift: Count | None = None
    """Most hostile contacts of an agent in a shift."""
    minutes_per_paid_hour: NonNegative | None = None
    """Most minutes of hostile handling per paid hour in a window."""
    longest_run: PositiveCount | None = None
    """Most hostile contacts of an agent in a row."""
    cool_down_seconds: NonNegative | None = None
    """Paid time without new work after every hostile case, or after a run of them; none: 0."""
    cool_down_after_run: PositiveCount | None = None
    """After how many hostile cases in a row the cool-down comes; left out, 1."""

    @property
    def limits_anything(self) -> bool:
        """Whether any form is limited, the cool-down included."""
        return any(value is not None for value in (*self.forms, self.cool_down_seconds))

    @property
    def forms(self) -> tuple[float | None, ...]:
        """The forms that are proved: share, contacts, minutes, run."""
        return (
            self.hostile,
            self.contacts_per_shift,
            self.minutes_per_paid_hour,
            self.longest_run,
        )


class Then(StrEnum):
    """What is done with a hostile case that nobody may take within the cap."""

    WAIT = "wait"
    GROUP = "group"
    DESK = "desk"
    MODERATE = "moderate"
    BREACH = "breach"


class BlockedStep(Noun):
    """One step for a hostile case that nobody may take within the cap."""

    then: Then
    """wait (last), group (supervisors), desk (agency, PR), moderate, or breach (last, logged)."""
    after_seconds: NonNegative = 0.0
    """Since when the case must have waited in its queue."""
    to: Id | None = None
    """Group or external desk that gets the case."""
    cost: NonNegative = 0.0
    """Cost of one case handled so, in the scenario's currency."""


class Cap(CapLimits):
    """The promise to the people: no more than this of what you handle is hostile."""

    window: CapWindow = CapWindow.WEEK
    """shift, week (calendar week of local time) or horizon: for the share and for minutes."""
    burst: NonNegative = 0.0
    """Hostile cases that the gate lets through ahead of the share; 0 keeps the cap hard."""
    look_ahead: Share = 1.0
    """Part of the harmless work expected in a shift's rest that the gate counts on; 0: none."""
    known_at_close: bool = False
    """Whether agents mark what a contact truly was when they close it; the quota counts that."""
    when_blocked: tuple[BlockedStep, ...] = (BlockedStep(then=Then.WAIT),)
    """What becomes of a hostile case that nobody may take, in this order; at the end it waits."""
    groups: dict[Id, CapLimits] = Field(default_factory=dict)
    """Limits of the agents of a group, by its id."""


class Classifier(Noun):
    """How hostility is seen before a case is handed out."""

    recall: Annotated[float, Field(strict=True, gt=0, le=1)] = 1.0
    """Share of hostile cases labelled hostile."""
    precision: Annotated[float, Field(strict=True, gt=0, le=1)] = 1.0
    """Share of cases labelled hostile that are hostile."""

    def false_positive_rate(self, hostile_share: Share) -> float:
        """Return the share of harmless cases labelled hostile that gives this precision.

        From Bayes: labelled = recall x share / precision; the rest of it is false. Raises
        ValueError where no rate in [0, 1] can give the precision.
        """
        if hostile_share == 0 or self.precision == 1:
            return 0.0
        if hostile_share == 1:
            raise ValueError("every case is hostile, so precision below 1 cannot be; write 1.0")
        false = self.recall * hostile_share * (1 - self.precision) / self.precision
        rate = false / (1 - hostile_share)
        if rate > 1:
            raise ValueError(
                f"recall {self.recall} and precision {self.precision} label more cases than "
                f"there are at a hostile share of {hostile_share}; raise precision"
            )
        return rate
