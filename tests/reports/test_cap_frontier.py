"""The frontier of the cap says every promise with its target, and every cap that matters."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import same_color
from matplotlib.figure import Figure

from reports import style
from reports.charts.cap_frontier import frontier_chart
from scheduler.cap.inquiry import ShareInquiry
from scheduler.cap.measured import Measured
from scheduler.cap.seen import CapPoint, LowestSeen
from scheduler.line_promise import Promised
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe
from tests.reports.test_charts import boxes_of, overlap

PLAN = make_plan(Recipe(many_channels=True))
LEVELS = {0.15: 0.7, 0.18: 0.78, 0.22: 0.84, 0.26: 0.99}  # of every promise, by cap


def point(cap: float, level: float) -> CapPoint:
    spread = np.array([level - 0.02, level + 0.02, level])
    promised = [Promised(channel_id) for channel_id in PLAN.scenario.channels]
    nothing = np.zeros(3)
    said = dict.fromkeys(promised, spread)
    measured = Measured(PLAN.scenario, PLAN.outcome, said, nothing, nothing)
    return CapPoint(cap, measured, missed=(), breach_share=0.0, kept=True)


def share(*, bound: float | None = 0.151, seen: float | None = 0.153) -> ShareInquiry:
    points = tuple(point(cap, level) for cap, level in LEVELS.items())
    unused: Any = None
    return ShareInquiry(0.22, bound, LowestSeen(seen, 0.005, points), unused, (), points)


@pytest.fixture(scope="module")
def figure() -> Figure:
    return frontier_chart(PLAN.scenario, share())


def words_at_foot(figure: Figure) -> list[str]:
    return [text.get_text() for legend in figure.legends for text in legend.get_texts()]


def hollow_dots(axes: Axes) -> list[tuple[float, float]]:
    lines = [one for one in axes.get_lines() if same_color(one.get_markerfacecolor(), style.PAPER)]
    return [(float(x), float(y)) for one in lines for x, y in zip(*one.get_data(), strict=True)]


def test_every_promise_is_named_with_its_target(figure: Figure) -> None:
    said = words_at_foot(figure)
    assert {"posts, target 80 %", "email, target 90 %", "phone, target 80 %"} <= set(said)


def test_the_caps_that_matter_are_named_with_their_values(figure: Figure) -> None:
    said = words_at_foot(figure)
    assert {"cap 22.0 %", "lowest by bound 15.1 %", "lowest seen to hold 15.3 %"} <= set(said)
    bare = words_at_foot(frontier_chart(PLAN.scenario, share(bound=None, seen=None)))
    assert [word for word in bare if "cap" in word or "lowest" in word] == ["cap 22.0 %"]


def test_a_dot_is_hollow_where_the_mean_lies_below_its_target(figure: Figure) -> None:
    hollow = {(x, round(y, 9)) for x, y in hollow_dots(figure.axes[0])}
    assert hollow == {(0.15, 0.7), (0.18, 0.78), (0.22, 0.84)}  # the last of e-mail alone
    at_22 = [one for one in hollow_dots(figure.axes[0]) if one[0] == 0.22]
    assert len(at_22) == 1


def test_no_word_lies_on_another_or_outside(figure: Figure) -> None:
    boxes = boxes_of(figure)
    met = [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if overlap(one, other)]
    assert met == []
    wide, high = figure.canvas.get_width_height()
    assert all(box.x0 >= 0 and box.x1 <= wide for _, box in boxes)
    assert all(box.y0 >= 0 and box.y1 <= high for _, box in boxes)
