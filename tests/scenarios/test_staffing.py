"""Staffing: numbers of agents in place of people, the roster they stand for, and mistakes."""

from pathlib import Path

import pytest

from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.staffed_roster import staffed_roster
from scenarios.timeline import Timeline
from scenarios.writer import scenario_to_yaml
from tests.scenarios.broken import problems_of
from tests.scenarios.staffed import staffed_line, write_staffed

DAY = 1440


def _on_duty(roster: Roster, group: str, minute: int) -> int:
    return sum(
        shift.agent_id.startswith(f"{group}-") and shift.start_minute <= minute < shift.end_minute
        for shift in roster.shifts
    )


def _read(folder: Path, *changes: tuple[str, str]) -> tuple[Scenario, Roster]:
    scenario = read_scenario(write_staffed(folder, *changes))
    return scenario, staffed_roster(scenario)


def test_agents_are_made_by_group_with_the_skills_of_what_they_serve(tmp_path: Path) -> None:
    scenario, _ = _read(tmp_path)
    agents = scenario.team.agents
    assert [agent.id for agent in agents] == [
        *(f"ones-{number:03d}" for number in range(1, 6)),
        *("both-001", "both-002"),
    ]
    assert {(agent.group, agent.skills, agent.languages, agent.profile) for agent in agents} == {
        ("ones", ("a",), (), None),
        ("both", ("second", "a"), ("en",), "both"),
    }
    assert scenario.team.profiles["both"].handle_time_factor == {"a": 1.2}


def test_stages_with_a_skill_of_their_own_are_served_as_well(tmp_path: Path) -> None:
    stages = "{stages: [{id: answer}, {id: resolve, skill: expert}]}"
    scenario, _ = _read(tmp_path, ("skill: second", f"skill: second\n    workflow: {stages}"))
    assert scenario.team.agents[-1].skills == ("second", "expert", "a")


def test_as_many_are_on_duty_in_each_period_as_the_numbers_say(tmp_path: Path) -> None:
    scenario, roster = _read(tmp_path)
    for day in range(7):
        for period, ones in enumerate((3, 5, 2, 0)):
            for minute in (0, 15, 29):
                at = day * DAY + 480 + period * 30 + minute
                assert _on_duty(roster, "ones", at) == (ones if day < 2 else 0)
                assert _on_duty(roster, "both", at) == (2 if day < 2 else 0)
        assert _on_duty(roster, "both", day * DAY + 479) == 0
        assert _on_duty(roster, "both", day * DAY + 600) == 0
    assert roster.paid_minutes == 2 * (30 * (3 + 5 + 2) + 120 * 2)
    assert len({shift.id for shift in roster.shifts}) == len(roster.shifts)
    assert {shift.agent_id for shift in roster.shifts} <= {one.id for one in scenario.team.agents}


def test_who_comes_back_after_a_gap_has_a_second_shift(tmp_path: Path) -> None:
    _, roster = _read(tmp_path, ("[3, 5, 2, 0]", "[3, 1, 1, 3]"))
    third = roster.of("ones-003")
    assert [(one.start_minute, one.end_minute) for one in third[:2]] == [(480, 510), (570, 600)]
    assert [one.id for one in third[:2]] == ["ones-003-20270301-0800", "ones-003-20270301-0930"]


def test_periods_that_meet_at_midnight_are_one_shift(tmp_path: Path) -> None:
    whole_day = (
        ('from_time: "08:00"\n  every_minutes: 30\n  days: mon,tue', "every_minutes: 1440"),
        ("[3, 5, 2, 0]", "[3]"),
    )
    _, roster = _read(tmp_path, *whole_day)
    assert {(one.start_minute, one.end_minute) for one in roster.shifts} == {(0, 7 * DAY)}
    assert len(roster.shifts) == 5


def test_clock_changes_make_periods_shorter_and_longer(tmp_path: Path) -> None:
    night = (
        (
            'from_time: "08:00"\n  every_minutes: 30\n  days: mon,tue',
            'from_time: "01:00"\n  every_minutes: 60\n  days: sun',
        ),
        ("start: 2027-03-01", "start: 2027-03-22"),
        ("[3, 5, 2, 0]", "[1, 2, 1]"),
    )
    _, roster = _read(tmp_path, *night)
    # On 28 March there is no hour from 02:00 to 03:00.
    assert roster.of("ones-001")[0].paid_minutes == 120
    assert roster.of("ones-002") == ()
    _, roster = _read(tmp_path, *night[:1], ("start: 2027-03-01", "start: 2027-10-25"), night[2])
    assert roster.of("ones-001")[0].paid_minutes == 240
    assert roster.of("ones-002")[0].paid_minutes == 120


def test_nobody_works_on_a_closed_holiday(tmp_path: Path) -> None:
    holiday = ("weeks: 1, opening", "weeks: 2, holidays: {country: DE, state: BE}, opening")
    scenario, roster = _read(tmp_path, holiday)
    timeline = Timeline(scenario.horizon)
    assert timeline.is_closed(7)  # 8 March, a Monday
    assert {(one.date - scenario.horizon.start).days for one in roster.shifts} == {0, 1, 8}


def test_what_is_written_leaves_the_team_out_and_reads_back_equal(tmp_path: Path) -> None:
    change = ("staffing:", "team: {unplanned_absence_share: 0.25}\nstaffing:")
    scenario, _ = _read(tmp_path, change)
    text = scenario_to_yaml(scenario)
    assert "ones-001" not in text
    (tmp_path / "again.yaml").write_text(text)
    again = read_scenario(tmp_path / "again.yaml")
    assert again == scenario
    assert again.digest() == scenario.digest()
    assert again.team.unplanned_absence_share == 0.25


def test_a_base_with_people_can_be_staffed(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    groups = (
        "staffing: {groups: {all: {serves: [[posts, messages, email, chat, phone]], agents: [9]}}}"
    )
    path.write_text(f"extends: team-of-12\n{groups}\n")
    fields = {one.field for one in problems_of(path)}
    assert fields == {"team.agents", "team.contracts", "shifts"}
    path.write_text(f"extends: team-of-12\nteam: null\nshifts: null\n{groups}\n")
    assert len(read_scenario(path).team.agents) == 9


def test_without_a_staffing_there_is_no_such_roster(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text("extends: team-of-3\n")
    with pytest.raises(ValueError, match="read a roster instead"):
        staffed_roster(read_scenario(tmp_path / "scenario.yaml"))


# What is replaced by what; text on the line told; the field complained of; a word of the remedy.
ONE_LINE = {
    "agents beside it": (
        "staffing:",
        "team: {agents: [{id: x, contract: full, skills: [a, second], languages: [en]}]}\n"
        "staffing:",
        "team.agents",
        "keep one of the two",
    ),
    "contracts beside it": (
        "staffing:",
        "team: {contracts: {full: {hours_per_week: 40}}}\nstaffing:",
        "team.contracts",
        "null clears",
    ),
    "shifts beside it": (
        "staffing:",
        'shifts: {full: {starts: ["08:00"], length_minutes: 120}}\nstaffing:',
        "shifts",
        "keep one of the two",
    ),
    "serves an unknown channel": (
        "serves: [[a]]",
        "serves: [[a, c]]",
        "staffing.groups.ones.serves.0.1",
        "known: a, b",
    ),
    "serves a channel twice": (
        "serves: [[a]]",
        "serves: [[a], [a]]",
        "staffing.groups.ones.serves.1.0",
        "keep one",
    ),
    "serves in one list only": (
        "serves: [[a]]",
        "serves: [a]",
        "staffing.groups.ones.serves.0",
        "a list, such as [[phone]",
    ),
    "no agents at all": (
        "[3, 5, 2, 0]",
        "[0, 0, 0, 0]",
        "staffing.groups.ones.agents",
        "above 0",
    ),
    "numbers for other periods": (
        "[3, 5, 2, 0]",
        "[3, 5, 2]\n    threes: {serves: [[a]], agents: [1, 1]}",
        "staffing",
        "one for each period",
    ),
    "more agents than there can be": (
        "[3, 5, 2, 0]",
        "[3, 5, 2, 20000]",
        "staffing.groups.ones.agents.3",
        "at most 10000",
    ),
    "a factor for what is not served": (
        "handle_time_factor: {a: 1.2}",
        "handle_time_factor: {c: 1.2}",
        "staffing.groups.both.handle_time_factor.c",
        "known: b, a",
    ),
    "asks for an unknown channel": (
        "a: [[ones], [both]]",
        "c: [[ones], [both]]",
        "staffing.asks.c",
        "known: a, b",
    ),
    "asks an unknown group": (
        "a: [[ones], [both]]",
        "a: [[ones], [both], [bath]]",
        "staffing.asks.a.2.0",
        '"both"',
    ),
    "asks a group twice": (
        "a: [[ones], [both]]",
        "a: [[ones], [both, ones]]",
        "staffing.asks.a.1.1",
        "keep one",
    ),
    "asks a group that does not serve": (
        "a: [[ones], [both]]",
        "b: [[ones], [both]]",
        "staffing.asks.b.0.0",
        "ask others (known: both)",
    ),
    "does not ask a group that serves": (
        "a: [[ones], [both]]",
        "a: [[ones]]",
        "staffing.asks.a",
        "add a level",
    ),
    "a language that nobody speaks": (
        "languages: {en: 1}",
        "languages: {fr: 1}",
        "channels.b.languages.fr",
        "known: en",
    ),
    "days that are none": ("days: mon,tue", "days: moday", "staffing", "mon-fri"),
}
TOLD_AT = {
    "numbers for other periods": "staffing:",
    "days that are none": "staffing:",
    "shifts beside it": "staffing:",
    "agents beside it": "staffing:",
    "contracts beside it": "staffing:",
}


@pytest.mark.parametrize("case", ONE_LINE)
def test_one_mistake_is_found_on_its_line(case: str, tmp_path: Path) -> None:
    old, new, field, remedy = ONE_LINE[case]
    path = write_staffed(tmp_path, (old, new))
    found = problems_of(path)
    (problem,) = [one for one in found if one.field == field]
    assert {one.field for one in found} <= {field, "team.agents.0.contract"}
    assert (problem.file, problem.line) == (str(path), staffed_line(TOLD_AT.get(case, old)))
    assert remedy in problem.message


def test_a_channel_that_no_group_serves(tmp_path: Path) -> None:
    path = write_staffed(tmp_path, ("serves: [[b], [a]]", "serves: [[a]]"))
    (problem,) = problems_of(path)
    assert (problem.line, problem.field) == (staffed_line("  b:"), "channels.b")
    assert "add it to the serves of one" in problem.message


def test_a_group_whose_name_leaves_no_room_for_numbers(tmp_path: Path) -> None:
    long = "g" * 60
    path = write_staffed(
        tmp_path, ("    ones:", f"    {long}:"), ("[[ones], [both]]", f"[[{long}], [both]]")
    )
    (problem,) = [one for one in problems_of(path) if "too long" in one.message]
    assert problem.field == f"staffing.groups.{long}"
