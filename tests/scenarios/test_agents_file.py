import datetime as dt
from pathlib import Path

import pytest

from scenarios.cap import CapLimits
from scenarios.pledges import CarryOver, WishFor
from scenarios.reader import read_scenario
from scenarios.working_time import Protected
from tests.scenarios.broken import problems_of
from tests.scenarios.good import GOOD, line_of

CSV = """\
id,name,contract,skills,languages,available,absences,unavailable
anna,Anna,full,posts|phone,de|en,,,
ben,,full,posts,,mon-fri 08:00-18:00|sat,2027-03-08..2027-03-12 7.5h|2027-03-17,\
2027-03-28 01:30..2027-03-28 06:00
"""
INLINE = GOOD[GOOD.index("  agents:") : GOOD.index("shifts:")]
WITH_FILE = GOOD.replace(INLINE, "  agents_file: agents.csv\n")


def _write(folder: Path, csv: str | bytes | None, text: str = WITH_FILE) -> Path:
    (folder / "scenario.yaml").write_text(text)
    if csv is not None:
        content = csv if isinstance(csv, bytes) else csv.encode()
        (folder / "agents.csv").write_bytes(content)
    return folder / "scenario.yaml"


def test_a_file_of_agents_says_the_same_as_agents_inline(tmp_path: Path) -> None:
    anna, ben = read_scenario(_write(tmp_path, CSV)).team.agents
    assert (anna.name, anna.skills, anna.languages) == ("Anna", ("posts", "phone"), ("de", "en"))
    assert anna.availability is None
    assert ben.availability is not None
    assert ben.availability[0] == ((480, 1080),)
    assert ben.availability[5] == ((0, 1440),)
    assert [one.credited_hours_per_day for one in ben.absences] == [7.5, 0]
    assert ben.absences[1].first == ben.absences[1].last
    assert ben.unavailable[0].from_local.minute == 30


def test_a_group_a_kind_of_training_and_a_first_day_may_stand_there(tmp_path: Path) -> None:
    csv = (
        "id,contract,skills,languages,group,profile,started\n"
        "anna,full,posts|phone,de|en,early,voice,2027-01-04\n"
        "ben,full,posts,,,,\n"
    )
    profiles = WITH_FILE.replace("team:", "team:\n  profiles: {voice: {}}")
    anna, ben = read_scenario(_write(tmp_path, csv, profiles)).team.agents
    assert (anna.group, anna.profile, str(anna.started)) == ("early", "voice", "2027-01-04")
    assert (ben.group, ben.profile, ben.started) == (None, None, None)
    (problem,) = problems_of(_write(tmp_path, csv.replace("voice", "vioce"), profiles))
    assert (problem.line, problem.field) == (2, "team.agents.0.profile")
    assert '"voice"' in problem.message


@pytest.mark.parametrize(
    "csv",
    [
        CSV.encode("utf-8-sig"),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",", ";").encode(),
        (CSV + "\n,,,,,,,\n").encode(),
    ],
    ids=["byte order mark", "windows line ends", "semicolons", "blank rows"],
)
def test_files_as_spreadsheets_write_them(csv: bytes, tmp_path: Path) -> None:
    expected = read_scenario(_write(tmp_path, CSV))
    assert read_scenario(_write(tmp_path, csv)) == expected


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "remedy"),
    [
        ("ben,,full,posts", "ben,,full,post", 3, "team.agents.1.skills.0", '"posts"'),
        ("ben,,full", "anna,,full", 3, "team.agents.1.id", "of their own"),
        ("ben,,full", "ben,,ful", 3, "team.agents.1.contract", '"full"'),
        ("ben,,full,posts", "ben,,full,", 3, "team.agents.1.skills", "at least 1"),
        ("2027-03-17", "2027-03-12", 3, "team.agents.1.absences.1", "merge"),
        ("..2027-03-12 7.5h", "..2027-03-32", 3, "team.agents.1.absences.0.last", "YYYY-MM-DD"),
        ("mon-fri 08", "mo-fr 08", 3, "team.agents.1.availability", "mon-fri"),
        (" 01:30..", " 02:30..", 3, "team.agents.1.unavailable.0.from_local", "clocks jump"),
        ("skills", "skils", 1, "skils", '"skills"'),
        ("contract,", "contract,contract,", 1, "contract", "keep one"),
        ("ben,,full", "ben,full", 3, "", "7 cells"),
        ("Anna", '"Anna', 3, "", "quotes"),
    ],
)
def test_a_mistake_is_told_at_the_row(
    old: str, new: str, line: int, field: str, remedy: str, tmp_path: Path
) -> None:
    path = _write(tmp_path, CSV.replace(old, new, 1))
    found = [one for one in problems_of(path) if one.field == field and remedy in one.message]
    assert [(one.file, one.line) for one in found] == [(str(tmp_path / "agents.csv"), line)]


def test_a_missing_file_is_one_problem_where_it_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(_write(tmp_path, None))
    assert problem.file == str(tmp_path / "scenario.yaml")
    assert problem.line == line_of("  agents:")
    assert problem.field == "team.agents_file"
    assert "add the file" in problem.message


@pytest.mark.parametrize("csv", [b"", b"id,contract,skills\n", b"id\x00", "ü".encode("latin-1")])
def test_a_file_that_holds_no_agents(csv: bytes, tmp_path: Path) -> None:
    problems = problems_of(_write(tmp_path, csv))
    assert {problem.file for problem in problems} == {str(tmp_path / "agents.csv")}


@pytest.mark.parametrize("name", ["../agents.csv", "/etc/hosts", "link.csv"])
def test_a_file_outside_the_folder_is_not_read(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    (tmp_path / "agents.csv").write_text(CSV)
    (folder / "link.csv").symlink_to(tmp_path / "agents.csv")
    text = WITH_FILE.replace("agents_file: agents.csv", f"agents_file: {name}")
    (problem,) = problems_of(_write(folder, None, text))
    assert problem.field == "team.agents_file"
    assert "copy it into the folder" in problem.message


def test_agents_and_their_file_together_or_neither(tmp_path: Path) -> None:
    both = GOOD.replace("  agents:\n", "  agents_file: agents.csv\n  agents:\n")
    (problem,) = problems_of(_write(tmp_path, CSV, both))
    assert problem.field == "team.agents_file"
    assert "keep one" in problem.message
    neither = WITH_FILE.replace("agents_file: agents.csv", "agents_file: null")
    (problem,) = problems_of(_write(tmp_path, CSV, neither))
    assert problem.field == "team.agents"
    assert "add agents" in problem.message


def test_settings_choose_the_file_and_change_its_agents(tmp_path: Path) -> None:
    (tmp_path / "others.csv").write_text(CSV.replace("anna", "cy"))
    path = _write(tmp_path, CSV)
    settings = ["team.agents.1.id=dan", "team.agents_file=others.csv"]
    assert [agent.id for agent in read_scenario(path, settings=settings).team.agents] == [
        "cy",
        "dan",
    ]


def test_a_base_in_a_folder_brings_its_own_file(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    _write(tmp_path / "base", CSV)
    (tmp_path / "mine.yaml").write_text("extends: base/scenario.yaml\nname: Mine\n")
    assert len(read_scenario(tmp_path / "mine.yaml").team.agents) == 2


PLEDGES = """\
id,contract,skills,languages,protected,fixed,wishes,rotation,rotation_week,carry_over.days_in_row,\
carry_over.last_shift_end,carry_over.last_shift,carry_over.week_hours,carry_over.lates
anna,full,posts|phone,de|en,expecting,2027-03-02 full 09:30|2027-03-03 full,\
2027-03-19..2027-03-21 off 25|2027-03-22 work full+full 7.5,weekly,1,4,2027-02-28 18:00,full,\
38.5|40,1.5
ben,full,posts,,,,2027-03-05 off,,,,,,,
"""
WITH_ROTATION = WITH_FILE.replace(
    "team:", "team:\n  rotations: {weekly: {weeks: [{mon: [full]}, {tue: []}]}}"
)


def test_what_is_agreed_with_people_may_stand_there(tmp_path: Path) -> None:
    anna, ben = read_scenario(_write(tmp_path, PLEDGES, WITH_ROTATION)).team.agents
    assert anna.protected is Protected.EXPECTING
    assert [(str(one.date), one.start) for one in anna.fixed] == [
        ("2027-03-02", 570),
        ("2027-03-03", None),
    ]
    first, second = anna.wishes
    assert (str(first.last), first.wish, first.cost) == ("2027-03-21", WishFor.OFF, 25.0)
    assert (second.last, second.shifts, second.cost) == (None, ("full", "full"), 7.5)
    assert (anna.rotation, anna.rotation_week) == ("weekly", 1)
    assert anna.carry_over == CarryOver(
        days_in_row=4,
        last_shift_end=dt.datetime(2027, 2, 28, 18),
        last_shift="full",
        week_hours=(38.5, 40.0),
        lates=1.5,
    )
    assert (ben.fixed, ben.rotation, ben.carry_over) == ((), None, CarryOver())
    assert ben.wishes[0].cost == 10.0


@pytest.mark.parametrize(
    ("old", "new", "field", "remedy"),
    [
        ("expecting", "expectant", "team.agents.0.protected", "expecting"),
        ("full 09:30", "full 9:30", "team.agents.0.fixed.0.start", '"HH:MM"'),
        ("2027-03-03 full", "2027-03-03", "team.agents.0.fixed.1.shift", "add shift"),
        ("off 25", "of 25", "team.agents.0.wishes.0.wish", "off, work"),
        ("off 25", "off fulll 25", "team.agents.0.wishes.0.shifts.0", '"full"'),
        ("weekly,1", "weekly,one", "team.agents.0.rotation_week", "whole number"),
        ("weekly,1", "weekly,2", "team.agents.0.rotation_week", "write 0 to 1"),
        ("38.5|40", "38.5|x", "team.agents.0.carry_over.week_hours.1", "a number"),
        ("2027-02-28 18:00", "yesterday", "team.agents.0.carry_over.last_shift_end", "YYYY"),
    ],
)
def test_mistakes_in_it_are_told_at_the_row(
    old: str, new: str, field: str, remedy: str, tmp_path: Path
) -> None:
    assert PLEDGES.count(old) == 1
    (problem,) = problems_of(_write(tmp_path, PLEDGES.replace(old, new), WITH_ROTATION))
    assert (problem.file, problem.line) == (str(tmp_path / "agents.csv"), 2)
    assert problem.field == field
    assert remedy in problem.message


CAPS = """\
id,contract,skills,languages,cap.hostile,cap.contacts_per_shift,cap.minutes_per_paid_hour,\
cap.longest_run,cap.cool_down_seconds,cap.cool_down_after_run
anna,full,posts|phone,de|en,0.05,3,7.5,2,60,1
ben,full,posts,,,4,,,,
cy,full,posts,,,,,,,
"""


def test_limits_on_hostile_work_of_a_person_may_stand_there(tmp_path: Path) -> None:
    anna, ben, cy = read_scenario(_write(tmp_path, CAPS)).team.agents
    assert anna.cap == CapLimits(
        hostile=0.05,
        contacts_per_shift=3,
        minutes_per_paid_hour=7.5,
        longest_run=2,
        cool_down_seconds=60,
        cool_down_after_run=1,
    )
    assert ben.cap == CapLimits(contacts_per_shift=4)
    assert cy.cap is None


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "remedy"),
    [
        ("0.05", "5", 2, "team.agents.0.cap.hostile", "0.2 for 20 %"),
        (",3,", ",few,", 2, "team.agents.0.cap.contacts_per_shift", "a whole number"),
        (",2,60", ",0,60", 2, "team.agents.0.cap.longest_run", "at least 1"),
        ("cap.longest_run", "cap.longest_row", 1, "cap.longest_row", '"cap.longest_run"'),
    ],
)
def test_mistakes_in_limits_are_told_at_the_row(
    old: str, new: str, line: int, field: str, remedy: str, tmp_path: Path
) -> None:
    assert CAPS.count(old) == 1
    (problem,) = problems_of(_write(tmp_path, CAPS.replace(old, new)))
    assert (problem.file, problem.line) == (str(tmp_path / "agents.csv"), line)
    assert problem.field == field
    assert remedy in problem.message


def test_limits_of_a_person_need_a_cap_of_the_scenario(tmp_path: Path) -> None:
    without = WITH_FILE.replace("cap: {hostile: 0.22}\n", "")
    problems = problems_of(_write(tmp_path, CAPS, without))
    assert [(one.field, one.line) for one in problems] == [
        ("team.agents.0.cap", 2),
        ("team.agents.1.cap", 3),
    ]


def test_every_limit_has_a_column_that_is_documented() -> None:
    page = Path(__file__).parents[2] / "docs" / "scenario-file.md"
    text = page.read_text(encoding="utf-8")
    for name in CapLimits.model_fields:
        assert f"`cap.{name}`" in text
