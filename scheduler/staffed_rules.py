"""Assignment rules of a staffing, and why there is nothing to plan for it."""

from dataclasses import replace

from scenarios.assignment import AssignmentRules, GroupRule
from scenarios.problems import Problem, ScenarioError
from scenarios.queues import Group, Queue, groups_of, queues_of, serves
from scenarios.scenario import Scenario
from scenarios.staffing import Staffing
from scheduler.rules import default_rules


def refuse_staffing(scenario: Scenario) -> None:
    """Raise ScenarioError for a scenario whose numbers of agents are given: it has no roster."""
    if scenario.staffing is not None:
        message = (
            "says how many agents work when, so there is no roster to plan; use fairshift "
            "simulate, or write team and shifts in place of staffing"
        )
        raise ScenarioError([Problem(scenario.name, None, "staffing", message)])


def staffed_rules(scenario: Scenario) -> AssignmentRules:
    """Return the routing that a scenario's staffing states.

    A group is eligible for the channels that it serves, and takes those of the first level
    before those of the second; within a level the case that is due first, or with
    ``first_come`` the one that came first. A case asks the groups in the order of ``asks``; for
    a channel that is left out there, whoever has been idle longest.
    There is a quota only where the scenario has a cap. Raises ValueError for a scenario without
    a staffing.
    """
    staffing = scenario.staffing
    if staffing is None:
        raise ValueError("the scenario has no staffing; use default_rules")
    rules = [
        rule
        for queue in queues_of(scenario)
        for rule in _queue_rules(queue, groups_of(scenario), staffing)
    ]
    return replace(
        default_rules(scenario), group_rules=tuple(rules), first_come=staffing.first_come
    )


def _queue_rules(queue: Queue, groups: tuple[Group, ...], staffing: Staffing) -> list[GroupRule]:
    channel_id = queue.line.channel_id
    serving = [
        group
        for group in groups
        if _level(staffing.groups[group.id].serves, channel_id) is not None
        and serves(group, queue.line)
    ]
    people = sum(len(group.agent_ids) for group in serving)
    asked = staffing.asks.get(channel_id)
    return [
        GroupRule(
            group_id=group.id,
            queue_id=queue.id,
            priority=_level(staffing.groups[group.id].serves, channel_id) or 0,
            preference=(_level(asked, group.id) or 0) if asked else 0,
            target_share=round(len(group.agent_ids) / people, 6),
        )
        for group in serving
    ]


def _level(levels: tuple[tuple[str, ...], ...], name: str) -> int | None:
    """Return the place of the level that holds a name, or None where none does."""
    return next((place for place, level in enumerate(levels) if name in level), None)
