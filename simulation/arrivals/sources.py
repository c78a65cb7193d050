"""Drawn cases: how many, when and in which language, before anything else is known."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from simulation.durations import gamma_quantile, poisson_quantile
from simulation.philox import Purpose, uniforms
from simulation.records import Origin
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
    counts = count_cases(world, seed, replication)
    days = counts.shape[1]
    flat = counts.ravel()
    channel, day = np.divmod(np.repeat(np.arange(flat.size), flat), days)
    index = np.arange(flat.sum()) - np.repeat(np.cumsum(flat) - flat, flat)
    stream = channel << 16 | day
    luck = uniforms(seed, replication, stream, index, (Purpose.ARRIVAL, Purpose.LANGUAGE))
    seconds, chance = np.empty(len(index)), np.empty(len(index))
    line = np.empty(len(index), dtype=np.int64)
    for number, facts in enumerate(world.channels):
        own = channel == number
        seconds[own] = _arrival_seconds(world, facts, day[own], luck[Purpose.ARRIVAL][own])
        chance[own] = hostile_chance_at(world, number, seconds[own])
        line[own] = line_by_shares(facts, luck[Purpose.LANGUAGE][own])
    origin = np.full(len(index), Origin.DRAWN, dtype=np.int64)
    return Arrivals(channel, stream, index, line, seconds, chance, origin)


def line_by_shares(channel: ChannelFacts, uniform: Floats) -> Ints:
    """Return the first lines of cases by the shares of the channel's languages."""
    place = np.searchsorted(channel.language_shares, uniform, side="right")
    return channel.first_line + np.minimum(place, len(channel.language_shares) - 1)


def _arrival_seconds(world: World, channel: ChannelFacts, day: Ints, uniform: Floats) -> Floats:
    """Times within days by inverting the cumulative rate, which is linear within a minute.

    A day without a rate has no cases, so it is never inverted.
    """
    cumulative = channel.rates.cumulative
    first = cumulative[world.day_minutes[day]]
    last = cumulative[world.day_minutes[day + 1]]
    minutes = _inverse(cumulative, first, last, uniform)
    for changed, curve in channel.rates.event_days.items():
        own = day == changed
        if own.any():
            within = _inverse(curve, np.zeros(own.sum()), curve[-1], uniform[own])
            minutes[own] = world.day_minutes[changed] + within
    return minutes * SECONDS_PER_MINUTE


def _inverse(cumulative: Floats, first: Floats, last: Floats, uniform: Floats) -> Floats:
    """Minutes at which a cumulative rate is ``uniform`` of the way from first to last."""
    target = np.clip(first + uniform * (last - first), np.nextafter(first, np.inf), last)
    minute = np.searchsorted(cumulative, target, side="left") - 1
    inside = (target - cumulative[minute]) / (cumulative[minute + 1] - cumulative[minute])
    return minute + inside
