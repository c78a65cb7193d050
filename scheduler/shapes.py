"""Shift shapes: every start and break place that the templates and the rules allow."""

from collections.abc import Iterator, Sequence
from itertools import product

from scenarios.roster import Activity, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.shift_shapes import BreakTemplate, ShiftShape, ShiftTemplate
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time, parse_weekdays
from scenarios.working_time import WorkingTimeRules


class NoLegalShapeError(ValueError):
    """A shift template none of whose shapes keeps the working-time rules."""


def shapes_of(scenario: Scenario) -> tuple[ShiftShape, ...]:
    """Return all shapes, in the order of templates, starts and breaks.

    A template's breaks are placed in every combination; only shapes that keep the scenario's
    rules on breaks and on the longest day are kept. Ids read ``early@09:00+b210``: template,
    start, breaks by minutes after the start. Raises NoLegalShapeError if a template keeps none.
    """
    shapes: list[ShiftShape] = []
    for template_id, template in scenario.shifts.items():
        kept = [
            shape
            for shape in _all_shapes(template_id, template)
            if keeps_shift_rules(_cut_up(0, shape.length_minutes, shape.breaks), scenario.rules)
        ]
        if not kept:
            raise NoLegalShapeError(_why_none(template_id, template, scenario.rules))
        shapes.extend(kept)
    return tuple(shapes)


def place(shape: ShiftShape, day: int, timeline: Timeline) -> tuple[Segment, ...]:
    """Return the segments of a shape on a day, in elapsed minutes.

    Start and end are wall time, so a night shift over a clock change is an hour shorter or
    longer; breaks lie at their elapsed distance from the start and keep their length. Raises
    ValueError if a clock change leaves no room for the breaks.
    """
    start = timeline.minute(day, shape.start_minute)
    end = timeline.minute(day, shape.end_minute)
    if end <= start + max((stop for _, stop in shape.breaks), default=0):
        raise ValueError(f"{shape.id} has no room on {timeline.date(day)} (clock change)")
    return _cut_up(start, end, shape.breaks)


def shift_from(agent_id: str, day: int, shape: ShiftShape, timeline: Timeline) -> Shift:
    """Return an agent's shift of a shape on a day; paid are the elapsed minutes of work."""
    segments = place(shape, day, timeline)
    date = timeline.date(day)
    paid = sum(part.minutes for part in segments if part.activity is Activity.WORK)
    return Shift(f"{agent_id}-{date:%Y%m%d}", agent_id, date, shape.id, segments, paid)


def is_legal_on(shape: ShiftShape, day: int, timeline: Timeline, rules: WorkingTimeRules) -> bool:
    """Whether a shape may start on a day: weekday, room for its breaks, rules in elapsed time."""
    if not shape.works_on(timeline.date(day).weekday()):
        return False
    try:
        segments = place(shape, day, timeline)
    except ValueError:
        return False
    return keeps_shift_rules(segments, rules)


def keeps_shift_rules(segments: Sequence[Segment], rules: WorkingTimeRules) -> bool:
    """Whether a single shift keeps the rules on its length and its breaks."""
    work = sum(part.minutes for part in segments if part.activity is Activity.WORK)
    if rules.max_day_hours is not None and work > rules.max_day_hours * 60:
        return False
    block = rules.min_break_block_minutes or 0
    breaks = [p for p in segments if p.activity is Activity.BREAK and p.minutes >= block]
    if sum(part.minutes for part in breaks) < _least_break(work, rules):
        return False
    limit = rules.max_hours_without_break
    return limit is None or _longest_stretch(segments, block) <= limit * 60


def _least_break(work: int, rules: WorkingTimeRules) -> int:
    over_6 = rules.break_minutes_over_6_hours or 0
    over_9 = rules.break_minutes_over_9_hours or over_6
    return over_9 if work > 9 * 60 else over_6 if work > 6 * 60 else 0


def _longest_stretch(segments: Sequence[Segment], block: int) -> int:
    """Return the most minutes of work between two breaks that are long enough to count."""
    longest = stretch = 0
    for part in segments:
        if part.activity is Activity.WORK:
            stretch += part.minutes
            longest = max(longest, stretch)
        elif part.minutes >= block:
            stretch = 0
    return longest


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
        for breaks in _break_places(template.breaks_of(length)):
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


def _break_places(breaks: tuple[BreakTemplate, ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield every choice of one start per break in which the breaks follow one another."""
    for starts in product(*(one.starts() for one in breaks)):
        placed = [(at, at + one.minutes) for at, one in zip(starts, breaks, strict=True)]
        if all(placed[i][1] < placed[i + 1][0] for i in range(len(placed) - 1)):
            yield tuple(placed)


def _why_none(template_id: str, template: ShiftTemplate, rules: WorkingTimeRules) -> str:
    shortest = min(template.lengths)
    breaks = sum(one.minutes for one in template.breaks_of(shortest))
    work = shortest - breaks
    limits = [
        f"at most {rules.max_day_hours:g} h of work ({rules.source('max_day_hours')})"
        if rules.max_day_hours is not None
        else "",
        f"at least {_least_break(work, rules)} min of break "
        f"({rules.source('break_minutes_over_6_hours')})"
        if _least_break(work, rules)
        else "",
        f"no more than {rules.max_hours_without_break:g} h of work without a break "
        f"({rules.source('max_hours_without_break')})"
        if rules.max_hours_without_break is not None
        else "",
    ]
    return (
        f"shifts.{template_id}: {work / 60:g} h of work with {breaks} min of break cannot be "
        f"placed within the rules: {'; '.join(limit for limit in limits if limit)}"
    )
