"""Assignment rules in sentences."""

from reports.page.order_words import group_sentences, order_sentences, period_sentences
from reports.page.quota_words import quota_sentences
from reports.wording import counted, duration, joined
from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.queues import line_words
from scenarios.scenario import Scenario


def rules_in_words(
    scenario: Scenario, rules: AssignmentRules, *, hostile_matters: bool = True
) -> tuple[str, ...]:
    """Return the rules as sentences: who serves what, in which order, within which quota.

    Without ``hostile_matters`` nothing is said of hostile messages, for there are none.
    """
    sentences = group_sentences(scenario, rules.group_rules)
    first = "came" if rules.first_come else "is due"
    sentences.append(f"Of work that ranks alike, the case that {first} first is served first.")
    if rules.due_again_seconds and not rules.first_come:
        sentences.append(
            "What can wait and is late already is due again "
            f"{duration(rules.due_again_seconds)} later, once, so that it does not make the next "
            "late as well."
        )
    planned = rules.policy is RoutingPolicy.PLAN
    sentences.extend(
        order_sentences(rules.policy, rules.group_rules, hostile_matters=hostile_matters)
    )
    sentences.extend(period_sentences(scenario, rules, hostile_matters=hostile_matters))
    sentences.extend(_choice(rules.policy, hostile_matters))
    if rules.quota is not None and planned and hostile_matters:
        sentences.extend(quota_sentences(rules.quota, scenario.currency))
    sentences.extend(_reserve_sentences(rules))
    if hostile_matters:
        sentences.extend(_cool_down_sentences(rules))
    return tuple(sentences)


_IDLE = "the one who has been idle longest"
_EXPOSED = "the one with the smallest hostile share"
# Who of those who are free gets a case labelled hostile, and who any other.
_CHOSEN = {
    RoutingPolicy.PLAN: (_EXPOSED, _IDLE),
    RoutingPolicy.LONGEST_IDLE: (_IDLE, _IDLE),
    RoutingPolicy.SKILL_PRIORITY: (_IDLE, _IDLE),
    RoutingPolicy.LEAST_EXPOSED: (_EXPOSED, _IDLE),
}


def _choice(policy: RoutingPolicy, hostile_matters: bool) -> list[str]:
    hostile, other = _CHOSEN[policy]
    if hostile == other or not hostile_matters:
        return [f"Of those who are free, {other} gets the case."]
    return [
        f"Of those who are free, {hostile} gets a case that is labelled hostile, and {other} "
        "gets any other."
    ]


def _cool_down_sentences(rules: AssignmentRules) -> list[str]:
    return [
        "After a hostile case an agent takes nothing new for "
        f"{joined([duration(one) for one in sorted(lengths)])}."
        for lengths in [{one.seconds for one in rules.cool_downs.values() if one.seconds}]
        if lengths
    ]


def _reserve_sentences(rules: AssignmentRules) -> list[str]:
    return [
        f"Up to {counted(max(reserve.agents), 'agent')} of {joined(reserve.group_ids)} stay free "
        f"of work that can wait, so that {joined([*map(line_words, reserve.line_ids)])} finds "
        "somebody; work that is due "
        f"within {duration(rules.release_slack_seconds)} is done all the same."
        for reserve in rules.reserves
        if max(reserve.agents, default=0)
    ]
