"""The summary of one replication: counts and sums from its records, small enough to send."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.roster import Roster
from simulation.records import AgentRecords, Bools, Floats, Ints, Records, TaskOutcome, TaskRecords
from simulation.world import SECONDS_PER_MINUTE, World

Counts = npt.NDArray[np.int32]
TOLERANCE = 1e-9  # of a case, as in the quota


@dataclass(frozen=True)
class ChannelSums:
    """Counts and sums by channel, shape (channels,), over the cases due within the horizon."""

    offered: Ints
    answered: Ints
    abandoned: Ints
    open_at_end: Ints
    in_time: Ints  # answered by the due time
    left_in_time: Ints  # abandoned by the due time
    hostile: Ints  # truth
    wait_seconds: Floats  # of answered cases
    handle_seconds: Floats
    frt_median_seconds: Floats  # NaN where nothing was answered
    frt_p90_seconds: Floats


@dataclass(frozen=True)
class AgentSums:
    """Counts and sums by agent, shape (agents,), over everything that they handled."""

    handled: Ints
    hostile: Ints  # truth
    busy_seconds: Floats  # with at least one case in hand
    available_seconds: Floats  # in working segments
    overtime_minutes: Floats  # after the rostered end of shifts
    max_window_share: Floats  # highest hostile share of a window; 0 without cases
    windows_over_cap: Ints


@dataclass(frozen=True)
class IntervalSums:
    """Counts by channel and interval of arrival, and mean agents by interval.

    Counts are over the cases due within the horizon, as in ChannelSums.
    """

    offered: Counts  # shape (channels, intervals), as are the next three
    answered: Counts
    in_time: Counts
    left_in_time: Counts
    agents_working: Floats  # shape (intervals,)
    agents_busy: Floats


@dataclass(frozen=True)
class Summary:
    """What one replication comes to."""

    replication: int
    channels: ChannelSums
    agents: AgentSums
    intervals: IntervalSums
    oldest_hostile_wait_seconds: float  # of any case labelled hostile; 0 without one


def summarise(world: World, roster: Roster, records: Records) -> Summary:
    """Return the summary of a replication.

    A case counts in its channel if its SLA limit is up within the horizon, or if its channel
    has no SLA. Agents' figures count everything that they handled; a case belongs to the cap
    window in which it was handed out.
    """
    tasks = records.tasks
    channel = world.queue_channel[tasks.queue]
    counted = (tasks.due_seconds <= world.horizon_seconds) | _without_sla(world)[channel]
    labelled = tasks.labelled_hostile
    waited = _waited_until(world, records) - tasks.arrival_seconds
    return Summary(
        replication=records.replication,
        channels=_channel_sums(world, tasks, channel, counted),
        agents=_agent_sums(world, roster, records),
        intervals=_interval_sums(world, records, channel, counted),
        oldest_hostile_wait_seconds=float(waited[labelled].max()) if labelled.any() else 0.0,
    )


def _without_sla(world: World) -> Bools:
    return np.array([np.isinf(channel.sla_seconds) for channel in world.channels])


def _waited_until(world: World, records: Records) -> Floats:
    """When each case stopped waiting; for an open one, when the desk closed for good."""
    tasks = records.tasks
    closed = max(world.horizon_seconds, float(records.agents.end_seconds.max(initial=0.0)))
    until = np.where(tasks.outcome == TaskOutcome.ABANDONED, tasks.end_seconds, closed)
    return np.where(tasks.outcome == TaskOutcome.ANSWERED, tasks.start_seconds, until)


def _channel_sums(world: World, tasks: TaskRecords, channel: Ints, counted: Bools) -> ChannelSums:
    answered = counted & (tasks.outcome == TaskOutcome.ANSWERED)
    abandoned = counted & (tasks.outcome == TaskOutcome.ABANDONED)
    wait = tasks.start_seconds - tasks.arrival_seconds
    size = len(world.channels)

    def count(which: Bools) -> Ints:
        return np.bincount(channel[which], minlength=size)

    def total(seconds: Floats) -> Floats:
        return np.bincount(channel[answered], seconds[answered], minlength=size).astype(np.float64)

    quantiles = np.full((2, size), np.nan)
    for number in range(size):
        own = wait[answered & (channel == number)]
        if len(own):
            quantiles[:, number] = np.quantile(own, (0.5, 0.9))  # linear interpolation, type 7
    return ChannelSums(
        offered=count(counted),
        answered=count(answered),
        abandoned=count(abandoned),
        open_at_end=count(counted & (tasks.outcome == TaskOutcome.OPEN)),
        in_time=count(answered & (tasks.start_seconds <= tasks.due_seconds)),
        left_in_time=count(abandoned & (tasks.end_seconds <= tasks.due_seconds)),
        hostile=count(counted & tasks.hostile),
        wait_seconds=total(wait),
        handle_seconds=total(tasks.end_seconds - tasks.start_seconds),
        frt_median_seconds=quantiles[0],
        frt_p90_seconds=quantiles[1],
    )


def _agent_sums(world: World, roster: Roster, records: Records) -> AgentSums:
    size = len(world.agent_ids)
    tasks, duty = records.tasks, records.agents
    mine = tasks.agent >= 0
    pieces = busy_pieces(tasks)
    work = duty.end_seconds - duty.start_seconds
    highest, over = _window_shares(world, records)
    return AgentSums(
        handled=np.bincount(tasks.agent[mine], minlength=size),
        hostile=np.bincount(tasks.agent[mine & tasks.hostile], minlength=size),
        busy_seconds=np.bincount(pieces.agent, pieces.end - pieces.start, minlength=size).astype(
            np.float64
        ),
        available_seconds=np.bincount(
            duty.agent[duty.is_work], work[duty.is_work], minlength=size
        ).astype(np.float64),
        overtime_minutes=_overtime_minutes(size, roster, duty),
        max_window_share=highest,
        windows_over_cap=over,
    )


@dataclass(frozen=True)
class Pieces:
    """Stretches of time of agents, those of one agent apart from each other."""

    agent: Ints
    start: Floats
    end: Floats


def busy_pieces(tasks: TaskRecords) -> Pieces:
    """Return when agents had at least one case in hand; cases handled at once count once."""
    mine = np.flatnonzero(tasks.agent >= 0)
    order = mine[np.lexsort((tasks.start_seconds[mine], tasks.agent[mine]))]
    agent, start, end = tasks.agent[order], tasks.start_seconds[order], tasks.end_seconds[order]
    if not len(order):
        return Pieces(agent, start, end)
    # Agents are set apart by more than the whole span, so one running maximum serves them all.
    span = float(end.max() - start.min()) + 1.0
    apart = agent * span
    reached = np.maximum.accumulate(end + apart)
    before = np.concatenate(([-np.inf], reached[:-1])) - apart
    begin = np.maximum(start, before)
    own = end > begin
    return Pieces(agent[own], begin[own], end[own])


def _overtime_minutes(size: int, roster: Roster, duty: AgentRecords) -> Floats:
    minutes = np.zeros(size)
    left: dict[int, tuple[int, float]] = {}
    for agent, shift, end in zip(
        duty.agent.tolist(), duty.shift.tolist(), duty.end_seconds.tolist(), strict=True
    ):
        left[shift] = (agent, max(end, left.get(shift, (agent, end))[1]))
    for shift, (agent, end) in left.items():
        late = end / SECONDS_PER_MINUTE - roster.shifts[shift].end_minute
        minutes[agent] += max(0.0, late)
    return minutes


def _window_shares(world: World, records: Records) -> tuple[Floats, Ints]:
    """Return each agent's highest hostile share of a window and the number over the cap."""
    tasks = records.tasks
    size = len(world.agent_ids)
    highest, over = np.zeros(size), np.zeros(size, dtype=np.int64)
    mine = tasks.agent >= 0
    agent = tasks.agent[mine]
    if not len(agent):
        return highest, over
    window = window_of(world, records.agents, agent, tasks.start_seconds[mine])
    windows = int(window.max()) + 1
    cell = agent * windows + window
    handled = np.bincount(cell, minlength=size * windows).reshape(size, windows)
    hostile = np.bincount(cell, tasks.hostile[mine], minlength=size * windows)
    hostile = hostile.reshape(size, windows)
    share = np.divide(hostile, handled, out=np.zeros(handled.shape), where=handled > 0)
    passed = hostile > world.cap_share * handled + TOLERANCE
    return share.max(axis=1), passed.sum(axis=1)


def window_of(world: World, duty: AgentRecords, agent: Ints, seconds: Floats) -> Ints:
    """Return the cap window in which cases were handed out, by agent and time.

    Weeks by the local date of the time; shifts by the roster's index; one window of a horizon.
    """
    if world.cap_window is CapWindow.HORIZON:
        return np.zeros(len(agent), dtype=np.int64)
    if world.cap_window is CapWindow.WEEK:
        return np.searchsorted(world.week_seconds, seconds, side="right") - 1
    span = float(duty.end_seconds.max() - duty.start_seconds.min()) + 1.0
    order = np.lexsort((duty.start_seconds, duty.agent))
    begins = duty.start_seconds[order] + duty.agent[order] * span
    place = np.searchsorted(begins, seconds + agent * span, side="right") - 1
    return duty.shift[order][place]


def _interval_sums(world: World, records: Records, channel: Ints, counted: Bools) -> IntervalSums:
    tasks, duty = records.tasks, records.agents
    shape = (len(world.channels), world.intervals)
    interval = (tasks.arrival_seconds // world.step_seconds).astype(np.int64)
    cell = channel * world.intervals + np.minimum(interval, world.intervals - 1)
    answered = counted & (tasks.outcome == TaskOutcome.ANSWERED)
    left = counted & (tasks.outcome == TaskOutcome.ABANDONED)

    def count(which: Bools) -> Counts:
        return np.bincount(cell[which], minlength=shape[0] * shape[1]).reshape(shape).astype("i4")

    pieces = busy_pieces(tasks)
    work = duty.is_work
    return IntervalSums(
        offered=count(counted),
        answered=count(answered),
        in_time=count(answered & (tasks.start_seconds <= tasks.due_seconds)),
        left_in_time=count(left & (tasks.end_seconds <= tasks.due_seconds)),
        agents_working=_mean_number(world, duty.start_seconds[work], duty.end_seconds[work]),
        agents_busy=_mean_number(world, pieces.start, pieces.end),
    )


def _mean_number(world: World, start: Floats, end: Floats) -> Floats:
    """Return the mean number under way in each interval, of stretches of time."""
    bounds = np.arange(world.intervals + 1) * world.step_seconds

    def passed(moments: Floats) -> Floats:
        # Time since each moment, added up over the moments before every bound.
        ordered = np.sort(moments)
        number = np.searchsorted(ordered, bounds)
        sums = np.concatenate(([0.0], np.cumsum(ordered)))
        total: Floats = number * bounds - sums[number]
        return total

    return np.diff(passed(start) - passed(end)) / world.step_seconds
