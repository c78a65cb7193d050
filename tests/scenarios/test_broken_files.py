"""Every broken file is answered with file, line, field and remedy, all problems at once."""

from pathlib import Path

import pytest

from scenarios.problems import Problem
from scenarios.reader import read_scenario
from tests.scenarios.broken import problems_of
from tests.scenarios.good import GOOD, line_of, write

# What is replaced by what; the field complained of; a word of the remedy.
ONE_LINE = {
    "wrong type": ("weeks: 4", "weeks: four", "horizon.weeks", "whole number"),
    "quoted number": ("hostile: 0.22", 'hostile: "0.22"', "cap.hostile", "without quotes"),
    "boolean for a number": ("start: 2027-03-01", "start: true", "horizon.start", "YYYY-MM-DD"),
    "number for a date": ("start: 2027-03-01", "start: 20270301", "horizon.start", "YYYY-MM-DD"),
    "no such day": ("start: 2027-03-01", "start: 2027-02-29", "horizon.start", "existing day"),
    "a day before all days": ("start: 2027-03-01", "start: 0001-01-01", "horizon.start", "1970"),
    "a day after all days": ("start: 2027-03-01", "start: 9999-12-27", "horizon.start", "2199"),
    "years": ("weeks: 4", "weeks: 5000", "horizon.weeks", "at most 53"),
    "too many shapes": (
        "earliest_after_minutes: 210",
        "earliest_after_minutes: 1, latest_after_minutes: 479, every_minutes: 1}, "
        "{minutes: 15, earliest_after_minutes: 2, latest_after_minutes: 400",
        "shifts.full",
        "widen every_minutes",
    ),
    "unknown field": ("hostile: 0.22", "hostile: 0.22, hostle: 1", "cap.hostle", '"hostile"'),
    "unknown top field": ("name: Small", "name: Small\nchanels: {}", "chanels", '"channels"'),
    "cap above one": ("hostile: 0.22", "hostile: 1.7", "cap.hostile", "from 0 to 1"),
    "cap of zero": ("hostile: 0.22", "hostile: 0", "cap.hostile", "above 0"),
    "not a mapping": ("cap: {hostile: 0.22}", "cap: 0.22", "cap", "mapping"),
    "infinite": ("hours_per_week: 38.5", "hours_per_week: .inf", "", "finite"),
    "unknown zone": ("Europe/Berlin", "Europe/Berln", "horizon.zone", "Europe/Berlin"),
    "starts on a Tuesday": (
        "start: 2027-03-01",
        "start: 2027-03-02",
        "horizon.start",
        "2027-03-01 or 2027-03-08",
    ),
    "unknown country": ("country: DE", "country: XX", "horizon.holidays.country", "known:"),
    "unknown state": ("state: BE", "state: BQ", "horizon.holidays.state", '"B'),
    "unknown category": (
        "state: BE",
        "state: BE, categories: [publik]",
        "horizon.holidays.categories.0",
        '"public"',
    ),
    "window runs backwards": (
        '{mon-fri: "09:00-18:00"}',
        '{mon-fri: "18:00-09:00"}',
        "horizon.opening",
        "split",
    ),
    "no weekday": ('{mon-fri: "09:00-18:00"}', '{mo-fr: "09:00-18:00"}', "", "mon-fri"),
    "unknown medium": ("medium: post", "medium: fax", "channels.posts.medium", "phone"),
    "unknown weekly shape": ("shape: office", "shape: offce", "channels.phone.shape", '"office"'),
    "impossible classifier": (
        "precision: 0.75",
        "precision: 0.1",
        "classifier.precision",
        "raise precision",
    ),
    "two calls at once": (
        "shape: office",
        "concurrency: 2",
        "channels.phone.concurrency",
        "write 1",
    ),
    "never open": (
        "shape: office",
        "opening: {mon: closed}",
        "channels.phone.opening",
        "write hours",
    ),
    "volume out of hours": (
        "shape: office",
        "shape: {by_weekday: [0, 0, 0, 0, 0, 1, 1]}",
        "channels.phone.shape",
        "change the shape or the hours",
    ),
    "no weights": (
        "shape: office",
        "shape: {by_weekday: [0, 0, 0, 0, 0, 0, 0]}",
        "channels.phone.shape",
        "positive weight",
    ),
    "too few weights": (
        "shape: office",
        "shape: {by_weekday: [1, 1]}",
        "channels.phone.shape.by_weekday",
        "at least 7",
    ),
    "language nobody speaks": (
        "{de: 0.8, en: 0.2}",
        "{de: 0.8, fr: 0.2}",
        "channels.phone.languages.fr",
        "add the language",
    ),
    "unknown contract": (
        "anna, contract: full",
        "anna, contract: ful",
        "team.agents.0.contract",
        '"full"',
    ),
    "unknown skill": ("skills: [posts]", "skills: [post]", "team.agents.1.skills.0", '"posts"'),
    "skill twice": ("skills: [posts]", "skills: [posts, posts]", "team.agents.1.skills.1", "keep"),
    "duplicate id": ("id: ben", "id: anna", "team.agents.1.id", "of their own"),
    "id with a blank": ("id: ben", "id: ben b", "team.agents.1.id", "letters"),
    "absence runs backwards": (
        "first: 2027-03-08",
        "first: 2027-03-13",
        "team.agents.1.absences.0",
        "swap",
    ),
    "overlapping absences": (
        "first: 2027-03-15",
        "first: 2027-03-12",
        "team.agents.1.absences.1",
        "merge",
    ),
    "time that does not exist": (
        "from_local: 2027-03-28 01:30",
        "from_local: 2027-03-28 02:30",
        "team.agents.1.unavailable.0.from_local",
        "clocks jump from 02:00 to 03:00",
    ),
    "time with an offset": (
        "from_local: 2027-03-28 01:30",
        "from_local: 2027-03-28T01:30:00+01:00",
        "team.agents.1.unavailable.0.from_local",
        "without an offset",
    ),
    "time with seconds": (
        "from_local: 2027-03-28 01:30",
        "from_local: 2027-03-28 01:30:15",
        "team.agents.1.unavailable.0",
        "whole minutes",
    ),
    "never available in opening hours": (
        '{mon-fri: "08:00-18:00"}',
        '{mon-fri: "05:00-08:00"}',
        "team.agents.1.availability",
        "change the hours",
    ),
    "available for no whole shift": (
        '{mon-fri: "08:00-18:00"}',
        '{mon-fri: "08:00-12:00"}',
        "team.agents.1.availability",
        "shorter shift",
    ),
    "break too short": ("minutes: 30,", "minutes: 15,", "shifts.full.breaks", "ArbZG §4"),
    "break too late": (
        "earliest_after_minutes: 210",
        "earliest_after_minutes: 450",
        "shifts.full.breaks",
        "move or add",
    ),
    "a start twice": ('["09:00", "09:30"]', '["09:00", "09:00"]', "shifts.full.starts", "keep one"),
    "half past nine and a bit": ('"09:30"]', '"9:30"]', "shifts.full.starts.1", '"HH:MM"'),
    "unknown preset": ("de-arbzg", "de-arbzeit", "rules.preset", "de-arbzg"),
    "unknown format": ("fairshift: 1", "fairshift: 2", "fairshift", "write 1"),
    "written twice": ("weeks: 4", "weeks: 4\n  weeks: 5", "horizon.weeks", "keep one"),
}


@pytest.mark.parametrize("case", ONE_LINE)
def test_one_mistake_is_found_on_its_line(case: str, tmp_path: Path) -> None:
    old, new, field, remedy = ONE_LINE[case]
    # Where a change adds a line, the mistake is on the new one.
    expected_line = line_of(old) + new.count("\n")
    if field == "shifts.full":
        expected_line = line_of("starts:") - 1  # told of the shift as a whole
    path = write(tmp_path, (old, new))
    (problem,) = problems_of(path)
    assert (problem.file, problem.line) == (str(path), expected_line)
    assert problem.field == field or not field
    assert remedy in problem.message
    assert str(problem).startswith(f"{path}:{expected_line}: {problem.field}: ")


def test_the_good_file_has_no_problem(tmp_path: Path) -> None:
    scenario = read_scenario(write(tmp_path))
    assert [agent.id for agent in scenario.team.agents] == ["anna", "ben"]


def test_all_mistakes_of_a_file_come_at_once_in_its_order(tmp_path: Path) -> None:
    changes = (
        ("start: 2027-03-01", "start: 2027-03-02"),
        ("medium: post", "medium: fax"),
        ("hostile: 0.22", "hostile: 1.7"),
        ("id: ben", "id: anna"),
        ("skills: [posts]", "skills: [post]"),
        ("first: 2027-03-15", "first: 2027-03-12"),
        ("from_local: 2027-03-28 01:30", "from_local: 2027-03-28 02:30"),
        ("minutes: 30,", "minutes: 15,"),
    )
    problems = problems_of(write(tmp_path, *changes))
    assert [problem.line for problem in problems] == [line_of(old) for old, _ in changes]


@pytest.mark.parametrize(
    ("content", "line", "remedy"),
    [
        (b"", 1, "fairshift: 1"),
        (b"# nothing\n", 1, "fairshift: 1"),
        (b"name: x\n\x00\x01", 2, "text file"),
        ("name: a\nzone: Zürich".encode("latin-1"), 2, "save it as UTF-8"),
        (b"- a\n- b", 1, "name: value"),
        (b"just words", 1, "name: value"),
        (b"name: x\nhorizon:\n\tweeks: 4", 3, "indent with spaces"),
        (b"name: x\nhorizon: {weeks: 4", 2, "brackets"),
        (b"name: x\n---\nname: y", 2, "keep one"),
        (b"name: x\nteam: !python/object y", 2, "without it"),
        (b"name: &a [*a]", 1, "write the values out"),
        (b"[" * 5000, 1, "handful"),
        (b"name: \x07", 1, "plain printable text"),
    ],
)
def test_a_file_that_holds_no_scenario(
    content: bytes, line: int, remedy: str, tmp_path: Path
) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(content)
    problems = problems_of(path)
    assert {problem.file for problem in problems} == {str(path)}
    assert any(one.line == line and remedy in one.message for one in problems)


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "team-of-21.yaml")
    assert "no such file" in problem.message
    assert '"team-of-12"' in problem.message
    (problem,) = problems_of(tmp_path)
    assert "folder" in problem.message


def test_a_missing_field_is_told_where_it_belongs(tmp_path: Path) -> None:
    (problem,) = problems_of(
        write(tmp_path, ("    handle_time: {mean_seconds: 300}\n    host", "    host"))
    )
    assert problem.line == line_of("  posts:")
    assert problem.field == "channels.posts.handle_time"
    assert "add handle_time" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "remedy"),
    [
        ("[posts, phone]", "[posts]", 16, "channels.phone", "give it to an agent"),
        ("shape: office", "skill: voice", 19, "channels.phone.skill", "give it to an agent"),
        ("shape: office", "skill: voice", 28, "team.agents.0.skills.1", "unknown skill"),
        ("length_minutes: 510", "length_minutes: 900", 41, "shifts.full.length_minutes", "§3"),
        ("minutes: 210", "minutes: 500", 39, "shifts.full", "start earlier"),
        ("opening: {mon", "opening: {sun: closed} #", 7, "horizon.opening", "write hours"),
    ],
)
def test_a_mistake_that_shows_elsewhere_is_told_there(
    old: str, new: str, line: int, field: str, remedy: str, tmp_path: Path
) -> None:
    found = [one for one in problems_of(write(tmp_path, (old, new))) if one.field == field]
    assert [one.line for one in found] == [line]
    assert remedy in found[0].message


def test_removing_everybody_is_one_problem(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("  agents:")] + GOOD[GOOD.index("shifts:") :]
    (tmp_path / "scenario.yaml").write_text(text)
    (problem,) = problems_of(tmp_path / "scenario.yaml")
    assert problem.field == "team.agents"
    assert problem.line == line_of("team:")


def test_problems_read_as_file_line_field_message() -> None:
    assert str(Problem("a.yaml", 3, "cap.hostile", "wrong")) == "a.yaml:3: cap.hostile: wrong"
    assert str(Problem("--set x", None, "", "wrong")) == "--set x: wrong"
