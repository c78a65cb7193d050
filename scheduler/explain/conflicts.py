"""Why there is no roster: the smallest sets of rules, agreements and heads that clash."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.explain.conflict import Conflict, Part
from scheduler.explain.heads_conflicts import heads_conflicts
from scheduler.explain.one_person import Clash, OnePerson
from scheduler.explain.sources import LEAST, Source
from scheduler.explain.words import in_words, listed, some_of, way_in_words
from scheduler.heads import heads_of
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import Requirement
from scheduler.roster_model.heads import hard_heads

_MOST_TOLD = 12  # conflicts of people, before the others are only named


def conflicts(scenario: Scenario, requirement: Requirement | None = None) -> tuple[str, ...]:
    """Return why no roster keeps the hard rules, a plain sentence for each conflict.

    None where every agent has a tour and nothing was found that keeps the tours from meeting the
    heads that must be on duty.
    """
    return tuple(one.sentence for one in find_conflicts(scenario, requirement))


def find_conflicts(
    scenario: Scenario, requirement: Requirement | None = None
) -> tuple[Conflict, ...]:
    """Return the conflicts of a scenario's hard rules with the heads that must be on duty.

    Without a requirement the heads are those that the team asks for.
    """
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement, apart=True)
    heads = hard_heads(heads_of(scenario) if requirement is None else requirement.heads)
    own = tuple(_of_people(calendar, rules))
    # Who has no tour at all cannot be searched for one that meets the heads.
    return (*own, *heads_conflicts(calendar, rules, heads, together=not own))


def _of_people(calendar: Calendar, rules: Sequence[TourRules]) -> Iterator[Conflict]:
    """Yield the conflicts of each agent's own rules; what is true of several is told once."""
    told: list[_Told] = []
    others: list[str] = []
    for agents in _alike(calendar, rules):
        person = OnePerson(calendar, agents[0], rules[agents[0]])
        if person.has_tour(person.sources):
            continue
        names = [calendar.agents[agent].id for agent in agents]
        if len(told) >= _MOST_TOLD:
            others += names
            continue
        shared = [one for one in told if one.words == _words(person, one.clash.sources)]
        shared = [one for one in shared if person.shares(one.clash.sources)]
        for one in shared:
            one.names.extend(names)
        known = [one.clash.sources for one in shared]
        told += [
            _Told(person, clash, _words(person, clash.sources), list(names))
            for clash in person.clashes(known)
        ]
    for one in told:
        parts, others_alike = _parts(one.person, one.clash), tuple(one.names[1:])
        yield Conflict(one.names[0], parts, others_alike, _credit(one.person, one.clash))
    if others:
        yield Conflict(listed(some_of(others)), (), leaves="no lawful tour either, not looked into")


@dataclass(frozen=True)
class _Told:
    """A clash with all of whom it is true."""

    person: OnePerson
    clash: Clash
    words: tuple[str, ...]
    names: list[str]


def _words(person: OnePerson, sources: Sequence[Source]) -> tuple[str, ...]:
    """Return what sources say of a person; nothing where the person has not all of them."""
    if not sources or not set(sources) <= set(person.sources):
        return ()
    return tuple(in_words(person.calendar, person.agent, one) for one in sources)


def _credit(person: OnePerson, clash: Clash) -> str:
    """Return that an absence beside least hours counts for none of them, if it does not."""
    if not any(one.rule == "contract_hours" and one.side == LEAST for one in clash.sources):
        return ""
    absences = person.calendar.agents[person.agent].absences
    away = [absences[one.number] for one in clash.sources if one.rule == "absences"]
    if all(one.credited_hours_per_day for one in away):
        return ""
    return "days of an absence count as no hours unless credited_hours_per_day says how many"


def _parts(person: OnePerson, clash: Clash) -> tuple[Part, ...]:
    calendar, agent = person.calendar, person.agent
    return tuple(
        Part(
            in_words(calendar, agent, source),
            None if units is None else way_in_words(calendar, agent, source, units),
        )
        for source, units in zip(clash.sources, clash.ways, strict=True)
    )


def _alike(calendar: Calendar, rules: Sequence[TourRules]) -> list[list[int]]:
    """Return the agents in classes of those whose forms are the same."""
    classes: dict[Hashable, list[int]] = {}
    for agent, own in enumerate(rules):
        bars = tuple((bar.rule, bar.day, bar.choices.tobytes(), bar.price) for bar in own.bars)
        counters = tuple(
            (one.rule, one.first, one.last, id(one.weights), one.start, one.least, one.most)
            for one in own.counters
        )
        said = calendar.agents[agent]
        key = (
            id(own.pattern),
            calendar.kind_of[agent],
            own.before,
            own.last_end,
            said.contract,
            bars,
            counters,
        )
        classes.setdefault(key, []).append(agent)
    return list(classes.values())
