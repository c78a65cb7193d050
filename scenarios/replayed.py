"""Filling in the messages of replays from the files that a scenario names."""

from pathlib import Path
from typing import Any

from scenarios.horizon import Horizon
from scenarios.layers import file_named
from scenarios.lenient import mapping, valid
from scenarios.problems import FieldPath, Problem, ScenarioError, problem_at
from scenarios.replay import Replay
from scenarios.replay_file import Replayed, read_messages, read_replay
from scenarios.timeline import Timeline
from scenarios.yaml_source import Source


def with_replays(source: Source, path: Path) -> Source:
    """Return the source with the messages of every channel's replay in their place.

    ``path`` is the scenario's file. What is wrong is in the problems; where the rest of the
    replay or the horizon cannot be read, its file is not read either.
    """
    channels = mapping(source.data.get("channels"))
    filled: dict[str, Any] = {}
    problems: list[Problem] = []
    horizon = valid(Horizon, source.data.get("horizon"))
    for key, channel in channels.items():
        replay = mapping(channel).get("replay")
        if isinstance(replay, dict):
            try:
                done = _filled(source, ("channels", key, "replay"), channel, horizon, path)
            except ScenarioError as error:
                problems.extend(error.problems)
                done = {name: replay[name] for name in replay if name not in _OWN}
            filled[key] = {**channel, "replay": done}
    if not filled:
        return source
    data = {**source.data, "channels": {**channels, **filled}}
    return Source(data, source.origins, (*source.problems, *problems))


_OWN = ("messages", "messages_file")  # what the reader takes care of


def _filled(
    source: Source,
    field: FieldPath,
    channel: dict[str, Any],
    horizon: Horizon | None,
    path: Path,
) -> dict[str, Any]:
    """Return the fields of a replay with its messages; raises ScenarioError."""
    replay = channel["replay"]
    if "messages" in replay:
        message = "is filled in from the file; leave it out"
        inner = (*field, "messages")
        raise ScenarioError([problem_at(source.origin(inner), inner, message)])
    said = {name: value for name, value in replay.items() if name not in _OWN}
    noun = valid(Replay, said)
    if replay.get("messages_file") is not None:
        inner = (*field, "messages_file")
        file = file_named(replay["messages_file"], source.origin(inner), inner, path)
        if noun is None or horizon is None:
            return said
        return {**said, "messages": read_messages(file, horizon)}
    if noun is None or horizon is None:
        return said
    inner = (*field, "file")
    origin = source.origin(inner)
    file = file_named(noun.file, origin, inner, path)
    languages = tuple(mapping(channel.get("languages")))
    read = read_replay(file, noun, horizon, languages, field)
    if not read.messages:
        raise ScenarioError([problem_at(origin, inner, _none_inside(read, horizon, noun))])
    return {**said, "messages": read.messages, "outside": read.outside}


def _none_inside(read: Replayed, horizon: Horizon, replay: Replay) -> str:
    timeline = Timeline(horizon)
    last = timeline.date(horizon.days - 1)
    shifted = "" if replay.first_day is None else f" with {replay.first_day} as the first day"
    return (
        f"its {read.outside} messages are from {read.first:%Y-%m-%d} to {read.last:%Y-%m-%d} "
        f"({horizon.zone}) and none lies in the horizon, {horizon.start} to {last}{shifted}; "
        "write first_day: with the day of the file that is to be the horizon's first"
    )
