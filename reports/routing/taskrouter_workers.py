"""Agents as TaskRouter workers, and the activities they can be in."""

from reports.pseudonyms import labels_of
from scenarios.assignment import AssignmentRules, CoolDown, QuotaLimits
from scenarios.queues import groups_of, lines_of
from scenarios.scenario import Scenario
from scenarios.taskrouter.names import Names
from scenarios.taskrouter.words import UNLIMITED
from scenarios.team import Agent

OFFLINE = "Offline"
ACTIVITIES: dict[str, object] = {
    "activities": [
        {"friendly_name": OFFLINE, "available": False},
        {"friendly_name": "Available", "available": True},
        {"friendly_name": "Break", "available": False},
        {"friendly_name": "Cooling down", "available": False},
    ]
}
Attributes = dict[str, object]

_COUNTERS: Attributes = {
    "handled_count": 0,
    "hostile_count": 0,
    "hostile_share": 0,
    "in_debt": 0,
}
_NO_LIMITS = QuotaLimits()
_NO_COOL_DOWN = CoolDown(0.0)


def workers_document(
    scenario: Scenario, rules: AssignmentRules, *, names: bool
) -> dict[str, object]:
    """Return the workers, with counters as at the start of a window before anything is handled.

    They are called by the planner's own ids, by which rosters and rules are matched, and by names
    only if asked for.
    """
    plain = Names(scenario)
    ids = {agent.id: agent.id for agent in scenario.team.agents}
    labels = labels_of(scenario, names=True) if names else ids
    group_of = {one: group.id for group in groups_of(scenario) for one in group.agent_ids}
    return {
        "workers": [
            {
                "friendly_name": labels[agent.id],
                "activity_name": OFFLINE,
                "attributes": _attributes(agent, plain, plain.groups[group_of[agent.id]], rules),
                "channels": _channels(scenario, plain, agent),
            }
            for agent in scenario.team.agents
        ]
    }


def _attributes(agent: Agent, plain: Names, group: str, rules: AssignmentRules) -> Attributes:
    return {
        "agent_id": plain.agents[agent.id],
        "group": group,
        "skills": [plain.skills[one] for one in agent.skills],
        "languages": [plain.languages[one] for one in agent.languages],
        **_limits(agent, rules),
        **_COUNTERS,
        "hostile_left": UNLIMITED if _is_free(agent, rules) else 0,
    }


def _limits(agent: Agent, rules: AssignmentRules) -> Attributes:
    limits = rules.quota.limits.get(agent.id, _NO_LIMITS) if rules.quota else _NO_LIMITS
    pause = rules.cool_downs.get(agent.id, _NO_COOL_DOWN)
    return {
        "cap": limits.hostile,
        "contacts_per_shift": limits.contacts_per_shift,
        "minutes_per_paid_hour": limits.minutes_per_paid_hour,
        "longest_run": limits.longest_run,
        "cool_down_seconds": pause.seconds,
        "cool_down_after_run": pause.after_run,
    }


def _is_free(agent: Agent, rules: AssignmentRules) -> bool:
    return rules.quota is None or rules.quota.limits.get(agent.id, _NO_LIMITS) == _NO_LIMITS


def _channels(scenario: Scenario, plain: Names, agent: Agent) -> list[dict[str, object]]:
    """Return the task channels of an agent's skills, with how many tasks of each at once."""
    skills = {(line.channel_id, line.skill) for line in lines_of(scenario)}
    return [
        {"task_channel": plain.channels[channel_id], "configured_capacity": channel.concurrency}
        for channel_id, channel in scenario.channels.items()
        if any((channel_id, skill) in skills for skill in agent.skills)
    ]
