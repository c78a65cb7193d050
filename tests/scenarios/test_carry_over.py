"""What the last roster leaves to keep, counted by hand, and read as a scenario names it."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from scenarios.carry_over import carry_over_from
from scenarios.pledges import CarryOver
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.roster_file import read_past_roster
from scenarios.scenario import Scenario
from scenarios.writer import scenario_to_yaml
from tests.scenarios.broken import line_in, problems_of

SCENARIO = """\
fairshift: 1
name: After the holidays
horizon:
  start: 2027-01-11
  weeks: 2
  opening: 24/7
  holidays: {country: DE, closed: false}
channels:
  phone: {medium: phone, volume_per_week: 100, handle_time: {mean_seconds: 300}}
team:
  contracts:
    full: {hours_per_week: 40}
    half: {hours_per_week: 20}
  agents:
    - {id: anna, contract: full, skills: [phone]}
    - {id: ben, contract: full, skills: [phone]}
    - {id: cleo, contract: half, skills: [phone]}
shifts:
  early: {starts: ["07:00"], length_minutes: 360}
  late: {starts: ["14:00"], length_minutes: 360}
  night:
    starts: ["22:00"]
    length_minutes: 480
    breaks: [{minutes: 30, earliest_after_minutes: 240}]
rules: {preset: de-arbzg, sunday_work: true, holiday_work: true}
fairness: {late: 5, night: 5, weekend: 5, holiday: 5}
"""
# Two weeks, Monday 28 December to Sunday 10 January; New Year's Day is a Friday.
SHIFTS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "anna": (
        *((f"2026-12-{day}", "07:00", "13:00") for day in (28, 29, 30)),
        ("2027-01-01", "14:00", "20:00"),
        ("2027-01-02", "14:00", "20:00"),
        *((f"2027-01-{day:02d}", "07:00", "13:00") for day in (6, 7, 8)),
    ),
    "ben": (
        ("2026-12-31", "14:00", "20:00"),
        ("2027-01-08", "22:00", "06:00"),
        ("2027-01-09", "22:00", "06:00"),
        ("2027-01-10", "22:00", "06:00"),
        ("2027-01-11", "22:00", "06:00"),  # in the horizon
    ),
    "gone": (("2027-01-03", "14:00", "20:00"),),
}


def _csv(shifts: dict[str, tuple[tuple[str, str, str], ...]] = SHIFTS) -> str:
    rows = ["agent_id,shift_id,activity,start_local,end_local"]
    for agent, listed in shifts.items():
        for date, start, end in listed:
            shift = f"{agent}-{date}"
            if start != "22:00":
                rows.append(f"{agent},{shift},work,{date}T{start},{date}T{end}")
                continue
            after = dt.date.fromisoformat(date) + dt.timedelta(days=1)
            rows.append(f"{agent},{shift},work,{date}T22:00,{after}T02:00")
            rows.append(f"{agent},{shift},break,{after}T02:00,{after}T02:30")
            rows.append(f"{agent},{shift},work,{after}T02:30,{after}T{end}")
    return "\n".join(rows) + "\n"


def _write(folder: Path, text: str = SCENARIO) -> Path:
    (folder / "scenario.yaml").write_text(text, encoding="utf-8")
    return folder / "scenario.yaml"


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return read_scenario(_write(tmp_path))


@pytest.fixture
def past(tmp_path: Path, scenario: Scenario) -> Roster:
    (tmp_path / "last.csv").write_text(_csv(), encoding="utf-8")
    return read_past_roster(tmp_path / "last.csv", scenario)


def test_only_what_the_team_worked_before_the_horizon_is_read(past: Roster) -> None:
    assert {shift.agent_id for shift in past.shifts} == {"anna", "ben"}
    assert len(past.shifts) == 8 + 4
    assert max(shift.start_minute for shift in past.shifts) == -120


def test_rest_rows_and_last_shift(scenario: Scenario, past: Roster) -> None:
    carried = carry_over_from(scenario, past)
    anna, ben, cleo = (carried[name] for name in ("anna", "ben", "cleo"))
    assert anna.last_shift_start == dt.datetime(2027, 1, 8, 7)
    assert anna.last_shift_end == dt.datetime(2027, 1, 8, 13)
    assert (anna.last_shift, anna.days_in_row, anna.days_off_in_row) == ("early", 0, 2)
    assert ben.last_shift_end == dt.datetime(2027, 1, 11, 6)
    assert (ben.last_shift, ben.days_in_row, ben.days_off_in_row) == ("night", 3, 0)
    assert (anna.nights_in_row, ben.nights_in_row) == (0, 3)
    assert (cleo.last_shift_end, cleo.days_in_row, cleo.days_off_in_row) == (None, 0, 14)


def test_hours_by_week_and_sundays_of_the_year(scenario: Scenario, past: Roster) -> None:
    carried = carry_over_from(scenario, past)
    assert carried["anna"].week_hours == (30.0, 18.0)
    assert carried["ben"].week_hours == (6.0, 22.5)
    assert carried["cleo"].week_hours == (0.0, 0.0)
    # Ben's night of Saturday reaches into Sunday 10 January, and so is the same Sunday twice.
    assert [carried[name].sundays_worked for name in ("anna", "ben")] == [0, 1]


def test_counts_above_the_fair_share_by_contract_hours(scenario: Scenario, past: Roster) -> None:
    carried = carry_over_from(scenario, past)
    # Six end after 18:00: two of Anna's, four of Ben's; each has 40 of 100 hours.
    assert [one.lates for one in carried.values()] == [0.0, pytest.approx(4 - 2.4), 0.0]
    assert [one.nights for one in carried.values()] == [0.0, pytest.approx(3 - 1.2), 0.0]
    # Anna worked on the first Saturday, Ben on the second weekend.
    assert [one.weekends for one in carried.values()] == [pytest.approx(0.2)] * 2 + [0.0]
    assert [one.holidays for one in carried.values()] == [pytest.approx(0.6), 0.0, 0.0]


def test_what_was_carried_into_the_roster_goes_on(scenario: Scenario, past: Roster) -> None:
    since = dt.date(2026, 12, 28)
    before = {
        "anna": CarryOver(lates=2.0, week_hours=(41.0,), sundays_worked=9, hostile_hours=1.5),
        "cleo": CarryOver(days_off_in_row=3, last_shift="late", nights=0.25),
    }
    carried = carry_over_from(scenario, past, since=since, before=before)
    assert carried["anna"].lates == pytest.approx(2 + 2 - 2.4)
    assert carried["anna"].week_hours == (41.0, 30.0, 18.0)
    assert carried["anna"].sundays_worked == 0  # those were Sundays of 2026
    assert carried["anna"].hostile_hours == 1.5
    assert (carried["cleo"].days_off_in_row, carried["cleo"].last_shift) == (17, "late")


def test_who_starts_later_has_less_to_keep(tmp_path: Path, past: Roster) -> None:
    for started, expected in (("2027-01-05", (18.0,)), ("2027-01-11", ())):
        text = SCENARIO.replace("id: anna", f"id: anna, started: {started}")
        carried = carry_over_from(read_scenario(_write(tmp_path, text)), past)
        assert carried["anna"].week_hours == expected
    assert carried["anna"] == CarryOver()


def test_being_on_call_is_no_work(tmp_path: Path, scenario: Scenario) -> None:
    rows = _csv() + "anna,call,on_call,2027-01-10T08:00,2027-01-10T20:00\n"
    (tmp_path / "last.csv").write_text(rows, encoding="utf-8")
    with_call = read_past_roster(tmp_path / "last.csv", scenario)
    assert any(shift.is_on_call for shift in with_call.shifts)
    assert carry_over_from(scenario, with_call)["anna"].days_off_in_row == 2


def test_without_a_shift_there_is_nothing_to_count(scenario: Scenario) -> None:
    with pytest.raises(ValueError, match="no shift before"):
        carry_over_from(scenario, Roster(()))


# Named in the scenario.

NAMED = SCENARIO.replace("  contracts:\n", "  last_roster: last.csv\n  contracts:\n", 1)


def test_the_scenario_names_the_file(tmp_path: Path, scenario: Scenario, past: Roster) -> None:
    agents = read_scenario(_write(tmp_path, NAMED)).team.agents
    assert {one.id: one.carry_over for one in agents} == carry_over_from(scenario, past)


def test_what_an_agent_says_wins(tmp_path: Path, past: Roster) -> None:
    said = "{id: anna, carry_over: {days_in_row: 5, lates: 9, last_shift: late}, "
    text = NAMED.replace("{id: anna, ", said)
    anna, *_ = (one.carry_over for one in read_scenario(_write(tmp_path, text)).team.agents)
    assert (anna.days_in_row, anna.days_off_in_row, anna.lates) == (5, None, 9.0)
    assert (anna.last_shift, anna.last_shift_end) == ("late", None)
    assert anna.week_hours == (30.0, 18.0)


def test_a_run_folder_brings_what_was_carried_into_it(tmp_path: Path) -> None:
    run = tmp_path / "run-december"
    run.mkdir()
    (run / "roster.csv").write_text(_csv(), encoding="utf-8")
    earlier = SCENARIO.replace("start: 2027-01-11", "start: 2026-12-28").replace(
        "{id: anna, ", "{id: anna, carry_over: {week_hours: [41], lates: 2}, "
    )
    resolved = scenario_to_yaml(read_scenario(_write(run, earlier)))
    _write(run, resolved)
    text = SCENARIO.replace("  contracts:\n", "  last_roster: run-december\n  contracts:\n", 1)
    anna = read_scenario(_write(tmp_path, text)).team.agents[0].carry_over
    assert anna.week_hours == (41.0, 30.0, 18.0)
    assert anna.lates == pytest.approx(1.6)


def test_the_resolved_scenario_needs_the_file_no_more(tmp_path: Path, past: Roster) -> None:
    scenario = read_scenario(_write(tmp_path, NAMED))
    again = tmp_path / "again"
    again.mkdir()
    assert read_scenario(_write(again, scenario_to_yaml(scenario))) == scenario


OLD: Any = {"anna": (("2026-12-01", "07:00", "13:00"),)}


@pytest.mark.parametrize(
    ("content", "name", "remedy"),
    [
        (None, "last.csv", "add the file"),
        (None, "../last.csv", "copy it into the folder"),
        (None, "[last.csv]", "last-roster.csv"),
        (_csv({"gone": SHIFTS["gone"]}), "last.csv", "no shift of the team before 2027-01-11"),
        (_csv(OLD), "last.csv", "starts on 2026-12-01"),
    ],
)
def test_a_file_that_is_of_no_use_is_told_where_it_is_named(
    content: str | None, name: str, remedy: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "last.csv").write_text(content, encoding="utf-8")
    text = NAMED.replace("last.csv", name)
    (problem,) = problems_of(_write(tmp_path, text))
    assert (problem.file, problem.field) == (str(tmp_path / "scenario.yaml"), "team.last_roster")
    assert problem.line == line_in(text, "last_roster")
    assert remedy in problem.message


def test_a_mistake_in_it_is_told_at_its_row(tmp_path: Path) -> None:
    text = _csv().replace("2027-01-07T13:00", "2027-01-07T06:00").replace("T22:00", "T22:60", 1)
    (tmp_path / "last.csv").write_text(text, encoding="utf-8")
    problems = problems_of(_write(tmp_path, NAMED))
    assert {problem.file for problem in problems} == {str(tmp_path / "last.csv")}
    expected = [line_in(text, "2027-01-07T06:00"), line_in(text, "T22:60")]
    assert [problem.line for problem in problems] == expected


def test_other_mistakes_are_told_without_it(tmp_path: Path, past: Roster) -> None:
    (problem,) = problems_of(
        _write(tmp_path, NAMED.replace("id: ben, contract: full", "id: ben, contract: ful"))
    )
    assert problem.field == "team.agents.1.contract"


def test_a_staffing_has_no_last_roster(tmp_path: Path) -> None:
    team = SCENARIO[SCENARIO.index("team:") : SCENARIO.index("rules:")]
    staffing = (
        "team: {last_roster: last.csv}\n"
        'staffing: {from_time: "08:00", every_minutes: 60, groups: '
        "{all: {serves: [[phone]], agents: [2, 2]}}}\n"
    )
    (problem,) = problems_of(_write(tmp_path, SCENARIO.replace(team, staffing)))
    assert problem.field == "team.last_roster"
    assert "staffing" in problem.message


@pytest.mark.parametrize(("end", "sundays"), [("2027-01-10T00:00", 0), ("2027-01-10T00:30", 1)])
def test_a_shift_into_sunday_is_a_sunday_worked(
    end: str, sundays: int, tmp_path: Path, scenario: Scenario
) -> None:
    row = f"cleo,x,work,2027-01-09T20:00,{end}\n"
    (tmp_path / "last.csv").write_text(_csv() + row, encoding="utf-8")
    past = read_past_roster(tmp_path / "last.csv", scenario)
    assert carry_over_from(scenario, past)["cleo"].sundays_worked == sundays
