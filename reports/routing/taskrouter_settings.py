"""What the application and the assignment callback have to know beside a workflow."""

import datetime as dt
import math
from dataclasses import replace

from pydantic import TypeAdapter

from scenarios.assignment import AssignmentRules, Quota
from scenarios.queues import groups_of, queues_of
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.taskrouter.names import Names
from scenarios.taskrouter.periods import rule_sets, spans_of
from scenarios.timeline import Timeline

VERSION = 1
_CLOSED_AT_MOST_SECONDS = 28 * 86_400
"""How far closing times may push a due time back, generously; any larger number does as well."""


def tasks_document(scenario: Scenario, rules: AssignmentRules) -> dict[str, object]:
    """Return how tasks are made: the attributes of each queue and the order of equals."""
    names = Names(scenario)
    return {
        "order": "arrival" if rules.first_come else "due",
        "virtual_start_seconds_before_due": (
            None if rules.first_come else _longest_limit(scenario) + _CLOSED_AT_MOST_SECONDS
        ),
        "due_again_seconds": rules.due_again_seconds,
        "periods": [
            {
                "id": one.id,
                "period": name,
                "spans": [list(span) for span in spans_of(scenario, one.intervals)],
            }
            for one, name in zip(rules.periods, list(rule_sets(rules))[1:], strict=True)
        ],
        "tasks": [
            {"queue_id": queue.id, "attributes": names.task_attributes(queue)}
            for queue in queues_of(scenario)
        ],
    }


def callback_settings(
    scenario: Scenario, rules: AssignmentRules, roster: Roster
) -> dict[str, object]:
    """Return what the assignment callback needs: the quota without limits, and when people work.

    The limits stand in the workers' attributes. Agents go by the names of the workers' agent_id.
    Times are UTC, so that the callback needs no time zones.
    """
    timeline = Timeline(scenario.horizon)
    names = Names(scenario)
    weeks = [timeline.minute(7 * week, 0) for week in range(scenario.horizon.weeks)]
    return {
        "version": VERSION,
        "week_starts": [_utc(timeline, minute) for minute in weeks],
        "horizon_ends": _utc(timeline, timeline.total_minutes),
        "quota": _quota_without_limits(rules.quota),
        "missed": _missed(scenario, rules),
        "groups": {
            names.agents[agent_id]: group.id
            for group in groups_of(scenario)
            for agent_id in group.agent_ids
        },
        "queues": {queue.id: names.task_attributes(queue) for queue in queues_of(scenario)},
        "shifts": {
            names.agents[agent.id]: [
                _shift(timeline, shift) for shift in roster.of(agent.id) if not shift.is_on_call
            ]
            for agent in scenario.team.agents
        },
    }


def _missed(scenario: Scenario, rules: AssignmentRules) -> dict[str, float]:
    """Return by group the chance that a case labelled harmless is hostile all the same.

    As the quota says, else the highest of the group's queues.
    """
    quota = rules.quota
    if quota is None:
        return {}
    harmless = {queue.id for queue in queues_of(scenario) if not queue.labelled_hostile}
    highest = {
        group.id: max(
            (
                quota.hostile_chance.get(rule.queue_id, 0.0)
                for some in rule_sets(rules).values()
                for rule in some
                if rule.group_id == group.id and rule.queue_id in harmless
            ),
            default=0.0,
        )
        for group in groups_of(scenario)
    }
    return {**highest, **quota.sure_chance}


def _quota_without_limits(quota: Quota | None) -> dict[str, object] | None:
    if quota is None:
        return None
    said: dict[str, object] = TypeAdapter(Quota).dump_python(replace(quota, limits={}), mode="json")
    del said["limits"]
    return said


def _shift(timeline: Timeline, shift: Shift) -> dict[str, object]:
    return {
        "start": _utc(timeline, shift.start_minute),
        "end": _utc(timeline, shift.end_minute),
        "paid_minutes": shift.paid_minutes,
        "work": [
            [_utc(timeline, part.start_minute), _utc(timeline, part.end_minute)]
            for part in shift.segments
            if part.activity is Activity.WORK
        ],
    }


def _utc(timeline: Timeline, minute: int) -> str:
    moment = timeline.origin_utc + dt.timedelta(minutes=minute)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _longest_limit(scenario: Scenario) -> int:
    limits = [
        sla.within_seconds
        for channel in scenario.channels.values()
        for sla in (channel.sla, *(stage.sla for stage in channel.stages))
        if sla is not None
    ]
    return math.ceil(max(limits, default=0.0))
