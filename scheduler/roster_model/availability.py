"""Rule: people work only when they may: first day, availability, absences, Sundays, holidays."""

import datetime as dt

from scenarios.scenario import Scenario
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY
from scheduler.roster_model.duties import Duty

Span = tuple[int, int]  # half-open, elapsed minutes

_SUNDAY = 6


def free_spans(scenario: Scenario, timeline: Timeline, agent: Agent) -> tuple[Span, ...]:
    """Return when an agent may work, as sorted spans of elapsed minutes that do not touch."""
    days = range(-1, scenario.horizon.days + 2)  # shifts may run past the last day
    spans: list[Span] = []
    for day in days:
        if _is_barred(scenario, timeline, agent, day):
            continue
        week = agent.availability
        windows = ((0, MINUTES_PER_DAY),) if week is None else week[timeline.date(day).weekday()]
        for start, end in windows:
            first, last = timeline.minute(day, start), timeline.minute(day, end)
            if spans and spans[-1][1] == first:
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
    for gap in agent.unavailable:
        spans = _without(
            spans, (_elapsed(timeline, gap.from_local), _elapsed(timeline, gap.to_local))
        )
    return tuple(spans)


def may_work(spans: tuple[Span, ...], duty: Duty) -> bool:
    """Whether a duty lies wholly in one of an agent's free spans."""
    return any(start <= duty.start_minute and duty.end_minute <= end for start, end in spans)


def _is_barred(scenario: Scenario, timeline: Timeline, agent: Agent, day: int) -> bool:
    date = timeline.date(day)
    return (
        (agent.started is not None and date < agent.started)
        or any(absence.first <= date <= absence.last for absence in agent.absences)
        or (not scenario.rules.sunday_work and date.weekday() == _SUNDAY)
        or (not scenario.rules.holiday_work and date in timeline.holiday_dates)
        or timeline.is_closed(day)
    )


def _elapsed(timeline: Timeline, local: dt.datetime) -> int:
    return timeline.minute(timeline.day_index(local.date()), local.hour * 60 + local.minute)


def _without(spans: list[Span], gap: Span) -> list[Span]:
    left = [(start, min(end, gap[0])) for start, end in spans]
    right = [(max(start, gap[1]), end) for start, end in spans]
    return sorted({span for span in (*left, *right) if span[0] < span[1]})
