"""Assignment rules against the solution they come from."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from scenarios.assignment import RoutingPolicy
from scheduler.baselines import longest_idle_rules, skill_priority_rules
from scheduler.certify import fresh_replications
from scheduler.division import Division
from scheduler.requirement import LiveRequirement, Requirement
from scheduler.rules import RuleSettings, default_rules, margin_z, plan_rules
from tests.scheduler.two_groups import two_groups

INTERVALS = 7 * 96


def requirement() -> Requirement:
    agents = np.zeros(INTERVALS, dtype=np.int64)
    agents[36:68] = 3  # Monday 09:00-17:00
    live = LiveRequirement(("phone/any",), ("g1",), agents * 0.5, agents)
    return Requirement((live,), (), np.array([INTERVALS * 15]))


def division(posts_to_narrow: float) -> Division:
    shares = {("g1", "phone/any/harmless"): 1.0, ("g1", "phone/any/hostile"): 1.0}
    for label in ("harmless", "hostile"):
        shares["g1", f"posts/any/{label}"] = 1 - posts_to_narrow
        shares["g2", f"posts/any/{label}"] = posts_to_narrow
    chance = {queue_id: 0.1 for _, queue_id in shares}
    harmless = {"g1": 0.05, "g2": 0.0}
    minutes = {"g1": 6.0, "g2": 5.0}
    return Division(shares, {}, {}, {"g1": 4.0, "g2": 2.0}, harmless, chance, minutes)


def made(posts_to_narrow: float = 0.25, **chosen: object):  # type: ignore[no-untyped-def]
    settings = replace(RuleSettings(reserves=(1.0,), release_share=0.5), **chosen)  # type: ignore[arg-type]
    return plan_rules(two_groups(), requirement(), division(posts_to_narrow), settings)


def test_only_groups_with_the_skill_are_eligible() -> None:
    rules = made()
    assert {r.group_id for r in rules.group_rules if r.queue_id.startswith("phone")} == {"g1"}


def test_live_queues_come_before_deferrable_ones() -> None:
    priority = {r.queue_id: r.priority for r in made().group_rules}
    assert priority["phone/any/harmless"] < priority["posts/any/harmless"]


@pytest.mark.parametrize(("share", "preference"), [(0.25, 0), (0.13, 0), (0.12, 1), (0.0, 1)])
def test_a_group_given_clearly_less_than_its_even_share_is_asked_second(
    share: float, preference: int
) -> None:
    narrow = [r for r in made(share).group_rules if r.group_id == "g2"]
    assert {r.preference for r in narrow} == {preference}


def test_the_reserve_follows_the_live_requirement_by_time_of_week() -> None:
    (reserve,) = made(reserves=(0.5,)).reserves
    assert reserve.agents[36:68] == (2,) * 32  # half of three, rounded up
    assert sum(reserve.agents) == 64


def test_of_several_weeks_the_one_with_most_agents_makes_the_reserve() -> None:
    agents = np.zeros(2 * INTERVALS, dtype=np.int64)
    agents[36:38] = 3, 1
    agents[INTERVALS + 36 : INTERVALS + 38] = 2, 4
    live = LiveRequirement(("phone/any",), ("g1",), agents * 0.5, agents)
    need = Requirement((live,), (), np.array([2 * INTERVALS * 15]))
    scenario = two_groups({"horizon.weeks": 2})
    rules = plan_rules(scenario, need, division(0.25), RuleSettings((1.0,), 0.5))
    (reserve,) = rules.reserves
    assert (reserve.agents[36:38], sum(reserve.agents)) == ((3, 4), 7)


def test_release_slack_is_a_part_of_the_shortest_limit_and_no_less_than_the_work_takes() -> None:
    assert made(release_share=0.25).release_slack_seconds == 900
    # 90 % of lognormal handle times of mean 300 s and cv 1: sigma^2 = ln 2, mean x exp(1.2816
    # sigma - sigma^2 / 2), which is 617 s.
    sigma = math.sqrt(math.log(2))
    longest = 300 * math.exp(1.2816 * sigma - sigma**2 / 2)
    assert made(release_share=0.1).release_slack_seconds == pytest.approx(longest, rel=1e-4)


def test_what_is_late_is_due_again_after_the_hours_that_the_scenario_says() -> None:
    assert made().due_again_seconds == 12 * 3600
    said = two_groups({"planning.due_again_hours": 0.0})
    settings = RuleSettings(reserves=(1.0,), release_share=0.5)
    assert plan_rules(said, requirement(), division(0.25), settings).due_again_seconds == 0


def test_margin_shares_the_allowed_error_over_agents_and_weeks() -> None:
    # All replications of a certificate are to pass with a chance of one half.
    failing = 1 - 0.5 ** (1 / len(fresh_replications(two_groups(), attempt=1)))
    assert margin_z(two_groups()) == pytest.approx(norm.isf(failing / 4))
    assert margin_z(two_groups({"cap.window": "shift"})) == pytest.approx(norm.isf(failing / 28))


def test_longest_idle_has_no_quota_and_no_reserve() -> None:
    rules = longest_idle_rules(two_groups())
    assert rules.policy is RoutingPolicy.LONGEST_IDLE
    assert rules.quota is None
    assert rules.reserves == ()


def test_skill_priority_asks_specialists_before_generalists() -> None:
    rules = skill_priority_rules(two_groups())
    asked = {(r.group_id, r.queue_id): r.preference for r in rules.group_rules}
    assert asked["g2", "posts/any/hostile"] == 0  # posts alone
    assert asked["g1", "posts/any/hostile"] == asked["g1", "phone/any/harmless"] == 1  # both lines
    assert (rules.policy, rules.quota) == (RoutingPolicy.SKILL_PRIORITY, None)


def test_default_rules_keep_the_cap_of_the_scenario() -> None:
    quota = default_rules(two_groups()).quota
    assert quota is not None
    assert {one.hostile for one in quota.limits.values()} == {0.25}


def test_the_quota_counts_on_a_part_of_the_harmless_work() -> None:
    quota = made(look_ahead_factor=0.25).quota
    assert quota is not None
    assert quota.sure_cases_per_hour == {"g1": 1.0, "g2": 0.5}  # 4 and 2 x 0.25
    assert quota.sure_chance == {"g1": 0.05, "g2": 0.0}


def test_rules_without_a_solution_count_on_nothing() -> None:
    quota = default_rules(two_groups()).quota
    assert quota is not None
    assert quota.sure_cases_per_hour == {}


def test_no_cap_no_quota() -> None:
    assert default_rules(two_groups({"cap": None})).quota is None


def test_the_margin_shares_over_forms_and_over_what_is_learned_on_the_way() -> None:
    failing = 1 - 0.5 ** (1 / len(fresh_replications(two_groups(), attempt=1)))
    both = two_groups({"cap.contacts_per_shift": 9})
    assert margin_z(both) == pytest.approx(norm.isf(failing / (4 + 28)))
    marked = two_groups({"cap.known_at_close": True})
    assert margin_z(marked) == margin_z(two_groups())  # a share's margin covers that by itself
    assert margin_z(two_groups({"cap.minutes_per_paid_hour": 9.0})) > norm.isf(failing / 8)
    runs = two_groups({"cap.hostile": None, "cap.longest_run": 3})
    assert margin_z(runs) == pytest.approx(norm.isf(failing))


def test_rules_say_what_harmless_work_leaks() -> None:
    quota = made().quota
    assert quota is not None
    assert quota.leak_per_hour == {"g1": 0.2, "g2": 0.0}  # 4 and 2 an hour, of which 5 % and none
    assert quota.leak_minutes_per_hour == {"g1": 1.2, "g2": 0.0}  # six minutes each


def test_limits_are_those_of_each_agent() -> None:
    agents = two_groups().team.agents
    quota = default_rules(two_groups({"team.agents.0.cap": {"hostile": 0.05}})).quota
    assert quota is not None
    assert quota.limits[agents[0].id].hostile == 0.05
    assert {quota.limits[one.id].hostile for one in agents[1:]} == {0.25}


def test_a_cool_down_alone_makes_no_quota() -> None:
    rules = default_rules(two_groups({"cap.hostile": None, "cap.cool_down_seconds": 60.0}))
    assert rules.quota is None
    assert {one.seconds for one in rules.cool_downs.values()} == {60.0}
