"""Replays: which rows count, when they come, what they say, and how they are written back."""

import datetime as dt
import os
from pathlib import Path

import pytest

from scenarios.horizon import Horizon
from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.replay import Message, Replay
from scenarios.replay_file import Replayed, read_replay
from scenarios.scenario import Scenario
from scenarios.writer import replay_files, scenario_to_yaml
from tests.scenarios.broken import problems_of
from tests.scenarios.world import MENTIONS, write_world

HOUR = 3600.0
DAY = 24 * HOUR
SHARED = Path(os.environ.get("FAIRSHIFT_SHARED_DATA", "../shared/data"))
AIRLINES = Path(__file__).parents[2] / SHARED / "history" / "airline_mentions.csv"


def _replay(scenario: Scenario) -> Replay:
    replay = scenario.channels["messages"].replay
    assert replay is not None
    return replay


def _horizon(start: str, weeks: int = 4) -> Horizon:
    return Horizon.model_validate({"start": start, "weeks": weeks, "opening": "24/7"})


def _read(folder: Path, text: str, replay: Replay, start: str = "2027-03-01") -> Replayed:
    (folder / "mentions.csv").write_text(text, encoding="utf-8")
    return read_replay(folder / "mentions.csv", replay, _horizon(start))


def _problems(folder: Path, text: str, replay: Replay) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        _read(folder, text, replay)
    return caught.value.problems


def _seconds(folder: Path, time: str, start: str = "2027-03-01", **said: object) -> float:
    replay = Replay.model_validate({"file": "mentions.csv", **said})
    (message,) = _read(folder, f"received_at\n{time}\n", replay, start).messages
    return message.second


def test_rows_of_the_brand_within_the_horizon_come_in_order_of_time(tmp_path: Path) -> None:
    replay = _replay(read_scenario(write_world(tmp_path)))
    ann, bob = replay.messages[0].author, replay.messages[2].author
    # 23:30 UTC on 28 February is 00:30 on 1 March in Berlin; on 28 March clocks jump to 03:00, so
    # that 02:30 with the offset of summer is 00:30 UTC; 29 March is after the horizon.
    assert replay.messages == (
        Message(second=0.5 * HOUR, hostile=False, language="de", audience=1 / 2, author=ann),
        Message(second=8.5 * HOUR, hostile=False, language="en", audience=None, author=ann),
        Message(second=9 * HOUR, hostile=True, language="de", audience=4 / 2, author=bob),
        Message(second=27 * DAY + 1.5 * HOUR, hostile=False, language=None, audience=1 / 2),
    )
    assert replay.outside == 1
    assert ann != bob
    assert "ann" not in (ann or "")


def test_the_hostile_share_is_that_of_the_file_or_the_channels_where_it_says_nothing(
    tmp_path: Path,
) -> None:
    path = write_world(tmp_path)
    assert read_scenario(path).channels["messages"].hostile_share == 1 / 4
    drawn = read_scenario(
        path,
        settings=[
            "channels.messages.replay.hostile.mood=null",
            "channels.messages.hostility.share=0.3",
        ],
    )
    assert drawn.channels["messages"].hostile_share == pytest.approx(0.3)
    assert drawn.channels["posts"].hostile_share == 0.2


def test_a_classifier_that_the_files_hostility_rules_out(tmp_path: Path) -> None:
    angry = MENTIONS.replace("calm", "angry")
    path = write_world(tmp_path, mentions=angry)
    with pytest.raises(ScenarioError, match="every case is hostile"):
        read_scenario(path, settings=["classifier.precision=0.9"])


def test_without_conditions_hostility_is_drawn_and_every_row_counts(tmp_path: Path) -> None:
    read = _read(tmp_path, MENTIONS, Replay(file="mentions.csv"))
    assert [one.hostile for one in read.messages] == [None] * 5
    assert {(one.language, one.audience, one.author) for one in read.messages} == {(None,) * 3}


@pytest.mark.parametrize(
    ("time", "said", "seconds"),
    [
        ("2027-03-01T08:00:00-08:00", {}, 17 * HOUR),
        ("2027-03-01T08:00:00-08:00", {"clock": "as_written"}, 8 * HOUR),
        ("2027-03-01T08:00:00.25", {"clock": "as_written"}, 8 * HOUR + 0.25),
        # clocks skip 02:00 to 03:00 on 28 March: an hour later by the clock
        ("2027-03-28T02:30:00", {"clock": "as_written"}, 27 * DAY + 2.5 * HOUR),
        ("2027-03-28T04:00:00", {"clock": "as_written"}, 27 * DAY + 3 * HOUR),
        # whole days are shifted and wall-clock times stay, over the change of clocks as well
        ("2027-02-22T23:30:00Z", {"first_day": "2027-02-23"}, 0.5 * HOUR),
        ("2026-07-01T12:00:00Z", {"first_day": "2026-07-01"}, 14 * HOUR),
        ("2026-07-28T02:30:00", {"clock": "as_written", "first_day": "2026-07-01"}, 27 * DAY + 9e3),
        (
            "2026-07-28T04:00:00",
            {"clock": "as_written", "first_day": "2026-07-01"},
            27 * DAY + 108e2,
        ),
    ],
)
def test_when_a_message_comes(
    time: str, said: dict[str, object], seconds: float, tmp_path: Path
) -> None:
    assert _seconds(tmp_path, time, **said) == seconds


def test_a_wall_clock_time_that_comes_twice_is_taken_at_its_first_coming(tmp_path: Path) -> None:
    # In Berlin 02:30 comes twice on 31 October 2027, the last day but 27 of the horizon.
    start = "2027-10-25"
    wall = _seconds(tmp_path, "2027-10-31T02:30:00", start, clock="as_written")
    assert wall == 6 * DAY + 2.5 * HOUR
    assert _seconds(tmp_path, "2027-10-31T02:30:00+02:00", start) == wall
    assert _seconds(tmp_path, "2027-10-31T02:30:00+01:00", start) == wall + HOUR
    unmoved = _seconds(tmp_path, "2027-10-31T02:30:00+01:00", start, first_day=start)
    assert unmoved == wall + HOUR


def test_the_file_is_read_with_the_settings_of_the_command_line(tmp_path: Path) -> None:
    path = write_world(tmp_path)
    settings = ["channels.messages.replay.first_day=2027-03-28", "horizon.weeks=1"]
    replay = _replay(read_scenario(path, settings=settings))
    assert [one.second for one in replay.messages] == [1.5 * HOUR, DAY]
    assert replay.outside == 3


@pytest.mark.parametrize(
    ("text", "said", "line", "column", "remedy"),
    [
        ("at,brand\n", {}, 1, "received_at", "known columns are at, brand"),
        ("received_at,brand\n", {"where": {"brnad": ["x"]}}, 1, "brnad", 'did you mean "brand"?'),
        ("received_at\n", {"author_column": "who"}, 1, "who", "replay.author_column names it"),
        ("received_at\n", {"hostile": {"mood": ["x"]}}, 1, "mood", "replay.hostile names it"),
        ("received_at\n", {}, None, "", "holds no messages"),
        ("received_at\nnow\n", {}, 2, "received_at", "write it as"),
        ("received_at\n0001-01-01T00:00:00Z\n", {}, 2, "received_at", "1970 to 2199"),
        ("received_at\n2027-03-01T00:00:00\n", {}, 2, "received_at", "as written"),
        (
            "received_at,brand\n2027-03-01T00:00:00Z,Ours\n",
            {"where": {"brand": ["Our"]}},
            1,
            "brand",
            'did you mean "Ours"?',
        ),
        (
            "received_at,n\n2027-03-01T00:00:00Z,many\n",
            {"audience_column": "n"},
            2,
            "n",
            "leave the cell empty",
        ),
        (
            "received_at,n\n2027-03-01T00:00:00Z,-1\n",
            {"audience_column": "n"},
            2,
            "n",
            "at least 0",
        ),
    ],
)
def test_a_file_that_cannot_be_replayed(
    text: str, said: dict[str, object], line: int | None, column: str, remedy: str, tmp_path: Path
) -> None:
    replay = Replay.model_validate({"file": "mentions.csv", **said})
    (problem,) = _problems(tmp_path, text, replay)
    name = str(tmp_path / "mentions.csv")
    assert (problem.file, problem.line, problem.field) == (name, line, column)
    assert remedy in problem.message


def test_all_mistakes_of_the_file_and_of_the_scenario_come_at_once(tmp_path: Path) -> None:
    broken = MENTIONS.replace("2027-03-01T08:30:00+01:00", "this morning").replace(
        "Ours,angry,de,5", "Ours,angry,fr,5"
    )
    path = write_world(
        tmp_path, ("share: 0.2}\n    workflow", "share: 2}\n    workflow"), mentions=broken
    )
    found = {(Path(one.file).name, one.line, one.field) for one in problems_of(path)}
    assert found == {
        ("scenario.yaml", 12, "channels.posts.hostility.share"),
        ("mentions.csv", 4, "received_at"),
        ("mentions.csv", 7, "tongue"),
    }


def _write_all(scenario: Scenario, folder: Path) -> Path:
    folder.mkdir()
    for name, text in replay_files(scenario).items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "scenario.yaml"
    path.write_text(scenario_to_yaml(scenario), encoding="utf-8")
    return path


def test_what_is_written_reads_back_equal_without_the_file(tmp_path: Path) -> None:
    scenario = read_scenario(write_world(tmp_path))
    path = _write_all(scenario, tmp_path / "run")
    assert sorted(one.name for one in path.parent.iterdir()) == [
        "replay-messages.csv",
        "scenario.yaml",
    ]
    again = read_scenario(path)
    assert again == scenario
    assert again.digest() == scenario.digest()


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("1800.0,", "soon,", "second", "write seconds"),
        ("1800.0,", "-5,", "second", "outside the horizon"),
        ("1800.0,false", "1800.0,no", "hostile", "neither true nor false"),
        ("de,0.5", "de,x", "audience", "at least 0"),
    ],
)
def test_a_written_file_that_was_spoiled(
    old: str, new: str, field: str, remedy: str, tmp_path: Path
) -> None:
    path = _write_all(read_scenario(write_world(tmp_path)), tmp_path / "run")
    file = path.with_name("replay-messages.csv")
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    (problem,) = problems_of(path)
    assert (problem.file, problem.line, problem.field) == (str(file), 2, field)
    assert remedy in problem.message


@pytest.mark.skipif(not AIRLINES.is_file(), reason="the public data are not beside the clone")
def test_a_week_of_a_real_brand() -> None:
    replay = Replay.model_validate(
        {
            "file": "mentions.csv",
            "clock": "as_written",
            "where": {"brand": ["United"]},
            "hostile": {"sentiment": ["negative"]},
            "audience_column": "retweets",
            "first_day": "2015-02-16",
        }
    )
    read = read_replay(AIRLINES, replay, _horizon("2027-03-01", weeks=2))
    assert (len(read.messages), read.outside) == (3822, 0)
    assert sum(one.hostile is True for one in read.messages) == 2633
    assert (read.first.date(), read.last.date()) == (dt.date(2015, 2, 16), dt.date(2015, 2, 24))
    audiences = [one.audience for one in read.messages if one.audience is not None]
    assert sum(audiences) / len(audiences) == pytest.approx(1)
    days = [int(one.second // DAY) for one in read.messages]
    assert days.count(6) > 1.5 * days.count(2)  # the surge: Sunday over Wednesday
