"""Why there is no roster: whose hard rules cannot hold together, and what would help.

Tour rules speak of one person each. So where nobody must be on duty, a roster is impossible
exactly where some person has no lawful tour, mostly for want of the least hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ortools.sat.python import cp_model

from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.rules.contract_hours import CONTRACT_HOURS
from scheduler.people.tour_rules import Counter
from scheduler.people.tours_of import tour_rules
from scheduler.roster_model.ground import Ground, ground_of
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import Tour, total_of

_LEAST_MISSED_EFFORT = 10.0


@dataclass(frozen=True)
class Missed:
    """Contract hours of a span of days that no roster reaches."""

    counter: Counter
    minutes: int


def conflicts(scenario: Scenario) -> tuple[str, ...]:
    """Return plain sentences on whose contract hours cannot be reached, and which rules bind.

    Each agent is looked at alone: the fewest minutes by which the least hours must be missed
    (a slack on each, minimised), then again with one rule at a time loosened. Where no hours at
    all would do, the sentence says so.
    """
    sentences: dict[str, None] = {}
    for agent in scenario.team.agents:
        alone = _only(scenario, agent)
        missed = least_missed(alone)
        if missed is None:
            sentences[_no_tour(agent, _helping(alone, None))] = None
        elif missed:
            helps = _helping(alone, missed)
            sentences.update((_sentence(alone, agent, one, helps), None) for one in missed)
    return tuple(sentences)


def least_missed(scenario: Scenario) -> tuple[Missed, ...] | None:
    """Return what the first agent must miss of the least hours, with the fewest minutes in all.

    None if the agent's other hard rules cannot all be kept, whatever the hours.
    """
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    rules = hard_only(tour_rules(calendar))[0]
    asked = [_may_be_missed(one) for one in rules.counters]
    ground = ground_of(calendar, (replace(rules, counters=tuple(asked)),))
    add_people(ground)
    ground.finish()
    solver = counting_solver(scenario.planning.seed, _LEAST_MISSED_EFFORT)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise AssertionError(f"hours that may be missed should not take so long: {status}")
    tour = Tour(calendar.duties, _choices(ground, solver))
    missed = (
        Missed(one, one.least - total_of(one, tour)) for one in asked if one.price_below is not None
    )
    return tuple(one for one in missed if one.minutes > 0)


def _may_be_missed(counter: Counter) -> Counter:
    if counter.rule == CONTRACT_HOURS.name and counter.least > 0:
        return replace(counter, price_below=1)
    return counter


def _choices(ground: Ground, solver: cp_model.CpSolver) -> dict[int, int]:
    return {
        day: sum(one.choice for one in ground.options[0, day] if solver.value(one.chosen))
        for day in ground.days
    }


def _helping(alone: Scenario, missed: tuple[Missed, ...] | None) -> list[str]:
    """Return the rules of which each alone, loosened, would leave less missed."""
    return [words for words, looser in _loosened(alone) if _less(looser, missed)]


def _less(looser: Scenario, missed: tuple[Missed, ...] | None) -> bool:
    left = least_missed(looser)
    if left is None or missed is None:
        return left is not None
    return sum(one.minutes for one in left) < sum(one.minutes for one in missed)


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
    counter = missed.counter
    if counter.last - counter.first == 7:
        when = f"in the week from {Timeline(scenario.horizon).date(counter.first)}"
    else:
        when = "over the whole horizon"
    least, reach = counter.least / 60, (counter.least - missed.minutes) / 60
    said = (
        f"{agent.id}: contract {agent.contract} asks for at least {least:.1f} h {when}, and no "
        f"more than {reach:.1f} h can be rostered"
    )
    return _with_help(said, helps)


def _no_tour(agent: Agent, helps: list[str]) -> str:
    said = f"{agent.id}: fixed shifts, days in a row, rest and limits cannot all be kept"
    return _with_help(said, helps)


def _with_help(said: str, helps: list[str]) -> str:
    if helps:
        return f"{said}; it would help to loosen {', or '.join(helps)}"
    return f"{said}; no single rule would help, the shifts' lengths and hours do not fit"
