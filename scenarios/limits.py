"""Limits on one person's working time: each may be left out, and most may be priced.

What has to hold between limits, such as a least and a most, is checked where scenarios are read
(``checks/limits.py``): a contract may say one half of a pair and the scenario the other.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, SerializerFunctionWrapHandler, model_serializer
from pydantic.config import JsonDict

from scenarios.base import Count, Id, NonNegative, Noun, Positive, PositiveCount
from scenarios.nearest import known_names
from scenarios.wall import WallTime, Window

PRICEABLE = frozenset(
    {
        "daily_rest_hours",
        "weekly_rest_hours",
        "max_week_hours",
        "average_week_hours",
        "max_days_per_week",
        "max_consecutive_days",
        "min_consecutive_days",
        "min_consecutive_days_off",
        "max_shifts",
        "forbidden_successions",
        "forward_rotation",
        "max_consecutive_nights",
        "max_nights",
        "min_days_off_after_nights",
        "complete_weekends",
        "max_weekends",
        "sunday_work",
        "holiday_work",
        "contract_hours",
        "availability",
        "rotation",
    }
)
"""Rules that may be broken at a price: per day, shift or weekend, and per hour where in hours."""
NOT_LIMITS = frozenset({"contract_hours", "availability", "rotation"})
"""Those of them that are no field of ``Limits``: contracts and agents say them."""


def _priceable(rule: str) -> str:
    if rule not in PRICEABLE:
        known = ", ".join(sorted(PRICEABLE))
        near = known_names(rule, sorted(PRICEABLE))
        advice = near if near.startswith("did") else f"these can: {known}"
        raise ValueError(f'"{rule}" cannot be priced; {advice}')
    return rule


Priceable = Annotated[str, AfterValidator(_priceable)]
_NAMES: JsonDict = {"propertyNames": {"enum": [*sorted(PRICEABLE)]}}


class Limits(Noun):
    """Limits on a person's working time; what is left out does not limit."""

    daily_rest_hours: Positive | None = None
    """Least rest between two shifts."""
    weekly_rest_hours: Positive | None = None
    """Least uninterrupted rest, once in every calendar week."""
    max_day_hours: Positive | None = None
    """Most working time, breaks excluded, in one shift."""
    max_span_hours: Positive | None = None
    """Longest shift from start to end, breaks included."""
    max_week_hours: Positive | None = None
    """Most working time, breaks excluded, in a calendar week."""
    average_week_hours: Positive | None = None
    """Most working time a week on average over every run of average_weeks weeks."""
    average_weeks: PositiveCount = 24
    """Weeks of the average; those before the horizon come from carry_over.week_hours."""
    max_days_per_week: Annotated[PositiveCount, Field(le=7)] | None = None
    """Most working days in a calendar week; the contract has such a limit as well."""
    max_consecutive_days: PositiveCount | None = None
    """Most working days in a row."""
    min_consecutive_days: PositiveCount | None = None
    """Least working days in a row; a block that touches an end of the horizon is let be."""
    min_consecutive_days_off: PositiveCount | None = None
    """Least days off in a row; a block that touches an end of the horizon is let be."""
    max_shifts: dict[Id, Count] = Field(default_factory=dict)
    """Most shifts of a template in the horizon, by template."""
    forbidden_successions: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    """Templates that may not be worked on the day after a template."""
    forward_rotation: bool = False
    """Whether shifts of days in a row may start later each day, never earlier."""
    break_minutes_over_4_5_hours: Count | None = None
    """Least break in a shift with more than four and a half hours of work."""
    break_minutes_over_6_hours: Count | None = None
    """Least break in a shift with more than six hours of work."""
    break_minutes_over_9_hours: Count | None = None
    """Least break in a shift with more than nine hours of work."""
    min_break_block_minutes: Count | None = None
    """Shortest block that counts as a break."""
    max_hours_without_break: Positive | None = None
    """Longest stretch of work without a break."""
    work_window: Window | None = None
    """Times of the day within which all work lies."""
    night_from: WallTime | None = None
    """Start of the night; with night_to, what counts as night."""
    night_to: WallTime | None = None
    """End of the night, on the next morning."""
    night_shift_minutes: Count = 120
    """A shift with more than so much work in the night is a night shift."""
    max_night_shift_hours: Positive | None = None
    """Most working time in a night shift."""
    night_average_week_hours: Positive | None = None
    """Most working time a week on average over four weeks for who may work nights."""
    max_consecutive_nights: PositiveCount | None = None
    """Most night shifts in a row."""
    max_nights: Count | None = None
    """Most night shifts in the horizon."""
    min_days_off_after_nights: Count | None = None
    """Least days off after a run of night shifts."""
    saturday_work: bool = True
    """Whether Saturdays may be worked."""
    sunday_work: bool = True
    """Whether Sundays may be worked; with de-arbzg say true only with a permit (§13)."""
    holiday_work: bool = True
    """Whether public holidays may be worked; with de-arbzg say true only with a permit (§13)."""
    free_sundays_per_year: Count | None = None
    """Least Sundays free of work in a calendar year."""
    sunday_substitute_weeks: PositiveCount | None = None
    """A Sunday worked brings another day off within so many weeks, its own included."""
    holiday_substitute_weeks: PositiveCount | None = None
    """A public holiday worked brings another day off within so many weeks, its own included."""
    complete_weekends: bool = False
    """Whether weekends are worked on both days or on none."""
    max_weekends: Count | None = None
    """Most weekends with work in the horizon."""
    notice_days: Count | None = None
    """Days before a shift within which a repair should not change it."""
    prices: dict[Priceable, NonNegative] = Field(default_factory=dict, json_schema_extra=_NAMES)
    """Rules that may be broken, with the price of each break, in the scenario's currency."""

    @model_serializer(mode="wrap")
    def _only_what_was_said(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Write what was said only: a limit left out and one switched off are not the same."""
        written: dict[str, Any] = handler(self)
        return {name: value for name, value in written.items() if name in self.model_fields_set}
