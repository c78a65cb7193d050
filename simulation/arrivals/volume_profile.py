"""The volume as a planner looks at it: a typical weekday, hour and week of each channel."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.scenario import Scenario
from simulation.arrivals.expected import Expected, first_contacts, team_share
from simulation.arrivals.visits import visits_of
from simulation.arrivals.volume import arrivals_of
from simulation.records import Origin
from simulation.world import SECONDS_PER_MINUTE, ChannelFacts, World, compile_world

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

HOURS_PER_DAY = 24
DAYS_PER_WEEK = 7
MINUTES_PER_HOUR = 60.0
LEAST_CASES = 1e-6  # a storm's tail never ends, so a day with less counts as one without cases


@dataclass(frozen=True)
class Spread:
    """What comes in during a span of time: expected figures, and quantiles of the cases.

    First contacts: drawn with events, replayed, and storms; no backlog, and nobody who returns.
    """

    cases: float  # expected, analytic
    cases_p10: float  # over replications and spans of this kind, type 7
    cases_p90: float
    hostile_share: float  # expected; NaN where nothing comes in
    work_hours: float  # the team's expected handle time in all stages, hostile factor included


@dataclass(frozen=True)
class ChannelProfile:
    """One channel: a week, each weekday (Monday first) and each hour of a day.

    Days on which the channel gets nothing, closed ones, do not count, so that a quantile is
    one of the days that are worked; a weekday without any such day is None.
    """

    channel_id: str
    week: Spread
    by_weekday: tuple[Spread | None, ...]
    by_hour: tuple[Spread | None, ...]


def volume_profile(
    scenario: Scenario,
    *,
    seed: int,
    replications: int,
    on_progress: Callable[[int], None] | None = None,
) -> tuple[ChannelProfile, ...]:
    """Return the profile of each channel; ``on_progress`` is told how many draws are done."""
    world = compile_world(scenario)
    day, hour = _calendar(world)
    shape = (replications, len(world.channels), len(world.day_minutes) - 1, HOURS_PER_DAY)
    drawn = np.zeros(shape)
    for replication in range(replications):
        arrivals = arrivals_of(world, seed, replication)
        comes = arrivals.origin != Origin.BACKLOG
        interval = np.minimum(arrivals.seconds[comes] / world.step_seconds, len(day) - 1)
        at = interval.astype(np.int64)
        np.add.at(drawn[replication], (arrivals.channel[comes], day[at], hour[at]), 1)
        if on_progress:
            on_progress(replication + 1)
    contacts = first_contacts(world)
    return tuple(
        _profile(world, number, contacts, drawn[:, number]) for number in range(len(world.channels))
    )


def _calendar(world: World) -> tuple[Ints, Ints]:
    """Return the day index and the local hour of each interval of the horizon."""
    minute = np.arange(world.intervals) * round(world.step_seconds / SECONDS_PER_MINUTE)
    day = np.searchsorted(world.day_minutes, minute, side="right") - 1
    return day, world.hour_of_minute[minute] % HOURS_PER_DAY


def _profile(world: World, number: int, contacts: Expected, drawn: Floats) -> ChannelProfile:
    """Return a channel's profile from its draws, shape (replications, days, hours)."""
    channel = world.channels[number]
    calendar = _calendar(world)
    lines = slice(channel.first_line, channel.first_line + len(channel.language_shares))
    expected, hostile = np.zeros(drawn.shape[1:]), np.zeros(drawn.shape[1:])
    np.add.at(expected, calendar, contacts.cases[lines].sum(axis=0))
    np.add.at(hostile, calendar, contacts.hostile[lines].sum(axis=0))
    worked = np.flatnonzero(expected.sum(axis=1) > LEAST_CASES)
    case_seconds, angry_seconds = _work_of_a_case(world, channel)

    def spread(days: Ints, hours: slice | int, length: int = 1) -> Spread | None:
        """Return the spread of spans of ``length`` days that start with every one of ``days``."""
        if not len(days):
            return None
        spans = len(days) // length
        counts = drawn[:, days][:, :, hours].reshape(len(drawn), spans, -1).sum(axis=2)
        cases = float(expected[days][:, hours].sum()) / spans
        angry = float(hostile[days][:, hours].sum()) / spans
        seconds = case_seconds * cases + angry_seconds * angry
        low, high = np.quantile(counts, (0.1, 0.9))
        share = angry / cases if cases else float("nan")
        hours_of_work = seconds / SECONDS_PER_MINUTE / MINUTES_PER_HOUR
        return Spread(cases, float(low), float(high), share, hours_of_work)

    whole = slice(None)
    week = spread(np.arange(drawn.shape[1]), whole, DAYS_PER_WEEK)
    assert week is not None  # a horizon has at least one week
    weekdays = (worked[worked % DAYS_PER_WEEK == place] for place in range(DAYS_PER_WEEK))
    return ChannelProfile(
        channel.id,
        week,
        tuple(spread(days, whole) for days in weekdays),
        tuple(spread(worked, one) for one in range(HOURS_PER_DAY)),
    )


def _work_of_a_case(world: World, channel: ChannelFacts) -> tuple[float, float]:
    """Return the team's expected seconds on a case in all stages, and what hostility adds."""
    walk = visits_of([stage.noun for stage in channel.stages])
    handle = np.array([stage.handle.mean_seconds for stage in channel.stages])
    share = team_share(world, channel)
    extra = channel.hostile_factor - 1.0
    return share * float(walk.visits @ handle), share * extra * float(walk.hostile_visits @ handle)
