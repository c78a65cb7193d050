"""Assignment rules in sentences."""

from reports.wording import counted, duration, joined, percent
from scenarios.assignment import AssignmentRules, Quota, RoutingPolicy
from scenarios.cap import Then
from scenarios.queues import Group, groups_of, line_words
from scenarios.scenario import Scenario


def rules_in_words(
    scenario: Scenario, rules: AssignmentRules, *, hostile_matters: bool = True
) -> tuple[str, ...]:
    """Return the rules as sentences: who serves what, in which order, within which quota.

    Without ``hostile_matters`` nothing is said of hostile messages, for there are none.
    """
    sentences = [_group_sentence(group, rules) for group in groups_of(scenario)]
    first = "came" if rules.first_come else "is due"
    sentences.append(f"Of work that ranks alike, the case that {first} first is served first.")
    planned = rules.policy is RoutingPolicy.PLAN
    if planned:
        sentences.extend(_order_sentences(rules, hostile_matters))
    sentences.append(_choice(planned and hostile_matters))
    if rules.quota is not None and planned and hostile_matters:
        sentences.extend(_quota_sentences(rules.quota))
    sentences.extend(_reserve_sentences(rules))
    if hostile_matters:
        sentences.extend(_cool_down_sentences(rules))
    return tuple(sentences)


def _group_sentence(group: Group, rules: AssignmentRules) -> str:
    ranks: dict[int, set[str]] = {}
    for rule in rules.group_rules:
        if rule.group_id == group.id:
            ranks.setdefault(rule.priority, set()).add(_line_of(rule.queue_id))
    own = [joined(sorted(map(line_words, ranks[rank]))) for rank in sorted(ranks)]
    served = f"first {', then '.join(own)}" if len(own) > 1 else "".join(own)
    return f"Group {group.id} ({counted(len(group.agent_ids), 'agent')}) serves {served}."


def _line_of(queue_id: str) -> str:
    return queue_id.rsplit("/", 1)[0]


def _order_sentences(rules: AssignmentRules, hostile_matters: bool) -> list[str]:
    """Return in which order groups are asked, for the queues for which some come first."""
    orders: dict[tuple[str, ...], list[str]] = {}
    for queue_id in dict.fromkeys(rule.queue_id for rule in rules.group_rules):
        if queue_id.endswith("/hostile") and not hostile_matters:
            continue
        asked: dict[int, list[str]] = {}
        for rule in rules.group_rules:
            if rule.queue_id == queue_id:
                asked.setdefault(rule.preference, []).append(rule.group_id)
        if len(asked) > 1:
            order = tuple(joined(sorted(asked[rank])) for rank in sorted(asked))
            kind = f", {queue_id.rsplit('/', 1)[1]}" if hostile_matters else ""
            orders.setdefault(order, []).append(line_words(_line_of(queue_id)) + kind)
    return [
        f"For {'; '.join(queues)}: first {', then '.join(order)}."
        for order, queues in orders.items()
    ]


def _choice(least_exposed: bool) -> str:
    if not least_exposed:
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
        if all(step.then is not Then.BREACH for step in quota.steps)
        else "Where nobody may, the least exposed gets it and the breach is logged."
    )
    gate = (
        f"A case labelled hostile is handed only to somebody whose share of the {quota.window} "
        f"stays within {_shares(quota)}, this case counted."
    )
    ahead = max(quota.sure_cases_per_hour.values(), default=0.0)
    counted_on = (
        f" The gate counts on harmless work in the rest of the shift, up to {ahead:.1f} cases an "
        "hour; whoever relies on it is asked first for harmless cases."
        if ahead
        else ""
    )
    return [gate + (f"{margin}, that may be nobody. " if margin else " ") + blocked + counted_on]


def _shares(quota: Quota) -> str:
    shares = sorted({one.hostile for one in quota.limits.values() if one.hostile is not None})
    return percent(shares[0], 0) if len(shares) == 1 else "the own limit"


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
