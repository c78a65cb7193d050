"""What Zendesk cannot say of some rules, in plain words."""

from collections.abc import Iterator

from reports.routing.differences import (
    cap_by_counting,
    every_rule,
    least_exposed_words,
    order_words,
    reserve_words,
    step_words,
    when_periods_are,
)
from reports.routing.notes import Notes
from reports.routing.zendesk_schedules import period_tags
from reports.wording import joined
from scenarios.assignment import AssignmentRules, GroupRule
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
            *_unserved(rules),
            *_priorities(rules),
            *_preferences(rules),
        ],
        by_hand=list(_by_hand(scenario, rules)),
        nearly=list(_nearly(scenario, rules)),
    )


def _unserved(rules: AssignmentRules) -> Iterator[str]:
    """Yield where a queue is served at some times of the week and not at others."""
    sets = {"all other times": rules.group_rules} | {p.id: p.group_rules for p in rules.periods}
    everywhere = {rule.queue_id for rule in every_rule(rules)}
    for when, own in sets.items():
        missing = sorted(everywhere - {rule.queue_id for rule in own})
        if missing:
            yield (
                f"Nobody serves {', '.join(missing)} at {when}: the rules let these tickets wait. "
                "Zendesk gives them to the queue of the other times, or to the standard queue; "
                "hold them back with a trigger, or hand them over yourselves."
            )


def _by_time_and_queue(rules: AssignmentRules) -> Iterator[tuple[str, list[GroupRule]]]:
    """Yield the rules of each queue at each time of the week."""
    for own in (rules.group_rules, *(one.group_rules for one in rules.periods)):
        for queue_id in dict.fromkeys(rule.queue_id for rule in own):
            yield queue_id, [rule for rule in own if rule.queue_id == queue_id]


def _priorities(rules: AssignmentRules) -> Iterator[str]:
    odd = {
        queue
        for queue, own in _by_time_and_queue(rules)
        if len({rule.priority for rule in own}) > 1
    }
    if odd:
        yield (
            "Priorities by group: a queue has one priority for everybody, that of the group which "
            f"serves it first; that concerns {', '.join(sorted(odd))}."
        )


def _preferences(rules: AssignmentRules) -> Iterator[str]:
    if any(len({rule.preference for rule in own}) > 2 for _, own in _by_time_and_queue(rules)):
        yield "Groups asked third or later: a queue has primary and secondary groups only."


def _by_hand(scenario: Scenario, rules: AssignmentRules) -> Iterator[str]:
    yield (
        "Groups: queues name their groups. Create the groups first, and put their ids in place of "
        "the names."
    )
    yield (
        "Tags: a trigger puts fairshift_channel_..., fairshift_language_... and, where the "
        "classifier says so, fairshift_hostile on every ticket before it is routed."
    )
    if rules.periods:
        tags = [f"{tag} within fairshift {name}" for name, tag in period_tags(rules).items()]
        yield (
            f"Rules by time of week: {when_periods_are(scenario, rules)}. Create the schedules, "
            "set their workweeks, and let a trigger with the condition Ticket: Within (schedule) "
            f"put one of these tags on a ticket when it comes: {joined(tags)}; at all other times "
            "none. Queues with such a tag stand before those without and have to stay there. "
            "Where your plan of Zendesk has one schedule only, your application sets the tags by "
            "the clock."
        )
    if rules.quota is not None:
        yield cap_by_counting("takes the agent out of the group whose name ends in hostile")
    if rules.cool_downs:
        yield "Cool-downs: set a custom agent status for as long as the rules say."


def _nearly(scenario: Scenario, rules: AssignmentRules) -> Iterator[str]:
    yield (
        "Secondary groups are asked where nobody of the primary groups has room, as in the "
        "simulation; which agent gets a ticket goes by room or in turn, not by idle time."
    )
    yield (
        "Tickets at once: chats and messages are one channel in Zendesk, and so are posts and "
        "e-mail; the smallest number of them holds."
    )
    if rules.periods:
        yield (
            "Rules by time of week: a ticket keeps the queue of the time at which it came, unless "
            "your application changes its tags while it waits; in the simulation new rules hold "
            "for all that wait."
        )
    if any(channel.opening is not None for channel in scenario.channels.values()):
        yield "Opening hours: set them as schedules; queues have none."
