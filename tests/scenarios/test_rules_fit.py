"""Rules that do not fit a scenario are told by field and line, before anything is simulated."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from scenarios.assignment_file import rules_from_json, rules_to_json
from scenarios.problems import ScenarioError
from scheduler.rules import default_rules
from simulation.desk.router import compile_routing
from simulation.world import compile_world
from tests.scheduler.two_groups import two_groups

SAID = two_groups({"cap.minutes_per_paid_hour": 9.0})
GOOD = rules_to_json(default_rules(SAID))
PERIOD = {"id": "late", "intervals": [1], "group_rules": []}
Change = Callable[[Any], Any]


def changed(*changes: Change) -> str:
    data = json.loads(GOOD)
    for change in changes:
        change(data)
    return json.dumps(data, indent=2)


def group(name: str, value: float) -> Change:
    return lambda data: data["quota"][name].update(g1=value)


WRONG: dict[str, tuple[Change, str]] = {
    "group_rules.0.group_id": (
        lambda data: data["group_rules"][0].update(group_id="g3"),
        '"g3" is no group of the scenario; known: g1, g2',
    ),
    "group_rules.1.queue_id": (
        lambda data: data["group_rules"][1].update(queue_id="post/any/hostile"),
        'did you mean "posts/any/hostile"?',
    ),
    "group_rules.6": (
        lambda data: data["group_rules"].append(data["group_rules"][0]),
        "is a second rule for",
    ),
    "periods.0.intervals.0": (
        lambda data: data.update(periods=[{**PERIOD, "intervals": [672]}]),
        "672 is no interval of the week; write 0 to 671",
    ),
    "periods.0.group_rules.0.group_id": (
        lambda data: data.update(
            periods=[{**PERIOD, "group_rules": [{**data["group_rules"][0], "group_id": "x"}]}]
        ),
        '"x" is no group of the scenario',
    ),
    "reserves.0.group_ids.0": (
        lambda data: data.update(
            reserves=[{"group_ids": ["g9"], "line_ids": [], "agents": [0] * 672}]
        ),
        '"g9" is no group',
    ),
    "reserves.0.agents": (
        lambda data: data.update(
            reserves=[{"group_ids": ["g1"], "line_ids": [], "agents": [0, 1]}]
        ),
        "has 2 numbers; write one for each of 672 intervals",
    ),
    "release_slack_seconds": (lambda data: data.update(release_slack_seconds=-1), "0 or more"),
    "cool_downs.B1.seconds": (
        lambda data: data.update(cool_downs={"B1": {"seconds": -3}}),
        "0 or more",
    ),
    "quota.limits.B9": (
        lambda data: data["quota"]["limits"].update(B9={"hostile": 0.2}),
        "is no agent of the scenario",
    ),
    "quota.hostile_chance": (
        lambda data: data["quota"]["hostile_chance"].pop("posts/any/hostile"),
        "says nothing of posts/any/hostile; add it",
    ),
    "quota.hostile_minutes": (
        lambda data: data["quota"]["hostile_minutes"].pop("phone/any/hostile"),
        "says nothing of phone/any/hostile; add it",
    ),
    "quota.sure_chance": (group("sure_cases_per_hour", 2.0), "says nothing of g1; add it"),
    "quota.sure_chance.g1": (group("sure_chance", 1.5), "is 1.5; write 0 to 1"),
    "quota.leak_per_hour.g1": (group("leak_per_hour", -0.5), "is -0.5; write 0 or more"),
    "quota.steps.0.to": (
        lambda data: data["quota"].update(steps=[{"then": "group", "to": "leads"}]),
        'there is no group "leads"',
    ),
    "quota.steps.1": (
        lambda data: data["quota"].update(steps=[{"then": "breach"}, {"then": "breach"}]),
        "is a second breach",
    ),
}


def test_rules_of_the_scenario_fit() -> None:
    assert rules_from_json(GOOD, scenario=SAID) == default_rules(SAID)


@pytest.mark.parametrize("field", list(WRONG))
def test_what_the_router_cannot_run_is_told_with_its_line(field: str) -> None:
    change, words = WRONG[field]
    text = changed(change)
    with pytest.raises(ValueError, match=r"."):
        compile_routing(compile_world(SAID), rules_from_json(text))
    with pytest.raises(ScenarioError) as error:
        rules_from_json(text, file="mine.json", scenario=SAID)
    (problem,) = error.value.problems
    assert (problem.file, problem.field) == ("mine.json", field)
    assert words in problem.message
    assert (problem.line or 0) > 1


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    some = ("group_rules.0.group_id", "release_slack_seconds", "quota.limits.B9")
    with pytest.raises(ScenarioError) as error:
        rules_from_json(changed(*(WRONG[one][0] for one in some)), scenario=SAID)
    assert {one.field for one in error.value.problems} == set(some)


def test_a_pause_of_somebody_who_is_not_there_is_no_rule() -> None:
    """The router would leave it out without a word."""
    text = changed(lambda data: data.update(cool_downs={"B7": {"seconds": 60}}))
    with pytest.raises(ScenarioError, match=r"cool_downs\.B7: is no agent"):
        rules_from_json(text, scenario=SAID)
