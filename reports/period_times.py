"""When the rules of a time of the week hold: as windows of the local week, and in words."""

from itertools import groupby

from reports.wording import joined
from scenarios.assignment import RulePeriod
from scenarios.scenario import Scenario
from scenarios.taskrouter.periods import spans_of
from scenarios.wall import WEEKDAYS, WindowsByWeekday, format_wall_time, parse_wall_time


def period_windows(scenario: Scenario, period: RulePeriod) -> WindowsByWeekday:
    """Return the windows of a period by weekday, minutes after local midnight; none over it."""
    spans = spans_of(scenario, period.intervals)
    return tuple(
        tuple(
            (parse_wall_time(start), parse_wall_time(end))
            for day, start, end in spans
            if day == weekday
        )
        for weekday in WEEKDAYS
    )


def period_words(scenario: Scenario, period: RulePeriod) -> str:
    """Return when a period is, e.g. ``mon-fri 00:00-08:00 and 18:00-24:00, sat 00:00-24:00``."""
    said = []
    listed = zip(WEEKDAYS, period_windows(scenario, period), strict=True)
    for windows, run in groupby(listed, key=lambda day: day[1]):
        days = [weekday for weekday, _ in run]
        if windows:
            span = days[0] if len(days) == 1 else f"{days[0]}-{days[-1]}"
            times = [f"{format_wall_time(start)}-{format_wall_time(end)}" for start, end in windows]
            said.append(f"{span} {joined(times)}")
    return ", ".join(said)
