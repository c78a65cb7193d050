"""Replayed messages as arrays: what the file says of each, and what is left to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel
from scenarios.replay import Message
from scenarios.scenario import Scenario

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

NOT_SAID = -1
COPY_BITS = 24  # a case's index holds the place of its message below its copy's number
MOST_MESSAGES = 1 << COPY_BITS
MOST_COPIES = 1 << 7


@dataclass(frozen=True)
class ReplayFacts:
    """The messages of one channel's replay, in the order of the file."""

    seconds: Floats
    hostile: Floats  # 1 or 0; NaN where drawn
    language: Ints  # place among the channel's languages; -1 where drawn
    audience: Floats  # over the mean; NaN where drawn
    author: Ints  # beyond the regulars; -1 where drawn
    times: float  # how often each message comes on average: needs_answer x volume.scale


def replays_of(scenario: Scenario) -> dict[str, ReplayFacts]:
    """Return the replays by channel id; an author is the same on all of them.

    ``volume.scale`` thins a replay or lets messages come more than once. Raises ValueError for a
    language that its channel does not have, and for more messages or copies than can be told
    apart.
    """
    first = scenario.authors.regulars if scenario.authors else 0
    names: dict[str, int] = {}
    replays: dict[str, ReplayFacts] = {}
    for channel_id, channel in scenario.channels.items():
        if channel.replay is None:
            continue
        messages = channel.replay.messages
        times = channel.replay.needs_answer * scenario.volume.scale
        if len(messages) > MOST_MESSAGES or times > MOST_COPIES:
            raise ValueError(
                f"channels.{channel_id}.replay: at most {MOST_MESSAGES} messages, each at most "
                f"{MOST_COPIES} times; take a shorter file or a lower volume.scale"
            )
        replays[channel_id] = ReplayFacts(
            seconds=np.array([message.second for message in messages], dtype=np.float64),
            hostile=_numbers([message.hostile for message in messages]),
            language=_languages(channel_id, channel, messages),
            audience=_numbers([message.audience for message in messages]),
            author=_author_numbers(messages, names, first),
            times=times,
        )
    return replays


def _numbers(values: Sequence[float | bool | None]) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in values])


def _languages(channel_id: str, channel: Channel, messages: Sequence[Message]) -> Ints:
    """Places among the channel's languages; a channel without languages takes any."""
    places = {language: place for place, language in enumerate(channel.languages)}
    result = np.full(len(messages), NOT_SAID, dtype=np.int64)
    if not places:
        return result
    for row, message in enumerate(messages):
        if message.language is None:
            continue
        if message.language not in places:
            raise ValueError(
                f'channels.{channel_id}.replay: message {row + 1} is in "{message.language}", '
                f"but the channel's languages are {', '.join(places)}; add it there, or keep "
                "such messages out with replay.where"
            )
        result[row] = places[message.language]
    return result


def _author_numbers(messages: Sequence[Message], names: dict[str, int], first: int) -> Ints:
    """Numbers of authors in order of appearance; ``names`` takes the new ones."""
    result = np.full(len(messages), NOT_SAID, dtype=np.int64)
    for row, message in enumerate(messages):
        if message.author is not None:
            result[row] = first + names.setdefault(message.author, len(names))
    return result
