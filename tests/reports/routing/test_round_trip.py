"""A workflow that was exported and read again routes as the rules do, but for what is named."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reports.routing.taskrouter import POLICIES
from reports.routing.taskrouter_differences import differences, expressible
from scenarios.assignment import AssignmentRules, GroupRule, Reserve, RoutingPolicy, RulePeriod
from scenarios.cap import BlockedStep, Then
from scenarios.library import find, names
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.rules import default_rules
from tests.reports.routing.round_trip import read_again, records_of, same
from tests.scheduler.two_groups import two_groups
from tests.simulation.scenes import around_the_clock, quota_of, rules
from tests.simulation.worlds import rosters, routings, worlds

# To shrink a world takes minutes, and says little more.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)


@settings(
    max_examples=30,
    phases=WITHOUT_SHRINKING,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_in_any_world_the_same_tasks_go_to_the_same_agents(data: st.DataObject) -> None:
    said = data.draw(worlds())
    plan = data.draw(rosters(said))
    by = data.draw(routings(said))
    if by.policy not in POLICIES:
        by = replace(by, policy=RoutingPolicy.PLAN)
    with tempfile.TemporaryDirectory() as folder:
        again = read_again(Path(folder), said, by, plan)
    expected = records_of(said, plan, expressible(by))
    assert same(expected, records_of(said, plan, again))
    if not differences(by):
        assert same(expected, records_of(said, plan, by))


@pytest.mark.parametrize("name", names())
def test_the_rules_of_every_ready_scenario_come_back(name: str, tmp_path: Path) -> None:
    said = read_scenario(find(name))
    by = default_rules(said)
    again = read_again(tmp_path, said, by, Roster(()))
    assert not differences(by)
    assert again.quota == expressible(by).quota
    assert again.cool_downs == by.cool_downs
    assert (again.policy, again.first_come) == (by.policy, by.first_come)
    assert order_of(again) == order_of(by)


def order_of(by: AssignmentRules) -> list[tuple[str, str, int, int]]:
    """Who serves what, with ranks in place of priorities."""
    ranks = sorted({rule.priority for rule in by.group_rules})
    levels = sorted({rule.preference for rule in by.group_rules})
    return sorted(
        (rule.group_id, rule.queue_id, ranks.index(rule.priority), levels.index(rule.preference))
        for rule in by.group_rules
    )


class TestWhatIsNamedIsAllThatDiffers:
    """Each difference is said in words, and nothing else is lost."""

    def rules(self, said: Scenario) -> AssignmentRules:
        return rules(said, quota=quota_of(said, 0.25))

    def test_reserves(self, tmp_path: Path) -> None:
        said = two_groups()
        kept = Reserve(("g1",), ("phone/any",), (1,) * (7 * 96))
        by = replace(self.rules(said), reserves=(kept,), release_slack_seconds=600.0)
        (said_so,) = differences(by)
        assert "1 agent of g1 for phone" in said_so.words
        assert said_so.without == self.rules(said)
        again = read_again(tmp_path, said, by, Roster(()))
        assert (again.reserves, again.release_slack_seconds) == ((), 0.0)

    def test_priorities_by_group(self, tmp_path: Path) -> None:
        said = two_groups()
        by = self.rules(said)
        by = replace(by, group_rules=tuple(map(later_for_the_second, by.group_rules)))
        (said_so,) = differences(by)
        assert "posts/any/harmless" in said_so.words
        again = read_again(tmp_path, said, by, Roster(()))
        assert {rule.priority for rule in again.group_rules} == {0}

    def test_seconds_of_steps(self, tmp_path: Path) -> None:
        said = two_groups()
        by = self.rules(said)
        assert by.quota is not None
        steps = (
            BlockedStep(then=Then.MODERATE, after_seconds=59.2, cost=0.5),
            BlockedStep(then=Then.BREACH, after_seconds=600.0),
        )
        by = replace(by, quota=replace(by.quota, steps=steps))
        (said_so,) = differences(by)
        assert "whole seconds" in said_so.words
        again = read_again(tmp_path, said, by, Roster(()))
        assert again.quota is not None
        assert [(one.then, one.after_seconds, one.cost) for one in again.quota.steps] == [
            (Then.MODERATE, 60.0, 0.5),
            (Then.BREACH, 600.0, 0.0),
        ]


def later_for_the_second(rule: GroupRule) -> GroupRule:
    return replace(rule, priority=rule.priority + (rule.group_id == "g2"))


STEPS = [
    (BlockedStep(then=Then.BREACH),),
    (BlockedStep(then=Then.MODERATE, after_seconds=30.0), BlockedStep(then=Then.WAIT)),
    (BlockedStep(then=Then.DESK, to="press-desk", after_seconds=300.0, cost=4.0),),
    (BlockedStep(then=Then.GROUP, to="g2", after_seconds=60.0),),
    (
        BlockedStep(then=Then.GROUP, to="g2", after_seconds=60.0),
        BlockedStep(then=Then.MODERATE, after_seconds=60.0),
        BlockedStep(then=Then.DESK, to="press-desk", after_seconds=90.0),
        BlockedStep(then=Then.BREACH, after_seconds=900.0),
    ),
]


@pytest.mark.parametrize("steps", STEPS)
def test_the_steps_for_cases_that_nobody_may_take_come_back(
    steps: tuple[BlockedStep, ...], tmp_path: Path
) -> None:
    said = two_groups(
        {
            "external_desks": {
                "press-desk": {"channels": ["posts"], "after_seconds": 60.0, "capacity": 1}
            }
        }
    )
    by = rules(said, quota=quota_of(said, 0.25))
    assert by.quota is not None
    by = replace(by, quota=replace(by.quota, steps=steps))
    again = read_again(tmp_path, said, by, Roster(()))
    assert again.quota is not None
    assert again.quota.steps == steps
    helped = {(rule.group_id, rule.queue_id) for rule in again.group_rules}
    assert helped == {(rule.group_id, rule.queue_id) for rule in by.group_rules}


def is_no_post(rule: GroupRule) -> bool:
    return not rule.queue_id.startswith("posts")


def is_harmless_call(rule: GroupRule) -> bool:
    return rule.queue_id == "phone/any/harmless"


def is_nothing(_: GroupRule) -> bool:
    return False


@pytest.mark.parametrize("is_served", [is_no_post, is_harmless_call, is_nothing])
def test_a_desk_of_a_step_takes_nothing_else_whoever_serves_what(
    is_served: Callable[[GroupRule], bool], tmp_path: Path
) -> None:
    desk = {"channels": ["posts"], "after_seconds": 0.0, "capacity": 1}
    said = two_groups({"external_desks": {"agency": desk}})
    plan = around_the_clock(said)
    quota = quota_of(said, 0.25, when_blocked=(BlockedStep(then=Then.DESK, to="agency"),))
    by = rules(said, quota=quota)
    by = replace(by, group_rules=tuple(filter(is_served, by.group_rules)))
    again = read_again(tmp_path, said, by, plan)
    assert (again.policy, again.quota) == (by.policy, by.quota)
    expected = records_of(said, plan, by)
    assert same(expected, records_of(said, plan, again))
    assert (expected.tasks.desk < 0).all()
    without = records_of(said, plan, replace(by, quota=None))
    assert (without.tasks.desk >= 0).any()


def test_a_routing_without_a_quota_tells_the_callback_of_none(tmp_path: Path) -> None:
    said = two_groups()
    by = rules(said, policy=RoutingPolicy.LONGEST_IDLE, quota=quota_of(said, 0.25))
    assert read_again(tmp_path, said, by, Roster(())).quota is None
    settings = json.loads((tmp_path / "callback.json").read_text(encoding="utf-8"))
    assert settings["quota"] is None
    workers = json.loads((tmp_path / "workers.json").read_text(encoding="utf-8"))["workers"]
    assert {one["attributes"]["cap"] for one in workers} == {None}
    assert all(one["attributes"]["hostile_left"] > 0 for one in workers)
    assert "quota" not in (tmp_path / "notes.md").read_text(encoding="utf-8")


def test_limits_by_agent_stand_with_the_workers_and_come_back(tmp_path: Path) -> None:
    said = two_groups()
    limits = quota_of(said, 0.25).limits
    limits["B1"] = replace(limits["B1"], hostile=0.05, contacts_per_shift=3, longest_run=2)
    by = rules(said, quota=quota_of(said, limits), cool_down_seconds=90.0, cool_down_after_run=2)
    again = read_again(tmp_path, said, by, Roster(()))
    assert again.quota is not None
    assert again.quota.limits == limits
    assert again.cool_downs == by.cool_downs


def test_ids_with_hyphens_and_like_names_come_back(tmp_path: Path) -> None:
    said = two_groups(
        {
            "channels.posts.languages": {"pt-BR": 1.0, "pt_BR": 1.0},
            "channels.posts.skill": "so-cial",
            "team.agents": [
                {"id": "a-1", "contract": "full", "skills": ["so-cial"], "languages": ["pt-BR"]},
                {"id": "a.1", "contract": "full", "skills": ["so-cial"], "languages": ["pt_BR"]},
                {"id": "a_1", "contract": "full", "skills": ["voice"], "group": "the-voices"},
            ],
        }
    )
    by = default_rules(said)
    again = read_again(tmp_path, said, by, Roster(()))
    assert order_of(again) == order_of(by)
    assert "-" not in (tmp_path / "workflow.json").read_text(encoding="utf-8")


def test_rules_by_time_of_week_come_back(tmp_path: Path) -> None:
    said = two_groups()
    by = default_rules(said)
    evening = tuple(later_for_the_second(rule) for rule in by.group_rules if rule.priority == 1)
    places = (*range(36, 40), *range(44, 96), *range(6 * 96, 7 * 96))
    by = replace(by, periods=(RulePeriod("late-hours", places, evening),))
    again = read_again(tmp_path, said, by, Roster(()))
    (period,) = again.periods
    assert (period.id, period.intervals) == ("late-hours", places)
    assert {rule.queue_id for rule in period.group_rules} == {rule.queue_id for rule in evening}
    assert order_of(again) == order_of(by)
    text = (tmp_path / "workflow.json").read_text(encoding="utf-8")
    assert "period == 'late_hours'" in text
    assert "period == 'regular'" in text


def test_a_workflow_has_the_file_or_its_folder_for_a_name(tmp_path: Path) -> None:
    from scenarios.taskrouter.file import read_taskrouter
    from tests.reports.routing.round_trip import written

    said = two_groups()
    folder = written(tmp_path, said, default_rules(said), Roster(()))
    assert read_taskrouter(folder, said) == read_taskrouter(folder / "workflow.json", said)


def test_records_can_differ(tmp_path: Path) -> None:
    """The comparison of the property above notices another routing."""
    said = two_groups()
    plan = around_the_clock(said)
    with_quota = records_of(said, plan, rules(said, quota=quota_of(said, 0.15)))
    assert not same(with_quota, records_of(said, plan, rules(said)))
