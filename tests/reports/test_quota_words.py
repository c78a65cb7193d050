"""The quota in sentences: every form, whoever has other limits, and each step in its order."""

from dataclasses import replace

import pytest

from reports.page.quota_words import quota_sentences
from reports.page.rules_words import rules_in_words
from scenarios.assignment import Quota, QuotaLimits, RoutingPolicy
from scenarios.cap import BlockedStep, CapWindow, Then
from scheduler.rules import default_rules
from tests.scheduler.two_groups import two_groups

FULL = QuotaLimits(hostile=0.2, contacts_per_shift=6, minutes_per_paid_hour=7.5, longest_run=3)


def quota(*limits: QuotaLimits, steps: tuple[BlockedStep, ...] = ()) -> Quota:
    return Quota(
        limits={f"a{number}": one for number, one in enumerate(limits)},
        window=CapWindow.WEEK,
        burst=0.0,
        margin_z=2.5,
        hostile_chance={"posts/any/hostile": 0.8},
        hostile_minutes={},
        steps=steps,
    )


def words(one: Quota) -> str:
    return " ".join(quota_sentences(one, "EUR"))


def test_every_form_is_told() -> None:
    said = words(quota(FULL, FULL))
    assert (
        "within a hostile share of 20 % of the week, 6 hostile contacts in the shift, 7.5 hostile "
        "minutes a paid hour of the week and 3 hostile contacts in a row"
    ) in said
    assert "2.5 standard deviations" in said


def test_a_form_that_nobody_has_is_not_told() -> None:
    said = words(quota(QuotaLimits(longest_run=2)))
    assert "within 2 hostile contacts in a row," in said
    assert "share" not in said


def test_people_with_other_limits_are_counted_and_not_named() -> None:
    said = words(quota(FULL, FULL, replace(FULL, hostile=0.05), replace(FULL, longest_run=None)))
    assert "20 % (5 % for 1 agent) of the week" in said
    assert "3 (any number of for 1 agent)" not in said
    assert "3 (any number for 1 agent) hostile contacts in a row" in said
    assert "a2" not in said


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((), "it waits until somebody may."),
        ((BlockedStep(then=Then.WAIT),), "it waits until somebody may."),
        (
            (
                BlockedStep(then=Then.GROUP, to="leads", after_seconds=600.0),
                BlockedStep(then=Then.DESK, to="agency", after_seconds=1800.0, cost=12.0),
                BlockedStep(then=Then.MODERATE, after_seconds=3600.0),
            ),
            "after 10 min it is offered to group leads, then after 30 min it goes to the external "
            "desk agency (EUR 12 a case), then after 60 min it is moderated, then it waits until "
            "somebody may.",
        ),
        (
            (BlockedStep(then=Then.BREACH, after_seconds=60.0),),
            "after 60 s the least exposed gets it and the breach is logged.",
        ),
    ],
)
def test_each_step_is_told_in_its_order(steps: tuple[BlockedStep, ...], told: str) -> None:
    assert f"Where nobody may take it, {told}" in words(quota(FULL, steps=steps))


def test_truth_at_close_is_told() -> None:
    assert "that is what counts" not in words(quota(FULL))
    assert "that is what counts" in words(replace(quota(FULL), known_at_close=True))


@pytest.mark.parametrize("policy", RoutingPolicy)
def test_every_way_of_routing_says_who_gets_a_case(policy: RoutingPolicy) -> None:
    scenario = two_groups()
    said = " ".join(rules_in_words(scenario, replace(default_rules(scenario), policy=policy)))
    assert "Of those who are free" in said
    exposed = policy in (RoutingPolicy.PLAN, RoutingPolicy.LEAST_EXPOSED)
    assert ("smallest hostile share" in said) is exposed
