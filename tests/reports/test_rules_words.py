"""Rules in sentences: what ranks first, who is asked first, and nothing of what is not there."""

from collections.abc import Callable
from dataclasses import replace

from reports.page.rules_words import rules_in_words
from scenarios.assignment import AssignmentRules, CoolDown, GroupRule, RoutingPolicy, RulePeriod
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
    late = replace(rules, due_again_seconds=43_200.0)
    assert "late already is due again 12.0 h later, once" in words(late)
    assert "due again" not in words(replace(late, first_come=True))


def test_nothing_is_said_of_hostile_messages_where_there_are_none() -> None:
    rules = replace(default_rules(SCENARIO), cool_downs={"a1": CoolDown(60.0)})
    rules = replace(rules, group_rules=tuple(map(ranked, rules.group_rules)))
    assert "hostile" in words(rules)
    assert "hostile" not in words(rules, hostile_matters=False)


# Intervals of 15 minutes.
OFFICE = tuple(day * 96 + place for day in range(5) for place in range(32, 72))
EVENING = tuple(day * 96 + place for day in range(5) for place in range(72, 96))


def with_period(rules: AssignmentRules, change: Callable[[GroupRule], GroupRule]) -> str:
    period = RulePeriod("evening", (*EVENING, *range(480, 576)), tuple(map(change, FIRST)))
    return words(replace(rules, periods=(period,)))


FIRST = default_rules(SCENARIO).group_rules


class TestTimesOfTheWeek:
    """What is otherwise at a time of the week, and when that is."""

    def test_nothing_is_said_where_there_are_none(self) -> None:
        assert "At evening" not in words(default_rules(SCENARIO))

    def test_times_and_another_order_are_told(self) -> None:
        said = with_period(default_rules(SCENARIO), ranked)
        assert "At evening (mon-fri 18:00-24:00, sat 00:00-24:00) rules of their own hold: " in said
        assert "for posts, harmless; posts, hostile: first g1, then g2." in said

    def test_an_order_that_is_given_up_is_told(self) -> None:
        rules = default_rules(SCENARIO)
        rules = replace(rules, group_rules=tuple(map(ranked, rules.group_rules)))
        said = with_period(rules, lambda rule: rule)
        assert "for posts, harmless; posts, hostile: g1 and g2 alike." in said
        assert "only g1" not in said

    def test_queues_that_a_group_takes_up_or_leaves_are_told(self) -> None:
        rules = default_rules(SCENARIO)
        left = tuple(one for one in FIRST if one.group_id == "g1")
        period = RulePeriod("office", OFFICE, left)
        said = words(replace(rules, periods=(period,)))
        assert "At office (mon-fri 08:00-18:00) rules of their own hold: " in said
        assert "group g2 serves nothing" in said
        assert "for posts, harmless; posts, hostile: only g1." in said
        said = words(
            replace(rules, group_rules=left, periods=(replace(period, group_rules=FIRST),))
        )
        assert "group g2 serves posts" in said

    def test_rules_that_are_the_same_are_said_to_be(self) -> None:
        said = with_period(default_rules(SCENARIO), lambda rule: rule)
        assert "At evening (mon-fri 18:00-24:00, sat 00:00-24:00) it is as said above." in said

    def test_a_router_without_an_order_of_groups_has_none_at_other_times(self) -> None:
        rules = replace(default_rules(SCENARIO), policy=RoutingPolicy.LONGEST_IDLE)
        assert "it is as said above" in with_period(rules, ranked)
