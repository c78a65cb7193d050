"""What binds: one rule less, one more hour of a contract, one more agent of a group.

Everything is said of one person at a time, while everybody else's shifts stay as they are: what
it saves is then sure for that person, and an estimate of what it would bring to a whole new
roster, where it can only be more. Prices are in the scenario's currency.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.team import Agent, Contract
from scenarios.timeline import Timeline
from scheduler.explain.sources import GIVEN, Form
from scheduler.explain.standing import Best, Standing, Wanted
from scheduler.explain.words import rule_in_words
from scheduler.heads import heads_of
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import Counter, TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import HeadCount, Requirement

MORE_HOURS = (1.0, 8.0)
"""Hours a week by which contracts are tried to be longer: one, and about a shift."""
_MOST_AGENTS = 30  # whom rules and contracts are tried with
_LEAST = 0.005  # in currency; less is rounding

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Gain:
    """What one change for one person would save."""

    what: str
    people: int  # for whom it would save anything
    tried: int  # with whom it was tried
    most: float  # for the person for whom it saves most
    agent_id: str  # that person; "" where it would save nothing for anybody


@dataclass(frozen=True)
class MoreAgent:
    """What one more agent of a group would save, wages paid."""

    group_id: str
    contract: str
    saved: float
    wages: float  # and what else the agent's tour costs


def rules_that_bind(standing: Standing, requirement: Requirement, tell: Tell) -> tuple[Gain, ...]:
    """Return what each rule keeps a person from, rules that save most first."""
    agents = _some(len(standing.rules))
    now = _costs(standing, agents, standing.rules)
    names = sorted(_names(standing.rules))
    found = []
    for number, name in enumerate(names):
        tell(number, len(names))
        looser = tour_rules(standing.calendar, requirement, gone=frozenset({name}))
        gains = _gains(now, _costs(standing, agents, looser))
        found.append(_gain(standing.calendar, agents, gains, name))
    tell(len(names), len(names))
    return tuple(sorted(found, key=lambda one: -one.most))


def longer_contracts(standing: Standing, requirement: Requirement, tell: Tell) -> tuple[Gain, ...]:
    """Return what some more hours a week of one agent would save, by contract."""
    calendar, scenario = standing.calendar, standing.calendar.scenario
    used = sorted({agent.contract for agent in calendar.agents})
    found = []
    for number, name in enumerate(used):
        tell(number, len(used))
        every = [n for n, agent in enumerate(calendar.agents) if agent.contract == name]
        agents = [every[n] for n in _some(len(every))]
        now = _costs(standing, agents, standing.rules)
        for hours in MORE_HOURS:
            longer = _with_contract(scenario, name, hours)
            same = replace(calendar, scenario=longer, given_duties=calendar.duties)
            gains = _gains(now, _costs(standing, agents, tour_rules(same, requirement)))
            what = f"contract {name}: up to {hours:g} h more a week"
            found.append(_told(calendar, agents, gains, what))
    tell(len(used), len(used))
    return tuple(found)


def more_agents(
    scenario: Scenario, requirement: Requirement, roster: Roster
) -> tuple[MoreAgent, ...]:
    """Return what one more agent of each group would save, under its commonest contract."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    extra = [_newcomer(calendar, members) for members in calendar.members]
    agents = (*scenario.team.agents, *extra)
    team = scenario.team.model_copy(update={"agents": agents})
    larger = scenario.model_copy(update={"team": team})
    wider = Calendar(larger, Timeline(scenario.horizon))
    needed = replace(requirement, heads=_heads_with(requirement, larger))
    standing = Standing(wider, tour_rules(wider, needed), needed, roster)
    first = len(scenario.team.agents)
    best = standing.best([Wanted(first + number) for number in range(len(extra))])
    return tuple(
        MoreAgent(
            group.id,
            agent.contract,
            -one.cost / UNITS_PER_CURRENCY,
            one.own / UNITS_PER_CURRENCY,
        )
        for group, agent, one in zip(calendar.groups, extra, best, strict=True)
        if one is not None
    )


def _some(count: int) -> list[int]:
    """Return so many places as are tried, spread evenly."""
    tried = min(count, _MOST_AGENTS)
    return [number * count // tried for number in range(tried)]


def _costs(
    standing: Standing, agents: Sequence[int], rules: Sequence[TourRules]
) -> list[Best | None]:
    return standing.best([Wanted(agent) for agent in agents], rules)


def _gains(now: Sequence[Best | None], then: Sequence[Best | None]) -> list[float]:
    return [
        0.0 if one is None or other is None else (one.cost - other.cost) / UNITS_PER_CURRENCY
        for one, other in zip(now, then, strict=True)
    ]


def _gain(calendar: Calendar, agents: Sequence[int], gains: Sequence[float], rule: str) -> Gain:
    most = max(range(len(gains)), key=gains.__getitem__)
    what = rule_in_words(calendar, agents[most], rule)
    return _told(calendar, agents, gains, what)


def _told(calendar: Calendar, agents: Sequence[int], gains: Sequence[float], what: str) -> Gain:
    people = sum(gain > _LEAST for gain in gains)
    most = max(range(len(gains)), key=gains.__getitem__)
    name = calendar.agents[agents[most]].id if people else ""
    return Gain(what, people, len(agents), max(gains[most], 0.0) if people else 0.0, name)


def _names(rules: Sequence[TourRules]) -> set[str]:
    """Return the names of the rules that somebody's forms come from, fairness left out."""
    patterns = {id(one.pattern): one.pattern for one in rules}.values()
    found: set[str] = set()
    for pattern in patterns:
        forms: tuple[Form, ...] = (*pattern.follows, *pattern.together, *pattern.runs)
        found |= {form.rule for form in (*forms, *pattern.rests)}
    for own in rules:
        found |= {bar.rule for bar in own.bars}
        found |= {counter.rule for counter in own.counters if _limits(counter)}
    return found - GIVEN


def _limits(counter: Counter) -> bool:
    return counter.least > 0 or counter.most is not None


def _with_contract(scenario: Scenario, name: str, hours: float) -> Scenario:
    """Return a scenario in which a contract allows some hours a week more, and asks for no more."""
    contract = scenario.team.contracts[name]
    whole = contract.band_hours + hours * scenario.horizon.weeks / 2
    changes: dict[str, float] = {
        "hours_per_week": contract.hours_per_week + hours / 2,
        "horizon_flexibility_hours": whole,
    }
    if contract.flexibility_hours is not None:
        changes["flexibility_hours"] = contract.flexibility_hours + hours / 2
    longer: Contract = contract.model_copy(update=changes)
    contracts = {**scenario.team.contracts, name: longer}
    team = scenario.team.model_copy(update={"contracts": contracts})
    return scenario.model_copy(update={"team": team})


def _newcomer(calendar: Calendar, members: Sequence[int]) -> Agent:
    """Return an agent with the skills of a group and its commonest contract, and nothing agreed."""
    own = [calendar.agents[member] for member in members]
    contracts = [agent.contract for agent in own]
    usual = max(sorted(set(contracts)), key=contracts.count)
    like = own[0]
    return Agent(
        id=f"new-{like.id}",
        contract=usual,
        skills=like.skills,
        languages=like.languages,
        group=like.group,
    )


def _heads_with(requirement: Requirement, larger: Scenario) -> tuple[HeadCount, ...]:
    """Return the heads with the newcomers counted in where the team asks by skill."""
    by_name = {count.name: count for count in heads_of(larger)}
    return tuple(by_name.get(count.name, count) for count in requirement.heads)
