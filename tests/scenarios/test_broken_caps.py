"""Mistakes in the cap: each with its line, its field and a remedy."""

from pathlib import Path

import pytest

from scenarios.cap_layers import all_limits
from scenarios.reader import read_scenario
from tests.scenarios.broken import line_in, problems_of

BASE = """extends: team-of-3
external_desks:
  agency: {channels: [posts], after_seconds: 3600, capacity: 2}
  press: {channels: [mail], after_seconds: 3600, capacity: 1}
channels:
  mail: {medium: email, volume_per_week: 20, handle_time: {mean_seconds: 300}}
team:
  agents:
    - {id: a1, contract: full, skills: [posts, messages, mail], cap: {hostile: 0.05}}
    - {id: a2, contract: full, skills: [posts, messages, mail]}
    - {id: lead, contract: full, skills: [posts], group: leads}
    - {id: mail, contract: full, skills: [mail], group: mailers}
cap:
  hostile: 0.2
  groups: {leads: {hostile: 0.3}}
  when_blocked:
    - {then: group, to: leads, after_seconds: 600, cost: 4}
    - {then: desk, to: agency, after_seconds: 1800}
    - {then: breach, after_seconds: 3600}
"""

# What is replaced by what; the text of the line complained of; the field; a word of the remedy.
BROKEN = {
    "no such group": ("groups: {leads:", "groups: {leeds:", "groups", "cap.groups.leeds", "leads"),
    "step to no group": (
        "to: leads, ",
        "",
        "then: group",
        "cap.when_blocked.0",
        "write the id of a group",
    ),
    "step to a group that is not there": (
        "to: leads, ",
        "to: leeds, ",
        "to: leeds",
        "cap.when_blocked.0.to",
        '"leads"',
    ),
    "group without hostile work": (
        "to: leads, ",
        "to: mailers, ",
        "to: mailers",
        "cap.when_blocked.0.to",
        "serves no channel with hostile cases",
    ),
    "desk that is not there": (
        "to: agency, ",
        "to: agnecy, ",
        "to: agnecy",
        "cap.when_blocked.1.to",
        '"agency"',
    ),
    "desk without hostile work": (
        "to: agency, ",
        "to: press, ",
        "to: press",
        "cap.when_blocked.1.to",
        "takes no channel with hostile cases",
    ),
    "steps out of order": (
        "after_seconds: 1800",
        "after_seconds: 300",
        "after_seconds: 300",
        "cap.when_blocked.1.after_seconds",
        "in the order of their times",
    ),
    "breach before the end": (
        "then: desk, to: agency",
        "then: breach",
        "then: breach, after_seconds: 1800",
        "cap.when_blocked.1.then",
        "make it the last step",
    ),
    "breach to somebody": (
        "{then: breach,",
        "{then: breach, to: leads,",
        "then: breach",
        "cap.when_blocked.2.to",
        "leave to out",
    ),
    "waiting after a time": (
        "{then: breach,",
        "{then: wait,",
        "then: wait",
        "cap.when_blocked.2.after_seconds",
        "leave after_seconds out",
    ),
    "moderation that is not there": (
        "{then: breach,",
        "{then: moderate,",
        "then: moderate",
        "cap.when_blocked.2",
        "no channel has moderation",
    ),
    "run without a cool-down": (
        "  hostile: 0.2\n",
        "  hostile: 0.2\n  cool_down_seconds: null\n  cool_down_after_run: 3\n",
        "cool_down_after_run",
        "cap.cool_down_after_run",
        "write cool_down_seconds",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_mistake_is_told_with_line_field_and_remedy(tmp_path: Path, case: str) -> None:
    old, new, where, field, remedy = BROKEN[case]
    text = BASE.replace(old, new)
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    (problem,) = problems_of(path)
    assert (problem.field, problem.line) == (field, line_in(text, where))
    assert remedy in problem.message


def test_the_scenario_is_right_but_for_these(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(BASE)
    said = read_scenario(tmp_path / "scenario.yaml")
    shares = {one: limits.hostile for one, limits in all_limits(said).items()}
    assert shares == {"a1": 0.05, "a2": 0.2, "lead": 0.3, "mail": 0.2}


def test_a_cap_that_limits_nothing_is_told(tmp_path: Path) -> None:
    text = "extends: team-of-3\ncap:\n  hostile: null\n  cool_down_seconds: null\n"
    (tmp_path / "scenario.yaml").write_text(text)
    (problem,) = problems_of(tmp_path / "scenario.yaml")
    assert problem.field == "cap"
    assert "limits nothing" in problem.message


def test_a_limit_of_an_agent_needs_a_cap(tmp_path: Path) -> None:
    text = BASE[: BASE.index("cap:\n")] + "cap: null\n"
    (tmp_path / "scenario.yaml").write_text(text)
    (problem,) = problems_of(tmp_path / "scenario.yaml")
    assert problem.field == "team.agents.0.cap"
    assert "there is no cap" in problem.message
