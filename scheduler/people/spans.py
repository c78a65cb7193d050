"""Spans of days that counters look at."""

from collections.abc import Mapping

from scheduler.people.tour_rules import Ints


def week_days(week: int, weeks: int = 1) -> range:
    """Return the days of a calendar week of the horizon, or of several from it on."""
    return range(7 * week, 7 * (week + weeks))


def over(weights: Mapping[int, Ints], days: range) -> dict[int, Ints]:
    """Return the weights of some days only, those that weigh nothing left out."""
    return {day: weights[day] for day in days if weights[day].any()}
