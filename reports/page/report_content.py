"""What the report says, in words and figures; how it looks stands in the template."""

import importlib.metadata
from dataclasses import dataclass

from reports.page.rules_words import rules_in_words
from reports.pseudonyms import disguised, labels_of
from reports.verdict_rows import (
    Figure,
    VerdictRow,
    key_figures,
    verdict_rows,
    verdict_sentence,
)
from reports.wording import NOT_AVAILABLE, counted, duration, joined, money, percent
from scheduler.plan import Plan, Round
from simulation.measures.outcome import ChannelOutcome, Outcome

CHANNEL_COLUMNS = (
    "offered",
    "answered",
    "left",
    "service level",
    "longest-idle",
    "mean wait",
    "median first reply",
    "90 % replied within",
    "hostile",
)


@dataclass(frozen=True)
class Fairness:
    """The plan's routing beside what most teams have."""

    sentence: str
    planned: str
    longest_idle: str
    service: str


@dataclass(frozen=True)
class RoundRow:
    """One round of the loop in words."""

    number: int
    objective: str
    bound: str
    wages: str
    missed: str
    cuts_added: int


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
    fairness: Fairness | None
    channel_columns: tuple[str, ...]
    channels: tuple[tuple[str, tuple[str, ...]], ...]
    rules: tuple[str, ...]
    rounds: tuple[RoundRow, ...]
    method: tuple[str, ...]
    footer: str


def content_of(plan: Plan, *, names: bool = False) -> Content:
    """Return what the report on a plan says; ids of agents are replaced by their labels."""
    labels = labels_of(plan.scenario, names=names)
    status = plan.verdict.status.value
    return Content(
        title=plan.scenario.name,
        status=status,
        status_class=status.replace(" ", "-"),
        sentence=verdict_sentence(plan),
        facts=_facts(plan),
        replications=len(plan.outcome.replications),
        confidence=percent(plan.scenario.planning.confidence, 0),
        promises=verdict_rows(plan.verdict),
        figures=key_figures(plan.scenario.currency, plan.outcome, plan.solution),
        shortfalls=tuple(disguised(sentence, labels) for sentence in plan.shortfalls),
        fairness=_fairness(plan),
        channel_columns=CHANNEL_COLUMNS,
        channels=_channels(plan),
        rules=rules_in_words(plan.scenario, plan.rules),
        rounds=tuple(_round_row(plan.scenario.currency, one) for one in plan.rounds),
        method=_method(plan),
        footer=_footer(plan),
    )


def _facts(plan: Plan) -> str:
    horizon = plan.scenario.horizon
    hours = plan.roster.paid_minutes / 60
    return (
        f"{counted(len(plan.scenario.team.agents), 'agent')}, "
        f"{counted(horizon.weeks, 'week')} from {horizon.start:%A %d %B %Y} ({horizon.zone}), "
        f"{counted(len(plan.roster.shifts), 'shift')}, {hours:,.0f} paid hours"
    )


def _fairness(plan: Plan) -> Fairness | None:
    ours, theirs = plan.outcome.cap, plan.baseline.cap
    if ours is None or theirs is None or plan.scenario.cap is None:
        return None
    window = plan.scenario.cap.window.value
    return Fairness(
        sentence=(
            f"Nobody's share of hostile cases is to pass {percent(ours.cap_share, 0)} in any "
            f"{window}. The same roster met the same {counted(ours.replications, 'horizon')} under "
            "two ways of handing out work; somebody passed the cap in"
        ),
        planned=f"{ours.replications_with_breach} of {ours.replications}",
        longest_idle=f"{theirs.replications_with_breach} of {theirs.replications}",
        service=(
            f"The worst {window} of anybody held {percent(ours.max_share)} hostile cases with the "
            f"plan's routing and {percent(theirs.max_share)} without. The longest that a case "
            f"labelled hostile waited was {duration(ours.oldest_hostile_wait_seconds)}, nights and "
            "closed days included. What the quota costs in service stands in the next table."
        ),
    )


def _channels(plan: Plan) -> tuple[tuple[str, tuple[str, ...]], ...]:
    others = {one.channel_id: one for one in plan.baseline.channels}
    return tuple(
        (one.channel_id, _channel_cells(one, others[one.channel_id]))
        for one in plan.outcome.channels
    )


def _channel_cells(one: ChannelOutcome, longest_idle: ChannelOutcome) -> tuple[str, ...]:
    return (
        f"{one.offered.mean:,.0f}",
        f"{one.answered.mean:,.0f}",
        percent(one.abandonment_share.mean),
        _level(one),
        _level(longest_idle),
        duration(one.asa_seconds.mean),
        duration(one.frt_median_seconds.mean),
        duration(one.frt_p90_seconds.mean),
        percent(one.hostile_share.mean),
    )


def _level(one: ChannelOutcome) -> str:
    return NOT_AVAILABLE if one.service_level is None else percent(one.service_level.mean)


def _round_row(currency: str, one: Round) -> RoundRow:
    return RoundRow(
        number=one.number,
        objective=money(one.objective, currency),
        bound=NOT_AVAILABLE if one.bound is None else money(one.bound, currency),
        wages=money(one.wages, currency),
        missed="; ".join(one.missed) or "nothing",
        cuts_added=one.cuts_added,
    )


def _method(plan: Plan) -> tuple[str, ...]:
    scenario = plan.scenario
    labels = scenario.classifier
    return (
        "The requirement of phone and chat comes from Erlang A on the modified offered load; "
        "posts, messages and e-mail are planned as work with deadlines, not as head-counts.",
        "The roster comes from a constraint programme; the gap is the distance between its cost "
        "and a proven lower bound. Agent-hours missing against the requirement are priced, so that "
        "there is a roster even where the requirement cannot be met.",
        "The verdict comes from simulation alone, on random numbers that the search has never "
        "used. A service level is met if the lower confidence bound reaches the target. The cap's "
        f"promise is that in {percent(scenario.planning.cap_compliance, 0)} of horizons nobody "
        "passes it in any window.",
        f"Labels are taken to find {percent(labels.recall, 0)} of hostile cases, and to be right "
        f"in {percent(labels.precision, 0)} of the cases they call hostile. The cap counts what "
        "people truly meet, labelled or not.",
        "Agents are counted, never judged: only customers' messages carry a label.",
        f"Volumes, handle times, patience and hostility are those of the scenario; {_cases(plan)} "
        "in a simulated horizon on average. If they are wrong, so is the plan.",
    )


def _cases(plan: Plan) -> str:
    return joined([f"{one.offered.mean:,.0f} {one.channel_id}" for one in plan.outcome.channels])


def _footer(plan: Plan) -> str:
    outcome: Outcome = plan.outcome
    return (
        f"fairshift {importlib.metadata.version('fairshift')}, seed {outcome.seed}, replications "
        f"{outcome.replications[0]} to {outcome.replications[-1]}, scenario "
        f"{plan.scenario.digest()[:12]}. Agents go by pseudonyms unless names were asked for; "
        "whoever has the roster can match them."
    )
