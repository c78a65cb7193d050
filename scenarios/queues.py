"""Lines, queues and groups: who may serve what."""

from dataclasses import dataclass

from scenarios.cap import Then
from scenarios.channels import Channel
from scenarios.scenario import Scenario

ANY_LANGUAGE = "any"


@dataclass(frozen=True)
class Line:
    """The work of one channel in one language that needs one skill and is all live or all not.

    Stages of a workflow that need another skill, and later stages of a live channel, have lines
    of their own; the others share the line of the first stage.
    """

    channel_id: str
    language: str
    share: float  # of the channel's cases
    skill: str
    live: bool  # whether customers wait live
    stages: tuple[int, ...] = (0,)  # places in the channel's workflow
    stage_id: str | None = None  # first stage of the line; None for the line of the first stage

    @property
    def id(self) -> str:
        """Readable id, e.g. posts/de or posts/de/resolve."""
        own = f"{self.channel_id}/{self.language}"
        return own if self.stage_id is None else f"{own}/{self.stage_id}"


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
    """Agents with the same skills and languages, or named as a group."""

    id: str
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    agent_ids: tuple[str, ...]


def lines_of(scenario: Scenario) -> tuple[Line, ...]:
    """Return the lines in the order of the scenario file: by channel, first stage, language."""
    return tuple(
        line
        for channel_id, channel in scenario.channels.items()
        for line in _lines(channel_id, channel)
    )


def _lines(channel_id: str, channel: Channel) -> list[Line]:
    shares = channel.languages or {ANY_LANGUAGE: 1.0}
    total = sum(shares.values())
    places: dict[tuple[str, bool], list[int]] = {}
    for place, stage in enumerate(channel.stages):
        key = (stage.skill or channel.skill or channel_id, channel.realtime and place == 0)
        places.setdefault(key, []).append(place)
    return [
        Line(
            channel_id,
            language,
            share / total,
            skill,
            live,
            tuple(stages),
            None if stages[0] == 0 else channel.stages[stages[0]].id,
        )
        for (skill, live), stages in places.items()
        for language, share in shares.items()
    ]


def queues_of(scenario: Scenario) -> tuple[Queue, ...]:
    """Return the queues: for each line the harmless one, then the hostile one."""
    return tuple(Queue(line, hostile) for line in lines_of(scenario) for hostile in (False, True))


def groups_of(scenario: Scenario) -> tuple[Group, ...]:
    """Return the groups in the order in which their first agents appear.

    A group has the name that its agents give it, or else a number.
    """
    members: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for agent in scenario.team.agents:
        key = (agent.group, tuple(sorted(agent.skills)), tuple(sorted(agent.languages)))
        members.setdefault(key, []).append(agent.id)
    return tuple(
        Group(name or f"g{number}", skills, languages, tuple(agent_ids))
        for number, ((name, skills, languages), agent_ids) in enumerate(members.items(), start=1)
    )


def serves(group: Group, line: Line) -> bool:
    """Whether a group has the skill and the language of a line."""
    return line.skill in group.skills and (
        line.language == ANY_LANGUAGE or line.language in group.languages
    )


def takes(scenario: Scenario, group: Group, queue: Queue) -> bool:
    """Whether a group is asked for the cases of a queue, and not by a step of the cap alone.

    A group that ``cap.when_blocked`` names gets cases labelled hostile only by that step.
    """
    if not serves(group, queue.line):
        return False
    return not (queue.labelled_hostile and group.id in helper_groups(scenario))


def helper_groups(scenario: Scenario) -> frozenset[str]:
    """Return the ids of the groups that get cases labelled hostile only by a step of the cap."""
    steps = scenario.cap.when_blocked if scenario.cap is not None else ()
    return frozenset(one.to for one in steps if one.then is Then.GROUP and one.to is not None)


def line_words(line_id: str) -> str:
    """Return a line in words from its id, e.g. "posts in de" or "posts (resolve)"."""
    channel_id, language, *stage = line_id.split("/")
    spoken = "" if language == ANY_LANGUAGE else f" in {language}"
    return f"{channel_id}{spoken}{''.join(f' ({one})' for one in stage)}"
