"""Checks a roster against every hard rule."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.periods import check_periods
from scheduler.checker.presence import check_presence
from scheduler.checker.single import check_single
from scheduler.checker.violation import Violation


def check_roster(scenario: Scenario, roster: Roster) -> tuple[Violation, ...]:
    """Return every broken hard rule of a roster; an empty tuple if there is none.

    Reads nothing but the scenario and the roster; a roster edited by hand is as good as any.
    """
    timeline = Timeline(scenario.horizon)
    found = list(_check_ids(scenario, timeline, roster))
    known = {agent.id: agent for agent in scenario.team.agents}
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for shift in roster.shifts:
        shifts[shift.agent_id].append(shift)
    for shift in roster.shifts:
        found.extend(check_single(scenario, timeline, shift))
        if shift.agent_id in known and shift.segments:
            found.extend(check_presence(scenario, timeline, known[shift.agent_id], shift))
    for agent in scenario.team.agents:
        own = sorted((s for s in shifts[agent.id] if s.segments), key=lambda s: s.start_minute)
        found.extend(check_periods(scenario, timeline, agent, own))
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
