"""Which rules limit people's time, with the section each of them comes from."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.annex.part import AnnexPart, Row
from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scenarios.working_time import Protected

# Fields that say how another one is counted: they limit nothing without it.
_COUNTED_BY = {
    "average_weeks": "average_week_hours",
    "night_from": "max_night_shift_hours",
    "night_to": "max_night_shift_hours",
    "night_shift_minutes": "max_night_shift_hours",
    "min_break_block_minutes": "break_minutes_over_6_hours",
}
_NOBODYS = Limits()
_AGREED = {
    "availability": "Shifts lie within agreed hours.",
    "absences": "No shift on days of absence.",
    "unavailable": "No shift at these times.",
    "started": "No shift before the first day of work.",
    "fixed": "Shifts that are agreed already are kept.",
    "rotation": "Shifts follow an agreed pattern of weeks.",
}


def time_rules(scenario: Scenario, labels: Mapping[str, str]) -> AnnexPart:
    """Return every limit on people's time that the scenario holds, and who says it."""
    priced = ", ".join(sorted(scenario.rules.prices))
    return AnnexPart(
        "Rules on people's time",
        (
            f"Preset {scenario.rules.preset}, changed where the source says so. A later row wins "
            "for those whom it names. Limits are defaults to be checked, no legal advice.",
            f"May be broken at a price: {priced}."
            if priced
            else "No rule for everybody may be broken at a price.",
        ),
        ("for whom", "rule", "what it says", "limit", "source"),
        tuple(_rows(scenario, labels)),
    )


def _rows(scenario: Scenario, labels: Mapping[str, str]) -> Iterator[Row]:
    rules = scenario.rules
    for field in Limits.model_fields:
        if _limits(rules, field):
            yield _row("everybody", field, rules, rules.source(field))
    for name, contract in scenario.team.contracts.items():
        yield from _agreed(name, contract)
        yield from _changed(f"contract {name}", contract.rules, f"contract {name}")
    for agent in scenario.team.agents:
        who = labels[agent.id]
        yield from _changed(who, agent.rules, who)
    yield from _agreed_with_some(scenario.team.agents)
    shields = {agent.protected for agent in scenario.team.agents} - {None}
    for protected in Protected:
        if protected in shields:
            yield from _protection(scenario, protected)


def _agreed(name: str, contract: Contract) -> Iterator[Row]:
    band = contract.flexibility_hours
    hours = f"{contract.hours_per_week:g}" + (f" +/- {band:g}" if band else "")
    words = "Paid hours a week."
    yield f"contract {name}", "contract_hours", words, hours, "contract"
    words, days = "Most working days in a calendar week.", f"{contract.max_days_per_week}"
    yield f"contract {name}", "max_days_per_week", words, days, "contract"


def _changed(who: str, limits: Limits | None, source: str) -> Iterator[Row]:
    for field in Limits.model_fields if limits is not None else ():
        if limits is not None and field in limits.model_fields_set:
            yield _row(who, field, limits, source)


def _agreed_with_some(agents: Sequence[Agent]) -> Iterator[Row]:
    """Yield what is agreed with single people, without saying with whom or what."""
    for rule, words in _AGREED.items():
        if any(getattr(one, rule) for one in agents):
            yield "with whom it is agreed", rule, words, "", "agreement"


def _protection(scenario: Scenario, protected: Protected) -> Iterator[Row]:
    limits = scenario.rules.limits_of(protected)
    for field in Limits.model_fields if limits is not None else ():
        if limits is not None and field in limits.model_fields_set:
            source = scenario.rules.source(field, protected)
            yield _row(f"whoever is protected as {protected}", field, limits, source)


def _limits(limits: Limits, field: str) -> bool:
    """Whether a field limits anybody: it is said, and so is what it counts for."""
    if field in _COUNTED_BY:
        return getattr(limits, _COUNTED_BY[field]) is not None
    return field != "prices" and getattr(limits, field) != getattr(_NOBODYS, field)


def _row(who: str, field: str, limits: Limits, source: str) -> Row:
    words = str(Limits.model_fields[field].description)
    value = limits.model_dump(mode="json").get(field, getattr(limits, field))
    return who, field, words, _written(value), source


def _written(value: Any) -> str:
    if value is None:
        return "switched off"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_written(one)}" for key, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)
