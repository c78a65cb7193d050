"""Relief with its cost and effect, and what the service is worth."""

from reports.sections.section import Section, count, number_range
from reports.wording import NOT_AVAILABLE, money
from scenarios.scenario import Scenario
from simulation.measures.outcome import Estimate, Outcome


def relief(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return one row for each kind of relief and place; None without any."""
    if not outcome.relief:
        return None
    rows = [
        (
            one.feature,
            one.place,
            count(one.used),
            count(one.helped),
            count(one.failed),
            money(one.cost.mean, scenario.currency),
        )
        for one in outcome.relief
    ]
    total = sum(one.cost.mean for one in outcome.relief)
    rows.append(("all", "", "", "", "", money(total, scenario.currency)))
    columns = ("relief", "at", "used", "helped", "failed", "cost")
    return Section("Relief", "means a horizon", columns, tuple(rows))


def worth(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return what the service is worth, called an estimate; None unless it was asked for."""
    said = outcome.worth
    if said is None:
        return None
    currency = scenario.currency
    rows = (
        ("customers lost", count(said.customers_lost), number_range(said.customers_lost)),
        (
            "customers recommending",
            count(said.customers_recommending),
            number_range(said.customers_recommending),
        ),
        ("value lost", money(said.value_lost.mean, currency), _money_range(said.value_lost)),
        (
            "value recommended",
            money(said.value_recommended.mean, currency),
            _money_range(said.value_recommended),
        ),
    )
    columns = ("figure", "mean", "interval")
    return Section("Worth (estimate)", said.label, columns, rows, "; ".join(said.sources))


def _money_range(one: Estimate) -> str:
    return NOT_AVAILABLE if one.low != one.low else f"{one.low:,.0f}–{one.high:,.0f}"
