"""Pseudonyms: who is who stays out of what is shared.

Where what may stand:

- Roster files and routing rules (CSV, XLSX, ICS, Parquet, JSON) carry ``agent_id``, the planner's
  own id, as they are of no use without it. Names appear there only if asked for.
- The report and the charts carry pseudonyms: "agent 01" and so on. Names appear only if asked
  for; ids do not appear.
- The resolved scenario and the plan in a run folder have their names blanked unless asked.

A pseudonym is no anonymity: whoever has the roster file can match shifts to the chart.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping

from scenarios.scenario import Scenario


def labels_of(scenario: Scenario, *, names: bool = False) -> dict[str, str]:
    """Return what to call each agent, by agent id, in the order of the team.

    Pseudonyms are numbered in an order that depends on the seed and the ids alone, so they are
    the same on every run and say nothing of the alphabet or of the order in the file. With
    ``names`` it is the name, followed by the id where a name comes twice, or the id where there
    is no name.
    """
    agents = scenario.team.agents
    if names:
        often = Counter(agent.name for agent in agents)
        return {
            a.id: (a.name if often[a.name] == 1 else f"{a.name} ({a.id})") if a.name else a.id
            for a in agents
        }
    seed = scenario.planning.seed
    shuffled = sorted((agent.id for agent in agents), key=lambda one: _place(seed, one))
    width = max(2, len(str(len(agents))))
    numbers = {one: f"agent {n:0{width}d}" for n, one in enumerate(shuffled, start=1)}
    return {agent.id: numbers[agent.id] for agent in agents}


def _place(seed: int, agent_id: str) -> bytes:
    return hashlib.sha256(f"fairshift pseudonym/{seed}/{agent_id}".encode()).digest()


def disguised(text: str, labels: Mapping[str, str]) -> str:
    """Return a sentence in which "agent <id>" is replaced by the agent's label.

    Sentences of a plan speak of a person only in these words; a bare id is left alone, as it
    could be any word.
    """
    ids = sorted(labels, key=len, reverse=True)
    one = "|".join(re.escape(agent_id) for agent_id in ids)
    pattern = rf"\bagent \"?({one})\"?(?![\w-])(?!\.\w)"
    return re.sub(pattern, lambda match: labels[match[1]], text)


def without_names(scenario: Scenario) -> Scenario:
    """Return a scenario whose agents have no names; nothing else of a plan depends on them."""
    agents = tuple(agent.model_copy(update={"name": ""}) for agent in scenario.team.agents)
    team = scenario.team.model_copy(update={"agents": agents})
    return scenario.model_copy(update={"team": team})
