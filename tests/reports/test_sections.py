"""Sections of an outcome: only what the scenario uses, every row as wide as its columns."""

from typing import Any

import numpy as np
import pytest

from reports.sections import sections_of
from reports.sections.section import Section
from reports.sections.section import number as shown
from scenarios.scenario import Scenario
from scheduler.plan import Plan
from tests.reports.make_outcome import make_outcome
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe

BUSY: dict[str, Any] = {
    "workflow": "six-stages",
    "bot": {"deflection": 0.2},
    "holding_reply": {"cost": 0.1},
    "repeat": {"share": 0.1},
    "backlash": {"branching": 0.4},
}


def sections(scenario: Scenario, plan: Plan) -> dict[str, Section]:
    random = np.random.default_rng(5)
    outcome = make_outcome(scenario, plan.roster, random, "plan", True)
    return {one.title: one for one in sections_of(scenario, outcome)}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan()


@pytest.fixture(scope="module")
def busy(plan: Plan) -> Scenario:
    tree = plan.scenario.model_dump(mode="json")
    tree["channels"]["posts"] |= BUSY
    tree["start"] = {"backlog": {"posts": {"cases": 40}}}
    tree["value"] = {"per_customer": 100.0}
    return Scenario.model_validate(tree)


def test_a_plain_scenario_has_no_section_for_what_it_leaves_out(plan: Plan) -> None:
    made = sections(plan.scenario, plan)
    assert list(made)[:2] == ["Channels", "Backlog"]
    for unused in ("Stages of cases", "Resolution", "Ways of contacts", "Relief"):
        assert unused not in made
    assert "Worth (estimate)" not in made
    assert "at start" not in made["Backlog"].columns


def test_what_is_used_is_shown(plan: Plan, busy: Scenario) -> None:
    made = sections(busy, plan)
    assert [row[0] for row in made["Stages of cases"].rows] == [
        f"posts/{stage}" for stage in ("acknowledge", "ask", "answer", "resolve", "close", "tell")
    ]
    assert [row[0] for row in made["Resolution"].rows] == ["posts"]
    assert made["Ways of contacts"].columns == ("channel", "bot", "came back", "cascade")
    assert "at start" in made["Backlog"].columns
    assert [row[0] for row in made["Relief"].rows] == ["bot", "holding reply", "all"]
    assert made["Relief"].rows[-1][-1] == "EUR 25"


def test_worth_is_called_an_estimate(plan: Plan, busy: Scenario) -> None:
    worth = sections(busy, plan)["Worth (estimate)"]
    assert "estimate" in worth.note


def test_without_a_public_channel_nobody_looks_on(plan: Plan) -> None:
    tree = plan.scenario.model_dump(mode="json")
    del tree["channels"]["posts"]
    for agent in tree["team"]["agents"]:
        agent["skills"] = ["phone"]
    made = sections(Scenario.model_validate(tree), plan)
    assert "Early warning" not in made
    assert "Socially Devoted" not in made


def test_rows_fit_their_columns_and_hold_no_number_that_is_none(plan: Plan, busy: Scenario) -> None:
    for scenario in (plan.scenario, busy, make_plan(Recipe(many_channels=True)).scenario):
        for section in sections(scenario, plan).values():
            for row in section.rows:
                assert len(row) == len(section.columns), section.title
                assert not {"nan", "None", "inf"} & set(" ".join(row).split())


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.25, "0.2"), (9.0, "9"), (1234.4, "1,234"), (np.nan, "n/a")]
)
def test_counts_are_shown_with_as_much_as_they_need(value: float, text: str) -> None:
    assert shown(value) == text
