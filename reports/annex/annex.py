"""What the annex says, from a scenario, a run of it and who approved that."""

import importlib.metadata
from collections.abc import Sequence

from reports.annex.approval import approval
from reports.annex.counted import counted
from reports.annex.fairness import fairness
from reports.annex.hostile_cap import hostile_cap
from reports.annex.law import law
from reports.annex.part import Annex, AnnexPart
from reports.annex.people_data import people_data, places_of_data
from reports.annex.time_rules import time_rules
from reports.page.rules_words import rules_in_words
from reports.pseudonyms import disguised, labels_of
from reports.publish.objections import Objection
from reports.publish.publication import Publication
from reports.runs import Run
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline


def annex_of(
    run: Run,
    scenario: Scenario,
    made: Publication | None = None,
    objections: Sequence[Objection] = (),
) -> Annex:
    """Return the annex of a run; people go by pseudonyms, whatever was asked for.

    ``scenario`` is the one of the roster: a repair's, where a repair is published. Without a
    publication it is a draft, to be agreed on before there is one.
    """
    labels = labels_of(scenario)
    horizon = scenario.horizon
    last = Timeline(horizon).date(horizon.days - 1)
    proved = made is None or made.verdict.proved_for_this_roster
    return Annex(
        title="List of rules and data",
        subtitle=f"{scenario.name}, {horizon.start} to {last}: annex for the works council",
        parts=(
            approval(made, objections, labels),
            people_data(scenario),
            places_of_data(),
            counted(),
            time_rules(scenario, labels),
            hostile_cap(scenario, labels),
            _routing(run, labels),
            fairness(run, proved_for_this_roster=proved),
            law(),
        ),
        footer=f"fairshift {importlib.metadata.version('fairshift')}, scenario "
        f"{scenario.digest()[:12]}",
    )


def _routing(run: Run, labels: dict[str, str]) -> AnnexPart:
    """Return how work is handed out, as the rules have it."""
    said = rules_in_words(run.scenario, run.rules)
    return AnnexPart(
        "How work is handed out",
        (
            "Nobody decides case by case: the rules do, in this order. They look at skill, "
            "language, who is free, and how much hostile work somebody has had.",
        ),
        ("", "rule"),
        tuple((str(number), disguised(one, labels)) for number, one in enumerate(said, start=1)),
    )
