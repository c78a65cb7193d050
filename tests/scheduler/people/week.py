"""A team of one with five kinds of shifts, and tours of it written as letters.

``e`` is 06:00 to 14:00, ``d`` 09:00 to 17:00, ``l`` 14:00 to 22:00, ``n`` 22:00 to 06:00, ``c``
on call from 17:00 to 21:00 at a quarter of the pay, ``-`` a day off.
"""

from typing import Any

from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import OFF, TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import Requirement
from tests.scheduler.people.brute import price_of
from tests.scheduler.small_teams import small

SHIFTS: dict[str, Any] = {
    "early": {"starts": ["06:00"], "length_minutes": 480},
    "day": {"starts": ["09:00"], "length_minutes": 480},
    "late": {"starts": ["14:00"], "length_minutes": 480},
    "night": {"starts": ["22:00"], "length_minutes": 480},
    "call": {"starts": ["17:00"], "length_minutes": 240, "on_call_paid_share": 0.25},
}
ANY_HOURS = {
    "hours_per_week": 40.0,
    "flexibility_hours": 60.0,
    "horizon_flexibility_hours": 999.0,
    "max_days_per_week": 7,
    "hourly_cost": 0.0,
}


def team_of_one(
    *,
    rules: dict[str, Any] | None = None,
    agent: dict[str, Any] | None = None,
    contract: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """Return a scenario of one agent, of whom nothing is asked but what is given."""
    shifts = {**SHIFTS, **changes.pop("shifts", {})}
    return small(
        shifts=shifts,
        contract={**ANY_HOURS, **(contract or {})},
        agents=[{"id": "a", **(agent or {})}],
        rules=rules,
        **changes,
    )


def rules_and_calendar(
    scenario: Scenario, requirement: Requirement | None = None
) -> tuple[TourRules, Calendar]:
    """Return the rules of the first agent's tour with the calendar."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    return tour_rules(calendar, requirement)[0], calendar


def tour_of(calendar: Calendar, letters: str, eve: str = "-") -> dict[int, int]:
    """Return the tour that letters stand for, from day 0 on; days without a letter are off."""
    days = list(calendar.days)
    written = (eve + letters).ljust(len(days), "-")
    assert len(written) == len(days), "too many letters"
    return {day: _choice(calendar, day, letter) for day, letter in zip(days, written, strict=True)}


def _choice(calendar: Calendar, day: int, letter: str) -> int:
    if letter == "-":
        return OFF
    initials = [duty.template[0] for duty in calendar.duties[day]]
    assert letter in initials, f"no {letter} on day {day}"
    return 1 + initials.index(letter)


def price(
    scenario: Scenario, letters: str, eve: str = "-", requirement: Requirement | None = None
) -> int | None:
    """Return the price of a tour in units, or None if it is forbidden."""
    rules, calendar = rules_and_calendar(scenario, requirement)
    return price_of(rules, calendar.duties, tour_of(calendar, letters, eve))
