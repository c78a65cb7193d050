"""Levers on the team: more people in some hours, and who learns what."""

from collections.abc import Iterator, Sequence

from scenarios.queues import ANY_LANGUAGE, Group, groups_of, lines_of
from scenarios.scenario import Scenario
from scenarios.team import Agent
from scheduler.cap.lever import ASSUMED, Lever, LeverKind, hourly_cost
from scheduler.sensitivity import Gain, WeekBlock, block_hours, with_extra_agent
from scheduler.trials import Trial

_WEEKS_PER_YEAR = 52.0
_MOST_BLOCKS = 3


def people_levers(base: Trial, gains: Sequence[Gain]) -> Iterator[Lever]:
    """Yield one more agent in the blocks of the week where that brings most per hour."""
    best = sorted(gains, key=lambda gain: (-_per_hour(gain), gain.block.name, gain.group.id))
    for gain in best[:_MOST_BLOCKS]:
        yield people_lever(base, gain.group, gain.block)


def people_lever(base: Trial, group: Group, block: WeekBlock) -> Lever:
    """Return one more agent of a group in a block of the week."""
    more = with_extra_agent(base, group, block)
    cost = block_hours(base.scenario, block) * hourly_cost(
        base.scenario, _members(base.scenario, group)
    )
    words = f"one more agent of {group.id}, {block.name}"
    source = "hourly cost of the group's contracts"
    return Lever(LeverKind.PEOPLE, words, more.scenario, more.roster, cost, source)


def _per_hour(gain: Gain) -> float:
    return sum(gain.service_level.values()) / gain.agent_hours


def training_levers(scenario: Scenario) -> Iterator[Lever]:
    """Yield for each group each skill and language of a line that it lacks."""
    skills = list(dict.fromkeys(line.skill for line in lines_of(scenario)))
    spoken = dict.fromkeys(line.language for line in lines_of(scenario))
    languages = [one for one in spoken if one != ANY_LANGUAGE]
    for group in groups_of(scenario):
        if not {line.skill for line in lines_of(scenario)} & set(group.skills):
            continue  # serves nobody, such as supervisors, and so stays apart
        for skill in skills:
            if skill not in group.skills:
                yield _trained(scenario, group, skill=skill)
        for language in languages:
            if language not in group.languages:
                yield _trained(scenario, group, language=language)


def _trained(
    scenario: Scenario, group: Group, *, skill: str | None = None, language: str | None = None
) -> Lever:
    # Whoever has learnt stays in the group, so that what is said of it still holds for it.
    named = {agent_id: one.id for one in groups_of(scenario) for agent_id in one.agent_ids}
    stayed = [one.model_copy(update={"group": named[one.id]}) for one in scenario.team.agents]
    agents = tuple(
        _learnt(agent, skill, language) if agent.id in group.agent_ids else agent
        for agent in stayed
    )
    team = scenario.team.model_copy(update={"agents": agents})
    members = _members(scenario, group)
    hours = ASSUMED.training_hours * len(members)
    cost = hours * hourly_cost(scenario, members) * scenario.horizon.weeks / _WEEKS_PER_YEAR
    source = f"{ASSUMED.training_hours:g} paid hours each, spread over a year (assumption)"
    who = group.id if len(members) > 1 else f"{group.id} (agent {members[0].id})"
    changed = scenario.model_copy(update={"team": team})
    words = f"group {who} learns {skill or language}"
    return Lever(LeverKind.TRAINING, words, changed, None, cost, source)


def _learnt(agent: Agent, skill: str | None, language: str | None) -> Agent:
    skills = agent.skills if skill is None else (*agent.skills, skill)
    languages = agent.languages if language is None else (*agent.languages, language)
    return agent.model_copy(update={"skills": skills, "languages": languages})


def _members(scenario: Scenario, group: Group) -> tuple[Agent, ...]:
    return tuple(agent for agent in scenario.team.agents if agent.id in group.agent_ids)
