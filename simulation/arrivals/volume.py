"""Volume: the cases of a replication, and the workload that they make."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.scenario import Scenario
from simulation.arrivals.workload import Workload
from simulation.durations import gamma_quantile, poisson_quantile, seconds_of
from simulation.philox import Purpose, uniforms
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, World, compile_world

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Context:
    """What stands behind cases, for features that look at more than their first message."""

    hostile_chance: Floats  # at arrival, before the author's history
    hostile_mark: Floats  # uniform; the case is hostile where it lies below the chance
    label_mark: Floats  # uniform; labelled hostile where below recall or false positive rate
    audience: Floats  # over the mean; 1 where nothing is said
    author: Ints  # index of a regular; -1 if none
    origin: Ints  # simulation.records.Origin


@dataclass(frozen=True)
class Cases:
    """The cases of one replication in order of arrival, with the luck that they bring."""

    case_id: Ints
    queue: Ints  # index into queues_of(scenario)
    hostile: Bools  # truth
    arrival_seconds: Floats
    due_seconds: Floats  # infinity without an SLA
    handle_seconds: Floats  # of a harmless case of the first stage; no slowdown
    patience_seconds: Floats  # infinity where nobody leaves
    context: Context | None = None  # only where the scenario has something that needs it

    def __len__(self) -> int:
        """Number of cases."""
        return len(self.case_id)


@dataclass(frozen=True)
class _Arrivals:
    """Cases before anything but their time and line is known; by channel, day and index."""

    channel: Ints
    stream: Ints  # channel << 16 | day
    index: Ints  # within channel and day
    line: Ints
    seconds: Floats


def count_cases(world: World, seed: int, replication: int) -> Ints:
    """Return the number of cases, shape (channels, days).

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


def draw_cases(world: World, seed: int, replication: int) -> Cases:
    """Return the cases of a replication, sorted by arrival, then channel, day and index.

    Every number is a function of (seed, replication, case, purpose); with more volume the first
    cases of a channel and day stay the same cases.
    """
    arrivals, drawn = _draw_arrivals(world, seed, replication, tuple(Purpose)[:6])
    size = len(arrivals.index)
    hostile = np.zeros(size, dtype=np.bool_)
    labelled = np.zeros(size, dtype=np.bool_)
    due, handle, patience = np.empty(size), np.empty(size), np.full(size, np.inf)
    hour = _hour_of_day(world, arrivals.seconds)
    for number, channel in enumerate(world.channels):
        own = arrivals.channel == number
        truth = drawn[Purpose.HOSTILE][own] < channel.rates.hostile_chance[hour[own]]
        seen = np.where(truth, channel.recall, channel.false_positive_rate)
        hostile[own] = truth
        labelled[own] = drawn[Purpose.LABEL][own] < seen
        due[own] = due_seconds(channel, arrivals.seconds[own])
        handle[own] = seconds_of(channel.handle, drawn[Purpose.HANDLE][own])
        if channel.patience is not None:
            patience[own] = seconds_of(channel.patience, drawn[Purpose.PATIENCE][own])
    order = np.argsort(arrivals.seconds, kind="stable")
    return Cases(
        case_id=(arrivals.stream << 32 | arrivals.index)[order],
        queue=(2 * arrivals.line + labelled)[order],
        hostile=hostile[order],
        arrival_seconds=arrivals.seconds[order],
        due_seconds=due[order],
        handle_seconds=handle[order],
        patience_seconds=patience[order],
    )


def due_seconds(channel: ChannelFacts, arrival_seconds: Floats) -> Floats:
    """Return when the SLA limit of cases is up, by the channel's clock."""
    if channel.clock is None:
        return arrival_seconds + channel.sla_seconds
    due = channel.clock.due_minutes(
        arrival_seconds / SECONDS_PER_MINUTE, channel.sla_seconds / SECONDS_PER_MINUTE
    )
    return due * SECONDS_PER_MINUTE


def _draw_arrivals(
    world: World, seed: int, replication: int, purposes: tuple[Purpose, ...]
) -> tuple[_Arrivals, dict[Purpose, Floats]]:
    counts = count_cases(world, seed, replication)
    days = counts.shape[1]
    flat = counts.ravel()
    channel, day = np.divmod(np.repeat(np.arange(flat.size), flat), days)
    index = np.arange(flat.sum()) - np.repeat(np.cumsum(flat) - flat, flat)
    stream = channel << 16 | day
    drawn = uniforms(seed, replication, stream, index, purposes)
    seconds = np.empty(len(index))
    line = np.empty(len(index), dtype=np.int64)
    for number, facts in enumerate(world.channels):
        own = channel == number
        seconds[own] = _arrival_seconds(world, facts, day[own], drawn[Purpose.ARRIVAL][own])
        place = np.searchsorted(facts.language_shares, drawn[Purpose.LANGUAGE][own], side="right")
        line[own] = facts.first_line + np.minimum(place, len(facts.language_shares) - 1)
    return _Arrivals(channel, stream, index, line, seconds), drawn


def _arrival_seconds(world: World, channel: ChannelFacts, day: Ints, uniform: Floats) -> Floats:
    """Times within days by inverting the cumulative rate, which is linear within a minute."""
    cumulative = channel.rates.cumulative
    first = cumulative[world.day_minutes[day]]
    last = cumulative[world.day_minutes[day + 1]]
    target = np.clip(first + uniform * (last - first), np.nextafter(first, np.inf), last)
    minute = np.searchsorted(cumulative, target, side="left") - 1
    inside = (target - cumulative[minute]) / (cumulative[minute + 1] - cumulative[minute])
    return (minute + inside) * SECONDS_PER_MINUTE


def _hour_of_day(world: World, seconds: Floats) -> Ints:
    minute = np.minimum(seconds / SECONDS_PER_MINUTE, len(world.hour_of_minute) - 1)
    return world.hour_of_minute[minute.astype(np.int64)] % 24


def workload_of(scenario: Scenario, *, seed: int, replications: int = 100) -> Workload:
    """Return the expected workload per line and interval, with its simulated spread.

    Expectations are analytic; the quantiles come from ``replications`` draws with the seed.
    """
    world = compile_world(scenario)
    shape = (len(world.line_ids), world.intervals)
    cases, hostile, work = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    hour = world.hour_of_minute % 24
    for channel in world.channels:
        shares = np.diff(channel.language_shares, prepend=0.0)
        rows = slice(channel.first_line, channel.first_line + len(shares))
        minute_hostile = channel.rates.minute_cases * channel.rates.hostile_chance[hour]
        arriving = _by_interval(world, channel.rates.minute_cases)
        cases[rows] = shares[:, None] * arriving
        hostile[rows] = shares[:, None] * _by_interval(world, minute_hostile)
        handle_minutes = channel.handle.mean_seconds / SECONDS_PER_MINUTE
        extra = channel.hostile_factor - 1.0
        work[rows] = (cases[rows] + extra * hostile[rows]) * handle_minutes
    low, high = _spread(world, seed, replications)
    return Workload(world.line_ids, cases, hostile, work, low, high)


def _by_interval(world: World, by_minute: Floats) -> Floats:
    total: Floats = by_minute.reshape(world.intervals, -1).sum(axis=1)
    return total


def _spread(world: World, seed: int, replications: int) -> tuple[Floats, Floats]:
    lines, intervals = len(world.line_ids), world.intervals
    counts = np.empty((replications, lines, intervals), dtype=np.int32)
    for replication in range(replications):
        arrivals, _ = _draw_arrivals(world, seed, replication, (Purpose.ARRIVAL, Purpose.LANGUAGE))
        interval = np.minimum(arrivals.seconds / world.step_seconds, intervals - 1)
        cell = arrivals.line * intervals + interval.astype(np.int64)
        counts[replication] = np.bincount(cell, minlength=lines * intervals).reshape(
            lines, intervals
        )
    low, high = np.quantile(counts, (0.1, 0.9), axis=0)
    return low, high
