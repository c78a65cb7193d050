"""Kinds of work: what one agent may have in hand at the same time."""

from dataclasses import dataclass

from simulation.world import World


@dataclass(frozen=True)
class Kinds:
    """Kinds by index: each channel, and the later stages of a live channel apart from it."""

    of_queue: list[int]  # by queue
    channel: list[int]  # by kind
    deferrable: list[bool]
    concurrency: list[int]  # most at once
    slowdown: list[float]  # longer handle time for each further one
    hostile_factor: list[float]


def kinds_of(world: World) -> Kinds:
    """Return the kinds of work of a world, in the order of its channels."""
    numbers: dict[tuple[int, bool], int] = {}
    of_queue = [
        numbers.setdefault((channel, live), len(numbers))
        for channel, live in zip(
            world.queue_channel.tolist(), world.queue_live.tolist(), strict=True
        )
    ]
    facts = [(world.channels[channel], live) for channel, live in numbers]
    # What a live contact leaves to do afterwards is done one at a time.
    alone = [channel.realtime and not live for channel, live in facts]
    return Kinds(
        of_queue=of_queue,
        channel=[channel for channel, _ in numbers],
        deferrable=[not live for _, live in facts],
        concurrency=[
            1 if one else channel.concurrency
            for (channel, _), one in zip(facts, alone, strict=True)
        ],
        slowdown=[channel.slowdown for channel, _ in facts],
        hostile_factor=[channel.hostile_factor for channel, _ in facts],
    )
