from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.wall import (
    format_wall_time,
    parse_wall_time,
    parse_week_windows,
    parse_weekdays,
    parse_window,
    write_week_windows,
)

windows = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(
    lambda minutes: tuple(zip(sorted(minutes)[::2], sorted(minutes)[1::2], strict=False))
)


@given(st.integers(0, 1440))
def test_a_wall_time_reads_back(minute: int) -> None:
    assert parse_wall_time(format_wall_time(minute)) == minute


@given(st.tuples(*[st.one_of(st.just(()), windows)] * 7))
def test_a_week_reads_back(week: Any) -> None:
    assert parse_week_windows(write_week_windows(week)) == week


@pytest.mark.parametrize("value", ["9:00", "24:01", "25:00", "12", 1441, -1, True, None, "08:60"])
def test_what_is_no_wall_time(value: Any) -> None:
    with pytest.raises(ValueError, match="HH:MM"):
        parse_wall_time(value)


@pytest.mark.parametrize("value", ["18:00-09:00", "09:00-09:00", "09:00", "a-b", ["09:00"]])
def test_what_is_no_window(value: Any) -> None:
    with pytest.raises(ValueError, match=r"HH:MM|split"):
        parse_window(value)


@pytest.mark.parametrize(
    ("text", "days"), [("mon", (0,)), ("mon-fri", (0, 1, 2, 3, 4)), ("Sat, sun", (5, 6))]
)
def test_weekdays(text: str, days: tuple[int, ...]) -> None:
    assert parse_weekdays(text) == days


@pytest.mark.parametrize("text", ["", "mo", "fri-mon", "mon-tue-wed"])
def test_what_is_no_weekday(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        parse_weekdays(text)


def test_overlapping_windows_are_refused_and_touching_ones_kept() -> None:
    two = {"mon-fri": "09:00-17:00", "mon-sat": "07:00-21:00"}
    with pytest.raises(ValueError, match=r"mon-sat and mon-fri overlap on mon.*with null"):
        parse_week_windows(two)
    with pytest.raises(ValueError, match="two windows overlap on mon"):
        parse_week_windows({"mon": ["09:00-12:00", "11:00-13:00"]})
    assert parse_week_windows({"mon": ["12:00-13:00", "09:00-12:00"]})[0] == (
        (540, 720),
        (720, 780),
    )
