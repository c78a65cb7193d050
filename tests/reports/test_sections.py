"""Sections of an outcome: only what the scenario uses, every row as wide as its columns."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reports.sections import sections_of
from reports.sections.section import Section, share_range
from reports.sections.section import number as shown
from scenarios.scenario import Scenario
from scheduler.plan import Plan
from simulation.measures.outcome import Outcome
from tests.reports.make_outcome import estimate, make_outcome
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import Recipe

FLOWS = "Where contacts came from and went"
BUSY: dict[str, Any] = {
    "workflow": "six-stages",
    "bot": {"deflection": 0.2},
    "holding_reply": {"cost": 0.1},
    "repeat": {"share": 0.1},
    "backlash": {"branching": 0.4},
}


def outcome_for(scenario: Scenario, plan: Plan) -> Outcome:
    return make_outcome(scenario, plan.roster, np.random.default_rng(5), "plan", True)


def sections(scenario: Scenario, plan: Plan) -> dict[str, Section]:
    return titled(scenario, outcome_for(scenario, plan))


def titled(scenario: Scenario, outcome: Outcome) -> dict[str, Section]:
    return {one.title: one for one in sections_of(scenario, outcome)}


def harmless(outcome: Outcome) -> Outcome:
    """The same outcome, had nothing hostile come in."""
    none = estimate(0.0, 0.0)
    series = replace(outcome.warning.hostile_share, peak=none)
    return replace(
        outcome,
        channels=tuple(replace(one, hostile_share=none) for one in outcome.channels),
        team=replace(outcome.team, max_share=none),
        warning=replace(outcome.warning, hostile_share=series, offspring_per_hostile_post=none),
    )


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
    for unused in ("Stages of cases", "Resolution", FLOWS, "Relief"):
        assert unused not in made
    assert "Worth (estimate)" not in made
    assert "at start" not in made["Backlog"].columns


def test_what_is_used_is_shown(plan: Plan, busy: Scenario) -> None:
    made = sections(busy, plan)
    assert [row[0] for row in made["Stages of cases"].rows] == [
        f"posts/{stage}" for stage in ("acknowledge", "ask", "answer", "resolve", "close", "tell")
    ]
    assert [row[0] for row in made["Resolution"].rows] == ["posts"]
    assert made[FLOWS].columns == ("contacts", "posts")
    assert [row[0] for row in made[FLOWS].rows] == [
        "ended with the bot",
        "back after an answer",
        "drawn by hostile posts",
    ]
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


def test_calls_have_asa_and_what_can_wait_has_none(plan: Plan) -> None:
    made = sections(plan.scenario, plan)["Channels"]
    place, handled = made.columns.index("ASA"), made.columns.index("AHT")
    cells = {row[0]: (row[place], row[handled]) for row in made.rows}
    assert cells == {"posts": ("", "600 s"), "phone": ("10 min", "600 s")}


def test_a_team_without_live_channels_has_no_asa(plan: Plan) -> None:
    tree = plan.scenario.model_dump(mode="json")
    del tree["channels"]["phone"]
    for agent in tree["team"]["agents"]:
        agent["skills"] = ["posts"]
    made = sections(Scenario.model_validate(tree), plan)
    assert "ASA" not in made["Channels"].columns


def test_without_hostility_nothing_is_said_of_it(plan: Plan) -> None:
    usual = outcome_for(plan.scenario, plan)
    said, unsaid = (titled(plan.scenario, one) for one in (usual, harmless(usual)))
    assert "hostile" in words_of(said)
    assert "hostile" not in words_of(unsaid)
    # The steps concern cases labelled hostile and nothing else; every other section still stands.
    assert [title for title in said if title not in unsaid] == ["Blocked hostile cases"]
    assert not set(unsaid) - set(said)


def words_of(made: dict[str, Section]) -> str:
    cells = (
        (one.title, one.note, *one.columns, *(row[0] for row in one.rows)) for one in made.values()
    )
    return " ".join(cell for row in cells for cell in row)


def test_a_figure_without_an_hour_to_judge_is_left_out(plan: Plan) -> None:
    usual = outcome_for(plan.scenario, plan)
    none = replace(usual.warning.abandonment, peak=estimate(np.nan), peak_hour=None)
    quiet = replace(usual, warning=replace(usual.warning, abandonment=none))
    rows = {row[0] for row in titled(plan.scenario, quiet)["Early warning"].rows}
    assert "left, 24 h" not in rows
    assert "response rate, 24 h" in rows


def test_only_true_shares_are_cut_off_at_one(plan: Plan) -> None:
    usual = outcome_for(plan.scenario, plan)
    high = estimate(1.02, 0.01)
    team = replace(usual.team, conformance=high, adherence=estimate(0.995))
    rows = {row[0]: row for row in titled(plan.scenario, replace(usual, team=team))["People"].rows}
    assert rows["conformance"][1:] == ("102.0 %", "101.0–103.0 %")
    assert rows["adherence"][1:] == ("99.5 %", "98.5–100.0 %")


def test_a_share_without_an_interval_has_none() -> None:
    assert share_range(estimate(0.8, np.nan)) == "n/a"


def test_rows_fit_their_columns_and_hold_no_number_that_is_none(plan: Plan, busy: Scenario) -> None:
    for scenario in (plan.scenario, busy, make_plan(Recipe(many_channels=True)).scenario):
        for section in sections(scenario, plan).values():
            for row in section.rows:
                assert len(row) == len(section.columns), section.title
                assert not {"nan", "None", "inf"} & set(" ".join(row).split())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.25, "0.2"),
        (0.046, "0.05"),
        (0.002, "0.002"),
        (9.0, "9"),
        (1234.4, "1,234"),
        (np.nan, "n/a"),
    ],
)
def test_counts_are_shown_with_as_much_as_they_need(value: float, text: str) -> None:
    assert shown(value) == text
