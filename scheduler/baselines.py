"""What teams have today: the usual ways of routing, none of which keeps a cap."""

from dataclasses import replace

from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.queues import Group, groups_of, lines_of, serves
from scenarios.scenario import Scenario
from scheduler.rules import default_rules


def baseline_rules(scenario: Scenario) -> tuple[AssignmentRules, ...]:
    """Return the routers that a plan is shown against, each with the team that serves alike."""
    return (
        longest_idle_rules(scenario),
        skill_priority_rules(scenario),
        least_exposed_rules(scenario),
    )


def longest_idle_rules(scenario: Scenario) -> AssignmentRules:
    """Return the plainest routing: whoever has been idle longest, and no quota."""
    return _without_quota(scenario, RoutingPolicy.LONGEST_IDLE)


def least_exposed_rules(scenario: Scenario) -> AssignmentRules:
    """Return routing that is fair but knows no limit.

    A case labelled hostile goes to whoever has the smallest hostile share of the cap window so
    far, by labels; any other to whoever has been idle longest.
    """
    return _without_quota(scenario, RoutingPolicy.LEAST_EXPOSED)


def skill_priority_rules(scenario: Scenario) -> AssignmentRules:
    """Return what most contact centres have: specialists before generalists, then longest idle.

    Of the groups that serve a queue, that with the fewest lines (a channel in a language that
    needs a skill) is asked first.
    """
    rules = _without_quota(scenario, RoutingPolicy.SKILL_PRIORITY)
    lines = {group.id: _lines_served(scenario, group) for group in groups_of(scenario)}
    ranks = {count: rank for rank, count in enumerate(sorted(set(lines.values())))}
    return replace(
        rules,
        group_rules=tuple(
            replace(rule, preference=ranks[lines[rule.group_id]]) for rule in rules.group_rules
        ),
    )


def _lines_served(scenario: Scenario, group: Group) -> int:
    return sum(serves(group, line) for line in lines_of(scenario))


def _without_quota(scenario: Scenario, policy: RoutingPolicy) -> AssignmentRules:
    return replace(default_rules(scenario), policy=policy, quota=None)
