"""The annex names every datum on people, every rule on their time and the whole cap; no names."""

import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from reports.annex.annex import annex_of
from reports.annex.counted import AGENT_FIGURES
from reports.annex.law import POINTERS
from reports.annex.page import annex_html, annex_markdown
from reports.annex.part import Annex, AnnexPart
from reports.annex.people_data import AGENT_DATA, CONTRACT_DATA
from reports.pseudonyms import labels_of
from scenarios.base import Noun
from scenarios.cap import Cap, CapLimits
from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scheduler.plan import Plan
from simulation.measures.outcome import AgentOutcome
from tests.reports.make_plan import make_plan
from tests.reports.make_scenario import NAMES, Recipe

LAW = Path(__file__).resolve().parents[2] / "docs" / "law.md"
# Limits have parts of the annex of their own.
TOLD_ELSEWHERE = (Limits, CapLimits)
FULL: dict[str, Any] = {
    "name": NAMES[1],
    "languages": ["de", "en"],
    "availability": {"mon-fri": "08:00-20:00"},
    "group": "night-owls",
    "profile": "trained",
    "started": "2026-01-01",
    "absences": [{"first": "2026-03-03", "last": "2026-03-03", "credited_hours_per_day": 5.0}],
    "unavailable": [{"from_local": "2026-03-04 10:00", "to_local": "2026-03-04 11:00"}],
    "cap": {"hostile": 0.05, "longest_run": 2},
    "rules": {"max_nights": 0},
    "protected": "minor",
    "fixed": [{"date": "2026-03-05", "shift": "early", "start": "08:00"}],
    "wishes": [
        {"first": "2026-03-06", "last": "2026-03-06", "wish": "off", "shifts": ["late"], "cost": 3}
    ],
    "rotation": "turns",
    "rotation_week": 1,
    "carry_over": {
        "last_shift_end": "2026-03-01 16:00",
        "last_shift_start": "2026-03-01 08:00",
        "last_shift": "early",
        "days_in_row": 1,
        "nights_in_row": 1,
        "week_hours": [40.0],
        "sundays_worked": 1,
        "lates": 1.0,
        "nights": 1.0,
        "weekends": 1.0,
        "holidays": 1.0,
        "hostile_hours": 1.0,
    },
}
"""An agent of whom everything is said."""


def part(annex: Annex, title: str) -> AnnexPart:
    return next(one for one in annex.parts if one.title == title)


def with_agent(plan: Plan, **said: Any) -> Plan:
    """Return the plan with more said of its second agent."""
    tree = plan.scenario.model_dump(mode="json")
    tree["team"]["agents"][1] |= said
    return replace(plan, scenario=Scenario.model_validate(tree))


def nouns_in(annotation: Any) -> set[type[Noun]]:
    """Return the nouns that an annotation is made of."""
    if isinstance(annotation, type) and issubclass(annotation, Noun):
        return {annotation}
    return {noun for one in get_args(annotation) for noun in nouns_in(one)}


def test_every_field_on_people_is_described() -> None:
    assert set(AGENT_DATA) == set(Agent.model_fields)
    assert set(CONTRACT_DATA) == set(Contract.model_fields)


@pytest.mark.parametrize("name", Agent.model_fields)
def test_every_field_within_a_field_is_told_as_well(name: str) -> None:
    nouns = nouns_in(Agent.model_fields[name].annotation)
    within = {field for noun in nouns if noun not in TOLD_ELSEWHERE for field in noun.model_fields}
    assert set(AGENT_DATA[name].parts) == within


def test_every_figure_of_a_person_is_described() -> None:
    figures = {one.name for one in fields(AgentOutcome)} - {"agent_id"}
    assert set(AGENT_FIGURES) == figures


@pytest.mark.parametrize("name", FULL)
def test_a_field_that_is_used_is_listed_and_one_that_is_not_is_not(name: str) -> None:
    plan = make_plan(Recipe(agents=3))
    bare = plan.scenario.model_dump(mode="json")
    for agent in bare["team"]["agents"]:
        agent.pop(name, None)
    without = replace(plan, scenario=Scenario.model_validate(bare))
    used = with_agent(without, **{name: FULL[name]})
    told = f"team.agents[].{name}"
    for one, listed in ((without, False), (used, True)):
        rows = part(annex_of(one, one.scenario), "Data on people").rows
        assert (told in [row[0] for row in rows]) is listed


def test_parts_of_a_field_are_listed_where_they_are_used() -> None:
    plan = with_agent(make_plan(), carry_over=FULL["carry_over"], wishes=FULL["wishes"])
    rows = {row[0]: row[1] for row in part(annex_of(plan, plan.scenario), "Data on people").rows}
    for name in FULL["carry_over"]:
        assert name in rows["team.agents[].carry_over"].split("In use of it: ")[1]
    assert "days_off_in_row" not in rows["team.agents[].carry_over"]
    assert "cost" in rows["team.agents[].wishes"]


def test_every_limit_on_time_stands_with_its_section() -> None:
    plan = make_plan()
    tree = plan.scenario.model_dump(mode="json")
    tree["rules"] = {"preset": "de-arbzg", "daily_rest_hours": 12.0, "prices": {"sunday_work": 9}}
    tree["team"]["agents"][1] |= {"rules": {"max_nights": 0}, "protected": "minor"}
    scenario = Scenario.model_validate(tree)
    rows = part(annex_of(plan, scenario), "Rules on people's time").rows
    of_all = {row[1]: row[3:] for row in rows if row[0] == "everybody"}
    assert of_all["max_day_hours"] == ("10", "ArbZG §3")
    assert of_all["daily_rest_hours"] == ("12", "scenario")
    assert of_all["night_from"] == ("23:00", "ArbZG §2(3)")
    assert of_all["sunday_work"] == ("no", "ArbZG §9, §10, §13")
    assert "max_weekends" not in of_all
    label = labels_of(scenario)["a01"]
    own = [row for row in rows if row[0] == label]
    assert [(row[1], row[3]) for row in own] == [("max_nights", "0")]
    minors = {row[1]: row[3:] for row in rows if row[0] == "whoever is protected as minor"}
    assert minors["work_window"] == ("06:00-20:00", "JArbSchG §14")
    priced = part(annex_of(plan, scenario), "Rules on people's time").sentences
    assert "May be broken at a price: sunday_work." in priced


def test_limits_that_are_off_are_not_listed() -> None:
    plan = make_plan()  # of the preset none
    rows = part(annex_of(plan, plan.scenario), "Rules on people's time").rows
    assert [row for row in rows if row[0] == "everybody"] == []


def test_who_is_protected_and_with_whom_something_is_agreed_is_not_said() -> None:
    plan = with_agent(make_plan(), protected="expecting", availability=FULL["availability"])
    tree = plan.scenario.model_dump(mode="json") | {"rules": {"preset": "de-arbzg"}}
    rows = part(annex_of(plan, Scenario.model_validate(tree)), "Rules on people's time").rows
    assert {row[0] for row in rows if row[1] == "availability"} == {"with whom it is agreed"}
    assert not {row[0] for row in rows} & set(labels_of(plan.scenario).values())


def test_the_cap_stands_in_all_its_forms_for_all_group_and_agent() -> None:
    everything: dict[str, Any] = {
        "hostile": 0.2,
        "contacts_per_shift": 6,
        "minutes_per_paid_hour": 9.0,
        "longest_run": 3,
        "cool_down_seconds": 120.0,
        "cool_down_after_run": 2,
    }
    assert set(everything) == set(CapLimits.model_fields)
    plan = with_agent(make_plan(), cap={"hostile": 0.05}, group="calm")
    cap = Cap.model_validate({**everything, "groups": {"calm": {"longest_run": 1}}})
    scenario = plan.scenario.model_copy(update={"cap": cap})
    rows = part(annex_of(plan, scenario), "The cap on hostile work").rows
    said = {(row[0], row[1]): row[3] for row in rows}
    assert [said["everybody", form] for form in everything] == [
        *("20.0 %", "6", "9", "3", "2 min", "2"),
    ]
    assert said["group calm", "longest_run"] == "1"
    assert said[labels_of(scenario)["a01"], "hostile"] == "5.0 %"


def test_without_a_cap_that_is_said() -> None:
    plan = make_plan(Recipe(cap=False))
    said = part(annex_of(plan, plan.scenario), "The cap on hostile work")
    assert "There is none" in said.sentences[0]


def test_fairness_is_that_of_the_certificate() -> None:
    plan = make_plan()
    rows = {
        row[0]: row[2]
        for row in part(annex_of(plan, plan.scenario), "What the simulation says").rows
    }
    assert rows["Jain's index of hostile shares"] == f"{plan.outcome.team.jain.mean:.3f}"
    assert rows["Gini index of hostile shares"] == f"{plan.outcome.team.gini.mean:.3f}"
    assert plan.outcome.cap is not None
    cap = plan.outcome.cap
    held = f"{cap.replications - cap.replications_with_breach} of {cap.replications}"
    assert rows["horizons in which nobody passed the cap"] == held


def test_a_run_that_nobody_approved_is_called_a_draft() -> None:
    plan = make_plan()
    (said,) = part(annex_of(plan, plan.scenario), "Approval").sentences
    assert "nobody has approved" in said


def test_pointers_to_the_law_stand_in_the_documentation_and_are_to_be_checked() -> None:
    page = LAW.read_text(encoding="utf-8")
    assert [one.section for one in POINTERS if f"| {one.section} |" not in page] == []
    plan = make_plan()
    rows = part(annex_of(plan, plan.scenario), "Where to look in the law").rows
    assert {row[-1] for row in rows} == {"check with counsel"}


class Tags(HTMLParser):
    """Checks that tags close, and collects what a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "br"):
            self.open.append(tag)
        self.fetched += [key for key, _ in attrs if key in ("src", "href", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def full() -> Plan:
    tree = make_plan().scenario.model_dump(mode="json")
    tree["team"]["rotations"] = {"turns": {"weeks": [{"mon": ["early"]}, {}]}}
    tree["team"]["profiles"] = {"trained": {}}
    plan = replace(make_plan(), scenario=Scenario.model_validate(tree))
    return with_agent(plan, **FULL)


def test_the_page_is_whole_fetches_nothing_and_escapes(full: Plan) -> None:
    page = annex_html(annex_of(full, full.scenario))
    read = Tags()
    read.feed(page)
    assert read.open == []
    assert read.fetched == []
    assert not re.search(r"@import|url\(|https?://", page)
    assert "<Care>" not in page
    assert "&lt;Care&gt;" in page
    assert not re.search(r">\s*(nan|inf|None)\b", page)


def test_neither_page_holds_a_name_or_an_id(full: Plan) -> None:
    annex = annex_of(full, full.scenario)
    for text in (annex_html(annex), annex_markdown(annex)):
        assert not [name for name in NAMES if name in text]
        assert not re.search(r"\ba0\d\b", text)


def test_markdown_says_the_same(full: Plan) -> None:
    annex = annex_of(full, full.scenario)
    text = annex_markdown(annex)
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(tables) == sum(len(one.rows) + 1 for one in annex.parts if one.rows)
    for line in tables:
        assert line.replace(r"\|", "").count("|") >= 3
    assert all(f"## {one.title}" in text for one in annex.parts)
