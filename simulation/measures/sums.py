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
    tally = Tally(yardstick, contacts, contacts.offered, cell, stages * queues * 2)
    cells = [tally[one.name].reshape(stages, queues, 2) for one in fields(ContactSums)]

    def seen(view: Callable[[Any], Any]) -> ContactSums:
        return ContactSums(*(view(one) for one in cells))

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


class Tally:
    """Sums over some contacts that need an answer, by group; each is made when asked for."""

    def __init__(
        self, yardstick: Yardstick, contacts: Contacts, offered: Bools, group: Ints, size: int
    ) -> None:
        """Take contacts, which of them to count, and the group of each."""
        self.yardstick, self.contacts = yardstick, contacts
        self.offered, self.group, self.size = offered, group, size

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """Return a column of ContactSums by its name."""
        which = self.offered & self._which(name)
        weights = self._weights(name)
        if weights is None:
            return np.bincount(self.group[which], minlength=self.size)
        return np.bincount(self.group[which], weights[which], minlength=self.size)

    def _which(self, name: str) -> Bools:
        contacts, stages = self.contacts, self.yardstick.stages
        match name:
            case "offered":
                return self.offered
            case "answered" | "wait_seconds":
                return contacts.answered
            case "by_team" | "handle_seconds":
                return contacts.by_team
            case "responded" | "frt_seconds":
                return contacts.responded
            case "in_time" | "left_in_time" | "hostile":
                own: Bools = getattr(contacts, name)
                return own
            case "judged":
                return contacts.judged(self.yardstick)
            case "judged_in_time":
                return contacts.in_time & stages.has_sla[contacts.stage]
        ended: Bools = contacts.outcome == _ENDED[name]
        return ended

    def _weights(self, name: str) -> Floats | None:
        contacts = self.contacts
        match name:
            case "wait_seconds":
                return contacts.taken - contacts.arrival
            case "handle_seconds":
                return contacts.handle_seconds
            case "frt_seconds":
                return contacts.first_response - contacts.arrival
        return None


_ENDED = {
    "abandoned": TaskOutcome.ABANDONED,
    "open_at_end": TaskOutcome.OPEN,
    "unreached": TaskOutcome.UNREACHED,
}
