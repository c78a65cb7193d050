"""Comparing two runs: pairs where they met the same customers, words where they did not."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from reports.runs import Run
from reports.terminal.comparison import COLUMNS, comparison, comparison_table, comparison_words
from reports.terminal.tables import show
from scheduler.plan import Plan
from simulation.measures.outcome import Estimate, ReliefOutcome
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe

LEVEL = "posts: service level"
OFFERED = "channels.posts.offered"
FOLDERS = (Path("runs/a-long-name-of-a-run"), Path("runs/b"))
ONE = Estimate(1.0, 1.0, 1.0, 60, 0.95)


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
    words = " ".join(comparison_words(plan, better, everything=True))
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
    words = " ".join(comparison_words(plan, other, everything=True))
    assert "Not compared in pairs: the seeds differ (1 and 2)" in words


def test_seconds_shares_and_exposure_have_their_units(plan: Plan) -> None:
    rows = rows_of(plan, plan)
    assert rows["posts: ASA"]["unit"] == "s"
    assert rows["posts: offered"]["unit"] == ""
    assert rows["worst hostile share, any window"]["a"] == pytest.approx(21.0, rel=0.05)


def test_what_never_happens_in_either_run_is_left_out(plan: Plan) -> None:
    figures = {**plan.table.figures, "channels.posts.flows.bot": (0.0,) * 60}
    idle = replace(plan, table=replace(plan.table, figures=figures))
    assert "posts: ended with the bot" not in rows_of(idle, idle)
    assert "posts: ended with the bot" not in rows_of(plan, idle)


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
    share = rows["worst hostile share, any window"]
    assert share["a"] is not None
    assert share["b"] is None


class TestForReading:
    """What a planner reads: what decides and differs, with units, in a hundred columns."""

    def shown(self, a: Run, b: Run, *, everything: bool = False) -> dict[str, tuple[Any, ...]]:
        table = comparison_table(a, b, FOLDERS, everything=everything)
        return {str(row[0]): row[1:] for row in table.rows}

    def test_of_two_equal_runs_only_the_verdict_is_left(self, plan: Plan) -> None:
        assert list(self.shown(plan, plan)) == ["verdict"]
        rows = len(comparison(plan, plan).rows) - 1
        words = comparison_words(plan, plan, everything=False)
        assert words[-1] == f"{rows} rows not shown, {rows} of them alike; --all shows them."

    def test_what_decides_and_differs_is_shown_with_its_unit(self, plan: Plan) -> None:
        better = with_table(plan, lambda value: 1.1 * value)
        rows = self.shown(plan, better)
        assert {"verdict", "posts: offered", LEVEL, "phone: ASA"} <= set(rows)
        assert not {"posts: ASA", "Gini of hostile shares", "paid hours"} & set(rows)
        mine, yours, apart, span, sure = rows[LEVEL]
        assert mine.endswith(" %")
        assert yours.endswith(" %")
        assert apart.startswith("+")
        assert apart.endswith(" points")
        assert span.startswith("+")
        assert sure == "*"

    def test_all_shows_every_figure(self, plan: Plan) -> None:
        rows = self.shown(plan, plan, everything=True)
        assert list(rows) == [row[0] for row in comparison(plan, plan).rows]
        assert not any("shown" in line for line in comparison_words(plan, plan, everything=True))

    def test_a_difference_that_may_be_none_is_not_marked(self, plan: Plan) -> None:
        turned = {name: row[30:] + row[:30] for name, row in plan.table.figures.items()}
        turned[OFFERED] = tuple(100 * value for value in turned[OFFERED])
        other = replace(plan, table=replace(plan.table, figures=turned))
        rows = self.shown(plan, other, everything=True)
        assert rows["posts: offered"][-1] == "*"
        assert rows[LEVEL][-1] == ""

    @pytest.mark.parametrize(
        ("folders", "names"),
        [
            (("runs/a", "runs/b"), ("a", "b")),
            (("one/a", "two/a"), ("one/a", "two/a")),
            (("a", "a"), ("a: a", "b: a")),
            (("a-long-name-of-a-run", "b"), ("a-long-name-\nof-a-run", "b")),
        ],
    )
    def test_runs_go_by_the_names_of_their_folders(
        self, plan: Plan, folders: tuple[str, str], names: tuple[str, str]
    ) -> None:
        a, b = map(Path, folders)
        assert comparison_table(plan, plan, (a, b), everything=False).columns[1:3] == names

    def test_relief_of_one_run_is_a_cost_against_none(self, plan: Plan) -> None:
        bot = ReliefOutcome("bot/posts", "bot", "posts", ONE, ONE, ONE, ONE)
        outcome = replace(plan.outcome, relief=(bot,))
        figures = {**plan.table.figures, "relief.bot/posts.cost": (12.0, 14.0) * 30}
        helped = replace(plan, outcome=outcome, table=replace(plan.table, figures=figures))
        row = self.shown(plan, helped)["cost of relief"]
        assert row[:3] == ("EUR 0", "EUR 13", "+13")

    def test_it_fits_a_hundred_columns(self, plan: Plan) -> None:
        better = with_table(make_plan(Recipe(many_channels=True)), lambda value: 1.1 * value)
        text = StringIO()
        table = comparison_table(plan, better, FOLDERS, everything=True)
        show(table, text, as_json=False)
        words = comparison_words(plan, better, everything=False)
        lines = [*text.getvalue().splitlines(), *words]
        assert max(len(line.rstrip()) for line in lines) <= 100
