"""Comparing two runs: pairs where they met the same customers, words where they did not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from reports.terminal.comparison import COLUMNS, comparison, comparison_words
from scheduler.plan import Plan
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe

LEVEL = "posts: service level"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan()


def rows_of(a: Plan, b: Plan) -> dict[Any, dict[str, Any]]:
    return {row[0]: dict(zip(COLUMNS, row, strict=True)) for row in comparison(a, b).rows}


def with_table(plan: Plan, change: Callable[[float], float], **other: Any) -> Plan:
    figures = {name: tuple(map(change, row)) for name, row in plan.table.figures.items()}
    return replace(plan, table=replace(plan.table, figures=figures, **other))


def test_a_plan_differs_from_itself_by_nothing(plan: Plan) -> None:
    rows = rows_of(plan, plan)
    del rows["verdict"]
    assert len(rows) > 8
    assert {row["difference"] for row in rows.values()} == {0.0}


def test_figures_are_compared_in_pairs_on_the_same_customers(plan: Plan) -> None:
    better = with_table(plan, lambda value: 1.1 * value)
    row = rows_of(plan, better)[LEVEL]
    assert row["unit"] == "%"
    assert row["difference"] == pytest.approx(0.1 * row["a"])
    assert row["low"] < row["difference"] < row["high"]
    assert row["saved"] == pytest.approx(1 - 0.01 / 2.21)
    words = comparison_words(plan, better)
    assert "in pairs on the same 60 replications" in words
    assert "95 %" in words


def test_other_seeds_are_said_and_give_a_wider_interval(plan: Plan) -> None:
    better, other = (
        with_table(plan, lambda value: 1.1 * value, **seed)
        for seed in ({}, {"seed": plan.table.seed + 1})
    )
    paired, unpaired = rows_of(plan, better)[LEVEL], rows_of(plan, other)[LEVEL]
    assert unpaired["saved"] is None
    assert unpaired["high"] - unpaired["low"] > 5 * (paired["high"] - paired["low"])
    assert "Not compared in pairs: the seeds differ (1 and 2)" in comparison_words(plan, other)


def test_seconds_shares_and_exposure_have_their_units(plan: Plan) -> None:
    rows = rows_of(plan, plan)
    assert rows["posts: asa"]["unit"] == "s"
    assert rows["posts: offered"]["unit"] == ""
    assert rows["largest hostile share, any window"]["a"] == pytest.approx(21.0, rel=0.05)


def test_what_never_happens_in_either_run_is_left_out(plan: Plan) -> None:
    figures = {**plan.table.figures, "channels.posts.flows.bot": (0.0,) * 60}
    idle = replace(plan, table=replace(plan.table, figures=figures))
    assert "posts: flows bot" not in rows_of(idle, idle)
    assert "posts: flows bot" not in rows_of(plan, idle)


def test_plain_figures_have_a_difference_and_no_interval(plan: Plan) -> None:
    longer = make_plan(Recipe(weeks=2))
    row = rows_of(plan, longer)["paid hours"]
    hours = [one.roster.paid_minutes / 60 for one in (plan, longer)]
    assert (row["a"], row["b"], row["difference"]) == (*hours, hours[1] - hours[0])
    assert row["low"] is None


def test_a_figure_of_one_run_only_is_empty_for_the_other(plan: Plan) -> None:
    free = make_plan(Recipe(cap=False))
    rows = rows_of(plan, free)
    assert plan.outcome.cap is not None
    cap = rows["cap on the hostile share"]
    assert (cap["a"], cap["b"]) == (100 * plan.outcome.cap.cap_share, None)
    share = rows["largest hostile share, any window"]
    assert share["a"] is not None
    assert share["b"] is None
