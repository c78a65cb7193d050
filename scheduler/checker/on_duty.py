"""Rules on the team: enough of a skill on duty, nobody alone."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenarios.pledges import OnDuty
from scenarios.roster import Activity, Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.violation import Violation

Ints = npt.NDArray[np.int64]
Span = tuple[int, int, int]  # elapsed minutes [start, end), and the number in them
_SOURCE = "scenario"


def check_on_duty(scenario: Scenario, timeline: Timeline, roster: Roster) -> Iterator[Violation]:
    """Yield every time at which fewer people with a skill are at work than wanted."""
    for name, wanted in scenario.team.on_duty.items():
        skilled = {agent.id for agent in scenario.team.agents if wanted.skill in agent.skills}
        heads = _heads(timeline, roster, skilled)
        hours = np.zeros(timeline.total_minutes, dtype=bool)
        for start, end in timeline.open_windows(wanted.hours):
            hours[start:end] = True
        for start, end, count in _spans(np.where(hours & (heads < wanted.agents), heads, -1)):
            yield _short(timeline, name, wanted, (start, end, count))


def _short(timeline: Timeline, name: str, wanted: OnDuty, span: Span) -> Violation:
    start, end, count = span
    words = (
        f"{name}: {count} with {wanted.skill} at work {_when(timeline, start, end)}, "
        f"{wanted.agents} wanted"
    )
    date = timeline.local(start).date()
    if wanted.hourly_cost is None:
        return Violation("on_duty", _SOURCE, "", date, words)
    price = wanted.hourly_cost * (wanted.agents - count) * (end - start) / 60
    return Violation("on_duty", _SOURCE, "", date, words, True, price)


def check_lone_worker(
    scenario: Scenario, timeline: Timeline, roster: Roster
) -> Iterator[Violation]:
    """Yield every time at which one person alone is at work."""
    if not scenario.team.no_lone_worker:
        return
    everybody = {agent.id for agent in scenario.team.agents}
    heads = _heads(timeline, roster, everybody)
    for start, end, _ in _spans(np.where(heads == 1, heads, -1)):
        who = next(
            shift.agent_id
            for shift in roster.shifts
            for part in shift.segments
            if part.activity is Activity.WORK and part.start_minute <= start < part.end_minute
        )
        words = f"{who} is alone at work {_when(timeline, start, end)}"
        yield Violation("no_lone_worker", _SOURCE, "", timeline.local(start).date(), words)


def _heads(timeline: Timeline, roster: Roster, agent_ids: set[str]) -> Ints:
    """Return how many of some people are at work in each minute of the horizon."""
    steps = np.zeros(timeline.total_minutes + 1, dtype=np.int64)
    for shift in roster.shifts:
        for part in shift.segments:
            if shift.agent_id in agent_ids and part.activity is Activity.WORK:
                steps[min(max(part.start_minute, 0), timeline.total_minutes)] += 1
                steps[min(max(part.end_minute, 0), timeline.total_minutes)] -= 1
    return np.cumsum(steps)[:-1]


def _spans(numbers: Ints) -> Iterator[Span]:
    """Yield the spans of minutes with the same number, where it is not negative."""
    at = 0
    edges = np.flatnonzero(np.diff(numbers)) + 1
    for end in (*edges.tolist(), len(numbers)):
        if numbers[at] >= 0:
            yield at, end, int(numbers[at])
        at = end


def _when(timeline: Timeline, start: int, end: int) -> str:
    first, last = timeline.local(start), timeline.local(end)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{last:%a %Y-%m-%d %H:%M}"
    return f"from {first:%a %Y-%m-%d %H:%M} to {until}"
