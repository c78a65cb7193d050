"""Cases that the planner gives: replayed messages, storms, and what waits at the start.

Each source has streams of its own, marked by a bit above those of drawn cases (channel << 16 |
day) and below bit 30, so none of them changes the luck of another, and case ids stay below 2^62.
"""

import math
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from simulation.arrivals.replayed import COPY_BITS
from simulation.arrivals.sources import Arrivals, hostile_chance_at, line_by_shares
from simulation.philox import Purpose, uniforms
from simulation.records import Origin
from simulation.world import World

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

STORM_STREAM = 1 << 27
REPLAY_STREAM = 1 << 28
BACKLOG_STREAM = 1 << 29
SECONDS_PER_HOUR = 3600.0


def given_arrivals(world: World, seed: int, replication: int) -> Iterator[Arrivals]:
    """Yield the replays by channel, then the storms, then the backlogs of a replication."""
    yield from _replays(world, seed, replication)
    yield from _storms(world, seed, replication)
    yield from _backlogs(world, seed, replication)


def _replays(world: World, seed: int, replication: int) -> Iterator[Arrivals]:
    """Messages within the horizon; luck goes by the place in the file and the copy's number."""
    for number, channel in enumerate(world.channels):
        facts = channel.replay
        if facts is None:
            continue
        stream = REPLAY_STREAM | number
        place = np.flatnonzero((facts.seconds >= 0) & (facts.seconds < world.horizon_seconds))
        needed = _luck(seed, replication, stream, place, Purpose.NEEDS_ANSWER)
        whole = math.floor(facts.times)
        times = whole + (needed < facts.times - whole)
        copied = np.repeat(place, times)
        copy = np.arange(len(copied)) - np.repeat(np.cumsum(times) - times, times)
        index = copy << COPY_BITS | copied
        language = facts.language[copied]
        drawn = line_by_shares(channel, _luck(seed, replication, stream, index, Purpose.LANGUAGE))
        seconds, hostile = facts.seconds[copied], facts.hostile[copied]
        yield Arrivals(
            channel=np.full(len(index), number),
            stream=np.full(len(index), stream),
            index=index,
            line=np.where(language < 0, drawn, channel.first_line + language),
            seconds=seconds,
            hostile_chance=np.where(
                np.isnan(hostile), hostile_chance_at(world, number, seconds), hostile
            ),
            origin=np.full(len(index), int(Origin.REPLAY)),
        )


def _storms(world: World, seed: int, replication: int) -> Iterator[Arrivals]:
    """Exactly as many cases as said, less those that would come outside the horizon."""
    for place, storm in enumerate(world.storms):
        stream, index = STORM_STREAM | place, np.arange(storm.noun.cases)
        late = _luck(seed, replication, stream, index, Purpose.ARRIVAL)
        seconds = storm.start_seconds - storm.noun.mean_delay_seconds * np.log1p(-late)
        index = index[(seconds >= 0) & (seconds < world.horizon_seconds)]
        yield _alike(
            world,
            (seed, replication),
            (stream, storm.channel, Origin.STORM),
            index,
            seconds[index],
            storm.noun.hostile_share,
        )


def _backlogs(world: World, seed: int, replication: int) -> Iterator[Arrivals]:
    """Cases that came before the horizon, of all hours, so with their channel's usual share."""
    said = world.scenario.start.backlog
    for number, (channel_id, channel) in enumerate(world.scenario.channels.items()):
        if channel_id not in said:
            continue
        stream, index = BACKLOG_STREAM | number, np.arange(said[channel_id].cases)
        oldest = said[channel_id].oldest_hours * SECONDS_PER_HOUR
        age = oldest * _luck(seed, replication, stream, index, Purpose.ARRIVAL)
        yield _alike(
            world,
            (seed, replication),
            (stream, number, Origin.BACKLOG),
            index,
            0.0 - age,
            channel.hostile_share,
        )


def _alike(
    world: World,
    run: tuple[int, int],
    source: tuple[int, int, Origin],
    index: Ints,
    seconds: Floats,
    hostile_chance: float,
) -> Arrivals:
    """Cases of one stream, channel and origin with the same chance of hostility."""
    stream, channel, origin = source
    language = _luck(*run, stream, index, Purpose.LANGUAGE)
    return Arrivals(
        channel=np.full(len(index), channel),
        stream=np.full(len(index), stream),
        index=index,
        line=line_by_shares(world.channels[channel], language),
        seconds=seconds,
        hostile_chance=np.full(len(index), hostile_chance),
        origin=np.full(len(index), int(origin)),
    )


def _luck(seed: int, replication: int, stream: int, index: Ints, purpose: Purpose) -> Floats:
    streams = np.full(len(index), stream)
    return uniforms(seed, replication, streams, index, (purpose,))[purpose]
