"""Which cap holds for whom: the agent's own over the group's over everybody's."""

from collections.abc import Mapping

from scenarios.assignment import CoolDown
from scenarios.cap import CapLimits
from scenarios.queues import groups_of
from scenarios.scenario import Scenario

NO_LIMITS = CapLimits()


def all_limits(scenario: Scenario) -> dict[str, CapLimits]:
    """Return what holds for each agent, by id."""
    cap = scenario.cap
    if cap is None:
        return {agent.id: NO_LIMITS for agent in scenario.team.agents}
    group_of = {one: group.id for group in groups_of(scenario) for one in group.agent_ids}
    of_group = {one: _merged(cap, cap.groups.get(one)) for one in set(group_of.values())}
    return {
        agent.id: _merged(of_group[group_of[agent.id]], agent.cap)
        if agent.cap is not None
        else of_group[group_of[agent.id]]
        for agent in scenario.team.agents
    }


def cool_downs_of(scenario: Scenario) -> dict[str, CoolDown]:
    """Return by agent id the pause after hostile cases, of those who have one."""
    return {
        agent_id: CoolDown(limits.cool_down_seconds, limits.cool_down_after_run or 1)
        for agent_id, limits in all_limits(scenario).items()
        if limits.cool_down_seconds
    }


def has_promise(scenario: Scenario) -> bool:
    """Whether the cap limits anything of anybody that is to be proved, so not just cool-downs."""
    return any(
        value is not None for limits in all_limits(scenario).values() for value in limits.forms
    )


def has_share(scenario: Scenario) -> bool:
    """Whether the hostile share of anybody is limited."""
    return any(limits.hostile is not None for limits in all_limits(scenario).values())


def share_limits(scenario: Scenario) -> dict[str, float]:
    """Return the hostile share that each agent may reach, by id; 1 where it is not limited."""
    return {
        agent_id: 1.0 if one.hostile is None else one.hostile
        for agent_id, one in all_limits(scenario).items()
    }


def group_share(scenario: Scenario, hours: Mapping[str, float]) -> float:
    """Return the share that some agents may reach together: the mean of theirs by ``hours``.

    1 for whose is not limited. Where nobody has any hours all weigh the same.
    """
    shares = share_limits(scenario)
    total = sum(hours.values())
    if total <= 0:
        return sum(shares[one] for one in hours) / len(hours)
    return sum(shares[one] * own for one, own in hours.items()) / total


def _merged(*layers: CapLimits | None) -> CapLimits:
    said: dict[str, object] = {}
    for layer in layers:
        if layer is not None:
            values = {name: getattr(layer, name) for name in CapLimits.model_fields}
            said |= {name: value for name, value in values.items() if value is not None}
    return CapLimits.model_validate(said)
