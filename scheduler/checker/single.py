"""Checks that concern one shift alone: its parts, its length, its breaks, its pay."""

from collections.abc import Iterator
from itertools import pairwise

from scenarios.roster import Activity, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.violation import Violation


def check_single(scenario: Scenario, timeline: Timeline, shift: Shift) -> Iterator[Violation]:
    """Yield what is wrong with one shift."""

    def broken(rule: str, message: str) -> Violation:
        source = "scenario" if rule in ("segments", "paid_minutes") else scenario.rules.source(rule)
        words = f"{shift.agent_id}, {shift.date}: {message}"
        return Violation(rule, source, shift.agent_id, shift.date, words)

    for rule, message in _of_parts(timeline, shift):
        yield broken(rule, message)
    if not shift.segments:
        return
    worked = sum(s.end_minute - s.start_minute for s in shift.segments if _is_work(s.activity))
    if shift.paid_minutes != worked:
        yield broken("paid_minutes", f"{shift.paid_minutes} min are paid, {worked} are worked")
    limit = scenario.rules.max_day_hours
    if limit is not None and worked > 60 * limit:
        yield broken("max_day_hours", f"{worked / 60:g} h of work, at most {limit:g} h are allowed")
    for rule, message in _of_breaks(scenario, shift, worked):
        yield broken(rule, message)


def _is_work(activity: Activity) -> bool:
    return activity is Activity.WORK


def _of_parts(timeline: Timeline, shift: Shift) -> Iterator[tuple[str, str]]:
    if not shift.segments:
        yield "segments", "the shift has no parts"
        return
    if any(part.end_minute <= part.start_minute for part in shift.segments):
        yield "segments", "a part of the shift ends before it starts"
    if any(before.end_minute != after.start_minute for before, after in pairwise(shift.segments)):
        yield "segments", "the parts of the shift overlap or leave gaps"
    if not (_is_work(shift.segments[0].activity) and _is_work(shift.segments[-1].activity)):
        yield "segments", "a shift starts and ends with work, not with a break"
    local = timeline.local(shift.segments[0].start_minute).date()
    if local != shift.date:
        yield "segments", f"the shift is dated {shift.date} and starts on {local}"


def _of_breaks(scenario: Scenario, shift: Shift, worked: int) -> Iterator[tuple[str, str]]:
    rules = scenario.rules
    shortest = rules.min_break_block_minutes or 0
    blocks = [
        (part.start_minute, part.end_minute)
        for part in shift.segments
        if not _is_work(part.activity)
    ]
    counted = [(start, end) for start, end in blocks if end - start >= shortest]
    resting = sum(end - start for start, end in counted)
    for hours, field in ((9, "break_minutes_over_9_hours"), (6, "break_minutes_over_6_hours")):
        least = getattr(rules, field)
        if least is not None and worked > 60 * hours and resting < least:
            blocks_of = f" in blocks of {shortest} min" if shortest else ""
            yield (
                field,
                f"{worked / 60:g} h of work with {resting} min of break{blocks_of}; more than "
                f"{hours} h need {least} min",
            )
    if rules.max_hours_without_break is None:
        return
    edges = [shift.segments[0].start_minute]
    edges += [edge for block in counted for edge in block]
    edges.append(shift.segments[-1].end_minute)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        ignored = sum(e - s for s, e in blocks if start <= s and e <= end and e - s < shortest)
        if end - start - ignored > 60 * rules.max_hours_without_break:
            stretch = (end - start - ignored) / 60
            yield (
                "max_hours_without_break",
                f"{stretch:g} h of work without a break, at most "
                f"{rules.max_hours_without_break:g} h are allowed",
            )
