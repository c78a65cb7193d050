"""Rules on when a person is there: first day, absences, availability, closing."""

import datetime as dt
from collections.abc import Iterator

from scheduler.checker.clocks import Piece, Worked, said
from scheduler.checker.person import Person
from scheduler.checker.violation import Violation


def check_presence(person: Person) -> Iterator[Violation]:
    """Yield every shift, on call or not, at a time at which the agent cannot be there."""
    for one in person.shifts:
        for rule, words in _broken(person, one):
            yield person.broken(rule, one.date, words, source="scenario")


def _broken(person: Person, one: Worked) -> Iterator[tuple[str, str]]:
    agent = person.agent
    early = [p for p in one.pieces if agent.started is not None and p[0] < agent.started]
    if early:
        yield "started", f"works {said(early[0])} before starting on {agent.started}"
    away = [p for p in one.pieces if any(a.first <= p[0] <= a.last for a in agent.absences)]
    if away:
        yield "absences", f"works {said(away[0])} during an absence"
    missing = [piece for piece in one.pieces if not _is_available(person, piece)]
    if missing:
        yield "availability", f"works {said(missing[0])}, which is not available"
    closed = [date for date, _, _ in one.pieces if _is_closed(person, date)]
    if closed:
        yield "closed", f"works on {closed[0]}, a holiday on which all is closed"
    for gap in agent.unavailable:
        start = gap.from_local.replace(tzinfo=person.timeline.zone)
        end = gap.to_local.replace(tzinfo=person.timeline.zone)
        if one.starts.timestamp() < end.timestamp() and start.timestamp() < one.ends.timestamp():
            yield "unavailable", f"works {one.words} although unavailable from {gap.from_local}"


def _is_closed(person: Person, date: dt.date) -> bool:
    return person.timeline.is_closed(person.timeline.day_index(date))


def _is_available(person: Person, piece: Piece) -> bool:
    date, start, end = piece
    if person.agent.availability is None:
        return True
    reached = start
    for first, last in person.agent.availability[date.weekday()]:
        if first <= reached < last:
            reached = last
    return reached >= end
