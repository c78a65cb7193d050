"""Which cap holds for whom, and how it is said."""

from typing import Any

import pytest

from scenarios.assignment import CoolDown
from scenarios.cap import CapLimits
from scenarios.cap_forms import CapForm, cap_words, limits_in_force
from scenarios.cap_layers import (
    all_limits,
    cool_downs_of,
    group_share,
    has_promise,
    has_share,
)
from scenarios.scenario import Scenario
from tests.simulation.scenes import agent, channel, scenario

NEWCOMER = {**agent("new", "phone"), "group": "new"}
RETURNING = {**agent("back", "phone"), "cap": {"hostile": 0.05, "longest_run": 1}}


def team(**cap: Any) -> Scenario:
    people = [agent("old", "phone"), NEWCOMER, RETURNING]
    return scenario({"phone": channel()}, people, cap=cap or None)


def limits(said: Scenario, place: int) -> CapLimits:
    return all_limits(said)[said.team.agents[place].id]


def test_the_agents_own_limit_comes_over_the_groups_and_that_over_everybodys() -> None:
    said = team(hostile=0.2, contacts_per_shift=12, groups={"new": {"hostile": 0.1}})
    assert limits(said, 0) == CapLimits(hostile=0.2, contacts_per_shift=12)
    assert limits(said, 1) == CapLimits(hostile=0.1, contacts_per_shift=12)
    assert limits(said, 2) == CapLimits(hostile=0.05, contacts_per_shift=12, longest_run=1)


def test_without_a_cap_nothing_is_limited() -> None:
    said = scenario({"phone": channel()}, [agent("old", "phone")])
    assert limits(said, 0) == CapLimits()
    assert not has_promise(said)
    assert not has_share(said)
    assert cap_words(said) == "none"


def test_a_cool_down_alone_is_no_promise_to_prove() -> None:
    said = scenario(
        {"phone": channel()},
        [agent("old", "phone"), {**agent("new", "phone"), "cap": {"cool_down_seconds": 0.0}}],
        cap={"cool_down_seconds": 60.0, "cool_down_after_run": 2},
    )
    assert not has_promise(said)
    assert cool_downs_of(said) == {"old": CoolDown(60.0, 2)}
    assert cap_words(said) == "cool-downs alone"


def test_shares_of_a_group_count_those_without_a_limit_as_one() -> None:
    said = team(groups={"new": {"hostile": 0.1}})
    assert has_share(said)
    assert group_share(said, {"new": 8.0, "back": 8.0}) == pytest.approx(0.075)
    assert group_share(said, {"old": 0.0, "new": 0.0}) == pytest.approx(0.55)
    assert group_share(said, {"old": 10.0, "new": 30.0}) == pytest.approx(0.325)


def test_promises_are_said_with_the_limits_that_people_have() -> None:
    said = team(hostile=0.2, contacts_per_shift=12, minutes_per_paid_hour=7.5)
    assert limits_in_force(said) == {
        CapForm.SHARE: (0.05, 0.2),
        CapForm.CONTACTS: (12,),
        CapForm.MINUTES: (7.5,),
        CapForm.RUN: (1,),
    }
    assert cap_words(said) == (
        "5 to 20 % a week; at most 12 hostile contacts a shift; at most 7.5 hostile minutes a "
        "paid hour of a week; at most 1 hostile contact in a row"
    )
