"""What a TaskRouter workflow cannot say of some rules, and the rules without just that."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reports.routing.differences import reserve_words
from reports.routing.notes import Notes
from reports.routing.taskrouter_steps import step_seconds
from reports.wording import joined
from scenarios.assignment import AssignmentRules, GroupRule
from scenarios.cap import Then
from scenarios.scenario import Scenario


@dataclass(frozen=True)
class Difference:
    """Something that the rules say and a workflow does not."""

    words: str
    without: AssignmentRules  # the rules with this difference taken out


def differences(rules: AssignmentRules) -> tuple[Difference, ...]:
    """Return the differences in turn, each taken out of what the one before left.

    The rules of the last one are those that the workflow stands for: loaded again, it routes as
    they do.
    """
    found: list[Difference] = []
    for look in (_reserves, _priorities, _seconds):
        found.extend(look(found[-1].without if found else rules))
    return tuple(found)


def expressible(rules: AssignmentRules) -> AssignmentRules:
    """Return the rules as far as a workflow can say them."""
    found = differences(rules)
    left = found[-1].without if found else rules
    # Reserves without anybody in them say nothing, so no difference names them.
    return replace(left, reserves=(), release_slack_seconds=0.0)


def taskrouter_notes(scenario: Scenario, rules: AssignmentRules) -> Notes:
    """Return what is to be said of a workflow."""
    return Notes(
        vendor="Twilio TaskRouter",
        page="docs/routing/twilio.md",
        not_done=[one.words for one in differences(rules)],
        by_hand=list(_by_hand(scenario, rules)),
        nearly=list(_nearly(rules)),
    )


def _reserves(rules: AssignmentRules) -> Iterator[Difference]:
    without = replace(rules, reserves=(), release_slack_seconds=0.0)
    for words in reserve_words("TaskRouter", rules):
        yield Difference(words, without)


def _priorities(rules: AssignmentRules) -> Iterator[Difference]:
    odd: set[str] = set()
    alike = replace(
        rules,
        group_rules=_with_one_priority(rules.group_rules, odd),
        periods=tuple(
            replace(one, group_rules=_with_one_priority(one.group_rules, odd))
            for one in rules.periods
        ),
    )
    if odd:
        yield Difference(
            "Priorities by group: a task has one priority for everybody. For "
            f"{joined(sorted(odd))} it is that of the group which serves the queue first; other "
            "groups serve it as early as that.",
            alike,
        )


def _with_one_priority(group_rules: tuple[GroupRule, ...], odd: set[str]) -> tuple[GroupRule, ...]:
    """Return rules in which a queue has one priority, and add those that had several to odd."""
    lowest: dict[str, int] = {}
    for rule in group_rules:
        lowest[rule.queue_id] = min(rule.priority, lowest.get(rule.queue_id, rule.priority))
    odd |= {rule.queue_id for rule in group_rules if rule.priority != lowest[rule.queue_id]}
    return tuple(replace(rule, priority=lowest[rule.queue_id]) for rule in group_rules)


def _seconds(rules: AssignmentRules) -> Iterator[Difference]:
    quota = rules.quota
    if quota is None:
        return
    steps = tuple(
        one
        if one.then is Then.WAIT
        else one.model_copy(update={"after_seconds": float(step_seconds(one))})
        for one in quota.steps
    )
    if steps != quota.steps:
        yield Difference(
            "Seconds of steps: TaskRouter counts whole seconds, and at least one before a further "
            "group, so steps for cases that nobody may take come up to a second later.",
            replace(rules, quota=replace(quota, steps=steps)),
        )


def _by_hand(scenario: Scenario, rules: AssignmentRules) -> Iterator[str]:
    yield (
        "SIDs: queues are named by their friendly names. Make the task queues, then put their SIDs "
        "in place of the names."
    )
    yield (
        "Tasks: the application gives each task the attributes of its queue in tasks.json; hostile "
        "is what the classifier says."
    )
    if rules.periods:
        yield (
            "Rules by time of week: the application gives each task its period by tasks.json, "
            "regular at all other times."
        )
    if not rules.first_come:
        yield (
            "Order by due time: TaskRouter serves equal priorities by virtual start time. Set it "
            "to the due time less the seconds in tasks.json; without that the oldest goes first, "
            "not the one that is due first."
        )
        if rules.due_again_seconds:
            yield (
                "Late work: when a task that can wait passes its due time, the application updates "
                "its virtual start time once, to due_again_seconds of tasks.json later; without "
                "that it stays first and makes the next late as well."
            )
    if rules.quota is not None:
        yield (
            "The quota: the assignment callback keeps hostile_left and hostile_share of every "
            "worker up to date, and asks the whole gate once more before it accepts, with the "
            "margin for wrong labels and the look-ahead over the rest of the shift. Without the "
            "callback the cap is not kept."
        )
    if rules.cool_downs:
        yield (
            "Cool-downs: the callback says when a worker is to be put on the activity Cooling "
            "down, and for how long."
        )
    if any(stage.same_agent_seconds for c in scenario.channels.values() for stage in c.stages):
        yield (
            "Same agent: a stage that waits for the agent of the stage before is the application's "
            "to hold back; known_worker would hand it to somebody off duty."
        )
    yield (
        "One channel at a time: in the simulation an agent has tasks of one channel in hand. Make "
        "a worker's other task channels unavailable while one is in use."
    )


def _nearly(rules: AssignmentRules) -> Iterator[str]:
    if rules.periods:
        yield (
            "Rules by time of week: a task keeps the targets of the time in which it came, unless "
            "the application changes its period while it waits; in the simulation new rules hold "
            "for all that wait."
        )
    yield (
        "Ties: among workers with the same hostile share TaskRouter takes the one with fewer "
        "hostile tasks, the simulation the one who has been idle longest."
    )
    if rules.quota is None:
        return
    if any(one.then is not Then.WAIT for one in rules.quota.steps):
        yield (
            "Steps: TaskRouter goes on to the next target when its time is over, whether the quota "
            "or only a busy team held the task back; the simulation goes by the quota."
        )
    yield (
        "Seconds between: attributes change a moment after a task was handed out. The callback "
        "asks again with what it knows itself, so the cap is kept, but a task may be offered twice."
    )
