"""Rules on one shift alone: its parts, its pay, its template, its length, where it lies."""

from collections.abc import Iterator
from itertools import pairwise

from scenarios.roster import Activity, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time
from scheduler.checker.clocks import fits, template_of
from scheduler.checker.person import TINY, Person
from scheduler.checker.violation import Violation


def check_parts(scenario: Scenario, timeline: Timeline, shift: Shift) -> Iterator[Violation]:
    """Yield what is wrong with what a shift is made of, whoever works it."""
    for rule, message in _wrong_parts(timeline, shift):
        words = f"{shift.agent_id}, {shift.date}: {message}"
        yield Violation(rule, "scenario", shift.agent_id, shift.date, words)
    if not shift.segments:
        return
    for rule, message in (
        *_wrong_pay(scenario, timeline, shift),
        *_wrong_shape(scenario, timeline, shift),
    ):
        words = f"{shift.agent_id}, {shift.date}: {message}"
        yield Violation(rule, "scenario", shift.agent_id, shift.date, words)


def _wrong_parts(timeline: Timeline, shift: Shift) -> Iterator[tuple[str, str]]:
    if not shift.segments:
        yield "segments", "the shift has no parts"
        return
    if any(part.end_minute <= part.start_minute for part in shift.segments):
        yield "segments", "a part of the shift ends before it starts"
    if any(before.end_minute != after.start_minute for before, after in pairwise(shift.segments)):
        yield "segments", "the parts of the shift overlap or leave gaps"
    kinds = [part.activity for part in shift.segments]
    if Activity.ON_CALL in kinds:
        if len(set(kinds)) > 1:
            yield "segments", "a shift is work with breaks, or on call as a whole, not both"
    elif kinds[0] is not Activity.WORK or kinds[-1] is not Activity.WORK:
        yield "segments", "a shift starts and ends with work, not with a break"
    local = timeline.local(shift.segments[0].start_minute).date()
    if local != shift.date:
        yield "segments", f"the shift is dated {shift.date} and starts on {local}"


def _wrong_pay(scenario: Scenario, timeline: Timeline, shift: Shift) -> Iterator[tuple[str, str]]:
    worked = sum(p.end_minute - p.start_minute for p in shift.segments if _is_work(p.activity))
    if not any(part.activity is Activity.ON_CALL for part in shift.segments):
        if shift.paid_minutes != worked:
            yield "paid_minutes", f"{shift.paid_minutes} min are paid, {worked} are worked"
        return
    template = scenario.shifts.get(template_of(scenario, timeline, shift))
    if template is None or template.on_call_paid_share is None:
        return
    called = shift.segments[-1].end_minute - shift.segments[0].start_minute
    due = template.on_call_paid_share * called
    if abs(shift.paid_minutes - due) > 0.5 + TINY:
        words = f"{shift.paid_minutes} min are paid, {due:g} of {called} min on call are due"
        yield "paid_minutes", words


def _is_work(activity: Activity) -> bool:
    return activity is Activity.WORK


def _wrong_shape(scenario: Scenario, timeline: Timeline, shift: Shift) -> Iterator[tuple[str, str]]:
    """A shift that names a shape has its times; one edited by hand names none."""
    if not shift.shape_id:
        return
    name = shift.shape_id.split("@")[0]
    if name not in scenario.shifts:
        yield "shape", f"the shape {shift.shape_id} belongs to no template"
    elif not fits(scenario, timeline, shift, name, breaks=True):
        yield "shape", f"its times are not those of {name}; a shift edited by hand names no shape"


def check_length(person: Person) -> Iterator[Violation]:
    """Yield shifts with too much work, too much of it at night, or too long from start to end."""
    limits = person.law.limits
    for one in person.work:
        longest = limits.max_day_hours
        if longest is not None and one.hours > longest + TINY:
            words = f"{one.hours:g} h of work, at most {longest:g} h are allowed"
            yield person.broken("max_day_hours", one.date, words)
        widest = limits.max_span_hours
        if widest is not None and one.span_hours > widest + TINY:
            words = f"{one.span_hours:g} h from start to end, at most {widest:g} h are allowed"
            yield person.broken("max_span_hours", one.date, words)
        most = limits.max_night_shift_hours
        if most is not None and person.is_night(one) and one.hours > most + TINY:
            words = (
                f"{one.hours:g} h of work in a night shift ({person.night_hours(one):g} h of it "
                f"at night), at most {most:g} h are allowed"
            )
            yield person.broken("max_night_shift_hours", one.date, words)


def check_window(person: Person) -> Iterator[Violation]:
    """Yield shifts with work outside the times of the day within which all work lies."""
    window = person.law.limits.work_window
    if window is None:
        return
    for one in person.work:
        outside = [
            f"{format_wall_time(start)}-{format_wall_time(end)}"
            for _, start, end in one.work_pieces
            if start < window[0] or end > window[1]
        ]
        if outside:
            words = (
                f"work at {', '.join(outside)} leaves the window "
                f"{format_wall_time(window[0])}-{format_wall_time(window[1])}"
            )
            yield person.broken("work_window", one.date, words)
