"""Group rules in sentences: who serves what, who is asked first, and what is otherwise when."""

from collections.abc import Sequence

from reports.period_times import period_words
from reports.wording import counted, joined
from scenarios.assignment import AssignmentRules, GroupRule, RoutingPolicy
from scenarios.queues import Group, groups_of, line_words
from scenarios.scenario import Scenario

_BY_PREFERENCE = (RoutingPolicy.PLAN, RoutingPolicy.SKILL_PRIORITY)
_HOSTILE = "/hostile"

Order = tuple[tuple[str, ...], ...]
"""Groups that are asked first, then those asked next, and so on."""


def group_sentences(scenario: Scenario, rules: Sequence[GroupRule]) -> list[str]:
    """Return what each group serves, and in which order."""
    return [
        f"Group {group.id} ({counted(len(group.agent_ids), 'agent')}) serves "
        f"{_served(group, rules)}."
        for group in groups_of(scenario)
    ]


def order_sentences(
    policy: RoutingPolicy, rules: Sequence[GroupRule], *, hostile_matters: bool
) -> list[str]:
    """Return in which order groups are asked, for the queues for which some come first."""
    found = {
        queue: order
        for queue, order in _orders(policy, rules, hostile_matters).items()
        if len(order) > 1
    }
    return [f"For {said}." for said in _said(found, hostile_matters)]


def period_sentences(
    scenario: Scenario, rules: AssignmentRules, *, hostile_matters: bool
) -> list[str]:
    """Return for each time of the week with rules of its own what is otherwise then, and when."""
    sentences = []
    regular = _orders(rules.policy, rules.group_rules, hostile_matters)
    for period in rules.periods:
        served = [
            f"group {group.id} serves {then}"
            for group in groups_of(scenario)
            if (then := _served(group, period.group_rules)) != _served(group, rules.group_rules)
        ]
        orders = _orders(rules.policy, period.group_rules, hostile_matters)
        changed = {
            queue: order
            for queue, order in orders.items()
            if order != regular.get(queue) and (queue in regular or len(order) > 1)
        }
        said = [*served, *(f"for {one}" for one in _said(changed, hostile_matters))]
        words = f"rules of their own hold: {'; '.join(said)}" if said else "it is as said above"
        sentences.append(f"At {period.id} ({period_words(scenario, period)}) {words}.")
    return sentences


def _served(group: Group, rules: Sequence[GroupRule]) -> str:
    ranks: dict[int, set[str]] = {}
    for rule in rules:
        if rule.group_id == group.id:
            ranks.setdefault(rule.priority, set()).add(_line_of(rule.queue_id))
    own = [joined(sorted(map(line_words, ranks[rank]))) for rank in sorted(ranks)]
    return (f"first {', then '.join(own)}" if len(own) > 1 else "".join(own)) or "nothing"


def _line_of(queue_id: str) -> str:
    return queue_id.rsplit("/", 1)[0]


def _orders(
    policy: RoutingPolicy, rules: Sequence[GroupRule], hostile_matters: bool
) -> dict[str, Order]:
    """Return the order of each queue; none where the policy knows no order of groups."""
    if policy not in _BY_PREFERENCE:
        return {}
    asked: dict[str, dict[int, list[str]]] = {}
    for rule in rules:
        if hostile_matters or not rule.queue_id.endswith(_HOSTILE):
            levels = asked.setdefault(rule.queue_id, {})
            levels.setdefault(rule.preference, []).append(rule.group_id)
    return {
        queue_id: tuple(tuple(sorted(levels[rank])) for rank in sorted(levels))
        for queue_id, levels in asked.items()
    }


def _said(orders: dict[str, Order], hostile_matters: bool) -> list[str]:
    """Return queues with their order, those of one order together."""
    together: dict[Order, list[str]] = {}
    for queue_id, order in orders.items():
        kind = f", {queue_id.rsplit('/', 1)[1]}" if hostile_matters else ""
        together.setdefault(order, []).append(line_words(_line_of(queue_id)) + kind)
    return [f"{'; '.join(queues)}: {_asked(order)}" for order, queues in together.items()]


def _asked(order: Order) -> str:
    names = [joined(groups) for groups in order]
    if len(names) > 1:
        return f"first {', then '.join(names)}"
    return f"{names[0]} alike" if len(order[0]) > 1 else f"only {names[0]}"
