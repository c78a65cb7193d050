"""Drawn cases: how many, when and in which language, before anything else is known."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.durations import gamma_quantile, poisson_quantile
from simulation.philox import Purpose, uniforms
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, World

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Arrivals:
    """Cases of which only time, line and the chance of hostility are known.

    A case is named by its stream and its index; luck and case id come of these two.
    """

    channel: Ints
    stream: Ints  # of drawn cases channel << 16 | day; of others with a high bit
    index: Ints  # within the stream
    line: Ints  # index into lines_of(scenario)
    seconds: Floats  # arrival
    hostile_chance: Floats
    origin: Ints  # simulation.records.Origin

    def __len__(self) -> int:
        """Number of cases."""
        return len(self.index)

    def columns(self) -> tuple[Ints | Floats, ...]:
        """Return channel, stream, index, line, seconds and chance of hostility."""
        return (
            self.channel, self.stream, self.index, self.line, self.seconds, self.hostile_chance
        )  # fmt: skip


def count_cases(world: World, seed: int, replication: int) -> Ints:
    """Return the number of drawn cases, shape (channels, days).

    Poisson by inversion of one number per channel and day, so it never falls when volume rises;
    the mean is the day's expected cases times the day's gamma factor of busyness.
    """
    days = len(world.day_minutes) - 1
    counts = np.empty((len(world.channels), days), dtype=np.int64)
    for number, channel in enumerate(world.channels):
        stream = number << 16 | np.arange(days)
        drawn = uniforms(
            seed, replication, stream, np.zeros_like(stream), (Purpose.COUNT, Purpose.BUSYNESS)
        )
        mean = channel.rates.day_cases
        if channel.busyness_cv > 0:
            mean = mean * gamma_quantile(drawn[Purpose.BUSYNESS], channel.busyness_cv)
        counts[number] = poisson_quantile(drawn[Purpose.COUNT], mean)
    return counts


def hostile_chance_at(world: World, channel: int, seconds: Floats) -> Floats:
    """Return the chance that a case is hostile which comes in on a channel at these times.

    Events are in; the author's history is not. Before the horizon its first minute counts,
    after it the last.
    """
    chance = world.channels[channel].rates.minute_hostile_chance
    minute = np.clip(seconds / SECONDS_PER_MINUTE, 0, len(chance) - 1)
    return chance[minute.astype(np.int64)]


def drawn_arrivals(world: World, seed: int, replication: int) -> Arrivals:
    """Return the drawn cases of a replication by channel, day and index."""
    from simulation.compiled.drawing import draw_day
    from simulation.compiled.draws import key_of

    counts, key = count_cases(world, seed, replication), key_of(seed, replication)
    size, first = int(counts.sum()), 0
    numbers, brought = np.empty((5, size), dtype=np.int64), np.empty((2, size))
    minutes = world.day_minutes.tolist()
    for (channel, day), count in np.ndenumerate(counts):
        if count == 0:  # as on a day without a rate, which cannot be inverted
            continue
        facts, last = world.channels[channel], first + int(count)
        rates = facts.rates
        lead, offset = minutes[day], 0
        curve = rates.cumulative[lead : minutes[day + 1] + 1]
        if day in rates.event_days:
            curve, lead, offset = rates.event_days[day], 0, minutes[day]
        draw_day(
            key,
            (channel, channel << 16 | day, facts.first_line, lead, offset, first, last),
            curve,
            facts.language_shares,
            rates.minute_hostile_chance,
            numbers,
            brought,
        )
        first = last
    channels, streams, index, line, origin = numbers
    seconds, chance = brought
    return Arrivals(channels, streams, index, line, seconds, chance, origin)


def line_by_shares(channel: ChannelFacts, uniform: Floats) -> Ints:
    """Return the first lines of cases by the shares of the channel's languages."""
    place = np.searchsorted(channel.language_shares, uniform, side="right")
    return channel.first_line + np.minimum(place, len(channel.language_shares) - 1)
