"""Times of the week with rules of their own, as an attribute of tasks and as spans of weekdays."""

from collections.abc import Iterator
from itertools import groupby

from scenarios.assignment import AssignmentRules, GroupRule
from scenarios.rule_periods import REGULAR
from scenarios.scenario import Scenario
from scenarios.taskrouter.names import plain_names
from scenarios.wall import MINUTES_PER_DAY, WEEKDAYS, format_wall_time, parse_wall_time

PERIOD = "period"

Span = tuple[str, str, str]
"""Weekday, start and end of a local time of the week."""


def rule_sets(rules: AssignmentRules) -> dict[str, tuple[GroupRule, ...]]:
    """Return the group rules by the name of their period; just the regular ones without any."""
    names = plain_names([REGULAR, *(one.id for one in rules.periods)])
    return {REGULAR: rules.group_rules} | {names[one.id]: one.group_rules for one in rules.periods}


def spans_of(scenario: Scenario, intervals: tuple[int, ...]) -> list[Span]:
    """Return planning intervals of the local week as spans, none over midnight."""
    step = scenario.horizon.interval_minutes
    per_day = MINUTES_PER_DAY // step
    spans: list[Span] = []
    for weekday, own in groupby(sorted(intervals), key=lambda place: place // per_day):
        for _, run in groupby(enumerate(own), key=lambda pair: pair[1] - pair[0]):
            places = [place % per_day for _, place in run]
            start, end = places[0] * step, (places[-1] + 1) * step
            spans.append((WEEKDAYS[weekday], format_wall_time(start), format_wall_time(end)))
    return spans


def intervals_of(scenario: Scenario, spans: tuple[Span, ...]) -> Iterator[int]:
    """Yield the planning intervals of spans; raises ValueError for what fits none."""
    step = scenario.horizon.interval_minutes
    per_day = MINUTES_PER_DAY // step
    for weekday, start, end in spans:
        if weekday not in WEEKDAYS:
            raise ValueError(f'"{weekday}" is no weekday; write {", ".join(WEEKDAYS)}')
        first, last = parse_wall_time(start), parse_wall_time(end)
        if first % step or last % step or first >= last:
            raise ValueError(
                f"{start} to {end} is no span of whole intervals of {step} minutes; change it"
            )
        day = WEEKDAYS.index(weekday) * per_day
        yield from range(day + first // step, day + last // step)
