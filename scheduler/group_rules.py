"""Group rules: who is asked for what, and when, from the flows of the solution."""

from collections.abc import Mapping

from scenarios.assignment import GroupRule, RulePeriod
from scenarios.queues import Group, Queue, groups_of, queues_of, serves, takes
from scenarios.scenario import Scenario
from scheduler.division import Division

_LIVE_PRIORITY = 0
_DEFERRABLE_PRIORITY = 1
_ASKED_FIRST = 0
_ASKED_SECOND = 1
# A group that the solution gives less than this part of its even share is asked second.
_CLEARLY_LESS = 0.5


def group_rules(scenario: Scenario, division: Division | None) -> tuple[GroupRule, ...]:
    """Return the rules of the whole week; without a division everybody is asked alike."""
    people = {group.id: float(len(group.agent_ids)) for group in groups_of(scenario)}
    return _rules(scenario, division.shares if division else None, people)


def rule_periods(scenario: Scenario, division: Division) -> tuple[RulePeriod, ...]:
    """Return the times of week with rules of their own: where the division's flows differ.

    What is even is reckoned by who is on duty then.
    """
    return tuple(
        RulePeriod(one.id, one.intervals, _rules(scenario, one.shares, one.presence))
        for one in division.periods
    )


def _rules(
    scenario: Scenario,
    shares: Mapping[tuple[str, str], float] | None,
    presence: Mapping[str, float],
) -> tuple[GroupRule, ...]:
    rules = []
    groups = groups_of(scenario)
    for queue in queues_of(scenario):
        taking = [group for group in groups if takes(scenario, group, queue)]
        even = _even(taking, presence)
        for group in groups:
            if serves(group, queue.line):
                own = even.get(group.id, 0.0)
                share = shares[group.id, queue.id] if shares is not None else own
                rules.append(_rule(group, queue, own, share))
    return tuple(rules)


def _rule(group: Group, queue: Queue, even: float, share: float) -> GroupRule:
    return GroupRule(
        group_id=group.id,
        queue_id=queue.id,
        priority=_LIVE_PRIORITY if queue.line.live else _DEFERRABLE_PRIORITY,
        preference=_ASKED_SECOND if share < _CLEARLY_LESS * even else _ASKED_FIRST,
        target_share=round(share, 6),
    )


def _even(taking: list[Group], presence: Mapping[str, float]) -> dict[str, float]:
    """Return the even share of each group: by its people there, or where nobody is, by heads."""
    there = {group.id: presence[group.id] for group in taking}
    if not sum(there.values()):
        there = {group.id: float(len(group.agent_ids)) for group in taking}
    total = sum(there.values())
    return {group_id: one / total for group_id, one in there.items()}
