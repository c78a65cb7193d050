"""A shift template that nobody may work is told when the file is read, whoever says the limits."""

from pathlib import Path
from typing import Any

import pytest

from scenarios.reader import read_scenario
from scheduler.shapes import shapes_of
from tests.scenarios.broken import problems_of

TEAM = """\
fairshift: 1
name: Nobody late
horizon: {start: 2027-02-01, weeks: 1, opening: "24/7"}
channels:
  posts: {medium: post, volume_per_week: 60, handle_time: {mean_seconds: 300}}
team:
  contracts: {app: {hours_per_week: 35, flexibility_hours: 10}}
  agents:
    - {id: m1, contract: app, skills: [posts], PROTECTED}
    - {id: e1, contract: app, skills: [posts], OTHER}
shifts:
  early: {starts: ["08:00"], length_minutes: 240}
  late: SHIFT
rules: RULES
"""
LATE = (
    '{starts: ["13:00"], length_minutes: 480, breaks: [{minutes: 60, earliest_after_minutes: 200}]}'
)
SHORT = '{starts: ["13:00"], length_minutes: 240}'
NIGHT = (
    '{starts: ["21:00"], length_minutes: 570, breaks: [{minutes: 30, earliest_after_minutes: 240}]}'
)


def write(folder: Path, *, shift: str = LATE, rules: str = "{}", **people: str) -> Path:
    text = TEAM.replace("SHIFT", shift).replace("RULES", rules)
    for word, said in (("PROTECTED", "protected: minor"), ("OTHER", "protected: expecting")):
        text = text.replace(word, people.get(word.lower(), said))
    path = folder / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_shift_outside_the_hours_of_all_who_are_protected_is_told(tmp_path: Path) -> None:
    (problem,) = problems_of(write(tmp_path))
    assert (problem.line, problem.field) == (13, "shifts.late.starts")
    assert "within 06:00-20:00 (JArbSchG §14)" in problem.message


def test_one_reason_for_some_and_another_for_the_rest_is_told_as_well(tmp_path: Path) -> None:
    short = "rules: {max_day_hours: 5}"
    (problem,) = problems_of(write(tmp_path, other=short))
    assert problem.field == "shifts.late.starts"
    (problem,) = problems_of(write(tmp_path, protected=short))
    assert problem.field == "shifts.late.length_minutes"
    assert "above 5 h (agent m1)" in problem.message


def test_a_night_shift_too_long_for_everybody_is_told(tmp_path: Path) -> None:
    people: dict[str, Any] = {"protected": "rules: {}", "other": "rules: {}"}
    night = {"shift": NIGHT, "rules": "{preset: eu-wtd}"}
    (problem,) = problems_of(write(tmp_path, **night, **people))
    assert problem.field == "shifts.late.length_minutes"
    assert "is 9 h of work in a night shift, above 8 h (Directive 2003/88/EC art. 8" in str(problem)


@pytest.mark.parametrize("somebody", ["protected", "other"])
@pytest.mark.parametrize("shift", [LATE, SHORT])
def test_a_shift_that_one_person_may_work_is_let_be(
    somebody: str, shift: str, tmp_path: Path
) -> None:
    people: dict[str, Any] = {somebody: "rules: {}"}
    scenario = read_scenario(write(tmp_path, shift=shift, **people))
    assert {shape.template for shape in shapes_of(scenario)} == {"early", "late"}
