"""Charts repeat their bytes, and no word in them lies on another or outside the picture."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from reports.charts import draw_all
from reports.charts.coverage import coverage_chart
from reports.charts.early_warning import early_warning_chart
from reports.charts.gantt import gantt_chart
from reports.charts.history import history_chart
from reports.charts.hostile_share import hostile_share_chart
from reports.charts.over_time import backlog_chart, first_reply_chart, hostile_by_day_chart
from reports.charts.service_level import service_level_chart
from reports.pseudonyms import labels_of
from reports.runs import SimulationRun
from scheduler.plan import Plan
from simulation.stopping import Stop, StopReason
from tests.reports.make_outcome import estimate
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import AUTUMN_MONDAY, Recipe

RECIPES = {
    "plain": Recipe(),
    "many channels": Recipe(many_channels=True, met=False, weeks=4, agents=12),
    "no cap": Recipe(cap=False),
    "one agent": Recipe(agents=1),
    "clock change": Recipe(start=AUTUMN_MONDAY, weeks=2),
    "crowd": Recipe(agents=60, many_channels=True),
    "two months": Recipe(weeks=9, many_channels=True),
}
LONG = ("crowd", "two months")


@pytest.fixture(
    scope="module",
    params=[pytest.param(n, marks=pytest.mark.slow) if n in LONG else n for n in RECIPES],
)
def plan(request: pytest.FixtureRequest) -> Plan:
    return make_plan(RECIPES[request.param])


@pytest.fixture(scope="module")
def figures(plan: Plan) -> dict[str, Figure]:
    return figures_of(plan)


@pytest.fixture(scope="module")
def drawn(figures: dict[str, Figure]) -> dict[str, list[tuple[str, Bbox]]]:
    """Every word of every figure and where it stands."""
    return {name: boxes_of(figure) for name, figure in figures.items()}


@pytest.fixture(scope="module")
def plain_pictures() -> dict[str, bytes]:
    return draw_all(make_plan())


def figures_of(plan: Plan) -> dict[str, Figure]:
    labels = labels_of(plan.scenario)
    drawn = {
        "coverage": coverage_chart(plan),
        "service": service_level_chart(plan),
        "hostile": hostile_share_chart(plan, labels),
        "gantt": gantt_chart(plan, labels),
        "rounds": history_chart(plan),
        "backlog": backlog_chart(plan),
        "first reply": first_reply_chart(plan),
        "hostile by day": hostile_by_day_chart(plan),
        "early warning": early_warning_chart(plan),
    }
    return {name: figure for name, figure in drawn.items() if figure is not None}


def words_of(figure: Figure) -> Iterator[Text]:
    """Yield the words that are seen; marks outside the limits of an axis are not drawn."""
    for axes in figure.axes:
        if axes.get_visible():
            yield from (axes.title, axes._left_title, axes.xaxis.label, axes.yaxis.label)  # type: ignore[attr-defined]
            yield from axes.texts
            yield from marks_of(axes)
    for legend in [*figure.legends, *(axes.get_legend() for axes in figure.axes)]:
        if legend is not None:
            yield from legend.get_texts()


def marks_of(axes: Axes) -> Iterator[Text]:
    for axis in (axes.xaxis, axes.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
            if low <= tick.get_loc() <= high and tick.label1.get_visible():
                yield tick.label1


def boxes_of(figure: Figure) -> list[tuple[str, Bbox]]:
    figure.canvas.draw()
    return [
        (word.get_text(), word.get_window_extent())
        for word in words_of(figure)
        if word.get_visible() and word.get_text().strip()
    ]


def overlap(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > 2 and high > 3  # boxes have a margin of their own


def test_no_word_lies_on_another(drawn: dict[str, list[tuple[str, Bbox]]]) -> None:
    for name, boxes in drawn.items():
        pairs = combinations(boxes, 2)
        met = [(a, b) for (a, one), (b, other) in pairs if overlap(one, other)]
        assert met == [], name


def test_no_word_is_cut_off(
    figures: dict[str, Figure], drawn: dict[str, list[tuple[str, Bbox]]]
) -> None:
    for name, figure in figures.items():
        wide, high = figure.canvas.get_width_height()
        cut = [
            word
            for word, box in drawn[name]
            if min(box.x0, box.y0) < -1 or box.x1 > wide + 1 or box.y1 > high + 1
        ]
        assert cut == [], name


def test_the_same_plan_gives_the_same_bytes(plain_pictures: dict[str, bytes]) -> None:
    assert draw_all(make_plan()) == plain_pictures


def test_every_picture_is_a_png() -> None:
    pictures = draw_all(make_plan(RECIPES["many channels"]))
    assert {"backlog.png", "first_reply.png", "early_warning.png", "rounds.png"} <= set(pictures)
    for name, picture in pictures.items():
        assert name.endswith(".png")
        assert picture.startswith(b"\x89PNG")


def test_a_simulation_has_no_picture_of_planning(plain_pictures: dict[str, bytes]) -> None:
    plan = make_plan()
    stop = Stop(StopReason.ALL_MADE, 60, None, None, None)
    shared = (plan.scenario, plan.roster, plan.rules, plan.outcome, plan.verdict, plan.table)
    pictures = draw_all(SimulationRun(*shared, stop))
    assert set(plain_pictures) - set(pictures) == {"coverage.png", "rounds.png"}
    assert pictures["hostile_share.png"] != plain_pictures["hostile_share.png"]


def test_people_are_drawn_only_where_their_rows_can_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("reports.charts.MOST_PEOPLE", 3)
    assert not {"gantt.png", "hostile_share.png"} & set(draw_all(make_plan()))


def test_names_are_drawn_only_when_asked_for(plain_pictures: dict[str, bytes]) -> None:
    without, with_names = plain_pictures, draw_all(make_plan(), names=True)
    for chart in ("gantt.png", "hostile_share.png"):
        assert without[chart] != with_names[chart]
    assert without["coverage.png"] == with_names["coverage.png"]


def test_five_channels_find_room_beside_the_title_of_the_rounds() -> None:
    plan = make_plan()
    posts = plan.scenario.channels["posts"]
    names = ("posts", "messages", "email", "chat", "phone")
    scenario = plan.scenario.model_copy(update={"channels": dict.fromkeys(names, posts)})
    levels = dict.fromkeys(names, estimate(0.8))
    rounds = tuple(replace(one, service_levels=levels) for one in plan.rounds)
    figure = history_chart(replace(plan, scenario=scenario, rounds=rounds))
    assert figure is not None
    pairs = combinations(boxes_of(figure), 2)
    assert [(a, b) for (a, one), (b, other) in pairs if overlap(one, other)] == []
