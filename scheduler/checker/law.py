"""The law of one person: limits, where each comes from, and which may be broken at a price."""

from dataclasses import dataclass

from scenarios.limits import Limits
from scenarios.scenario import Scenario
from scenarios.team import Agent

NOT_CHECKED = "(not checked)"
_FROM_SCENARIO = "scenario"


@dataclass(frozen=True)
class Law:
    """What holds for one person."""

    limits: Limits
    sources: dict[str, str]  # by field; what is not named comes from the scenario
    prices: dict[str, float]  # by rule, in currency

    def source(self, field: str) -> str:
        """Return where a limit comes from."""
        return self.sources.get(field, _FROM_SCENARIO)


def law_of(scenario: Scenario, agent: Agent) -> Law:
    """Return the law of an agent.

    Later words replace earlier ones: scenario, contract, agent, and last of all what protects
    minors and expecting people. What protects them has no price unless it says so itself: a
    price that the scenario puts on everybody's Sundays does not buy those of a minor.
    """
    rules = scenario.rules
    fields = set(Limits.model_fields) - {"prices"}
    values = {field: getattr(rules, field) for field in fields}
    sources = {field: rules.source(field) for field in fields}
    prices = dict(rules.prices)
    for layer, source in (
        (scenario.team.contracts[agent.contract].rules, f"contract {agent.contract}"),
        (agent.rules, f"agent {agent.id}"),
    ):
        if layer is not None:
            said = layer.model_fields_set & fields
            values |= {field: getattr(layer, field) for field in said}
            sources |= dict.fromkeys(said, source)
            prices |= layer.prices
    shield = rules.limits_of(agent.protected) if agent.protected is not None else None
    if agent.protected is not None and shield is not None:
        said = shield.model_fields_set & fields
        values |= {field: getattr(shield, field) for field in said}
        sources |= {field: rules.source(field, agent.protected) for field in said}
        prices = {rule: price for rule, price in prices.items() if rule not in said}
        prices |= shield.prices
    return Law(Limits.model_construct(**values), sources, prices)
