"""Axes are marked at figures that a planner would name."""

from collections.abc import Callable

import pytest
from matplotlib.axis import Axis
from matplotlib.figure import Figure

from reports.charts.ticks import duration_ticks, number_ticks, share_ticks


def marks(highest: float, ticks: Callable[[Axis], None]) -> list[str]:
    axes = Figure().subplots()
    axes.set_ylim(0, highest)
    ticks(axes.yaxis)
    places = [place for place in axes.get_yticks() if 0 <= place <= highest]
    return [axes.yaxis.get_major_formatter()(place, None) for place in places]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.7, ["0 s", "0.2 s", "0.4 s", "0.6 s"]),
        (14, ["0 s", "5 s", "10 s"]),
        (90, ["0 s", "20 s", "40 s", "60 s", "80 s"]),
        (1300, ["0 min", "5 min", "10 min", "15 min", "20 min"]),
        (4 * 3600, ["0 h", "1 h", "2 h", "3 h", "4 h"]),
        (45 * 3600, ["0 h", "12 h", "24 h", "36 h"]),
        (70 * 86400, ["0 h", "336 h", "672 h", "1008 h", "1344 h", "1680 h"]),
    ],
)
def test_lengths_of_time_are_marked_at_whole_units(seconds: float, said: list[str]) -> None:
    assert marks(seconds, duration_ticks) == said


@pytest.mark.parametrize(
    ("highest", "said"),
    [
        (1.0, ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]),
        (0.28, ["0 %", "10 %", "20 %"]),
        (0.11, ["0 %", "2.5 %", "5 %", "7.5 %", "10 %"]),
    ],
)
def test_shares_are_marked_as_tables_write_them(highest: float, said: list[str]) -> None:
    assert marks(highest, share_ticks) == said


def test_numbers_are_marked_without_needless_decimals() -> None:
    assert marks(1.6, number_ticks) == ["0", "0.5", "1", "1.5"]
    assert marks(43000, number_ticks) == ["0", "10,000", "20,000", "30,000", "40,000"]
