"""Changes of a repair as a planner says them to people."""

import datetime as dt
from dataclasses import replace

from reports.roster.clock import clock_range
from reports.wording import counted
from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.clocks import template_of
from scheduler.repair import Change, Repair

_EDITED = "edited"  # a shift that no template makes


def change_words(scenario: Scenario, change: Change) -> str:
    """Return a change in words: "B2, Tue 24 Nov: off -> early 08:00-16:30, 2 days' notice"."""
    before, after = (_shift_words(scenario, one) for one in (change.before, change.after))
    said = f"{change.agent_id}, {_day(change.date)}: {before} -> {after}"
    return f"{said} (absent)" if change.absent else f"{said}, {_notice(change)}"


def change_lines(made: Repair) -> tuple[str, ...]:
    """Return all changes in words."""
    return tuple(change_words(made.scenario, one) for one in made.changes)


def with_templates(scenario: Scenario, roster: Roster) -> Roster:
    """Return a roster in which shifts from a file say their template, as planned ones do."""
    timeline = Timeline(scenario.horizon)
    return Roster(tuple(_with_template(scenario, timeline, one) for one in roster.shifts))


def _with_template(scenario: Scenario, timeline: Timeline, shift: Shift) -> Shift:
    if shift.shape_id:
        return shift
    return replace(shift, shape_id=template_of(scenario, timeline, shift))


def _shift_words(scenario: Scenario, shift: Shift | None) -> str:
    if shift is None:
        return "off"
    timeline = Timeline(scenario.horizon)
    named = template_of(scenario, timeline, shift) or _EDITED
    hours = clock_range(timeline, shift.start_minute, shift.end_minute).replace("–", "-")
    return f"{named} {hours}"


def _day(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%b}"


def _notice(change: Change) -> str:
    if change.notice_days <= 0:
        words = "no notice"
    else:
        words = f"{change.notice_days} {'day' if change.notice_days == 1 else 'days'}"
        words += "'s notice" if change.notice_days == 1 else "' notice"
    return f"{words} (short)" if change.short_notice else words


def repair_title(made: Repair) -> str:
    """Return how much a repair changes, in a sentence."""
    taken = len(made.changes) - len(made.chosen)
    said = "no change"
    if made.chosen:
        price = f"{made.scenario.currency} {made.price:,.2f}"
        said = f"{counted(len(made.chosen), 'change')} ({price})"
    if taken:
        said += f", and {counted(taken, 'shift')} that an absence takes"
    if made.interrupted:
        return f"{said}; interrupted, so that fewer might do"
    return f"{said}; no other repair costs less" if made.proven else said
