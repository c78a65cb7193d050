"""The loop's history: every figure of every round is drawn and told, and why there is no more."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reports.charts.history import history_chart
from reports.page.html import report_html
from reports.page.rounds_words import round_rows, why_stopped
from scheduler.plan import LoopEnd, Plan
from simulation.measures.outcome import Estimate
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe


def chart(plan: Plan) -> Figure:
    figure = history_chart(plan)
    assert figure is not None
    return figure


def titles(figure: Figure) -> list[str]:
    return [
        " ".join(axes.get_title(loc="left").split()) for axes in figure.axes if axes.get_visible()
    ]


def panel(figure: Figure, start: str) -> Axes:
    return next(axes for axes in figure.axes if axes.get_title(loc="left").startswith(start))


def line(axes: Axes, label: str) -> list[float]:
    found: Line2D = next(one for one in axes.get_lines() if one.get_label() == label)
    return np.asarray(found.get_ydata(), dtype=float).tolist()


def test_every_promise_has_a_panel_of_its_own_with_its_target() -> None:
    assert titles(chart(make_plan(Recipe(many_channels=True)))) == [
        "cost, EUR",
        "posts, target 80 %",
        "phone, target 80 %",
        "email, target 90 %",
        "chat, target 80 %",
        "horizons within the cap, target 95 %",
    ]
    assert titles(chart(make_plan(Recipe(cap=False))))[-1] == "phone, target 80 %"


def test_cost_bound_and_wages_of_every_round_are_drawn() -> None:
    plan = make_plan()
    axes = panel(chart(plan), "cost")
    assert line(axes, "cost") == [one.objective for one in plan.rounds]
    assert line(axes, "lower bound") == [one.bound for one in plan.rounds]
    assert line(axes, "wages") == [one.wages for one in plan.rounds]
    legend = axes.get_legend()
    assert legend is not None
    assert {one.get_text() for one in legend.get_texts()} == {"cost", "lower bound", "wages"}


@pytest.mark.parametrize(("start", "target"), [("posts", 0.8), ("horizons", 0.95)])
def test_a_share_is_drawn_with_its_interval_against_its_target(start: str, target: float) -> None:
    plan = make_plan()
    said = [
        one.cap_held if start == "horizons" else one.service_levels[start] for one in plan.rounds
    ]
    axes = panel(chart(plan), start)
    means, limits = [], []
    for one in axes.get_lines():
        heights = np.asarray(one.get_ydata(), dtype=float).tolist()
        (limits if len(set(heights)) == 1 and one.get_linestyle() == "--" else means).append(
            heights
        )
    assert limits == [[target, target]]
    assert means == [[one.mean for one in said if one is not None]]
    band = axes.collections[0].get_paths()[0].vertices
    for number, level in enumerate(said, start=1):
        assert level is not None
        heights = [y for x, y in np.asarray(band) if x == number]
        assert min(heights) == pytest.approx(level.low)
        assert max(heights) == pytest.approx(min(1.0, level.high))


def test_every_panel_counts_rounds_by_whole_numbers() -> None:
    figure = chart(make_plan())
    figure.canvas.draw()
    for axes in figure.axes:
        if axes.get_visible():
            assert axes.get_xlabel() == "round"
            low, high = axes.get_xlim()
            shown = [float(tick) for tick in axes.get_xticks() if low <= tick <= high]
            assert shown == [1.0, 2.0, 3.0]


def test_a_round_without_a_bound_is_drawn() -> None:
    plan = make_plan()
    unbound = replace(plan.rounds[0], bound=None, gap=None)
    figure = chart(replace(plan, rounds=(unbound, *plan.rounds[1:])))
    assert np.isnan(line(panel(figure, "cost"), "lower bound")).tolist() == [True, False, False]
    figure.canvas.draw()


def test_without_a_second_round_there_is_no_history() -> None:
    plan = make_plan()
    assert history_chart(replace(plan, rounds=())) is None
    assert history_chart(replace(plan, rounds=plan.rounds[:1])) is None
    assert history_chart(replace(plan, rounds=plan.rounds[:2])) is not None


@pytest.mark.parametrize(
    ("panels", "columns"), [(2, 2), (3, 3), (4, 4), (5, 3), (6, 3), (7, 4), (8, 4), (9, 3)]
)
def test_panels_leave_few_places_empty(panels: int, columns: int) -> None:
    plan = make_plan(Recipe(cap=False))
    posts = plan.scenario.channels["posts"]
    names = [f"c{place}" for place in range(panels - 1)]
    scenario = plan.scenario.model_copy(update={"channels": dict.fromkeys(names, posts)})
    figure = chart(replace(plan, scenario=scenario))
    assert len(titles(figure)) == panels
    spec = figure.axes[0].get_subplotspec()
    assert spec is not None
    assert spec.get_gridspec().ncols == columns


def with_end(ended: LoopEnd, *, kept: int) -> Plan:
    """Return a plan of one of three rounds, whose loop ended so."""
    plan = make_plan(Recipe(met=ended is LoopEnd.CERTIFIED))
    costs = plan.solution.costs
    assert costs is not None
    wages = costs.wages + plan.rounds[kept - 1].objective - costs.total
    costs = replace(costs, wages=wages)
    rounds = tuple(
        replace(one, objective=costs.total) if one.number == kept else one for one in plan.rounds
    )
    solution = replace(plan.solution, costs=costs)
    return replace(plan, solution=solution, rounds=rounds, ended=ended)


class TestWhyItStopped:
    """Each reason that a plan records is told, and which round the plan is of."""

    @pytest.mark.parametrize(
        ("ended", "said"),
        [
            (LoopEnd.CERTIFIED, "the certificate on fresh random numbers found every promise kept"),
            (LoopEnd.OUT_OF_ROUNDS, "that is as many as planning.max_rounds allows"),
            (LoopEnd.NOTHING_TO_LEARN, "there was nothing more to learn from it"),
            (LoopEnd.NO_ROSTER_IN_TIME, "no other roster was found in the time given"),
        ],
    )
    def test_of_the_last_round(self, ended: LoopEnd, said: str) -> None:
        words = why_stopped(with_end(ended, kept=3))
        assert words.startswith(f"The loop ended after round 3: {said}")
        assert "The plan is that" not in words

    def test_stalled(self) -> None:
        assert why_stopped(with_end(LoopEnd.STALLED, kept=1)) == (
            "The loop ended after round 3: the last rounds brought nothing better. "
            "The plan is that of round 1, the best."
        )

    def test_a_certified_plan_is_of_the_last_round_whatever_earlier_ones_cost(self) -> None:
        assert "The plan is that" not in why_stopped(with_end(LoopEnd.CERTIFIED, kept=1))

    def test_of_an_earlier_round(self) -> None:
        words = why_stopped(with_end(LoopEnd.OUT_OF_ROUNDS, kept=2))
        assert words.endswith("The plan is that of round 2, the best.")


def test_each_round_says_what_it_taught() -> None:
    plan = make_plan()
    posts, cap = "posts: 80 % within 60 min", "cap: 22 % a week"
    rounds = tuple(
        replace(plan.rounds[0], number=number, missed=missed, cuts_added=cuts)
        for number, (missed, cuts) in enumerate(
            (((posts,), 1), ((posts, cap), 3), ((cap,), 0), ((), 0)), start=1
        )
    )
    taught = [one.learned for one in round_rows(replace(plan, rounds=rounds))]
    assert taught == [
        "more people are asked for in one place, where they help most",
        "more people are asked for in 3 places, where they help most; "
        "the quota is made more careful",
        "the quota is made more careful",
        "every promise is kept: certified",
    ]
    missed = round_rows(replace(plan, rounds=rounds[:1]))
    assert [one.learned for one in missed] == ["no further round"]


def test_the_report_tells_it() -> None:
    plan = make_plan()
    page = report_html(plan, charts={})
    assert why_stopped(plan) in page
    for one in round_rows(plan):
        assert one.learned in page
        assert one.gap in page
    held = Estimate(0.925, 0.8, 0.98, 40, 0.95)
    rounds = tuple(replace(one, cap_held=held) for one in plan.rounds)
    assert "92.5 %" in report_html(replace(plan, rounds=rounds), charts={})
