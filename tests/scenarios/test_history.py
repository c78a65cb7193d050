import datetime as dt
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from scenarios.history import FittedChannel, HistorySpec, fit_history
from scenarios.history_template import scenario_with_history
from scenarios.library import find
from scenarios.message_file import Condition
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario

UTC = HistorySpec(zone="UTC")
MONDAY = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
WEEKDAYS = np.array([1.6, 1.2, 1.0, 1.0, 0.9, 0.7, 0.6])
HOURS = np.where((np.arange(24) >= 8) & (np.arange(24) < 20), 1.8, 0.2)
SHARED = Path(os.environ.get("FAIRSHIFT_SHARED_DATA", "../shared/data"))
MENTIONS = Path(__file__).parents[2] / SHARED / "history" / "airline_mentions.csv"


def _write(folder: Path, times: Iterable[dt.datetime], mood: Iterable[str] | None = None) -> Path:
    listed = list(times)
    moods = list(mood) if mood is not None else ["calm"] * len(listed)
    rows = [f"{time.isoformat()},{one}" for time, one in zip(listed, moods, strict=True)]
    path = folder / "messages.csv"
    path.write_text("received_at,mood\n" + "\n".join(rows) + "\n")
    return path


def _drawn(weeks: int, per_week: float, cv: float, skip_hours: float = 0) -> list[dt.datetime]:
    """Draw messages of a known channel; the first and last day may be cut."""
    random = np.random.default_rng(7)
    rate = per_week * np.outer(WEEKDAYS, HOURS) / (WEEKDAYS.sum() * HOURS.sum())
    times = []
    for day in range(7 * weeks):
        factor = random.gamma(1 / cv**2, cv**2) if cv else 1.0
        for hour in range(24):
            for _ in range(random.poisson(rate[day % 7, hour] * factor)):
                times.append(MONDAY + dt.timedelta(days=day, hours=hour + random.random()))
    first = MONDAY + dt.timedelta(hours=skip_hours)
    last = MONDAY + dt.timedelta(days=7 * weeks, hours=-skip_hours)
    return [time for time in times if first <= time < last]


def test_a_known_channel_is_found_again(tmp_path: Path) -> None:
    fitted = fit_history(_write(tmp_path, _drawn(8, 2000, 0.0)), UTC)
    assert fitted.volume_per_week == pytest.approx(2000, rel=0.03)
    assert fitted.by_weekday == pytest.approx(WEEKDAYS / WEEKDAYS.mean(), rel=0.1)
    assert fitted.by_hour == pytest.approx(HOURS / HOURS.mean(), rel=0.1, abs=0.06)
    assert fitted.busyness_cv < 0.06
    assert fitted.hour_weights.sum() == pytest.approx(1)
    assert fitted.hour_weights.shape == (168,)
    assert fitted.hostile_share is None


def test_busy_and_quiet_days_are_found(tmp_path: Path) -> None:
    fitted = fit_history(_write(tmp_path, _drawn(20, 2000, 0.3)), UTC)
    assert fitted.full_days == 138
    assert fitted.busyness_cv == pytest.approx(0.3, abs=0.06)


def test_days_covered_in_part_do_no_harm(tmp_path: Path) -> None:
    fitted = fit_history(_write(tmp_path, _drawn(3, 2000, 0.0, skip_hours=14)), UTC)
    assert fitted.volume_per_week == pytest.approx(2000, rel=0.05)
    assert fitted.by_weekday[0] == pytest.approx(1.6, rel=0.12)
    assert fitted.full_days == 19


def test_a_weekday_that_was_not_seen_gets_the_mean(tmp_path: Path) -> None:
    times = [time for time in _drawn(1, 2000, 0.0) if time < MONDAY + dt.timedelta(days=3)]
    fitted = fit_history(_write(tmp_path, times), UTC)
    assert fitted.by_weekday[5] == pytest.approx(np.mean(fitted.by_weekday[:3]))


def test_hours_are_those_of_the_zone_or_as_written(tmp_path: Path) -> None:
    evening = dt.timezone(dt.timedelta(hours=-8))
    start = dt.datetime(2026, 6, 1, 0, 5, tzinfo=evening)
    times = [start + dt.timedelta(hours=hour) for hour in range(48)]
    times += [dt.datetime(2026, 6, 1, 15, minute, tzinfo=evening) for minute in range(40)]
    path = _write(tmp_path, times)
    there = fit_history(path, HistorySpec(zone="Europe/Berlin"))
    assert there.by_hour.index(max(there.by_hour)) == 1  # 15:00-08:00 is 01:00 in Berlin
    here = fit_history(path, HistorySpec(zone="Europe/Berlin", as_written=True))
    assert here.by_hour.index(max(here.by_hour)) == 15


def test_hostile_rows_meet_every_condition(tmp_path: Path) -> None:
    times = _drawn(2, 2000, 0.0)
    moods = ["angry" if time.hour in (9, 10) else "calm" for time in times]
    moods[0] = "furious"
    spec = HistorySpec(
        zone="UTC", hostile=(Condition.parse("mood=angry|furious"),), hourly_hostility=True
    )
    fitted = fit_history(_write(tmp_path, times, moods), spec)
    assert fitted.hostile_messages == len(times) - moods.count("calm")
    assert fitted.hostile_share == fitted.hostile_messages / len(times)
    assert fitted.hostility_by_hour is not None
    assert min(fitted.hostility_by_hour[9:11]) > 3 > 1 > max(fitted.hostility_by_hour[11:])


def test_only_some_messages_need_an_answer(tmp_path: Path) -> None:
    path = _write(tmp_path, _drawn(2, 2000, 0.0))
    whole = fit_history(path, UTC)
    part = fit_history(path, HistorySpec(zone="UTC", answered_share=0.4))
    assert part.volume_per_week == pytest.approx(0.4 * whole.volume_per_week)


@pytest.mark.parametrize(
    ("text", "spec", "line", "field", "remedy"),
    [
        ("received,mood\n", UTC, 1, "received_at", "add it"),
        ("received_at\nyesterday\n", UTC, 2, "received_at", "write it as"),
        ("received_at\n2026-06-01T08:00:00\n", UTC, 2, "received_at", "offset"),
        ("received_at\n2026-06-01T08:00:00Z\n", UTC, None, "", "longer period"),
        (
            "received_at\n" + "2026-06-01T08:00:00Z\n" * 30,
            UTC,
            None,
            "received_at",
            "longer period",
        ),
        (
            "received_at,mood\n2026-06-01T08:00:00Z,angry\n",
            HistorySpec(zone="UTC", filters=(Condition.parse("mood=angri"),)),
            1,
            "mood",
            '"angry"',
        ),
    ],
)
def test_history_that_cannot_be_used(
    text: str, spec: HistorySpec, line: int | None, field: str, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / "messages.csv").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        fit_history(tmp_path / "messages.csv", spec)
    (problem,) = caught.value.problems
    assert (problem.line, problem.field) == (line, field)
    assert remedy in problem.message


@pytest.mark.parametrize("text", ["brand", "=x", "brand="])
def test_a_condition_is_a_column_and_its_values(text: str) -> None:
    with pytest.raises(ValueError, match="column=value"):
        Condition.parse(text)


def _as_scenario(folder: Path, fitted: FittedChannel) -> str:
    text = scenario_with_history(find("team-of-12"), "posts", fitted)
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return text


def test_a_ready_scenario_takes_the_fitted_figures_and_says_where_from(tmp_path: Path) -> None:
    times = _drawn(2, 2000, 0.0)
    moods = ["angry" if place % 4 == 0 else "calm" for place in range(len(times))]
    spec = HistorySpec(zone="UTC", hostile=(Condition.parse("mood=angry"),))
    fitted = fit_history(_write(tmp_path, times, moods), spec)
    text = _as_scenario(tmp_path, fitted)
    before, after = read_scenario(find("team-of-12")), read_scenario(tmp_path / "scenario.yaml")
    posts = after.channels["posts"]
    assert posts.volume_per_week == pytest.approx(fitted.volume_per_week, abs=0.1)
    assert posts.hostility.share == pytest.approx(0.25, abs=0.001)
    assert posts.handle_time == before.channels["posts"].handle_time
    assert {**after.channels, "posts": 0} == {**before.channels, "posts": 0}
    assert f"messages.csv, {len(times)} of {len(times)} rows" in text
    assert "Taken as hostile: mood=angry" in text
    assert "# a common target of the trade" in text


def test_a_channel_that_the_template_does_not_have(tmp_path: Path) -> None:
    fitted = fit_history(_write(tmp_path, _drawn(2, 2000, 0.0)), UTC)
    with pytest.raises(ScenarioError, match='"posts"'):
        scenario_with_history(find("team-of-3"), "post", fitted)


@pytest.mark.skipif(
    not MENTIONS.exists(),
    reason="no file of airline mentions here; set FAIRSHIFT_SHARED_DATA to the folder of the data",
)
def test_mentions_of_an_airline_make_a_scenario(tmp_path: Path) -> None:
    spec = HistorySpec(
        zone="Europe/Berlin",
        filters=(Condition.parse("brand=United"),),
        hostile=(
            Condition.parse("sentiment=negative"),
            Condition.parse("reason=Customer Service Issue|Flight Attendant Complaints"),
        ),
    )
    fitted = fit_history(MENTIONS, spec)
    assert (fitted.rows, fitted.messages, fitted.hostile_messages) == (9155, 3822, 681 + 168)
    assert fitted.full_days == 6
    # 3,822 messages in seven and a half days.
    assert 3822 * 7 / 8 < fitted.volume_per_week < 3822
    _as_scenario(tmp_path, fitted)
    assert read_scenario(tmp_path / "scenario.yaml").channels["posts"].hostility.share == 0.2221
