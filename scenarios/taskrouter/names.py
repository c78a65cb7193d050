"""Names that TaskRouter can carry, and the attributes by which it knows queues and agents."""

import re
from collections.abc import Iterable

from scenarios.queues import ANY_LANGUAGE, Line, Queue, groups_of, lines_of
from scenarios.scenario import Scenario

FIRST_STAGE = "first"


def plain_names(ids: Iterable[str], *, small: bool = False) -> dict[str, str]:
    """Return a name for each id with letters, digits and underscores only, no two alike.

    TaskRouter knows no hyphens in expressions and attribute values; ``small`` leaves no capitals
    either. What would be alike gets _2, _3 and so on. Names do not depend on anything but the ids
    and their order.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for one in dict.fromkeys(ids):
        stem = re.sub(r"\W", "_", one.lower() if small else one, flags=re.ASCII)
        name, number = stem, 2
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name)
        names[one] = name
    return names


class Names:
    """The names of a scenario's agents, groups, channels, languages, skills, stages and lines."""

    def __init__(self, scenario: Scenario) -> None:
        """Name everything once, in the order of the scenario file."""
        lines = lines_of(scenario)
        agents = scenario.team.agents
        self.agents = plain_names(agent.id for agent in agents)
        self.groups = plain_names(group.id for group in groups_of(scenario))
        self.channels = plain_names(scenario.channels)
        self.lines = plain_names(line.id for line in lines)
        self.stages = plain_names([FIRST_STAGE, *(line.stage_id or FIRST_STAGE for line in lines)])
        self.languages = plain_names(
            [*(line.language for line in lines), *(one for a in agents for one in a.languages)]
        )
        self.skills = plain_names(
            [*(line.skill for line in lines), *(one for a in agents for one in a.skills)]
        )
        self._many_stages = {line.channel_id for line in lines if line.stage_id is not None}

    def task_attributes(self, queue: Queue) -> dict[str, str | bool]:
        """Return what a task of a queue says of itself."""
        return {**self.line_attributes(queue.line), "hostile": queue.labelled_hostile}

    def line_attributes(self, line: Line) -> dict[str, str | bool]:
        """Return what tasks of a line have in common; language and stage only where they tell."""
        said: dict[str, str | bool] = {"channel": self.channels[line.channel_id]}
        if line.language != ANY_LANGUAGE:
            said["language"] = self.languages[line.language]
        if line.channel_id in self._many_stages:
            said["stage"] = self.stages[line.stage_id or FIRST_STAGE]
        return said

    def queue(self, queue: Queue) -> str:
        """Return the name of a queue, e.g. posts_de_hostile."""
        kind = "hostile" if queue.labelled_hostile else "harmless"
        return f"{self.lines[queue.line.id]}_{kind}"
