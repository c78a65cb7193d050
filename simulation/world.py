"""The world: a scenario compiled to flat arrays, ready to be simulated."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapLimits, CapWindow
from scenarios.cap_layers import all_limits
from scenarios.channels import Channel
from scenarios.durations import Duration, Patience
from scenarios.promises import Sla, SlaClock
from scenarios.queues import groups_of, lines_of, queues_of
from scenarios.scenario import Scenario
from scenarios.timeline import OpeningClock, Timeline
from scenarios.workflow import Stage
from simulation.arrivals.rates import ChannelRates, hour_of_minute, rates_of
from simulation.arrivals.replayed import ReplayFacts, replays_of
from simulation.arrivals.storms import StormFacts, storms_of

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SECONDS_PER_MINUTE = 60.0


@dataclass(frozen=True)
class StageFacts:
    """What the simulation has to know of one stage of a workflow."""

    noun: Stage
    handle: Duration
    first_line: int  # index of its line in the channel's first language; the others follow
    sla_seconds: float  # infinity without an SLA
    clock: OpeningClock | None  # None where the limit runs always
    back_to: int  # place of the stage to which some cases go back


@dataclass(frozen=True)
class ChannelFacts:
    """What the simulation has to know of one channel."""

    id: str
    realtime: bool
    stages: tuple[StageFacts, ...]
    first_line: int  # index of the channel's first line
    language_shares: Floats  # cumulative, shape (lines of the channel,), last is 1
    rates: ChannelRates
    replay: ReplayFacts | None
    busyness_cv: float
    handle: Duration
    patience: Patience | None
    hostile_factor: float
    recall: float
    false_positive_rate: float
    concurrency: int
    slowdown: float
    sla_seconds: float  # infinity without an SLA
    clock: OpeningClock | None  # None where the limit runs always


@dataclass(frozen=True)
class World:
    """A compiled scenario. Times are seconds after the horizon's first local midnight."""

    scenario: Scenario
    channels: tuple[ChannelFacts, ...]
    line_ids: tuple[str, ...]
    line_channel: Ints
    line_live: Bools  # whether customers wait live
    queue_ids: tuple[str, ...]
    queue_channel: Ints
    queue_line: Ints
    queue_live: Bools
    queue_hostile: Bools  # whether the queue is that of cases labelled hostile
    agent_ids: tuple[str, ...]
    group_ids: tuple[str, ...]
    agent_group: Ints
    unplanned_absence_share: float
    first_date: dt.date  # local date of day 0
    horizon_seconds: float
    step_seconds: float  # length of an interval
    interval_of_week: Ints  # place in the local week; two days longer than the horizon
    intervals_per_week: int
    hour_of_minute: Ints  # hour of the local week of each minute of the horizon
    day_minutes: Ints  # first minute of each day and the end of the last, shape (days + 1,)
    cap_window: CapWindow  # of the cap; week without one
    cap_limits: tuple[CapLimits, ...]  # by agent
    storms: tuple[StormFacts, ...]
    regular_shares: Floats | None  # cumulative, of the authors who write often

    @property
    def intervals(self) -> int:
        """Number of planning intervals."""
        return round(self.horizon_seconds / self.step_seconds)

    @property
    def week_seconds(self) -> Floats:
        """Start of each calendar week, shape (weeks,).

        The night in which the last shifts end belongs to the last week: a week of a few hours
        would hold a handful of cases, of which no share says anything.
        """
        return (self.day_minutes[:-1:7] * SECONDS_PER_MINUTE).astype(np.float64)


def compile_world(scenario: Scenario) -> World:
    """Return the scenario as flat arrays.

    Raises ValueError where volume, hostility or classifier contradict each other.
    """
    timeline = Timeline(scenario.horizon)
    lines, queues, groups = lines_of(scenario), queues_of(scenario), groups_of(scenario)
    channel_index = {channel_id: number for number, channel_id in enumerate(scenario.channels)}
    group_of = {agent: number for number, group in enumerate(groups) for agent in group.agent_ids}
    days = range(timeline.horizon.days + 1)
    replays = replays_of(scenario)
    return World(
        scenario=scenario,
        channels=tuple(
            _facts(scenario, timeline, channel_id, replays.get(channel_id))
            for channel_id in channel_index
        ),
        line_ids=tuple(line.id for line in lines),
        line_channel=np.array([channel_index[line.channel_id] for line in lines]),
        line_live=np.array([line.live for line in lines]),
        queue_ids=tuple(queue.id for queue in queues),
        queue_channel=np.array([channel_index[queue.line.channel_id] for queue in queues]),
        queue_line=np.repeat(np.arange(len(lines)), 2),
        queue_live=np.array([queue.line.live for queue in queues]),
        queue_hostile=np.array([queue.labelled_hostile for queue in queues]),
        agent_ids=tuple(agent.id for agent in scenario.team.agents),
        group_ids=tuple(group.id for group in groups),
        agent_group=np.array([group_of[agent.id] for agent in scenario.team.agents]),
        unplanned_absence_share=scenario.team.unplanned_absence_share,
        first_date=scenario.horizon.start,
        horizon_seconds=timeline.total_minutes * SECONDS_PER_MINUTE,
        step_seconds=timeline.horizon.interval_minutes * SECONDS_PER_MINUTE,
        interval_of_week=_places(timeline),
        intervals_per_week=timeline.intervals_per_week,
        hour_of_minute=hour_of_minute(timeline),
        day_minutes=np.array([timeline.minute(day, 0) for day in days]),
        cap_window=scenario.cap.window if scenario.cap else CapWindow.WEEK,
        cap_limits=tuple(all_limits(scenario).values()),
        storms=storms_of(scenario, timeline),
        regular_shares=_regular_shares(scenario),
    )


def _facts(
    scenario: Scenario, timeline: Timeline, channel_id: str, replay: ReplayFacts | None
) -> ChannelFacts:
    channel = scenario.channels[channel_id]
    lines = lines_of(scenario)
    own = [
        number
        for number, line in enumerate(lines)
        if line.channel_id == channel_id and line.stage_id is None
    ]
    cumulative = np.cumsum([lines[number].share for number in own])
    stages = _stages(scenario, timeline, channel_id)
    return ChannelFacts(
        id=channel_id,
        realtime=channel.realtime,
        stages=stages,
        first_line=own[0],
        language_shares=cumulative / cumulative[-1],
        rates=rates_of(scenario, timeline, channel_id, channel),
        replay=replay,
        busyness_cv=channel.busyness_cv,
        handle=stages[0].handle,
        patience=channel.patience,
        hostile_factor=channel.hostility.handle_time_factor,
        recall=scenario.classifier.recall,
        false_positive_rate=scenario.classifier.false_positive_rate(channel.hostile_share),
        concurrency=channel.concurrency,
        slowdown=channel.concurrency_slowdown,
        sla_seconds=channel.sla.within_seconds if channel.sla else np.inf,
        clock=_clock(scenario, timeline, channel, channel.sla),
    )


def _stages(scenario: Scenario, timeline: Timeline, channel_id: str) -> tuple[StageFacts, ...]:
    channel = scenario.channels[channel_id]
    ids = [stage.id for stage in channel.stages]
    facts: list[StageFacts] = []
    for place, stage in enumerate(channel.stages):
        sla = channel.sla if place == 0 else stage.sla
        facts.append(
            StageFacts(
                noun=stage,
                handle=stage.handle_time or _scaled(channel.handle_time, stage.work_share),
                first_line=next(
                    number
                    for number, line in enumerate(lines_of(scenario))
                    if line.channel_id == channel_id and place in line.stages
                ),
                sla_seconds=sla.within_seconds if sla else np.inf,
                clock=_clock(scenario, timeline, channel, sla),
                back_to=ids.index(stage.back_to) if stage.back_to is not None else place,
            )
        )
    return tuple(facts)


def _scaled(duration: Duration, share: float) -> Duration:
    return duration.model_copy(update={"mean_seconds": duration.mean_seconds * share})


def _clock(
    scenario: Scenario, timeline: Timeline, channel: Channel, sla: Sla | None
) -> OpeningClock | None:
    if sla is None or sla.clock is not SlaClock.OPENING:
        return None
    opening = channel.opening if channel.opening is not None else scenario.horizon.opening
    return OpeningClock(timeline.open_windows(opening))


def _regular_shares(scenario: Scenario) -> Floats | None:
    """Cumulative shares of regular authors, the most frequent first (Zipf)."""
    if scenario.authors is None:
        return None
    weights = np.arange(1.0, scenario.authors.regulars + 1.0) ** -scenario.authors.skew
    cumulative: Floats = np.cumsum(weights) / weights.sum()
    return cumulative


def _places(timeline: Timeline) -> Ints:
    # Shifts may run past the end; the clock goes on there as on any Monday.
    per_week = timeline.intervals_per_week
    tail = np.arange(2 * per_week // 7) % per_week
    return np.concatenate((timeline.interval_of_week, tail))
