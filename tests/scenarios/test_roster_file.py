import datetime as dt
from pathlib import Path

import pytest

from scenarios.problems import Problem, ScenarioError
from scenarios.reader import read_scenario
from scenarios.roster import Activity, Roster, Segment
from scenarios.roster_file import read_roster
from scenarios.scenario import Scenario
from tests.scenarios.good import write

HEADER = (
    "agent_id,shift_id,activity,start_utc,end_utc,start_local,end_local,tz,paid_minutes,queue\n"
)
CSV = (
    HEADER
    + """\
anna,s1,work,2027-03-01T08:00:00Z,2027-03-01T12:00:00Z,2027-03-01T09:00:00+01:00,\
2027-03-01T13:00:00+01:00,Europe/Berlin,240,
anna,s1,break,2027-03-01T12:00:00Z,2027-03-01T12:30:00Z,,,Europe/Berlin,0,
anna,s1,work,2027-03-01T12:30:00Z,2027-03-01T16:30:00Z,,,,,
ben,s2,work,,,2027-03-28T01:00,2027-03-28T06:00,,,
"""
)


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return read_scenario(write(tmp_path))


def _read(folder: Path, scenario: Scenario, text: str = CSV) -> Roster:
    (folder / "roster.csv").write_text(text)
    return read_roster(folder / "roster.csv", scenario)


def test_a_roster_is_read_in_utc_or_in_local_time(tmp_path: Path, scenario: Scenario) -> None:
    first, second = _read(tmp_path, scenario).shifts
    assert first.segments == (
        Segment(540, 780, Activity.WORK),
        Segment(780, 810, Activity.BREAK),
        Segment(810, 1050, Activity.WORK),
    )
    assert (first.agent_id, first.date, first.paid_minutes) == ("anna", dt.date(2027, 3, 1), 480)
    # The hour from two to three does not exist on that day: four hours of work, not five.
    assert (second.work_minutes, second.paid_minutes) == (240, 240)
    assert second.date == dt.date(2027, 3, 28)


def test_an_empty_roster_is_a_roster(tmp_path: Path, scenario: Scenario) -> None:
    assert _read(tmp_path, scenario, HEADER) == Roster(())


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "remedy"),
    [
        ("anna,s1,break", "anne,s1,break", 3, "agent_id", '"anna"'),
        ("anna,s1,break", "ben,s1,break", 3, "agent_id", "of their own"),
        ("s1,break", "s1,lunch", 3, "activity", "work, break or on_call"),
        ("s1,break", "s1,on_call", 3, "activity", "of its own"),
        ("ben,s2,work", "ben,s2,break", 5, "activity", "add a row"),
        ("ben,s2", "ben,", 5, "shift_id", "same id"),
        ("01T12:30:00Z,,,Eu", "01T12:15:00Z,,,Eu", 4, "start_utc", "fill it"),
        ("01T12:30:00Z,,,Eu", "01T12:45:00Z,,,Eu", 4, "start_utc", "let one end"),
        ("2027-03-28T06:00", "2027-03-28T00:30", 5, "end_utc", "correct one"),
        ("2027-03-28T01:00", "2027-03-28T02:30", 5, "start_local", "clocks jump"),
        ("2027-03-28T01:00", "28.03.2027 01:00", 5, "start_local", "write it as"),
        ("01T09:00:00+01:00", "01T09:15:00+01:00", 2, "start_local", "leave one blank"),
        ("01T16:30:00Z", "01T16:30:30Z", 4, "end_utc", "whole minutes"),
        ("01T16:30:00Z", "01T16:30:00", 4, "end_utc", "write a Z"),
        ("2027-03-01T16:30:00Z", "", 4, "end_utc", "fill in"),
        ("ben,s2", "anna,s2", 0, "", ""),
        (
            "2027-03-28T01:00,2027-03-28T06",
            "2027-05-01T01:00,2027-05-01T06",
            5,
            "start_utc",
            "date",
        ),
        ("Berlin,0", "Paris,0", 3, "tz", "Europe/Berlin"),
        ("Berlin,0", "Berlin,many", 3, "paid_minutes", "whole number"),
        ("240,", "240,posts", 2, "queue", "leave it blank"),
        ("activity", "activty", 1, "activity", "add it"),
    ],
)
def test_mistakes_are_told_by_line_and_column(
    old: str, new: str, line: int, field: str, remedy: str, tmp_path: Path, scenario: Scenario
) -> None:
    assert CSV.count(old) >= 1
    text = CSV.replace(old, new, 1)
    if not line:
        assert len(_read(tmp_path, scenario, text).of("anna")) == 2
        return
    with pytest.raises(ScenarioError) as caught:
        _read(tmp_path, scenario, text)
    found = [one for one in caught.value.problems if one.field == field and remedy in one.message]
    assert [(one.file, one.line) for one in found] == [(str(tmp_path / "roster.csv"), line)]


def test_shifts_of_one_agent_that_overlap(tmp_path: Path, scenario: Scenario) -> None:
    extra = "anna,s3,work,2027-03-01T16:00:00Z,2027-03-01T18:00:00Z,,,,,\n"
    with pytest.raises(ScenarioError) as caught:
        _read(tmp_path, scenario, CSV + extra)
    (problem,) = caught.value.problems
    assert problem == Problem(
        str(tmp_path / "roster.csv"),
        6,
        "start_utc",
        "shift s3 overlaps shift s1 of the same agent; move one of them",
    )


def test_times_in_local_columns_alone_are_told_by_these_columns(
    tmp_path: Path, scenario: Scenario
) -> None:
    header = "agent_id,shift_id,activity,start_local,end_local\n"
    rows = (
        "anna,s1,work,2027-03-01T09:00,2027-03-01T17:00\n"
        "anna,s2,work,2027-03-01T12:00,2027-03-01T18:00\n"
        "anna,s3,work,2031-03-01T09:00,2027-03-01T17:00\n"
        "anna,s4,work,,2027-03-02T17:00\n"
    )
    with pytest.raises(ScenarioError) as caught:
        _read(tmp_path, scenario, header + rows)
    told = [(one.line, one.field) for one in caught.value.problems]
    assert told == [(3, "start_local"), (4, "start_local"), (5, "start_local")]


def test_a_shift_on_call_is_no_work_and_is_paid_what_is_said(
    tmp_path: Path, scenario: Scenario
) -> None:
    rows = (
        "anna,s1,on_call,2027-03-01T17:00:00Z,2027-03-01T21:00:00Z,,,,60,\n"
        "anna,s2,on_call,2027-03-02T17:00:00Z,2027-03-02T21:00:00Z,,,,,\n"
    )
    first, second = _read(tmp_path, scenario, HEADER + rows).shifts
    assert first.segments == (Segment(1080, 1320, Activity.ON_CALL),)
    assert (first.is_on_call, first.work_minutes, first.paid_minutes) == (True, 0, 60)
    assert second.paid_minutes == 0


def test_a_night_into_the_first_day_is_read(tmp_path: Path, scenario: Scenario) -> None:
    night = "anna,s0,work,2027-02-28T21:00:00Z,2027-03-01T05:00:00Z,,,,,\n"
    (shift,) = _read(tmp_path, scenario, HEADER + night).shifts
    assert (shift.start_minute, shift.end_minute) == (-120, 360)
    assert shift.date == dt.date(2027, 2, 28)
