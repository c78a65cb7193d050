import datetime as dt
import math
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scenarios.horizon import Horizon
from scenarios.timeline import NonexistentTimeError, OpeningClock, Timeline
from scenarios.wall import parse_week_windows

MONDAYS = [dt.date(2027, 3, 1), dt.date(2027, 3, 22), dt.date(2027, 10, 25), dt.date(2027, 6, 7)]
ZONES = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]


def _timeline(zone: str, start: dt.date, weeks: int = 2, opening: object = "24/7") -> Timeline:
    said = {"zone": zone, "start": start, "weeks": weeks, "opening": opening}
    return Timeline(Horizon.model_validate(said))


timelines = st.builds(_timeline, st.sampled_from(ZONES), st.sampled_from(MONDAYS))


@given(timelines, st.integers(0, 13), st.integers(0, 1439))
def test_a_wall_time_that_exists_is_shown_again_by_its_minute(
    timeline: Timeline, day: int, wall: int
) -> None:
    date = timeline.date(day)
    assume(timeline.exists(date, wall))
    local = timeline.local(timeline.minute(day, wall))
    assert (local.date(), local.hour * 60 + local.minute) == (date, wall)
    naive = dt.datetime.combine(date, dt.time(wall // 60, wall % 60))
    assert timeline.minute_of_local(naive) == timeline.minute(day, wall)


@given(timelines, st.integers(0, 13), st.integers(0, 1439))
def test_a_time_exists_unless_utc_and_back_changes_it(
    timeline: Timeline, day: int, wall: int
) -> None:
    zone = ZoneInfo(timeline.horizon.zone)
    naive = dt.datetime.combine(timeline.date(day), dt.time(wall // 60, wall % 60))
    back = naive.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    if back == naive:
        assert timeline.exists(timeline.date(day), wall)
    else:
        with pytest.raises(NonexistentTimeError, match="does not exist"):
            timeline.minute_of_local(naive)


@given(timelines, st.integers(-1000, 20000))
def test_minutes_are_elapsed_time(timeline: Timeline, minute: int) -> None:
    later = timeline.local(minute + 90).astimezone(dt.UTC)
    assert later - timeline.local(minute).astimezone(dt.UTC) == dt.timedelta(minutes=90)


@pytest.mark.parametrize(
    ("start", "minutes"), [(dt.date(2027, 3, 22), 1380), (dt.date(2027, 10, 25), 1500)]
)
def test_days_of_clock_changes_are_shorter_or_longer(start: dt.date, minutes: int) -> None:
    timeline = _timeline("Europe/Berlin", start, weeks=1)
    lengths = [timeline.minute(day + 1, 0) - timeline.minute(day, 0) for day in range(7)]
    assert lengths == [1440] * 6 + [minutes]
    assert timeline.total_minutes == sum(lengths)
    assert timeline.intervals * 15 == sum(lengths)


def test_the_gap_is_told_with_both_ends() -> None:
    timeline = _timeline("Europe/Berlin", dt.date(2027, 3, 1))
    words = "02:30 does not exist on 2027-03-28 in Europe/Berlin; clocks jump from 02:00 to 03:00"
    with pytest.raises(NonexistentTimeError, match=words):
        timeline.minute_of_local(dt.datetime(2027, 3, 28, 2, 30))


def test_an_hour_that_comes_twice_has_its_places_in_the_week_twice() -> None:
    timeline = _timeline("Europe/Berlin", dt.date(2027, 10, 25), weeks=1)
    two_o_clock = (6 * 1440 + 120) // 15
    assert list(timeline.interval_of_week).count(two_o_clock) == 2
    assert list(timeline.interval_day).count(6) == 100


def test_holidays_close_the_team_only_where_the_scenario_says_so() -> None:
    said = {
        "start": dt.date(2027, 3, 22),
        "weeks": 1,
        "opening": {"mon-fri": "09:00-18:00"},
        "holidays": {"country": "DE", "state": "BE"},
    }
    closed = Timeline(Horizon.model_validate(said))
    assert closed.date(4) in closed.holiday_dates
    assert len(closed.open_windows()) == 4
    open_ = Timeline(Horizon.model_validate({**said, "holidays": {"closed": False}}))
    assert len(open_.open_windows()) == 5


# Hours that no clock change in Berlin touches, on days that have 23, 24 and 25 of them.
windows_of_a_week = st.dictionaries(
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]),
    st.tuples(st.integers(3, 22), st.integers(3, 23))
    .filter(lambda pair: pair[0] <= pair[1])
    .map(lambda pair: f"{pair[0]:02d}:00-{pair[1]:02d}:30"),
    min_size=1,
    max_size=3,
)


@cache
def _wall_minutes(start: dt.date) -> tuple[list[int], list[int]]:
    """Weekday and wall minute of each minute of a week."""
    timeline = _timeline("Europe/Berlin", start, weeks=1)
    local = [timeline.local(minute) for minute in range(timeline.total_minutes)]
    return [one.weekday() for one in local], [one.hour * 60 + one.minute for one in local]


@given(windows_of_a_week, st.sampled_from(MONDAYS), st.integers(0, 10079), st.integers(1, 3000))
def test_the_opening_clock_against_counting_minute_by_minute(
    opening: dict[str, str], start: dt.date, begin: int, limit: int
) -> None:
    week = parse_week_windows(opening)
    is_open = [
        any(first <= wall < last for first, last in week[weekday])
        for weekday, wall in zip(*_wall_minutes(start), strict=True)
    ]
    counted = [minute for minute in range(begin, len(is_open)) if is_open[minute]]
    expected = counted[limit - 1] + 1 if len(counted) >= limit else math.inf
    windows = _timeline("Europe/Berlin", start, weeks=1, opening=opening).open_windows()
    (due,) = OpeningClock(windows).due_minutes(np.array([float(begin)]), float(limit))
    assert due == expected
