"""The routing that a staffing states, and that there is nothing to plan for it."""

from pathlib import Path

import pytest

from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scheduler.loop import plan
from scheduler.staffed_rules import staffed_rules
from tests.scenarios.staffed import write_staffed


def _scenario(folder: Path, *changes: tuple[str, str], **settings: object) -> Scenario:
    said = [f"{field}={value}" for field, value in settings.items()]
    return read_scenario(write_staffed(folder, *changes), settings=said)


def test_a_group_takes_its_first_channels_first_and_is_asked_in_order(tmp_path: Path) -> None:
    rules = staffed_rules(_scenario(tmp_path)).group_rules
    ranks = {
        (one.group_id, one.queue_id): (one.priority, one.preference, one.target_share)
        for one in rules
    }
    assert ranks == {
        ("ones", "a/any/harmless"): (0, 0, 0.714286),
        ("both", "a/any/harmless"): (1, 1, 0.285714),
        ("ones", "a/any/hostile"): (0, 0, 0.714286),
        ("both", "a/any/hostile"): (1, 1, 0.285714),
        ("both", "b/en/harmless"): (0, 0, 1.0),
        ("both", "b/en/hostile"): (0, 0, 1.0),
    }


def test_without_an_order_all_are_asked_alike_and_levels_are_shared(tmp_path: Path) -> None:
    changes = (("  asks:\n    a: [[ones], [both]]\n", ""), ("[[b], [a]]", "[[b, a]]"))
    rules = staffed_rules(_scenario(tmp_path, *changes)).group_rules
    assert {(one.priority, one.preference) for one in rules} == {(0, 0)}


def test_a_skill_shared_by_two_channels_opens_only_those_served(tmp_path: Path) -> None:
    rules = staffed_rules(_scenario(tmp_path, ("skill: second", "skill: a"))).group_rules
    assert {one.queue_id for one in rules if one.group_id == "ones"} == {
        "a/any/harmless",
        "a/any/hostile",
    }


def test_there_is_a_quota_only_with_a_cap(tmp_path: Path) -> None:
    assert staffed_rules(_scenario(tmp_path)).quota is None
    quota = staffed_rules(_scenario(tmp_path, **{"cap.hostile": 0.2})).quota
    assert quota is not None
    assert {one.hostile for one in quota.limits.values()} == {0.2}


def test_there_is_nothing_to_plan(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="use fairshift simulate"):
        plan(_scenario(tmp_path))


def test_other_scenarios_have_other_rules(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("extends: team-of-3\n")
    with pytest.raises(ValueError, match="use default_rules"):
        staffed_rules(read_scenario(tmp_path / "scenario.yaml"))
