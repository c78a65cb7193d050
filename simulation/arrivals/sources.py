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
    counts = count_cases(world, seed, replication)
    size = int(counts.sum())
    seconds, chance = np.empty(size), np.empty(size)
    place = np.empty(size, dtype=np.int64)
    ends = counts.ravel().cumsum()
    begins = ends - counts.ravel()
    spans = list(zip(begins.tolist(), ends.tolist(), strict=True))
    for number in range(len(world.channels)):
        own = spans[number * counts.shape[1] : (number + 1) * counts.shape[1]]
        _draw_channel(world, number, own, (seconds, chance, place), seed, replication)
    cells = np.arange(counts.size)
    channel, day = np.divmod(cells, counts.shape[1])
    first_line = np.array([facts.first_line for facts in world.channels])
    flat = counts.ravel()
    channels = np.repeat(channel, flat)
    return Arrivals(
        channel=channels,
        stream=np.repeat(channel << 16 | day, flat),
        index=np.arange(size) - np.repeat(begins, flat),
        line=np.repeat(first_line[channel], flat) + place,
        seconds=seconds,
        hostile_chance=chance,
        origin=np.full(size, Origin.DRAWN, dtype=np.int64),
    )


def _draw_channel(
    world: World,
    number: int,
    spans: list[tuple[int, int]],
    columns: tuple[Floats, Floats, Ints],
    seed: int,
    replication: int,
) -> None:
    """Draw when a channel's cases of each day come, by inverting the cumulative rate."""
    from simulation.compiled.drawing import draw_day
    from simulation.compiled.draws import key_of

    facts, key = world.channels[number], key_of(seed, replication)
    rates, minutes = facts.rates, world.day_minutes.tolist()
    for day, (first, last) in enumerate(spans):
        if first == last:
            continue
        begin, offset = minutes[day], 0
        curve = rates.cumulative[begin : minutes[day + 1] + 1]
        if day in rates.event_days:
            curve, begin, offset = rates.event_days[day], 0, begin
        draw_day(
            key,
            number << 16 | day,
            np.ascontiguousarray(curve),
            begin,
            offset,
            facts.language_shares,
            rates.minute_hostile_chance,
            *(column[first:last] for column in columns),
        )


def line_by_shares(channel: ChannelFacts, uniform: Floats) -> Ints:
    """Return the first lines of cases by the shares of the channel's languages."""
    place = np.searchsorted(channel.language_shares, uniform, side="right")
    return channel.first_line + np.minimum(place, len(channel.language_shares) - 1)
