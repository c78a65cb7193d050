"""repair: changes in words, the folder it leaves, exit codes, and what is wrong on the line."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import TINY, Run

HEAD = "agent_id,shift_id,activity,start_local,end_local\n"
PARTS = (("work", "09:00", "13:00"), ("break", "13:00", "13:30"), ("work", "13:30", "17:00"))


def rows(who: str, *days: int) -> str:
    """Return the rows of somebody's shifts in February, as a spreadsheet has them."""
    return "".join(
        f"{who},{who}{day},{activity},2027-02-{day:02d}T{start},2027-02-{day:02d}T{end}\n"
        for day in days
        for activity, start, end in PARTS
    )


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Ann and Bob in turns."""
    path = tmp_path / "roster.csv"
    path.write_text(HEAD + rows("ann", 1, 3, 5) + rows("bob", 2, 4), encoding="utf-8")
    return path


@pytest.fixture
def team(tmp_path: Path) -> Path:
    path = tmp_path / "team.yaml"
    text = TINY.replace("hours_per_week: 40, flexibility_hours: 8", "hours_per_week: 20")
    text = text.replace("hours_per_week: 20,", "hours_per_week: 20, flexibility_hours: 20,")
    text = text.replace("cap: {hostile: 0.9, window: week}\n", "")
    text = text.replace("solve_seconds: 2,", "deterministic: true, solve_seconds: 2,")
    path.write_text(f"{text}rules: {{preset: none, notice_days: 3}}\n", encoding="utf-8")
    return path


def test_changes_are_told_in_words_and_lie_in_a_folder(
    run: Run, team: Path, published: Path, tmp_path: Path
) -> None:
    ended = run(
        *("repair", team, "--roster", published, "--absent", "ann:2027-02-03"),
        *("--freeze-until", "2027-02-02 12:00", "--seconds", "2", "--out", tmp_path / "run"),
        *("--set", "planning.short_hour_cost=4000"),
    )
    assert ended.code == 0
    assert "ann, Wed 3 Feb: day 09:00-17:00 -> off (absent)" in ended.out
    assert "bob, Wed 3 Feb: off -> day 09:00-17:00, 1 day's notice (short)" in ended.out
    assert "1 change (EUR 150.00), and 1 shift that an absence takes" in ended.out
    folder = tmp_path / "run"
    assert "bob, Wed 3 Feb: off -> day" in (folder / "changes.txt").read_text(encoding="utf-8")
    with (folder / "changes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["price"] for row in rows] == ["0.0", "150.0"]
    assert {"calendars/bob.ics", "manifest.json", "roster.parquet"} <= {
        str(path.relative_to(folder)) for path in folder.rglob("*")
    }
    assert "Secret" not in (folder / "scenario.yaml").read_text(encoding="utf-8")
    assert "Shift: day" in (folder / "calendars" / "bob.ics").read_text(encoding="utf-8")


def test_a_repair_can_be_checked_and_repaired_again_without_its_scenario(
    run: Run, team: Path, published: Path, tmp_path: Path
) -> None:
    first = tmp_path / "first"
    run(
        *("repair", team, "--roster", published, "--absent", "ann:2027-02-03"),
        *("--volume-scale", "1.3", "--seconds", "1", "--out", first),
    )
    assert run("check", "--roster", first / "roster.csv").code == 0
    again = run(
        *("repair", "--roster", first / "roster.csv", "--absent", "bob:2027-02-04..2027-02-05"),
        *("--seconds", "1", "--json", "--quiet", "--out", tmp_path / "second"),
    )
    assert again.code == 0
    assert again.err == ""
    told = json.loads(again.out)
    assert [one["absent"] for one in told["list"]].count(True) == told["taken_by_absence"] == 1
    assert all(one["agent_id"] == "ann" for one in told["list"] if not one["absent"])
    assert told == json.loads((tmp_path / "second" / "repair.json").read_text(encoding="utf-8"))


def test_hours_that_nobody_can_work_end_with_a_missed_target(
    run: Run, team: Path, published: Path, tmp_path: Path
) -> None:
    ended = run(
        *("repair", team, "--roster", published, "--seconds", "1", "--out", tmp_path / "run"),
        *("--absent", "ann:2027-02-03", "--absent", "bob:2027-02-03"),
    )
    assert ended.code == 1
    assert "agent-hours missing" in ended.out


def test_rules_that_were_broken_before_are_told_apart_from_those_that_cannot_be_kept(
    run: Run, team: Path, published: Path, tmp_path: Path
) -> None:
    alone = ("--set", "rules.min_consecutive_days=2", "--seconds", "1")
    ended = run(
        *("repair", team, "--roster", published, "--out", tmp_path / "first", *alone),
        *("--freeze-until", "2027-02-07 00:00"),
    )
    assert ended.code == 0
    assert "4 rules broken" in ended.out
    assert "4 of the broken rules were broken by the published roster already" in ended.err
    published.write_text(HEAD + rows("ann", 2, 3) + rows("bob", 3, 4), encoding="utf-8")
    ended = run(
        *("repair", team, "--roster", published, "--out", tmp_path / "second", *alone),
        *("--freeze-until", "2027-02-03 00:00", "--absent", "ann:2027-02-03"),
    )
    assert ended.code == 3
    assert "No roster keeps all rules any more" in ended.err
    assert "min_consecutive_days" in ended.out
    assert (tmp_path / "second" / "roster.csv").is_file()


def test_everything_that_is_wrong_on_the_line_is_told_at_once(
    run: Run, team: Path, published: Path, tmp_path: Path
) -> None:
    ended = run(
        *("repair", team, "--roster", published, "--out", tmp_path / "run"),
        *("--absent", "anne:2027-02-03", "--absent", "ann", "--absent", "bob:2027-03-03"),
        *("--absent", "bob:2027-02-04..2027-02-03", "--volume-from", "2027-02-03"),
        *("--freeze-until", "2027-03-01 10:00"),
    )
    assert ended.code == 2
    assert ended.out == ""
    for words in (
        'did you mean "ann"?',
        "write an agent and days",
        "lies outside the horizon 2027-02-01 to 2027-02-07",
        "swap them",
        "says nothing without --volume-scale",
        "leaves nothing to plan",
    ):
        assert words in ended.err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("time", ["noon", "2027-02-03T12:00+01:00", "2027-02-03 12:00:30"])
def test_a_freeze_that_is_no_local_time_is_refused(
    run: Run, team: Path, published: Path, time: str
) -> None:
    ended = run("repair", team, "--roster", published, "--freeze-until", time)
    assert ended.code == 2
    assert "--freeze-until" in ended.err


def test_two_shifts_on_a_day_are_refused(run: Run, team: Path, published: Path) -> None:
    text = published.read_text(encoding="utf-8")
    more = "ann,x,work,2027-02-01T18:00,2027-02-01T20:00\n"
    published.write_text(text + more, encoding="utf-8")
    ended = run("repair", team, "--roster", published)
    assert ended.code == 2
    assert "ann has two shifts that start on 2027-02-01" in ended.err


def test_an_interruption_keeps_the_best_so_far(
    run: Run, team: Path, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("scheduler.roster_model.solve.TourSearch.prepare", stopped)
    ended = run(
        *("repair", team, "--roster", published, "--absent", "ann:2027-02-03"),
        *("--out", tmp_path / "run"),
    )
    assert ended.code == 130
    assert "interrupted" in ended.out
    assert (tmp_path / "run" / "roster.csv").is_file()
