"""What Amazon Connect cannot say of some rules, in plain words."""

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
from scenarios.assignment import AssignmentRules
from scenarios.scenario import Scenario

VENDOR = "Amazon Connect"


def connect_notes(scenario: Scenario, rules: AssignmentRules) -> Notes:
    """Return what is to be said of the queues and profiles."""
    return Notes(
        vendor=VENDOR,
        page="docs/routing/connect.md",
        not_done=[
            *reserve_words(VENDOR, rules),
            *least_exposed_words(VENDOR, rules),
            *order_words(VENDOR, rules),
            *step_words(VENDOR, rules),
        ],
        by_hand=list(_by_hand(scenario, rules)),
        nearly=list(_nearly(rules)),
    )


def _by_hand(scenario: Scenario, rules: AssignmentRules) -> Iterator[str]:
    yield (
        "Names: queues, hours and profiles name each other where Connect wants ids. Create the "
        "hours first, then the queues, then the profiles, and put the ids in as they come."
    )
    yield "Profiles: what does not fit into the first request stands in the second list."
    if rules.quota is not None:
        yield cap_by_counting("moves the agent to the profile hostile off by flip_rules.json")
    yield "Labels: the flow puts a contact into the hostile or the harmless queue of its line."
    if rules.periods:
        yield (
            f"Rules by time of week: {when_periods_are(scenario, rules)}. Connect does not move "
            "agents by the clock: your application does so at the beginning of those hours and at "
            "their end (in_hours in flip_rules.json), each to on or off as hostile_left says. At "
            "all other times the profiles without a time of the week in their names hold."
        )
    if rules.cool_downs:
        yield "Cool-downs: set after-contact work or an agent status for as long as the rules say."


def _nearly(rules: AssignmentRules) -> Iterator[str]:
    if any(rule.preference for rule in every_rule(rules)):
        yield (
            "Groups asked second: Connect offers them a contact a second later by its delay; the "
            "simulation asks them at once where nobody of the first groups is free."
        )
    if rules.quota is not None:
        yield (
            "A flip takes a moment: a hostile contact that is offered meanwhile passes the cap by "
            "one. To rule that out, flip when hostile_left comes to 1."
        )
    if rules.periods:
        yield (
            "Rules by time of week: they hold for an agent as soon as your application has moved "
            "the agent; in the simulation they hold for everybody from the first second."
        )
    yield (
        "Contacts at once: several channels may be one in Connect (posts and messages are tasks); "
        "the smallest number of them holds."
    )
