"""Checks when a person works: first day, availability, absences, Sundays, holidays, closing."""

import datetime as dt
from collections.abc import Iterator

from scenarios.roster import Shift
from scenarios.scenario import Scenario
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time
from scheduler.checker.violation import Violation

_DAY = 1440
Piece = tuple[dt.date, int, int]  # local date and wall-clock minutes [start, end)


def check_presence(
    scenario: Scenario, timeline: Timeline, agent: Agent, shift: Shift
) -> Iterator[Violation]:
    """Yield every time at which an agent works a shift without being able or allowed to."""

    def broken(rule: str, source: str, message: str) -> Violation:
        words = f"{agent.id}, {shift.date}: {message}"
        return Violation(rule, source, agent.id, shift.date, words)

    for date, start, end in local_pieces(timeline, shift):
        span = f"{date} {format_wall_time(start)}-{format_wall_time(end)}"
        if agent.started is not None and date < agent.started:
            yield broken("started", "scenario", f"works {span} before starting on {agent.started}")
        if any(absence.first <= date <= absence.last for absence in agent.absences):
            yield broken("absences", "scenario", f"works {span} during an absence")
        if not _is_available(agent, date, start, end):
            yield broken("availability", "scenario", f"works {span}, which is not available")
        if date.weekday() == 6 and not scenario.rules.sunday_work:
            source = scenario.rules.source("sunday_work")
            yield broken("sunday_work", source, f"works {span}, a Sunday")
        if date in timeline.holiday_dates and not scenario.rules.holiday_work:
            source = scenario.rules.source("holiday_work")
            yield broken("holiday_work", source, f"works {span}, a public holiday")
        elif timeline.is_closed(timeline.day_index(date)):
            yield broken("opening", "scenario", f"works {span}, a holiday on which all is closed")
    for message in _gaps_worked(timeline, agent, shift):
        yield broken("unavailable", "scenario", message)


def _gaps_worked(timeline: Timeline, agent: Agent, shift: Shift) -> Iterator[str]:
    """Yield what is wrong where a shift reaches into a time at which the agent cannot work."""
    first, last = timeline.local(shift.start_minute), timeline.local(shift.end_minute)
    for gap in agent.unavailable:
        from_local = gap.from_local.replace(tzinfo=timeline.zone)
        to_local = gap.to_local.replace(tzinfo=timeline.zone)
        if first.timestamp() < to_local.timestamp() and from_local.timestamp() < last.timestamp():
            yield f"works {first:%H:%M}-{last:%H:%M} although unavailable from {gap.from_local}"


def local_pieces(timeline: Timeline, shift: Shift) -> list[Piece]:
    """Return a shift cut at local midnights."""
    start, end = timeline.local(shift.start_minute), timeline.local(shift.end_minute)
    pieces: list[Piece] = []
    date = start.date()
    while date <= end.date():
        first = start.hour * 60 + start.minute if date == start.date() else 0
        last = end.hour * 60 + end.minute if date == end.date() else _DAY
        if last > first:
            pieces.append((date, first, last))
        date += dt.timedelta(days=1)
    return pieces


def _is_available(agent: Agent, date: dt.date, start: int, end: int) -> bool:
    if agent.availability is None:
        return True
    reached = start
    for first, last in agent.availability[date.weekday()]:
        if first <= reached < last:
            reached = last
    return reached >= end
