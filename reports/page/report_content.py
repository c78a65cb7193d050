"""What the report says, in words and figures; how it looks stands in the template."""

import importlib.metadata
from dataclasses import dataclass

from reports.help_words import help_words
from reports.page.rounds_words import RoundRow, round_rows, why_stopped
from reports.page.rules_words import rules_in_words
from reports.pseudonyms import disguised, labels_of
from reports.runs import Run, SimulationRun
from reports.sections import sections_of
from reports.sections.routers import routers
from reports.sections.section import Section, meets_hostility
from reports.stop_words import stop_words
from reports.verdict_rows import (
    Figure,
    VerdictRow,
    key_figures,
    start_figures,
    verdict_rows,
    verdict_sentence,
)
from reports.wording import counted, joined, percent
from scenarios.cap_forms import cap_words
from scenarios.scenario import Scenario
from scheduler.plan import Plan


@dataclass(frozen=True)
class Fairness:
    """The plan's routing beside what most teams have."""

    sentence: str
    routers: Section


@dataclass(frozen=True)
class Content:
    """Everything the report says."""

    title: str
    status: str
    status_class: str
    sentence: str
    facts: str
    replications: int
    confidence: str
    promises: tuple[VerdictRow, ...]
    figures: tuple[Figure, ...]
    shortfalls: tuple[str, ...]
    helps_intro: str  # empty where nobody looked for help
    helps: tuple[str, ...]
    fairness: Fairness | None
    sections: tuple[Section, ...]
    rules: tuple[str, ...]
    rounds: tuple[RoundRow, ...]
    why_stopped: str
    method: tuple[str, ...]
    footer: str


def content_of(run: Run, *, names: bool = False) -> Content:
    """Return what the report on a run says; ids of agents are replaced by their labels."""
    labels = labels_of(run.scenario, names=names)
    status = run.verdict.status.value
    plan = run if isinstance(run, Plan) else None
    solution = plan.solution if plan else None
    look = plan.levers if plan else None
    figures = key_figures(run.scenario.currency, run.outcome, solution)
    return Content(
        title=run.scenario.name,
        status=status,
        status_class=status.replace(" ", "-"),
        sentence=verdict_sentence(run),
        facts=_facts(run),
        replications=len(run.outcome.replications),
        confidence=percent(run.scenario.planning.confidence, 0),
        promises=verdict_rows(run.verdict),
        figures=(*figures, *start_figures(run.scenario)),
        shortfalls=tuple(disguised(text, labels) for text in plan.shortfalls) if plan else (),
        helps_intro=help_words(look) if look else "",
        helps=tuple(disguised(one.sentence, labels) for one in look.best) if look else (),
        fairness=_fairness(plan) if plan else None,
        sections=sections_of(run.scenario, run.outcome),
        rules=rules_in_words(run.scenario, run.rules, hostile_matters=meets_hostility(run.outcome)),
        rounds=round_rows(plan) if plan else (),
        why_stopped=why_stopped(plan) if plan and plan.rounds else "",
        method=_method(run),
        footer=_footer(run),
    )


def _facts(run: Run) -> str:
    horizon, hours = run.scenario.horizon, run.roster.paid_minutes / 60
    start = f"{horizon.start:%A} {horizon.start.day} {horizon.start:%B %Y}"
    return (
        f"{counted(len(run.scenario.team.agents), 'agent')}, "
        f"{counted(horizon.weeks, 'week')} from {start} ({horizon.zone}), "
        f"{counted(len(run.roster.shifts), 'shift')}, {hours:,.0f} paid hours"
        f"{'. ' + stop_words(run.stop) if isinstance(run, SimulationRun) else ''}"
    )


def _fairness(plan: Plan) -> Fairness | None:
    if plan.outcome.cap is None:
        return None
    return Fairness(
        sentence=(
            f"Nobody is to pass the cap, {cap_words(plan.scenario)}. The plan's routing stands "
            "beside three that teams have today: whoever has been idle longest; specialists before "
            "generalists; and whoever has the smallest hostile share so far. None of the three "
            "keeps a quota."
        ),
        routers=routers(plan),
    )


def _method(run: Run) -> tuple[str, ...]:
    scenario, hostile = run.scenario, meets_hostility(run.outcome)
    inputs = ["volumes", "handle times", "patience", *(("hostility",) if hostile else ())]
    return (
        *(_PLANNED if isinstance(run, Plan) else ()),
        "A service level is met if the lower confidence bound reaches the target."
        + (_cap_promise(scenario) if scenario.cap is not None else ""),
        *(_labels(scenario) if hostile else ()),
        f"{joined(inputs).capitalize()} are those of the scenario; {_cases(run)} in a simulated "
        "horizon on average. If they are wrong, so is "
        f"{'the plan' if isinstance(run, Plan) else 'the verdict'}.",
    )


def _cap_promise(scenario: Scenario) -> str:
    return (
        f" The cap's promise is that in {percent(scenario.planning.cap_compliance, 0)} of horizons "
        "nobody passes it in any window."
    )


def _labels(scenario: Scenario) -> tuple[str, str]:
    labels = scenario.classifier
    counts = " The cap counts what people truly meet, labelled or not." if scenario.cap else ""
    return (
        f"Labels are taken to find {percent(labels.recall, 0)} of hostile cases, and to be right "
        f"in {percent(labels.precision, 0)} of the cases they call hostile.{counts}",
        "Agents are counted, never judged: only customers' messages carry a label.",
    )


_PLANNED = (
    "The requirement of phone and chat comes from Erlang A on the modified offered load; "
    "posts, messages and e-mail are planned as work with deadlines, not as head-counts.",
    "The roster comes from a constraint programme; the gap is the distance between its cost "
    "and a proven lower bound. Agent-hours missing against the requirement are priced, so that "
    "there is a roster even where the requirement cannot be met.",
    "The verdict comes from simulation alone, on random numbers that the search has never used.",
)


def _cases(run: Run) -> str:
    return joined([f"{one.offered.mean:,.0f} {one.channel_id}" for one in run.outcome.channels])


def _footer(run: Run) -> str:
    outcome = run.outcome
    return (
        f"fairshift {importlib.metadata.version('fairshift')}, seed {outcome.seed}, replications "
        f"{outcome.replications[0]} to {outcome.replications[-1]}, scenario "
        f"{run.scenario.digest()[:12]}. Agents go by pseudonyms unless names were asked for; "
        "whoever has the roster can match them."
    )
