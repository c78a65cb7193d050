"""Who says a limit of a person: the scenario, the contract, the agent, or what protects them.

Later layers replace earlier ones field by field; what protects minors and expecting people comes
last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent


@dataclass(frozen=True)
class Layer:
    """Limits that one part of a scenario says."""

    name: str  # "scenario", "contract full", "agent a7", or who is protected: "minor", "expecting"
    limits: Limits


def layers_of(scenario: Scenario, agent: Agent) -> Iterator[Layer]:
    """Yield the layers of an agent's limits, the first to last; later ones win."""
    yield Layer("scenario", scenario.rules)
    contract = scenario.team.contract_of(agent)
    shield = scenario.rules.limits_of(agent.protected) if agent.protected is not None else None
    for name, limits in (
        (f"contract {agent.contract}", contract.rules),
        (f"agent {agent.id}", agent.rules),
        (str(agent.protected), shield),
    ):
        if limits is not None:
            yield Layer(name, limits)


def limit_of(scenario: Scenario, agent: Agent, field: str) -> Any:
    """Return the value of a field of ``Limits`` that holds for an agent."""
    return getattr(_says(scenario, agent, field).limits, field)


def source_of(scenario: Scenario, agent: Agent, field: str) -> str:
    """Return where an agent's limit comes from: a section of law, or the part that changed it."""
    layer = _says(scenario, agent, field)
    if layer.name == "scenario":
        return scenario.rules.source(field)
    if layer.name == agent.protected:
        section = scenario.rules.source(field, agent.protected)
        return section if section != "scenario" else f"scenario, for protected ({layer.name})"
    return layer.name


def _says(scenario: Scenario, agent: Agent, field: str) -> Layer:
    """Return the last layer that says a field; the scenario's has a default for each."""
    first, *others = layers_of(scenario, agent)
    said = [layer for layer in others if field in layer.limits.model_fields_set]
    return [first, *said][-1]
