"""The common ground of all nouns that come from a scenario file."""

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    NaiveDatetime,
    StringConstraints,
    model_validator,
)


class Noun(BaseModel):
    """A frozen part of a scenario that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


# Strict numbers: a quoted "12" or a boolean is a mistake in a scenario file, not a number.
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(strict=True, ge=0)]
PositiveCount = Annotated[int, Field(strict=True, ge=1)]
# Ids travel into file names, spreadsheets and routing systems, so they stay plain.
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


def _no_number(value: Any) -> Any:
    # A bare number would be taken for seconds since 1970.
    if isinstance(value, int | float):
        raise ValueError(f"{str(value).lower()} is no date; write an existing day as YYYY-MM-DD")
    return value


# Far from the ends of the calendar, where time zones would step over its edge.
Day = Annotated[
    dt.date, BeforeValidator(_no_number), Field(ge=dt.date(1970, 1, 1), le=dt.date(2199, 12, 31))
]
LocalTime = Annotated[
    NaiveDatetime,
    BeforeValidator(_no_number),
    Field(ge=dt.datetime(1970, 1, 1), le=dt.datetime(2199, 12, 31)),
]


class LocalSpan(Noun):
    """A dated time with a start and an end, in local time of the horizon's zone."""

    from_local: LocalTime
    """Start, YYYY-MM-DD HH:MM; the time must exist on that day."""
    to_local: LocalTime
    """End, not included."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.to_local <= self.from_local:
            raise ValueError(
                f"ends ({self.to_local:%Y-%m-%d %H:%M}) before it starts "
                f"({self.from_local:%Y-%m-%d %H:%M}); swap the times"
            )
        return self
