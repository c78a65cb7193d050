"""Checks a roster against every rule."""

from collections import Counter
from collections.abc import Callable, Iterator

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.agreed import check_fixed, check_rotation
from scheduler.checker.breaks import check_breaks
from scheduler.checker.hours import check_averages, check_contract_hours, check_weeks
from scheduler.checker.nights import check_night_average, check_nights
from scheduler.checker.on_duty import check_lone_worker, check_on_duty
from scheduler.checker.person import Person, people_of
from scheduler.checker.presence import check_presence
from scheduler.checker.rest import check_daily_rest, check_overlaps, check_weekly_rest
from scheduler.checker.runs import check_runs
from scheduler.checker.single import check_length, check_parts, check_window
from scheduler.checker.successions import (
    check_forward_rotation,
    check_shift_counts,
    check_successions,
)
from scheduler.checker.sundays import check_days_of_rest, check_free_sundays, check_substitutes
from scheduler.checker.violation import Violation
from scheduler.checker.weekends import check_weekends

RULES: tuple[Callable[[Person], Iterator[Violation]], ...] = (
    check_length,
    check_window,
    check_breaks,
    check_presence,
    check_overlaps,
    check_daily_rest,
    check_weekly_rest,
    check_runs,
    check_contract_hours,
    check_weeks,
    check_averages,
    check_nights,
    check_night_average,
    check_days_of_rest,
    check_free_sundays,
    check_substitutes,
    check_weekends,
    check_successions,
    check_forward_rotation,
    check_shift_counts,
    check_fixed,
    check_rotation,
)
"""The rules on one person."""


def check_roster(scenario: Scenario, roster: Roster) -> tuple[Violation, ...]:
    """Return every broken rule of a roster, hard or priced; an empty tuple if there is none.

    Reads nothing but the scenario and the roster; a roster edited by hand is as good as any.
    """
    timeline = Timeline(scenario.horizon)
    found = list(_check_ids(scenario, timeline, roster))
    for shift in roster.shifts:
        found.extend(check_parts(scenario, timeline, shift))
    for person in people_of(scenario, timeline, roster):
        for rule in RULES:
            found.extend(rule(person))
    found.extend(check_on_duty(scenario, timeline, roster))
    found.extend(check_lone_worker(scenario, timeline, roster))
    return tuple(found)


def _check_ids(scenario: Scenario, timeline: Timeline, roster: Roster) -> Iterator[Violation]:
    known = {agent.id for agent in scenario.team.agents}
    first, last = timeline.date(-1), timeline.date(scenario.horizon.days - 1)
    counts = Counter(shift.id for shift in roster.shifts)
    for shift in roster.shifts:
        if shift.agent_id not in known:
            message = f"shift {shift.id} is given to {shift.agent_id}, who is not in the team"
            yield Violation("agent", "scenario", shift.agent_id, shift.date, message)
        if counts[shift.id] > 1:
            message = f"shift id {shift.id} is used {counts[shift.id]} times"
            yield Violation("shift_id", "scenario", shift.agent_id, shift.date, message)
        if not first <= shift.date <= last:
            message = f"shift {shift.id} lies outside the horizon ({first} to {last})"
            yield Violation("horizon", "scenario", shift.agent_id, shift.date, message)
