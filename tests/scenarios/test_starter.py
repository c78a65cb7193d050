from pathlib import Path

import pytest

from scenarios import library
from scenarios.problems import ScenarioError
from scenarios.reader import read_scenario
from scenarios.starter import HistoryChoice, start_folder


@pytest.mark.parametrize("name", library.names())
def test_a_started_folder_holds_the_ready_scenario(name: str, tmp_path: Path) -> None:
    started = start_folder(tmp_path / "new" / "mine", name)
    assert read_scenario(started.scenario_file) == read_scenario(library.find(name))
    assert name in started.notes[0]
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["mine"]


def test_an_empty_folder_will_do_but_not_one_in_use(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert start_folder(tmp_path / "empty", "team-of-3").scenario_file.is_file()
    with pytest.raises(ScenarioError, match="name a new one"):
        start_folder(tmp_path / "empty", "team-of-3")


@pytest.mark.parametrize(
    ("template", "conditions", "channel", "remedy"),
    [
        ("team-of-13", (), "posts", "team-of-12"),
        ("team-of-12", ("mood",), "posts", "column=value"),
        ("team-of-12", ("mood=sad",), "posts", "no row has"),
        ("team-of-12", (), "post", "posts"),
    ],
)
def test_nothing_is_written_when_something_is_wrong(
    template: str, conditions: tuple[str, ...], channel: str, remedy: str, tmp_path: Path
) -> None:
    history = tmp_path / "history.csv"
    rows = [f"2026-06-{day:02d}T{hour:02d}:30:00Z,calm" for day in (1, 2) for hour in range(24)]
    history.write_text("\n".join(["at,mood", *rows, "2026-06-03T00:00:00Z,calm"]))
    choice = HistoryChoice(history, "at", conditions, (), channel)
    with pytest.raises(ScenarioError, match=remedy):
        start_folder(tmp_path / "mine", template, choice)
    assert [path.name for path in tmp_path.iterdir()] == ["history.csv"]


def test_a_fit_that_cannot_be_planned_is_told_under_its_final_name(tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    rows = [f"2026-06-{day:02d}T{hour:02d}:30:00Z,sad" for day in (1, 2) for hour in range(24)]
    history.write_text("\n".join(["at,mood", *rows, "2026-06-03T00:00:00Z,calm"]))
    choice = HistoryChoice(history, "at", (), ("mood=sad",), "posts")
    with pytest.raises(ScenarioError, match="raise precision") as caught:
        start_folder(tmp_path / "mine", "team-of-12", choice)
    assert caught.value.problems[0].file == str(tmp_path / "mine" / "scenario.yaml")
    assert not (tmp_path / "mine").exists()
