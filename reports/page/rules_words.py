"""Assignment rules in sentences."""

from reports.wording import counted, duration, joined, percent
from scenarios.assignment import AssignmentRules, Quota, RoutingPolicy
from scenarios.cap import WhenBlocked
from scenarios.queues import Group, groups_of
from scenarios.scenario import Scenario


def rules_in_words(scenario: Scenario, rules: AssignmentRules) -> tuple[str, ...]:
    """Return the rules as sentences: who serves what, in which order, within which quota."""
    sentences = [_group_sentence(group, rules) for group in groups_of(scenario)]
    sentences.append(
        "Phone and chat come before work that can wait; among work that can wait, the case that "
        "is due first is served first."
    )
    sentences.append(_choice(rules))
    if rules.quota is not None and rules.policy is RoutingPolicy.PLAN:
        sentences.extend(_quota_sentences(rules.quota))
    sentences.extend(_reserve_sentences(rules))
    if rules.cool_down_seconds:
        sentences.append(
            f"After a hostile case an agent takes nothing new for "
            f"{duration(rules.cool_down_seconds)}."
        )
    return tuple(sentences)


def _group_sentence(group: Group, rules: AssignmentRules) -> str:
    lines = {
        rule.queue_id.rsplit("/", 1)[0] for rule in rules.group_rules if rule.group_id == group.id
    }
    words = [line.removesuffix("/any").replace("/", " in ") for line in sorted(lines)]
    return f"Group {group.id} ({counted(len(group.agent_ids), 'agent')}) serves {joined(words)}."


def _choice(rules: AssignmentRules) -> str:
    if rules.policy is RoutingPolicy.LONGEST_IDLE:
        return "Of those who are free, the one who has been idle longest gets the case."
    return (
        "Of those who are free, the one with the smallest hostile share gets a case that is "
        "labelled hostile, and the one who has been idle longest gets any other."
    )


def _quota_sentences(quota: Quota) -> list[str]:
    margin = (
        f" With the safety margin for wrong labels ({quota.margin_z:.1f} standard deviations)"
        if quota.margin_z and any(0 < chance < 1 for chance in quota.hostile_chance.values())
        else ""
    )
    blocked = (
        "Then the case waits until somebody may."
        if quota.when_blocked is WhenBlocked.WAIT
        else "Where nobody may, the least exposed gets it and the breach is logged."
    )
    gate = (
        f"A case labelled hostile is handed only to somebody whose share of the {quota.window} "
        f"stays within {percent(quota.cap_share, 0)}, this case counted."
    )
    ahead = max(quota.sure_cases_per_hour.values(), default=0.0)
    counted_on = (
        f" The gate counts on harmless work in the rest of the shift, up to {ahead:.1f} cases an "
        "hour; whoever relies on it is asked first for harmless cases."
        if ahead
        else ""
    )
    return [gate + (f"{margin}, that may be nobody. " if margin else " ") + blocked + counted_on]


def _reserve_sentences(rules: AssignmentRules) -> list[str]:
    return [
        f"Up to {counted(max(reserve.agents), 'agent')} of {joined(reserve.group_ids)} stay free "
        f"of work that can wait, so that {joined(reserve.line_ids)} finds somebody; work that is "
        f"due within {duration(rules.release_slack_seconds)} is done all the same."
        for reserve in rules.reserves
        if max(reserve.agents, default=0)
    ]
