"""Why there is no roster: whose hard rules cannot hold together, and what would help.

Every hard rule but the contract's least hours is kept by an empty roster, and none speaks of two
people. So a roster is impossible exactly where some person's least hours cannot be reached.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scenarios.timeline import Timeline
from scheduler.roster_model.build import add_people_rules
from scheduler.roster_model.ground import Calendar, ground_of
from scheduler.roster_model.hours import Band, MissingHours
from scheduler.roster_model.linear import total
from scheduler.roster_model.solver import counting_solver

_LEAST_MISSED_EFFORT = 10.0


@dataclass(frozen=True)
class Missed:
    """Contract hours of a week, or of the horizon (None), that no roster reaches."""

    week: int | None
    band: Band
    minutes: int


def conflicts(scenario: Scenario) -> tuple[str, ...]:
    """Return plain sentences on whose contract hours cannot be reached, and which rules bind.

    Each agent is looked at alone: the fewest minutes by which the least hours must be missed
    (a slack on each, minimised), then again with one rule at a time loosened.
    """
    sentences: list[str] = []
    for agent in scenario.team.agents:
        alone = _only(scenario, agent)
        missed = least_missed(alone)
        if missed:
            helps = [words for words, looser in _loosened(alone) if _less(looser, missed)]
            sentences.extend(_sentence(alone, agent, one, helps) for one in missed)
    return tuple(sentences)


def least_missed(scenario: Scenario) -> tuple[Missed, ...]:
    """Return what must be missed of the least hours, with the fewest minutes in all."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    ground = ground_of(calendar)
    missing: list[MissingHours] = []
    add_people_rules(ground, missing)
    ground.model.minimize(total(one.minutes for one in missing))
    solver = counting_solver(scenario.planning.seed, _LEAST_MISSED_EFFORT)
    status = solver.solve(ground.model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise AssertionError(f"an empty roster should keep the loosened rules: {status}")
    found = [Missed(one.week, one.band, solver.value(one.minutes)) for one in missing]
    return tuple(one for one in found if one.minutes > 0)


def _less(looser: Scenario, missed: tuple[Missed, ...]) -> bool:
    return sum(m.minutes for m in least_missed(looser)) < sum(m.minutes for m in missed)


def _only(scenario: Scenario, agent: Agent) -> Scenario:
    team = scenario.team.model_copy(update={"agents": (agent,)})
    return scenario.model_copy(update={"team": team})


def _loosened(scenario: Scenario) -> Iterator[tuple[str, Scenario]]:
    """Yield what could give way, in words, and the one-agent scenario in which it does."""
    rules = scenario.rules
    open_rules: dict[str, tuple[str, Any]] = {
        "daily_rest_hours": ("daily rest", None),
        "max_consecutive_days": ("working days in a row", None),
        "max_week_hours": ("the longest week", None),
        "sunday_work": ("no work on Sundays", True),
        "holiday_work": ("no work on public holidays", True),
    }
    for field, (words, value) in open_rules.items():
        if getattr(rules, field) != value:
            changed = rules.model_copy(update={field: value})
            named = f"{words} ({rules.source(field)})"
            yield named, scenario.model_copy(update={"rules": changed})
    agent = scenario.team.agents[0]
    if agent.started is not None:
        yield f"the first day of work ({agent.started})", _with_agent(scenario, started=None)
    if agent.availability is not None:
        yield "availability", _with_agent(scenario, availability=None)
    if agent.unavailable:
        yield "times not available", _with_agent(scenario, unavailable=())
    if agent.absences:
        yield "absences, or the hours credited for them", _with_agent(scenario, absences=())
    contract = scenario.team.contract_of(agent)
    if contract.max_days_per_week < 7:
        longer = contract.model_copy(update={"max_days_per_week": 7})
        yield f"{contract.max_days_per_week} days a week (contract)", _under(scenario, longer)
    wider = contract.model_copy(update={"flexibility_hours": contract.weekly_band_hours + 4})
    yield "the contract's flexibility (by 4 h more)", _under(scenario, wider)


def _with_agent(scenario: Scenario, **changes: Any) -> Scenario:
    return _only(scenario, scenario.team.agents[0].model_copy(update=changes))


def _under(scenario: Scenario, contract: Contract) -> Scenario:
    contracts = {**scenario.team.contracts, scenario.team.agents[0].contract: contract}
    team = scenario.team.model_copy(update={"contracts": contracts})
    return scenario.model_copy(update={"team": team})


def _sentence(scenario: Scenario, agent: Agent, missed: Missed, helps: list[str]) -> str:
    if missed.week is None:
        when = "over the whole horizon"
    else:
        when = f"in the week from {Timeline(scenario.horizon).date(7 * missed.week)}"
    least, reach = missed.band.least / 60, (missed.band.least - missed.minutes) / 60
    said = (
        f"{agent.id}: contract {agent.contract} asks for at least {least:.1f} h {when}, and no "
        f"more than {reach:.1f} h can be rostered"
    )
    if helps:
        return f"{said}; it would help to loosen {', or '.join(helps)}"
    return f"{said}; no single rule would help, the shifts' lengths and hours do not fit"
