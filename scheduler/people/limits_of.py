"""Whose limits are which: the scenario's, changed by contract, by agent, by protection."""

from typing import Any

from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent


def limits_of(scenario: Scenario) -> tuple[Limits, ...]:
    """Return the limits of every agent, in order; equal limits are one object.

    What the contract says replaces the scenario's, what the agent says replaces the contract's,
    and what protects minors and expecting people replaces all; it has prices of its own only.
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
    for layer in (scenario.team.contract_of(agent).rules, agent.rules):
        if layer is not None:
            said |= _changes(layer) | {"prices": said["prices"] | layer.prices}
    shield = rules.limits_of(agent.protected) if agent.protected is not None else None
    if shield is not None:
        changed = _changes(shield)
        # A price that buys everybody's Sundays does not buy those of a minor.
        kept = {rule: price for rule, price in said["prices"].items() if rule not in changed}
        said |= changed | {"prices": kept | shield.prices}
    return Limits.model_construct(**said)


def _changes(layer: Limits) -> dict[str, Any]:
    return {name: getattr(layer, name) for name in layer.model_fields_set}
