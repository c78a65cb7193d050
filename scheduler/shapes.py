"""Shift shapes: every start and break place that the templates and the rules allow."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product

from scenarios.limits import Limits
from scenarios.problems import Problem, ScenarioError
from scenarios.roster import Activity, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.shift_shapes import BreakTemplate, ShiftShape, ShiftTemplate
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time, parse_weekdays
from scenarios.working_time import WorkingTimeRules
from scheduler.people.limits_of import limits_of
from scheduler.people.one_shift import (
    Clock,
    keeps_shift_rules,
    keeps_time_rules,
    least_break,
    paid_minutes,
    shift_laws,
)


class NoLegalShapeError(ScenarioError):
    """A shift template none of whose shapes keeps anybody's working-time rules."""


def shapes_of(scenario: Scenario) -> tuple[ShiftShape, ...]:
    """Return all shapes, in the order of templates, starts and breaks.

    A template's breaks are placed in every combination; only shapes that keep somebody's rules
    on a single shift are kept. Ids read ``early@09:00+b210``: template, start, breaks by minutes
    after the start. Raises NoLegalShapeError if a template keeps none.
    """
    laws = [limits for limits, _ in shift_laws(limits_of(scenario))]
    shapes: list[ShiftShape] = []
    for template_id, template in scenario.shifts.items():
        kept = [
            shape
            for shape in _all_shapes(template_id, template)
            if any(_keeps(shape, limits) for limits in laws)
        ]
        if not kept:
            why = _why_none(template, scenario.rules)
            raise NoLegalShapeError([Problem("", None, f"shifts.{template_id}", why)])
        shapes.extend(kept)
    return tuple(shapes)


def _keeps(shape: ShiftShape, limits: Limits) -> bool:
    """Whether a shape keeps the rules on a single shift on a day without a clock change."""
    segments = placed(shape, int)
    return keeps_shift_rules(segments, limits) and keeps_time_rules(segments, limits, int)


def place(shape: ShiftShape, day: int, timeline: Timeline) -> tuple[Segment, ...]:
    """Return the segments of a shape on a day, in elapsed minutes.

    Start and end are wall time, so a night shift over a clock change is an hour shorter or
    longer; breaks lie at their elapsed distance from the start and keep their length. Raises
    ValueError if a clock change leaves no room for the breaks.
    """
    segments = placed(shape, clock_of(day, timeline))
    if not segments:
        raise ValueError(f"{shape.id} has no room on {timeline.date(day)} (clock change)")
    return segments


def placed(shape: ShiftShape, clock: Clock) -> tuple[Segment, ...]:
    """Return the segments of a shape by a clock; none if there is no room for the breaks."""
    start, end = clock(shape.start_minute), clock(shape.end_minute)
    if end <= start + max((stop for _, stop in shape.breaks), default=0):
        return ()
    if shape.on_call_paid_share is not None:
        return (Segment(start, end, Activity.ON_CALL),)
    return _cut_up(start, end, shape.breaks)


def clock_of(day: int, timeline: Timeline) -> Clock:
    """Return what turns wall minutes of a day into elapsed minutes of the horizon."""
    return lambda wall: timeline.minute(day, wall)


def shift_from(agent_id: str, day: int, shape: ShiftShape, timeline: Timeline) -> Shift:
    """Return an agent's shift of a shape on a day; paid are the elapsed minutes of work."""
    segments = place(shape, day, timeline)
    date = timeline.date(day)
    paid = paid_minutes(shape, segments)
    return Shift(f"{agent_id}-{date:%Y%m%d}", agent_id, date, shape.id, segments, paid)


def is_legal_on(shape: ShiftShape, day: int, timeline: Timeline, limits: Limits) -> bool:
    """Whether a shape may start on a day: weekday, room for its breaks, rules in elapsed time."""
    if not shape.works_on(timeline.date(day).weekday()):
        return False
    clock = clock_of(day, timeline)
    segments = placed(shape, clock)
    return (
        bool(segments)
        and keeps_shift_rules(segments, limits)
        and keeps_time_rules(segments, limits, clock)
    )


def _cut_up(start: int, end: int, breaks: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    at = start
    for first, last in breaks:
        segments.append(Segment(at, start + first, Activity.WORK))
        segments.append(Segment(start + first, start + last, Activity.BREAK))
        at = start + last
    segments.append(Segment(at, end, Activity.WORK))
    return tuple(segments)


def _all_shapes(template_id: str, template: ShiftTemplate) -> Iterator[ShiftShape]:
    weekdays = parse_weekdays(template.days)
    several = len(template.lengths) > 1
    for length, start in product(template.lengths, template.start_times):
        for breaks in _break_places(_breaks_of(template, length)):
            marks = f"+{length}" if several else ""
            marks += "".join(f"+b{first}" for first, _ in breaks)
            yield ShiftShape(
                id=f"{template_id}@{format_wall_time(start)}{marks}",
                template=template_id,
                start_minute=start,
                length_minutes=length,
                breaks=breaks,
                weekdays=weekdays,
                on_call_paid_share=template.on_call_paid_share,
            )


def _breaks_of(template: ShiftTemplate, length: int) -> tuple[BreakTemplate, ...]:
    return () if template.on_call_paid_share is not None else template.breaks_of(length)


def _break_places(breaks: tuple[BreakTemplate, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every choice of one start per break in which the breaks follow one another."""
    for starts in product(*(one.starts() for one in breaks)):
        chosen = [(at, at + one.minutes) for at, one in zip(starts, breaks, strict=True)]
        if all(one[1] < other[0] for one, other in pairwise(chosen)):
            yield tuple(chosen)


def _why_none(template: ShiftTemplate, rules: WorkingTimeRules) -> str:
    shortest = min(template.lengths)
    breaks = sum(one.minutes for one in template.breaks_of(shortest))
    work = shortest - breaks
    limits = [
        f"at most {rules.max_day_hours:g} h of work ({rules.source('max_day_hours')})"
        if rules.max_day_hours is not None
        else "",
        f"at most {rules.max_span_hours:g} h from start to end ({rules.source('max_span_hours')})"
        if rules.max_span_hours is not None
        else "",
        f"at least {least_break(work, rules)} min of break "
        f"({rules.source('break_minutes_over_6_hours')})"
        if least_break(work, rules)
        else "",
        f"no more than {rules.max_hours_without_break:g} h of work without a break "
        f"({rules.source('max_hours_without_break')})"
        if rules.max_hours_without_break is not None
        else "",
        f"work within {_window(rules.work_window)} only ({rules.source('work_window')})"
        if rules.work_window is not None
        else "",
        f"at most {rules.max_night_shift_hours:g} h of work at night "
        f"({rules.source('max_night_shift_hours')})"
        if rules.max_night_shift_hours is not None
        else "",
    ]
    return (
        f"{work / 60:g} h of work with {breaks} min of break cannot be placed within anybody's "
        f"rules (of all: {'; '.join(limit for limit in limits if limit)}); change it or the rules"
    )


def _window(window: tuple[int, int]) -> str:
    return f"{format_wall_time(window[0])}-{format_wall_time(window[1])}"
