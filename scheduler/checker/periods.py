"""Checks that concern a person's shifts together: rest, days in a row, weeks, the horizon."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scenarios.roster import Activity, Shift
from scenarios.scenario import Scenario
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scheduler.checker.violation import Violation

_ROUNDING_HOURS = 1e-6


def check_periods(
    scenario: Scenario, timeline: Timeline, agent: Agent, shifts: Sequence[Shift]
) -> Iterator[Violation]:
    """Yield what is wrong with an agent's shifts, which come in order of their start."""
    yield from _check_rest(scenario, timeline, agent, shifts)
    yield from _check_row(scenario, agent, shifts)
    yield from _check_weeks(scenario, timeline, agent, shifts)
    yield from _check_horizon(scenario, timeline, agent, shifts)


def _check_rest(
    scenario: Scenario, timeline: Timeline, agent: Agent, shifts: Sequence[Shift]
) -> Iterator[Violation]:
    least = scenario.rules.daily_rest_hours
    for before, after in pairwise(shifts):
        gap = timeline.utc(after.start_minute) - timeline.utc(before.end_minute)
        hours = gap.total_seconds() / 3600
        if before.date == after.date:
            message = f"{agent.id} has two shifts on {after.date}"
            yield Violation("one_shift_a_day", "scenario", agent.id, after.date, message)
        if hours < 0:
            message = f"{agent.id}: the shifts of {before.date} and {after.date} overlap"
            yield Violation("overlap", "scenario", agent.id, after.date, message)
        elif least is not None and hours < least - _ROUNDING_HOURS:
            message = f"{agent.id}: {hours:g} h of rest before {after.date}, {least:g} h are due"
            source = scenario.rules.source("daily_rest_hours")
            yield Violation("daily_rest_hours", source, agent.id, after.date, message)


def _check_row(scenario: Scenario, agent: Agent, shifts: Sequence[Shift]) -> Iterator[Violation]:
    limit = scenario.rules.max_consecutive_days
    if limit is None:
        return
    dates = sorted({shift.date for shift in shifts})
    row = 0
    for place, date in enumerate(dates):
        follows = place > 0 and date - dates[place - 1] == dt.timedelta(days=1)
        row = row + 1 if follows else 1
        if row == limit + 1:
            message = f"{agent.id}: {date} is working day {row} in a row, at most {limit}"
            source = scenario.rules.source("max_consecutive_days")
            yield Violation("max_consecutive_days", source, agent.id, date, message)


def _check_weeks(
    scenario: Scenario, timeline: Timeline, agent: Agent, shifts: Sequence[Shift]
) -> Iterator[Violation]:
    contract = scenario.team.contracts[agent.contract]
    for week in range(scenario.horizon.weeks):
        monday = timeline.date(7 * week)
        own = [s for s in shifts if monday <= s.date < monday + dt.timedelta(days=7)]
        worked, credited = _hours(own), _credit(scenario, timeline, agent, monday)
        words = f"{agent.id}, week from {monday}:"
        days = len({shift.date for shift in own})
        if days > contract.max_days_per_week:
            message = f"{words} {days} working days, at most {contract.max_days_per_week}"
            yield Violation("max_days_per_week", "contract", agent.id, monday, message)
        longest = scenario.rules.max_week_hours
        if longest is not None and worked > longest + _ROUNDING_HOURS:
            source = scenario.rules.source("max_week_hours")
            message = f"{words} {worked:g} h of work, at most {longest:g} h are allowed"
            yield Violation("max_week_hours", source, agent.id, monday, message)
        problem = _against_contract(worked, credited, contract.hours_per_week, agent, scenario)
        if problem:
            message = f"{words} {problem}"
            yield Violation("hours_per_week", "contract", agent.id, monday, message)


def _check_horizon(
    scenario: Scenario, timeline: Timeline, agent: Agent, shifts: Sequence[Shift]
) -> Iterator[Violation]:
    contract = scenario.team.contracts[agent.contract]
    mondays = [timeline.date(7 * week) for week in range(scenario.horizon.weeks)]
    inside = [shift for shift in shifts if shift.date >= mondays[0]]
    credited = sum(_credit(scenario, timeline, agent, monday) for monday in mondays)
    asked = contract.hours_per_week * len(mondays)
    problem = _against_contract(_hours(inside), credited, asked, agent, scenario)
    if problem:
        message = f"{agent.id}, whole horizon: {problem}"
        yield Violation("hours_of_horizon", "contract", agent.id, None, message)


def _against_contract(
    worked: float, credited: float, asked: float, agent: Agent, scenario: Scenario
) -> str:
    """Return what is wrong with worked and credited hours, or nothing."""
    flexible = scenario.team.contracts[agent.contract].weekly_band_hours
    counted = worked + credited
    said = f"{worked:g} h worked and {credited:g} h credited of {asked:g} h"
    if counted < asked - flexible - _ROUNDING_HOURS:
        return f"{said}: {asked - flexible - counted:g} h too few"
    if worked > 0 and counted > asked + flexible + _ROUNDING_HOURS:
        return f"{said}: {counted - asked - flexible:g} h too many"
    return ""


def _hours(shifts: Sequence[Shift]) -> float:
    """Return the elapsed hours of work."""
    minutes = 0
    for shift in shifts:
        for part in shift.segments:
            if part.activity is Activity.WORK:
                minutes += part.end_minute - part.start_minute
    return minutes / 60


def _credit(scenario: Scenario, timeline: Timeline, agent: Agent, monday: dt.date) -> float:
    """Return the hours that absences, free holidays and days before the first one count for."""
    contract = scenario.team.contracts[agent.contract]
    hours = 0.0
    for offset in range(7):
        date = monday + dt.timedelta(days=offset)
        absent = [a.credited_hours_per_day for a in agent.absences if a.first <= date <= a.last]
        no_work = timeline.is_closed(timeline.day_index(date)) or (
            date in timeline.holiday_dates and not scenario.rules.holiday_work
        )
        would_work = agent.availability is None or len(agent.availability[offset]) > 0
        if agent.started is not None and date < agent.started:
            hours += contract.hours_per_week / 5 if offset <= 4 else 0.0
        elif absent:
            hours += max(absent)
        elif no_work and offset <= 4 and would_work:
            hours += contract.hours_per_week / contract.max_days_per_week
    return min(hours, contract.hours_per_week)
