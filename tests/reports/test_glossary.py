"""Every term in the head of a table that a planner reads stands in the glossary."""

import re
from pathlib import Path

import pytest

from reports.sections import sections_of
from scenarios.scenario import Scenario
from tests.reports.make_plan import make_plan
from tests.reports.test_sections import BUSY, outcome_for

GLOSSARY = Path(__file__).resolve().parents[2] / "docs" / "glossary.md"
TERMS = (
    "ASA", "AHT", "Gini", "Jain", "occupancy", "shrinkage", "adherence", "conformance",
    "overtime", "resolution", "backlog", "relief", "early warning", "Socially Devoted", "cascade",
    "holding reply", "bot", "drop-out", "in time", "offered", "stage", "group",
)  # fmt: skip


@pytest.fixture(scope="module")
def known() -> set[str]:
    text = GLOSSARY.read_text(encoding="utf-8")
    return {word.lower() for word in re.findall(r"^\| ([^|]+?) \|", text, flags=re.MULTILINE)}


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_explained(term: str, known: set[str]) -> None:
    assert term.lower() in known


def test_every_abbreviation_that_is_shown_is_explained(known: set[str]) -> None:
    plan = make_plan()
    tree = plan.scenario.model_dump(mode="json")
    tree["channels"]["posts"] |= BUSY
    scenario = Scenario.model_validate(tree)
    shown = " ".join(
        text
        for one in sections_of(scenario, outcome_for(scenario, plan))
        for text in (one.title, one.note, *one.columns, *(row[0] for row in one.rows))
    )
    abbreviations = set(re.findall(r"\b[A-Z]{2,}\b", shown))
    assert {"ASA", "AHT"} <= abbreviations
    assert {one.lower() for one in abbreviations} <= known


def test_the_words_stand_in_order() -> None:
    text = GLOSSARY.read_text(encoding="utf-8").split("|---|---|")[1]
    words = [word.lower() for word in re.findall(r"^\| ([^|]+?) \|", text, flags=re.MULTILINE)]
    assert words == sorted(words)
