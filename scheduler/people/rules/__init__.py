"""The rules, one module each: from what the planner said to limits of a person's tour."""

from scheduler.people.rule import KindRule, PersonRule
from scheduler.people.rules import (
    availability,
    averages,
    contract_hours,
    daily_rest,
    eve,
    fairness,
    fixed,
    free_days,
    nights,
    one_shift,
    rotation,
    runs,
    shift_counts,
    successions,
    sundays_and_holidays,
    wages,
    week_days,
    week_hours,
    weekends,
    weekly_rest,
    wishes,
)

KIND_RULES: tuple[KindRule, ...] = (
    one_shift.ONE_SHIFT,
    availability.CLOSED,
    sundays_and_holidays.SATURDAYS,
    sundays_and_holidays.SUNDAYS,
    sundays_and_holidays.HOLIDAYS,
    daily_rest.BETWEEN,
    successions.FORBIDDEN,
    successions.FORWARD,
    nights.OFF_AFTER,
    weekends.COMPLETE,
    runs.MOST_DAYS,
    runs.LEAST_DAYS,
    runs.LEAST_DAYS_OFF,
    runs.MOST_NIGHTS,
    weekly_rest.WEEKLY_REST,
    nights.MOST_NIGHTS,
    weekends.MOST,
    shift_counts.MOST_SHIFTS,
)
"""Rules that say the same for everybody under the same limits."""

BARRING_RULES: tuple[PersonRule, ...] = (
    availability.STARTED,
    availability.ABSENCES,
    availability.UNAVAILABLE,
    availability.AVAILABILITY,
    rotation.ROTATION,
    fixed.FIXED,
    eve.EVE_IS_PAST,
    daily_rest.AFTER_THE_PAST,
    nights.OFF_AFTER_THE_PAST,
    successions.FORBIDDEN_AFTER_THE_PAST,
    successions.FORWARD_AFTER_THE_PAST,
)
"""Rules that bar duties to a person because of the contract, the past or agreements."""

PERSON_RULES: tuple[PersonRule, ...] = (
    nights.BACK_AFTER_THE_PAST,
    contract_hours.CONTRACT_HOURS,
    week_hours.LONGEST_WEEK,
    averages.AVERAGE,
    averages.NIGHT_AVERAGE,
    week_days.WEEK_DAYS,
    free_days.FREE_SUNDAYS,
    free_days.FOR_SUNDAYS,
    free_days.FOR_HOLIDAYS,
    wages.WAGES,
    wishes.WISHES,
    fairness.LATES,
    fairness.NIGHTS,
    fairness.WEEKENDS,
    fairness.HOLIDAYS,
    fairness.HOSTILE_HOURS,
)
"""Rules that price or count what a person works; they see which duties are open."""

__all__ = ["BARRING_RULES", "KIND_RULES", "PERSON_RULES"]
