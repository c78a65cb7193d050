"""The rules, one module each: from what the planner said to limits of a person's tour."""

from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules import (
    availability,
    contract_hours,
    daily_rest,
    eve,
    one_shift,
    runs,
    sundays_and_holidays,
    wages,
    week_days,
    week_hours,
)

KIND_RULES: tuple[KindRule, ...] = (
    one_shift.ONE_SHIFT,
    availability.CLOSED,
    sundays_and_holidays.SATURDAYS,
    sundays_and_holidays.SUNDAYS,
    sundays_and_holidays.HOLIDAYS,
    daily_rest.BETWEEN,
    runs.MOST_DAYS,
    runs.LEAST_DAYS,
    runs.LEAST_DAYS_OFF,
    runs.MOST_NIGHTS,
    week_hours.LONGEST_WEEK,
)
"""Rules that say the same for everybody under the same limits."""

PERSON_RULES: tuple[PersonRule, ...] = (
    availability.STARTED,
    availability.ABSENCES,
    availability.UNAVAILABLE,
    availability.AVAILABILITY,
    eve.EVE_IS_PAST,
    daily_rest.AFTER_THE_PAST,
    contract_hours.CONTRACT_HOURS,
    week_days.WEEK_DAYS,
    wages.WAGES,
)
"""Rules that look at a person's contract, past or agreements."""

__all__ = ["KIND_RULES", "PERSON_RULES"]
