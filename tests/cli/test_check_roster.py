"""The check of a roster: broken rules, wishes, who works when; with its scenario or beside it."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import TINY, Run

HEADER = "agent_id,shift_id,activity,start_local,end_local\n"
AGREED = TINY.replace(
    "{id: ann,", "{wishes: [{first: 2027-02-02, wish: off, cost: 12.5}], id: ann,"
).replace("planning:", "fairness: {late: 2}\nplanning:")


def day(agent: str, date: str, first: str = "09", last: str = "17") -> str:
    rows = (("work", first, "13:00"), ("break", "13", "13:30"), ("work", "13:30", last))
    return "".join(
        f"{agent},{agent}-{date},{what},{date}T{_clock(start)},{date}T{_clock(end)}\n"
        for what, start, end in rows
    )


def _clock(text: str) -> str:
    return text if ":" in text else f"{text}:00"


WEEK = [f"2027-02-0{number}" for number in range(1, 6)]
SOUND = HEADER + "".join(day(agent, date) for agent in ("ann", "bob") for date in WEEK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "scenario.yaml").write_text(AGREED, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(SOUND, encoding="utf-8")
    return tmp_path


def test_a_sound_roster_shows_wishes_and_who_works_when(run: Run, folder: Path) -> None:
    ended = run("check", folder / "scenario.yaml", "--roster", folder / "roster.csv")
    assert (ended.code, ended.err) == (0, "")
    assert "no rule broken" in ended.out
    assert "1 wish not granted (EUR 12.50)" in ended.out
    (missed,) = [line for line in ended.out.splitlines() if "2027-02-02" in line]
    assert missed.split() == ["ann", "2027-02-02", "off", "day", "12.50"]
    assert "who works when" in ended.out


def test_a_roster_in_a_run_folder_needs_no_scenario(run: Run, folder: Path) -> None:
    named = run("check", folder / "scenario.yaml", "--roster", folder / "roster.csv")
    assert run("check", "--roster", folder / "roster.csv") == named


def test_a_roster_elsewhere_asks_for_its_scenario(run: Run, folder: Path) -> None:
    (folder / "scenario.yaml").unlink()
    ended = run("check", "--roster", folder / "roster.csv")
    assert (ended.code, ended.out) == (2, "")
    assert "lies in no run folder" in ended.err
    assert "name its scenario" in ended.err


def test_nothing_named_is_said(run: Run) -> None:
    ended = run("check")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("SCENARIO: is missing")


def test_a_broken_rule_is_said_with_its_section(run: Run, folder: Path) -> None:
    long = SOUND.replace(day("bob", WEEK[2]), day("bob", WEEK[2], "06", "18"))
    (folder / "roster.csv").write_text(long, encoding="utf-8")
    ended = run("check", "--roster", folder / "roster.csv")
    assert ended.code == 1
    assert "3 rules broken" in ended.out  # the longest day, the break over nine hours, the stretch
    (row,) = [line for line in ended.out.splitlines() if " max_day_hours " in line]
    assert "11.5 h of work, at most 10 h are allowed" in row
    assert row.rstrip().endswith("ArbZG §3")


def test_a_priced_rule_is_listed_but_no_reason_to_fail(run: Run, folder: Path) -> None:
    limits = "rules: {max_week_hours: 30, prices: {max_week_hours: 4}}\nplanning:"
    (folder / "scenario.yaml").write_text(AGREED.replace("planning:", limits), encoding="utf-8")
    ended = run("check", "--roster", folder / "roster.csv")
    assert ended.code == 0
    assert "no rule broken, 2 at a price (EUR 60.00)" in ended.out


def test_the_same_as_one_json_document(run: Run, folder: Path) -> None:
    ended = run("check", "--roster", folder / "roster.csv", "--json")
    said = json.loads(ended.out)
    assert (ended.code, said["broken"], said["rules"]) == (0, 0, [])
    assert said["prices"] == {"rules": 0, "wishes": 12.5, "fairness": 0}
    assert said["wishes_not_granted"][0]["agent"] == "ann"
    assert said["people"][0]["agent_id"] == "ann"
    assert said["people"][0]["lates"] == 0
