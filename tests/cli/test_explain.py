"""explain: why a planned roster is as it is, as tables and as JSON; and plans that cannot be."""

import json
from pathlib import Path

import pytest

import cli
from tests.cli.conftest import TINY, Run
from tests.pictures import pictures_left_blank

ASKING = TINY.replace(
    "{id: ann,", "{wishes: [{first: 2027-02-02, wish: off, cost: 12.5}], id: ann,"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run folder of a plan."""
    place = tmp_path_factory.mktemp("explain")
    scenario = place / "tiny.yaml"
    scenario.write_text(ASKING, encoding="utf-8")
    with pictures_left_blank(), pytest.raises(SystemExit) as left:
        cli.main(["plan", str(scenario), "--out", str(place / "run"), "--quiet"])
    assert left.value.code == 0
    return place / "run"


def test_a_roster_as_a_whole(run: Run, folder: Path) -> None:
    ended = run("explain", folder, "--quiet")
    assert (ended.code, ended.err) == (0, "")
    assert "no shortage against the requirement" in ended.out
    assert "an estimate" in ended.out
    assert "hours of the contract, least and most" in ended.out
    assert "one more agent of g1, contract full" in ended.out
    (wish,) = [line for line in ended.out.splitlines() if "2027-02-02" in line]
    assert wish.split()[:5] == ["ann", "2027-02-02", "off", "day", "12.50"]


def test_json_has_everything(run: Run, folder: Path) -> None:
    told = json.loads(run("explain", folder, "--json", "--quiet").out)
    assert set(told) == {
        "currency",
        "shortages",
        "one_rule_less",
        "more_hours",
        "one_more_agent",
        "wishes_not_granted",
    }
    (wish,) = told["wishes_not_granted"]
    assert (wish["agent_id"], wish["date"], wish["worth"]) == ("ann", "2027-02-02", 12.5)
    # Ann has 40 h and may have 32: the wish could be granted, and was not worth a day's work.
    assert wish["price"] is None or wish["price"]["total"] >= 0


def test_an_agent_and_a_day(run: Run, folder: Path) -> None:
    days = run("explain", folder, "--agent", "ann", "--quiet").out
    assert days.startswith("ann: each day and the next best choice")
    assert sum("2027-02-0" in line for line in days.splitlines()) == 7
    one = run("explain", folder, "--agent", "ann", "--date", "2027-02-02", "--quiet").out
    assert one.startswith("ann on Tuesday 2027-02-02: day 09:00-17:00")
    assert "day 09:00-17:00 (planned)" in one
    told = json.loads(
        run("explain", folder, "--agent", "ann", "--date", "2027-02-02", "--json", "--quiet").out
    )
    (day,) = told["days"]
    assert day["date"] == "2027-02-02"
    assert {choice["choice"] for choice in day["choices"]} == {"off", "day 09:00-17:00"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--agent", "anne"], 'did you mean "ann"?'),
        (["--date", "2027-02-02"], "add --agent"),
        (["--agent", "ann", "--date", "2027-03-02"], "from 2027-02-01 to 2027-02-07"),
        (["--agent", "ann", "--date", "tuesday"], "is no date of the roster"),
    ],
)
def test_what_cannot_be_asked(run: Run, folder: Path, arguments: list[str], words: str) -> None:
    ended = run("explain", folder, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert words in ended.err


def test_a_folder_without_a_plan(run: Run, tmp_path: Path) -> None:
    ended = run("explain", tmp_path)
    assert ended.code == 2
    assert "is no run folder" in ended.err


def test_a_plan_that_cannot_be_says_what_clashes(run: Run, tmp_path: Path) -> None:
    scenario = tmp_path / "clash.yaml"
    absent = "absences: [{first: 2027-02-02, last: 2027-02-03}], "
    scenario.write_text(TINY.replace("{id: bob,", "{" + absent + "id: bob,"), encoding="utf-8")
    ended = run("plan", scenario, "--out", tmp_path / "run", "--quiet")
    assert (ended.code, ended.out) == (3, "")
    assert "bob: these cannot all be kept: contract full asks for at least 32.0 h" in ended.err
    assert "the absence of bob from 2027-02-02 to 2027-02-03" in ended.err
    told = json.loads(run("plan", scenario, "--out", tmp_path / "run", "--json", "--quiet").out)
    assert told["status"] == "impossible"
    assert "bob: these cannot all be kept" in told["reason"]
