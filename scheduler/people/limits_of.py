"""Whose limits are which: the scenario's, changed by contract, by agent, by protection."""

from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent
from scenarios.working_time import Protected


def limits_of(scenario: Scenario) -> tuple[Limits, ...]:
    """Return the limits of every agent, in order; equal limits are one object.

    What the contract says replaces the scenario's, what the agent says replaces the contract's,
    and what protects minors and expecting people replaces all.
    """
    known: dict[str, Limits] = {}
    found = []
    for agent in scenario.team.agents:
        limits = _limits(scenario, agent)
        found.append(known.setdefault(repr(limits), limits))
    return tuple(found)


def limits_of_agent(scenario: Scenario, agent: Agent) -> Limits:
    """Return the limits of one agent."""
    return _limits(scenario, agent)


def _limits(scenario: Scenario, agent: Agent) -> Limits:
    rules = scenario.rules
    said = {name: getattr(rules, name) for name in Limits.model_fields}
    protection = {Protected.MINOR: rules.minors, Protected.EXPECTING: rules.expecting}
    layers = [scenario.team.contract_of(agent).rules, agent.rules]
    layers.append(protection[agent.protected] if agent.protected else None)
    for layer in layers:
        if layer is not None:
            changes = {name: getattr(layer, name) for name in layer.model_fields_set}
            changes["prices"] = {**said["prices"], **layer.prices}
            said.update(changes)
    return Limits.model_construct(**said)
