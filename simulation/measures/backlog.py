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
    size = len(world.channels)
    own = (contacts.outcome != TaskOutcome.BOT) & (contacts.outcome != TaskOutcome.SPARED)
    ends: Floats = np.arange(1.0, world.intervals + 1) * world.step_seconds
    at_end = np.zeros((size, world.intervals), dtype=np.int32)
    mean, oldest = np.zeros(size), np.zeros(size)
    highest = np.zeros(size, dtype=np.int64)
    begin, horizon = yardstick.counted_from, world.horizon_seconds
    for number in range(size):
        which = own & (contacts.channel == number)
        came, gone = contacts.arrival[which], contacts.closed[which]
        if not len(came):
            continue
        order = np.argsort(came, kind="stable")
        came, gone = came[order], gone[order]
        left = np.sort(gone)
        arrived = np.searchsorted(came, ends, side="right")
        at_end[number] = arrived - np.searchsorted(left, ends, side="right")
        spent = np.minimum(gone, horizon) - np.maximum(came, begin)
        mean[number] = np.maximum(spent, 0.0).sum() / (horizon - begin)
        highest[number] = _highest(came, left, begin, horizon)
        oldest[number] = oldest_age(came, gone, ends[ends > begin]).max()
    start = contacts.in_backlog
    return BacklogSums(
        at_start=np.bincount(contacts.channel[start], minlength=size),
        start_answered=np.bincount(contacts.channel[start & contacts.answered], minlength=size),
        mean=mean,
        highest=highest,
        at_end=at_end[:, -1].astype(np.int64),
        oldest_seconds=oldest,
        by_interval=at_end,
    )


def _highest(came: Floats, left: Floats, begin: float, end: float) -> int:
    """Return the highest number open at or after a moment; a number rises with arrivals only."""
    moments = np.concatenate(([begin], came[(came >= begin) & (came < end)]))
    arrived = np.searchsorted(came, moments, side="right")
    return int((arrived - np.searchsorted(left, moments, side="right")).max())


def oldest_age(came: Floats, gone: Floats, moments: Floats) -> Floats:
    """Return the age of the oldest that is open at each moment, 0 where none is.

    ``came`` is sorted. The first that is not gone is the first at which the latest end so far
    lies behind the moment.
    """
    latest = np.maximum.accumulate(gone)
    place = np.searchsorted(latest, moments, side="right")
    there = np.concatenate((came, [np.inf]))[place]
    return np.where(there <= moments, moments - np.minimum(there, moments), 0.0)
