"""Lines, queues and groups: who may serve what."""

from dataclasses import dataclass

from scenarios.scenario import Scenario

ANY_LANGUAGE = "any"


@dataclass(frozen=True)
class Line:
    """The work of one channel in one language."""

    channel_id: str
    language: str
    share: float  # of the channel's cases

    @property
    def id(self) -> str:
        """Readable id, e.g. posts/de."""
        return f"{self.channel_id}/{self.language}"


@dataclass(frozen=True)
class Queue:
    """A waiting line: a line split by what the classifier says."""

    line: Line
    labelled_hostile: bool

    @property
    def id(self) -> str:
        """Readable id, e.g. posts/de/hostile."""
        return f"{self.line.id}/{'hostile' if self.labelled_hostile else 'harmless'}"


@dataclass(frozen=True)
class Group:
    """Agents with the same skills and languages."""

    id: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    agent_ids: tuple[str, ...]


def lines_of(scenario: Scenario) -> tuple[Line, ...]:
    """Return the lines in the order of the scenario file."""
    lines: list[Line] = []
    for channel_id, channel in scenario.channels.items():
        total = sum(channel.languages.values())
        shares = channel.languages or {ANY_LANGUAGE: 1.0}
        lines.extend(
            Line(channel_id, language, share / (total or 1.0)) for language, share in shares.items()
        )
    return tuple(lines)


def queues_of(scenario: Scenario) -> tuple[Queue, ...]:
    """Return the queues: for each line the harmless one, then the hostile one."""
    return tuple(Queue(line, hostile) for line in lines_of(scenario) for hostile in (False, True))


def groups_of(scenario: Scenario) -> tuple[Group, ...]:
    """Return the groups in the order in which their first agents appear."""
    members: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for agent in scenario.team.agents:
        key = (tuple(sorted(agent.skills)), tuple(sorted(agent.languages)))
        members.setdefault(key, []).append(agent.id)
    return tuple(
        Group(f"g{number}", skills, languages, tuple(agent_ids))
        for number, ((skills, languages), agent_ids) in enumerate(members.items(), start=1)
    )


def serves(scenario: Scenario, group: Group, line: Line) -> bool:
    """Whether a group has the skill and the language of a line."""
    skill = scenario.channels[line.channel_id].skill or line.channel_id
    return skill in group.skills and (
        line.language == ANY_LANGUAGE or line.language in group.languages
    )
