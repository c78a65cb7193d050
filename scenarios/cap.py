"""The cap on hostile work, and what the router sees of hostility."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from scenarios.base import NonNegative, Noun, Share


class CapWindow(StrEnum):
    """Span over which an agent's hostile share is judged."""

    SHIFT = "shift"
    WEEK = "week"
    HORIZON = "horizon"


class WhenBlocked(StrEnum):
    """What happens to a hostile case that nobody may take within the cap."""

    WAIT = "wait"
    BREACH = "breach"


class Cap(Noun):
    """The promise to the people: no more than this share of what you handle is hostile."""

    hostile: Annotated[float, Field(strict=True, gt=0, le=1)]
    """Highest hostile share of an agent's own cases in a window."""
    window: CapWindow = CapWindow.WEEK
    """shift, week (calendar week of local time) or horizon."""
    burst: NonNegative = 0.0
    """Hostile cases that the gate lets through ahead of the share; 0 keeps the cap hard."""
    look_ahead: Share = 0.5
    """Part of the harmless work expected in a shift's rest that the gate counts on; 0: none."""
    when_blocked: WhenBlocked = WhenBlocked.WAIT
    """wait: until somebody may take it; breach: it is given, and the breach logged."""


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
