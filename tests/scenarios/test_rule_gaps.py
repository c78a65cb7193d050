"""Queues that rules ask nobody for."""

from dataclasses import replace
from typing import Any

from scenarios.assignment import AssignmentRules, RulePeriod
from scenarios.rule_gaps import unasked_queues
from scenarios.scenario import Scenario
from tests.simulation.scenes import agent, channel, rules, scenario


def team(**changes: Any) -> Scenario:
    people = [agent("a", "phone"), {**agent("b", "phone", "post"), "group": "desk"}]
    return scenario({"phone": channel("phone"), "post": channel("post")}, people, **changes)


def without(by: AssignmentRules, *queue_ids: str) -> AssignmentRules:
    return replace(
        by, group_rules=tuple(one for one in by.group_rules if one.queue_id not in queue_ids)
    )


def test_rules_that_ask_somebody_for_everything_leave_nothing_out() -> None:
    assert unasked_queues(team(), rules(team())) == ()


def test_a_queue_that_no_rule_names_is_left_out() -> None:
    by = without(rules(team()), "post/any/harmless", "phone/any/hostile")
    assert unasked_queues(team(), by) == ("phone/any/hostile", "post/any/harmless")


def test_a_queue_that_is_asked_for_at_some_times_is_not_left_out() -> None:
    whole = rules(team())
    period = RulePeriod("night", (0, 1), whole.group_rules)
    by = replace(without(whole, "post/any/harmless"), periods=(period,))
    assert unasked_queues(team(), by) == ()


def test_what_nobody_could_take_anyway_is_no_fault_of_the_rules() -> None:
    alone = scenario({"phone": channel("phone"), "post": channel("post")}, [agent("a", "phone")])
    assert unasked_queues(alone, rules(alone)) == ()
    steps = [{"then": "group", "to": "desk", "after_seconds": 600.0}]
    cap = {"hostile": 0.2, "when_blocked": steps}
    assert unasked_queues(team(cap=cap), rules(team(cap=cap))) == ()
