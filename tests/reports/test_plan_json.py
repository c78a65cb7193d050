"""A plan goes to JSON and comes back as it was."""

import json
from dataclasses import replace

import numpy as np
import pytest

from reports.run.plan_json import FORMAT, UnreadablePlanError, plan_from_json, plan_to_json
from scheduler.plan import LoopEnd
from scheduler.requirement import HeadCount
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(cap=False, met=False, many_channels=True)])
def test_a_plan_reads_back_as_it_was(recipe: Recipe) -> None:
    plan = make_plan(recipe)
    read = plan_from_json(plan_to_json(plan))
    for part in ("scenario", "roster", "rules", "verdict", "rounds", "ended", "shortfalls"):
        assert getattr(read, part) == getattr(plan, part), part
    assert read.solution == plan.solution
    # The rest holds arrays and NaN, which are not equal to themselves.
    assert json.loads(plan_to_json(read)) == json.loads(plan_to_json(plan))


@pytest.mark.parametrize("ended", LoopEnd)
def test_why_the_loop_ended_is_kept(ended: LoopEnd) -> None:
    assert plan_from_json(plan_to_json(replace(make_plan(), ended=ended))).ended is ended


def test_a_plan_of_an_older_format_is_refused() -> None:
    tree = json.loads(plan_to_json(make_plan())) | {"format": FORMAT - 1}
    with pytest.raises(UnreadablePlanError, match="plan again"):
        plan_from_json(json.dumps(tree))


def test_arrays_keep_their_types() -> None:
    read = plan_from_json(plan_to_json(make_plan())).requirement
    assert read.live[0].agents.dtype == np.int64
    assert read.live[0].offered_load.dtype == np.float64
    assert read.bucket_ends.dtype == np.int64


def test_heads_on_duty_are_kept() -> None:
    plan = make_plan()
    hard = HeadCount("lead", ("a01",), np.array([1, 0]), None, np.zeros(2), "early")
    priced = HeadCount("aid", ("a01", "a02"), np.array([0, 2]), np.ones(2), np.zeros(2))
    asked = replace(plan, requirement=replace(plan.requirement, heads=(hard, priced), repeats=True))
    text = plan_to_json(asked)
    read = plan_from_json(text).requirement
    assert read.repeats
    assert [one.short_cost is None for one in read.heads] == [True, False]
    assert [one.agent_ids for one in read.heads] == [("a01",), ("a01", "a02")]
    assert [one.wanted.tolist() for one in read.heads] == [[1, 0], [0, 2]]
    assert json.loads(plan_to_json(plan_from_json(text))) == json.loads(text)


def test_the_text_is_strict_json() -> None:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    json.loads(plan_to_json(make_plan()), parse_constant=refuse)


@pytest.mark.parametrize(
    ("text", "word"),
    [("", "whole plan"), ("{}", "format"), ('{"format": 99}', "plan again"), ("[]", "whole plan")],
)
def test_what_is_no_plan_is_refused(text: str, word: str) -> None:
    with pytest.raises(UnreadablePlanError, match=word):
        plan_from_json(text)


def test_a_damaged_plan_is_refused() -> None:
    tree = json.loads(plan_to_json(make_plan()))
    tree["roster"]["shifts"][0]["segments"][0]["activity"] = "sleep"
    with pytest.raises(UnreadablePlanError, match="activity"):
        plan_from_json(json.dumps(tree))
