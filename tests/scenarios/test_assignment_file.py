import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
    RulePeriod,
)
from scenarios.assignment_file import rules_from_json, rules_to_json
from scenarios.assignment_schema import rules_schema
from scenarios.cap import BlockedStep, CapWindow, Then
from scenarios.json_lines import JsonLines
from scenarios.problems import ScenarioError

RULES = AssignmentRules(
    version=2,
    policy=RoutingPolicy.PLAN,
    group_rules=(GroupRule("g1", "posts/any/hostile", 1, 2, 0.1 + 0.2),),
    quota=Quota(
        limits={"a1": QuotaLimits(0.22), "a2": QuotaLimits(0.05, longest_run=2)},
        window=CapWindow.WEEK,
        burst=0.0,
        margin_z=1.645,
        hostile_chance={"posts/any/hostile": 0.75},
        hostile_minutes={"posts/any/hostile": 6.5},
        steps=(
            BlockedStep(then=Then.GROUP, to="g2", after_seconds=600.0),
            BlockedStep(then=Then.BREACH),
        ),
        sure_cases_per_hour={"g1": 2.1},
        sure_chance={"g1": 0.04},
    ),
    reserves=(Reserve(("g1",), ("phone/any",), (0, 1, 2)),),
    release_slack_seconds=600.0,
    cool_downs={"a1": CoolDown(60.0, 2)},
)


@pytest.mark.parametrize("quota", [RULES.quota, None])
def test_rules_read_back_equal(quota: Quota | None) -> None:
    rules = AssignmentRules(**{**vars(RULES), "quota": quota})
    assert rules_from_json(rules_to_json(rules)) == rules


def test_rules_written_before_the_look_ahead_count_on_nothing() -> None:
    data = json.loads(rules_to_json(RULES))
    del data["quota"]["sure_cases_per_hour"], data["quota"]["sure_chance"]
    quota = rules_from_json(json.dumps(data)).quota
    assert quota is not None
    assert (quota.sure_cases_per_hour, quota.sure_chance) == ({}, {})


def test_the_text_is_plain_json_that_says_what_it_means() -> None:
    data = json.loads(rules_to_json(RULES))
    assert data["policy"] == "plan"
    assert data["quota"]["window"] == "week"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": 1}, "version"),
        ({"policy": "fair"}, "policy"),
        ({"reserves": [{}]}, "reserves.0.group_ids"),
        ({"cool_downs": {"a1": "long"}}, "cool_downs.a1"),
    ],
)
def test_wrong_rules_are_answered_by_field(change: dict[str, object], field: str) -> None:
    text = json.dumps({**json.loads(rules_to_json(RULES)), **change})
    with pytest.raises(ScenarioError) as caught:
        rules_from_json(text, file="mine.json")
    assert field in {problem.field for problem in caught.value.problems}
    assert {problem.file for problem in caught.value.problems} == {"mine.json"}


PERIOD = RulePeriod("night", (0, 1), RULES.group_rules)
WHOLE = json.loads(rules_to_json(replace(RULES, periods=(PERIOD,))))


@pytest.mark.parametrize(
    ("place", "name", "meant"),
    [
        ((), "cooldowns", "cool_downs"),
        (("group_rules", 0), "priorty", "priority"),
        (("quota",), "margin", "margin_z"),
        (("quota", "limits", "a1"), "hostil", "hostile"),
        (("quota", "steps", 0), "after_second", "after_seconds"),
        (("reserves", 0), "agent", "agents"),
        (("cool_downs", "a1"), "second", "seconds"),
        (("periods", 0), "interval", "intervals"),
        (("periods", 0, "group_rules", 0), "queue", "queue_id"),
    ],
)
def test_unknown_fields_are_told_with_the_nearest_known(
    place: tuple[str | int, ...], name: str, meant: str
) -> None:
    data = deepcopy(WHOLE)
    inner: Any = data
    for part in place:
        inner = inner[part]
    inner[name] = 1
    with pytest.raises(ScenarioError) as caught:
        rules_from_json(json.dumps(data), file="mine.json")
    (problem,) = caught.value.problems
    assert (problem.file, problem.field) == ("mine.json", ".".join(map(str, (*place, name))))
    assert f'did you mean "{meant}"?' in problem.message
    assert not Draft202012Validator(rules_schema()).is_valid(data)


def test_every_unknown_field_is_told_at_once() -> None:
    data = WHOLE | {"colour": "red", "quota": WHOLE["quota"] | {"size": 3}}
    with pytest.raises(ScenarioError) as caught:
        rules_from_json(json.dumps(data))
    assert {problem.field for problem in caught.value.problems} == {"colour", "quota.size"}
    assert all("known: " in problem.message for problem in caught.value.problems)


def test_broken_json_is_answered_by_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        rules_from_json('{\n"version": 1,\n}', file="mine.json")
    assert caught.value.problems[0].line == 3


def test_every_wrong_period_is_told_at_once_on_its_line() -> None:
    """A name must tell the times apart, also from all the others, and times must be one's own."""
    ids = ["night", "regular", "night", "  ", "late"]
    times = [[0, 1], [2], [3, 0], [4], [5, 5, 1]]
    periods = [
        {"id": one, "intervals": own, "group_rules": []}
        for one, own in zip(ids, times, strict=True)
    ]
    text = json.dumps(WHOLE | {"periods": periods}, indent=2)
    with pytest.raises(ScenarioError) as caught:
        rules_from_json(text, file="mine.json")
    told = {problem.field: problem for problem in caught.value.problems}
    assert set(told) == {
        "periods.1.id",
        "periods.2.id",
        "periods.2.intervals",
        "periods.3.id",
        "periods.4.intervals",
    }
    assert "name it otherwise" in told["periods.1.id"].message
    assert told["periods.2.id"].message.startswith('"night" is the name of period 0 already')
    assert told["periods.2.intervals"].message.startswith("0 is named in period 0 as well")
    assert told["periods.4.intervals"].message.startswith("5 is named twice, and 1 more")
    lines = text.splitlines()
    assert '"regular"' in lines[(told["periods.1.id"].line or 0) - 1]
    assert '"night"' in lines[(told["periods.2.id"].line or 0) - 1]


VALUES = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(VALUES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_every_value_is_found_on_its_line(data: object) -> None:
    def check(value: object, path: tuple[str | int, ...]) -> None:
        inner = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
        for key, one in inner:
            line = lines.line((*path, key))
            name = f"{json.dumps(key)}: " if isinstance(value, dict) else ""
            begin = json.dumps(one) if not isinstance(one, list | dict) else json.dumps(one)[0]
            assert text.splitlines()[line - 1].strip().startswith(f"{name}{begin}")
            if isinstance(one, list | dict):
                check(one, (*path, key))

    text = json.dumps([data], indent=1)
    lines = JsonLines(text)
    check([data], ())
    assert lines.line((1, "nothing of the kind")) == 1
