"""Sums over contacts: counts and times by channel, queue and stage."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.measures.contacts import Contacts
from simulation.measures.yardstick import Yardstick
from simulation.records import Bools, Floats, Ints, TaskOutcome
from simulation.world import World


@dataclass(frozen=True)
class ContactSums:
    """Counts and sums over counted contacts by group, shape (groups,).

    offered = answered + abandoned + open_at_end + unreached.
    """

    offered: Ints
    answered: Ints  # by the team or an external desk
    by_team: Ints
    abandoned: Ints
    open_at_end: Ints
    unreached: Ints
    responded: Ints  # answered, or acknowledged where that counts
    in_time: Ints  # responded to by the due time
    left_in_time: Ints  # abandoned by the due time
    judged: Ints  # what the promise is a share of
    judged_in_time: Ints  # of contacts whose stage has an SLA
    hostile: Ints  # truth
    wait_seconds: Floats  # of answered contacts, until somebody took them up
    handle_seconds: Floats  # of contacts answered by the team
    frt_seconds: Floats  # of responded contacts


@dataclass(frozen=True)
class Breakdown:
    """The same contacts by channel (first contacts only), by queue and by stage (all)."""

    channels: ContactSums
    queues: ContactSums
    stages: ContactSums


def breakdown_of(world: World, yardstick: Yardstick, contacts: Contacts) -> Breakdown:
    """Return the sums over the counted contacts of a replication.

    Each contact is counted once in a cell of its own queue, stage and kind; the three views are
    sums of cells.
    """
    queues, stages = len(world.queue_ids), len(yardstick.stages.ids)
    cell = (contacts.stage * queues + contacts.queue) * 2 + contacts.from_customer
    counted = sums_of(yardstick, contacts, contacts.offered, cell, stages * queues * 2)

    def seen(view: Callable[[Any], Any]) -> ContactSums:
        cells = (getattr(counted, one.name) for one in fields(counted))
        return ContactSums(*(view(one.reshape(stages, queues, 2)) for one in cells))

    channel_of, channels = world.queue_channel, len(world.channels)
    return Breakdown(
        channels=seen(lambda cells: _joined(cells[:, :, 1].sum(axis=0), channel_of, channels)),
        queues=seen(lambda cells: cells.sum(axis=(0, 2))),
        stages=seen(lambda cells: cells.sum(axis=(1, 2))),
    )


def _joined(values: npt.NDArray[Any], group: Ints, size: int) -> npt.NDArray[Any]:
    joined = np.zeros(size, dtype=values.dtype)
    np.add.at(joined, group, values)
    return joined


def sums_of(
    yardstick: Yardstick, contacts: Contacts, offered: Bools, group: Ints, size: int
) -> ContactSums:
    """Return the sums over some contacts that need an answer, by group."""
    answered, responded = offered & contacts.answered, offered & contacts.responded
    by_team = offered & contacts.by_team
    in_time, judged = offered & contacts.in_time, offered & contacts.judged(yardstick)

    def count(which: Bools) -> Ints:
        return np.bincount(group[which], minlength=size)

    def total(seconds: Floats, which: Bools) -> Floats:
        return np.bincount(group[which], seconds[which], minlength=size).astype(np.float64)

    def ended(outcome: TaskOutcome) -> Ints:
        return count(offered & (contacts.outcome == outcome))

    return ContactSums(
        offered=count(offered),
        answered=count(answered),
        by_team=count(by_team),
        abandoned=ended(TaskOutcome.ABANDONED),
        open_at_end=ended(TaskOutcome.OPEN),
        unreached=ended(TaskOutcome.UNREACHED),
        responded=count(responded),
        in_time=count(in_time),
        left_in_time=count(offered & contacts.left_in_time),
        judged=count(judged),
        judged_in_time=count(in_time & yardstick.stages.has_sla[contacts.stage]),
        hostile=count(offered & contacts.hostile),
        wait_seconds=total(contacts.taken - contacts.arrival, answered),
        handle_seconds=total(contacts.handle_seconds, by_team),
        frt_seconds=total(contacts.first_response - contacts.arrival, responded),
    )
