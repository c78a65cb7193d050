"""What Zendesk cannot say of some rules, in plain words."""

from collections.abc import Iterator

from reports.routing.differences import (
    cap_by_counting,
    least_exposed_words,
    order_words,
    period_words,
    reserve_words,
    step_words,
)
from reports.routing.notes import Notes
from scenarios.assignment import AssignmentRules
from scenarios.scenario import Scenario

VENDOR = "Zendesk"


def zendesk_notes(scenario: Scenario, rules: AssignmentRules) -> Notes:
    """Return what is to be said of the queues and groups."""
    return Notes(
        vendor="Zendesk omnichannel routing",
        page="docs/routing/zendesk.md",
        not_done=[
            *reserve_words(VENDOR, rules),
            *least_exposed_words(VENDOR, rules),
            *order_words(VENDOR, rules),
            *step_words(VENDOR, rules),
            *period_words(VENDOR, rules),
            *_priorities(rules),
            *_preferences(rules),
        ],
        by_hand=list(_by_hand(rules)),
        nearly=list(_nearly(scenario)),
    )


def _priorities(rules: AssignmentRules) -> Iterator[str]:
    by_queue: dict[str, set[int]] = {}
    for rule in rules.group_rules:
        by_queue.setdefault(rule.queue_id, set()).add(rule.priority)
    odd = sorted(queue for queue, ranks in by_queue.items() if len(ranks) > 1)
    if odd:
        yield (
            "Priorities by group: a queue has one priority for everybody, that of the group which "
            f"serves it first; that concerns {', '.join(odd)}."
        )


def _preferences(rules: AssignmentRules) -> Iterator[str]:
    by_queue: dict[str, set[int]] = {}
    for rule in rules.group_rules:
        by_queue.setdefault(rule.queue_id, set()).add(rule.preference)
    if any(len(levels) > 2 for levels in by_queue.values()):
        yield "Groups asked third or later: a queue has primary and secondary groups only."


def _by_hand(rules: AssignmentRules) -> Iterator[str]:
    yield (
        "Groups: queues name their groups. Create the groups first, and put their ids in place of "
        "the names."
    )
    yield (
        "Tags: a trigger puts fairshift_channel_..., fairshift_language_... and, where the "
        "classifier says so, fairshift_hostile on every ticket before it is routed."
    )
    if rules.quota is not None:
        yield cap_by_counting("takes the agent out of the group whose name ends in hostile")
    if rules.cool_downs:
        yield "Cool-downs: set a custom agent status for as long as the rules say."


def _nearly(scenario: Scenario) -> Iterator[str]:
    yield (
        "Secondary groups are asked where nobody of the primary groups has room, as in the "
        "simulation; which agent gets a ticket goes by room or in turn, not by idle time."
    )
    yield (
        "Tickets at once: chats and messages are one channel in Zendesk, and so are posts and "
        "e-mail; the smallest number of them holds."
    )
    if any(channel.opening is not None for channel in scenario.channels.values()):
        yield "Opening hours: set them as schedules; queues have none."
