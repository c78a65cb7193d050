"""Flows: where first contacts come from, and where they go besides the team."""

from dataclasses import dataclass, fields

import numpy as np

from simulation.measures.contacts import Contacts
from simulation.records import Bools, Ints, Origin, TaskOutcome


@dataclass(frozen=True)
class FlowSums:
    """Counted first contacts by channel, shape (channels,)."""

    bot: Ints
    spared: Ints
    moderated: Ints
    external: Ints
    called_back: Ints
    unreached: Ints
    handed_over: Ints
    reposts: Ints
    spills: Ints
    repeats: Ints
    bot_returns: Ints
    cascade: Ints


FLOWS = tuple(field.name for field in fields(FlowSums))


def flows_of(contacts: Contacts, channels: int) -> FlowSums:
    """Return the flows of a replication."""
    counted = contacts.counted & contacts.from_customer

    def count(which: Bools) -> Ints:
        return np.bincount(contacts.channel[counted & which], minlength=channels)

    def ended(outcome: TaskOutcome) -> Ints:
        return count(contacts.outcome == outcome)

    def came(origin: Origin) -> Ints:
        return count(contacts.origin == origin)

    return FlowSums(
        bot=ended(TaskOutcome.BOT),
        spared=ended(TaskOutcome.SPARED),
        moderated=ended(TaskOutcome.MODERATED),
        external=ended(TaskOutcome.EXTERNAL),
        called_back=count(contacts.called_back),
        unreached=ended(TaskOutcome.UNREACHED),
        handed_over=count(contacts.handed_over),
        reposts=came(Origin.REPOST),
        spills=came(Origin.SPILL),
        repeats=came(Origin.REPEAT),
        bot_returns=came(Origin.BOT_RETURN),
        cascade=came(Origin.BACKLASH),
    )
