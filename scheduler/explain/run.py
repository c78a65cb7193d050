"""The explanation of a roster as a whole, and of one person's days."""

import datetime as dt
from dataclasses import dataclass

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.explain.binding import (
    Gain,
    MoreAgent,
    Tell,
    longer_contracts,
    more_agents,
    rules_that_bind,
)
from scheduler.explain.choices import ExplainedAgent, ExplainedDay
from scheduler.explain.shortage import Shortage, shortages
from scheduler.explain.standing import Standing, needs_compiling
from scheduler.explain.who_could import WhoCould
from scheduler.explain.wishes import WishPrice, wish_prices
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.progress import Listener, Progress
from scheduler.requirement import Requirement


@dataclass(frozen=True)
class Explanation:
    """What binds in a roster, and what would help."""

    shortages: tuple[Shortage, ...]
    rules: tuple[Gain, ...]
    contracts: tuple[Gain, ...]
    agents: tuple[MoreAgent, ...]
    wishes: tuple[WishPrice, ...]


def explain_roster(
    scenario: Scenario, requirement: Requirement, roster: Roster, on_progress: Listener
) -> Explanation:
    """Return what binds in a roster and what one thing more or less would bring.

    Raises UnknownShiftError for shifts that no template makes.
    """
    standing = _standing(scenario, requirement, roster, on_progress)

    def tell(stage: str) -> Tell:
        return lambda done, total: on_progress(Progress(stage, done, total))

    tell("shortages")(0, 1)
    short = shortages(standing.calendar, requirement, roster)
    return Explanation(
        shortages=short,
        rules=rules_that_bind(standing, requirement, tell("one rule less")),
        contracts=longer_contracts(standing, requirement, tell("more hours")),
        agents=more_agents(scenario, requirement, roster),
        wishes=wish_prices(standing, roster),
    )


def explain_days(
    scenario: Scenario,
    requirement: Requirement,
    roster: Roster,
    agent_id: str,
    date: dt.date | None,
    on_progress: Listener,
) -> tuple[ExplainedDay, ...]:
    """Return why an agent's days are as they are: all of the horizon, or one date.

    What leaves no tour at all with a choice, rules of several days together, is found out for a
    single date only. Raises UnknownShiftError for shifts that no template makes.
    """
    standing = _standing(scenario, requirement, roster, on_progress)
    calendar = standing.calendar
    who = WhoCould(calendar, tour_rules(calendar, requirement, apart=True), requirement.repeats)
    agent = [one.id for one in calendar.agents].index(agent_id)
    days = range(scenario.horizon.days) if date is None else [calendar.timeline.day_index(date)]
    return ExplainedAgent(standing, who, agent).days(list(days), thorough=date is not None)


def _standing(
    scenario: Scenario, requirement: Requirement, roster: Roster, on_progress: Listener
) -> Standing:
    stage = "compiling, once for this machine" if needs_compiling() else "looking at the roster"
    on_progress(Progress(stage, 0, 1))
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    return Standing(calendar, tour_rules(calendar, requirement), requirement, roster)
