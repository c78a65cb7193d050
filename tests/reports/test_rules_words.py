"""Rules in sentences: what ranks first, who is asked first, and nothing of what is not there."""

from dataclasses import replace

from reports.page.rules_words import rules_in_words
from scenarios.assignment import AssignmentRules, CoolDown, GroupRule
from scheduler.rules import default_rules
from tests.scheduler.two_groups import two_groups

SCENARIO = two_groups()


def words(rules: AssignmentRules, *, hostile_matters: bool = True) -> str:
    return " ".join(rules_in_words(SCENARIO, rules, hostile_matters=hostile_matters))


def ranked(rule: GroupRule) -> GroupRule:
    """Group g2 is asked only where nobody of g1 is free."""
    return replace(rule, preference=int(rule.group_id == "g2"))


def test_an_order_of_groups_is_told_where_there_is_one() -> None:
    rules = default_rules(SCENARIO)
    assert "first g1, then g2" not in words(rules)
    asked = replace(rules, group_rules=tuple(map(ranked, rules.group_rules)))
    assert "first g1, then g2" in words(asked)


def test_who_came_first_is_served_first_where_that_is_the_rule() -> None:
    rules = default_rules(SCENARIO)
    assert "the case that is due first is served first" in words(rules)
    assert "the case that came first is served first" in words(replace(rules, first_come=True))


def test_nothing_is_said_of_hostile_messages_where_there_are_none() -> None:
    rules = replace(default_rules(SCENARIO), cool_downs={"a1": CoolDown(60.0)})
    rules = replace(rules, group_rules=tuple(map(ranked, rules.group_rules)))
    assert "hostile" in words(rules)
    assert "hostile" not in words(rules, hostile_matters=False)
