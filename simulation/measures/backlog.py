"""Backlog: contacts open with the desk over time."""

from dataclasses import dataclass

import numpy as np

from simulation.measures.contacts import Contacts
from simulation.measures.yardstick import Yardstick
from simulation.records import Floats, Ints, TaskOutcome
from simulation.world import World

Counts = np.ndarray[tuple[int, int], np.dtype[np.int32]]


@dataclass(frozen=True)
class BacklogSums:
    """The backlog by channel, shape (channels,), from the end of the warm-up on."""

    at_start: Ints  # given by the scenario
    start_answered: Ints
    mean: Floats
    highest: Ints
    at_end: Ints
    oldest_seconds: Floats  # highest age at the end of any interval
    by_interval: Counts  # at the end of each, shape (channels, intervals)


def backlog_of(world: World, yardstick: Yardstick, contacts: Contacts) -> BacklogSums:
    """Return the backlog: contacts of every stage that have arrived and are not done, left or
    closed. What the bot has in hand or a public answer spared is none.
    """
    own = (contacts.outcome != TaskOutcome.BOT) & (contacts.outcome != TaskOutcome.SPARED)
    channel, came, gone = contacts.channel[own], contacts.arrival[own], contacts.closed[own]
    size = len(world.channels)
    begin, horizon = yardstick.counted_from, world.horizon_seconds
    spent = np.maximum(np.minimum(gone, horizon) - np.maximum(came, begin), 0.0)
    at_end = _at_ends(world, channel, came) - _at_ends(world, channel, gone)
    start = contacts.in_backlog
    return BacklogSums(
        at_start=np.bincount(contacts.channel[start], minlength=size),
        start_answered=np.bincount(contacts.channel[start & contacts.answered], minlength=size),
        mean=np.bincount(channel, spent, minlength=size) / (horizon - begin),
        highest=np.array(
            [_highest(came[channel == k], gone[channel == k], begin, horizon) for k in range(size)]
        ),
        at_end=at_end[:, -1].astype(np.int64),
        oldest_seconds=_oldest(world, channel, came, gone, begin),
        by_interval=at_end.astype(np.int32),
    )


def _at_ends(world: World, channel: Ints, moments: Floats) -> Ints:
    """Return how many moments have passed at the end of each interval, (channels, intervals)."""
    shape = (len(world.channels), world.intervals + 1)
    place = np.ceil(np.clip(moments / world.step_seconds, 1.0, shape[1])).astype(np.int64) - 1
    counts = np.bincount(channel * shape[1] + place, minlength=shape[0] * shape[1])
    return np.cumsum(counts.reshape(shape)[:, :-1], axis=1)


def _oldest(world: World, channel: Ints, came: Floats, gone: Floats, begin: float) -> Floats:
    """Return the highest age at which a contact still stood open at the end of an interval."""
    step = world.step_seconds
    last = (np.ceil(np.minimum(gone, world.horizon_seconds + step) / step) - 1.0) * step
    age = np.where(last > begin, last - came, 0.0)
    oldest = np.zeros(len(world.channels))
    np.maximum.at(oldest, channel, age)
    return oldest


def _highest(came: Floats, gone: Floats, begin: float, end: float) -> int:
    """Return the highest number open at or after a moment; the number rises with arrivals only."""
    came, gone = np.sort(came), np.sort(gone)
    moments = np.concatenate(([begin], came[(came >= begin) & (came < end)]))
    arrived = np.searchsorted(came, moments, side="right")
    return int((arrived - np.searchsorted(gone, moments, side="right")).max())


def oldest_age(came: Floats, gone: Floats, moments: Floats) -> Floats:
    """Return the age of the oldest that is open at each moment, 0 where none is.

    ``came`` is sorted. The first that is not gone is the first at which the latest end so far
    lies behind the moment.
    """
    latest = np.maximum.accumulate(gone)
    place = np.searchsorted(latest, moments, side="right")
    there = np.concatenate((came, [np.inf]))[place]
    return np.where(there <= moments, moments - np.minimum(there, moments), 0.0)
