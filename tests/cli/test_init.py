"""init: a scenario that check accepts, with the planner's own volume where there is a history."""

import datetime as dt
from pathlib import Path

import pytest

from scenarios import library
from scenarios.reader import read_scenario
from tests.cli.conftest import Run


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """Three weeks of messages, one an hour from 8 to 20; every fourth of Ours is angry."""
    path = tmp_path / "history.csv"
    first = dt.datetime(2027, 1, 4, tzinfo=dt.UTC)
    lines = ["received_at,brand,mood"]
    for hour in range(21 * 24):
        time = first + dt.timedelta(hours=hour)
        if 8 <= time.hour < 20:
            lines.append(f"{time.isoformat()},Ours,{'angry' if hour % 4 == 0 else 'calm'}")
        lines.append(f"{time.isoformat()},Theirs,calm")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", library.names())
def test_a_started_scenario_is_sound(run: Run, tmp_path: Path, name: str) -> None:
    started = run("init", tmp_path / "new", "--template", name)
    assert started.code == 0
    file = Path(started.out.strip())
    assert file == tmp_path / "new" / "scenario.yaml"
    assert run("check", file).code == 0
    assert read_scenario(file).digest() == read_scenario(library.find(name)).digest()


def test_history_replaces_the_volume_of_one_channel(
    run: Run, tmp_path: Path, history: Path
) -> None:
    rows = ["--history", history, "--where", "brand=Ours", "--hostile", "mood=angry"]
    started = run("init", tmp_path / "new", *rows, "--as-written")
    assert started.code == 0
    assert "brand=Ours" in started.err
    fitted, ready = (
        read_scenario(Path(started.out.strip())),
        read_scenario(library.find("team-of-12")),
    )
    assert fitted.channels["posts"].volume_per_week == pytest.approx(12 * 7, rel=0.05)
    assert fitted.channels["posts"].hostility.share == pytest.approx(0.25)
    assert fitted.channels["phone"] == ready.channels["phone"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--where", "brand"], "--where: "),
        (["--where", "brand=Nobody"], "Nobody"),
        (["--where", "firm=Ours"], "firm"),
        (["--channel", "fax"], "fax"),
        (["--template", "team-of-13"], "team-of-3"),
    ],
)
def test_a_choice_that_does_not_fit_writes_nothing(
    run: Run, tmp_path: Path, history: Path, arguments: list[str], said: str
) -> None:
    ended = run("init", tmp_path / "new", "--history", history, *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "new").exists()


def test_a_folder_in_use_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me", encoding="utf-8")
    ended = run("init", tmp_path)
    assert ended.code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_will_do(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init", ".").code == 0
    assert (tmp_path / "scenario.yaml").is_file()
