"""The yardstick: what measuring needs of scenario and roster, worked out once for a whole run."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scenarios.promises import Denominator, Sla, SlaClock
from scenarios.roster import Activity, Roster, Segment
from scenarios.scenario import Scenario
from scenarios.timeline import OpeningClock, Timeline
from simulation.records import Bools, Floats, Ints
from simulation.world import SECONDS_PER_MINUTE, World

DENOMINATORS = tuple(Denominator)


@dataclass(frozen=True)
class OpenTime:
    """How many seconds of opening hours have passed by any moment."""

    moments: Floats  # bounds of the windows, seconds
    opened: Floats  # open seconds before each

    def between(self, start: Floats, end: Floats) -> Floats:
        """Return the seconds of opening hours between moments."""
        passed: Floats = np.interp(end, self.moments, self.opened)
        return passed - np.interp(start, self.moments, self.opened)


@dataclass(frozen=True)
class Resolution:
    """A promise on whole cases."""

    sla: Sla
    clock: OpeningClock | None  # None where the limit runs always

    def due_seconds(self, arrival: Floats) -> Floats:
        """Return when the limit of cases is up."""
        if self.clock is None:
            return arrival + self.sla.within_seconds
        minutes = self.sla.within_seconds / SECONDS_PER_MINUTE
        return self.clock.due_minutes(arrival / SECONDS_PER_MINUTE, minutes) * SECONDS_PER_MINUTE


@dataclass(frozen=True)
class Stages:
    """The stages of all channels in a row, shape (stages,)."""

    first: Ints  # number of each channel's first stage, shape (channels,)
    channel: Ints
    ids: tuple[str, ...]
    has_sla: Bools
    denominator: Ints  # place in DENOMINATORS; 0 without an SLA
    answers_message: Bools  # starts with a message of the customer

    def of(self, channel: Ints, place: Ints) -> Ints:
        """Return the number of a stage from its channel and its place in the workflow."""
        return self.first[channel] + place


@dataclass(frozen=True)
class Rostered:
    """Rostered time of all agents in one state, to be compared with what happened."""

    begin: float  # of the whole roster, seconds
    span: float  # by which agents are set apart; longer than the whole roster
    moments: Floats  # bounds of the segments, agent by agent
    passed: Floats  # rostered seconds before each
    seconds: Floats  # of each agent, shape (agents,)

    def within(self, agent: Ints, start: Floats, end: Floats) -> Floats:
        """Return how much of stretches of time was rostered in this state, seconds."""
        if not len(self.moments):
            return np.zeros(len(agent))
        return self._until(agent, end) - self._until(agent, start)

    def _until(self, agent: Ints, moment: Floats) -> Floats:
        inside = np.clip(moment - self.begin, 0.0, self.span - 1.0)
        passed: Floats = np.interp(agent * self.span + inside, self.moments, self.passed)
        return passed


@dataclass(frozen=True)
class ShiftFacts:
    """Shifts by index into the roster, and what is rostered."""

    agent: Ints  # shape (shifts,), as are the next four
    start_minute: Floats
    end_minute: Floats
    paid_minutes: Floats  # 0 on call: that pay buys no time at the desk
    work_minutes: Floats
    work: Rostered
    breaks: Rostered


@dataclass(frozen=True)
class Yardstick:
    """What measuring needs of scenario and roster."""

    counted_from: float  # end of the warm-up, seconds
    stages: Stages
    public: Bools  # by channel
    holding_counts: Bools  # by channel: whether a holding reply counts as the first response
    open_time: tuple[OpenTime, ...]  # by channel
    resolution: tuple[Resolution | None, ...]  # by channel
    day_starts: Ints  # first interval of each day
    shifts: ShiftFacts
    credited_minutes: float  # of planned absences in the horizon


def compile_yardstick(world: World, roster: Roster) -> Yardstick:
    """Return the yardstick of a world and a roster."""
    scenario = world.scenario
    timeline = Timeline(scenario.horizon)
    channels = tuple(scenario.channels.values())
    openings = [timeline.open_windows(channel.opening) for channel in channels]
    return Yardstick(
        counted_from=scenario.start.warm_up_hours * 3600.0,
        stages=_stages(scenario),
        public=np.array([channel.public for channel in channels]),
        holding_counts=np.array(
            [
                channel.holding_reply is not None and channel.holding_reply.counts_as_first_response
                for channel in channels
            ]
        ),
        open_time=tuple(_open_time(windows) for windows in openings),
        resolution=tuple(
            _resolution(channel.resolution, windows)
            for channel, windows in zip(channels, openings, strict=True)
        ),
        day_starts=(world.day_minutes[:-1] * SECONDS_PER_MINUTE / world.step_seconds).astype(int),
        shifts=_shift_facts(world, roster),
        credited_minutes=_credited_minutes(scenario),
    )


def _stages(scenario: Scenario) -> Stages:
    first, channel_of, messages = [], [], []
    ids: list[str] = []
    slas: list[Sla | None] = []
    for number, (channel_id, channel) in enumerate(scenario.channels.items()):
        first.append(len(ids))
        for place, stage in enumerate(channel.stages):
            channel_of.append(number)
            ids.append(f"{channel_id}/{stage.id}")
            slas.append(channel.sla if place == 0 else stage.sla)
            messages.append(place == 0 or stage.think_time is not None)
    return Stages(
        first=np.array(first),
        channel=np.array(channel_of),
        ids=tuple(ids),
        has_sla=np.array([sla is not None for sla in slas]),
        denominator=np.array([DENOMINATORS.index(sla.denominator) if sla else 0 for sla in slas]),
        answers_message=np.array(messages),
    )


def _open_time(windows: Ints) -> OpenTime:
    if not len(windows):
        return OpenTime(np.zeros(1), np.zeros(1))
    lengths = np.zeros(windows.shape)
    lengths[:, 1] = windows[:, 1] - windows[:, 0]
    opened = np.cumsum(SECONDS_PER_MINUTE * lengths.ravel())
    return OpenTime((windows.ravel() * SECONDS_PER_MINUTE).astype(np.float64), opened)


def _resolution(sla: Sla | None, windows: Ints) -> Resolution | None:
    if sla is None:
        return None
    return Resolution(sla, OpeningClock(windows) if sla.clock is SlaClock.OPENING else None)


def _shift_facts(world: World, roster: Roster) -> ShiftFacts:
    agent_at = {agent_id: number for number, agent_id in enumerate(world.agent_ids)}
    shifts = roster.shifts
    return ShiftFacts(
        agent=np.array([agent_at[shift.agent_id] for shift in shifts], dtype=np.int64),
        start_minute=np.array([shift.start_minute for shift in shifts], dtype=np.float64),
        end_minute=np.array([shift.end_minute for shift in shifts], dtype=np.float64),
        paid_minutes=np.array(
            [0 if shift.is_on_call else shift.paid_minutes for shift in shifts], dtype=np.float64
        ),
        work_minutes=np.array([shift.work_minutes for shift in shifts], dtype=np.float64),
        work=_rostered(world, roster, Activity.WORK),
        breaks=_rostered(world, roster, Activity.BREAK),
    )


def _rostered(world: World, roster: Roster, activity: Activity) -> Rostered:
    begin = min((shift.start_minute for shift in roster.shifts), default=0) * SECONDS_PER_MINUTE
    end = max((shift.end_minute for shift in roster.shifts), default=0) * SECONDS_PER_MINUTE
    span = end - begin + 2.0
    moments: list[float] = []
    lengths: list[float] = []
    seconds = np.zeros(len(world.agent_ids))
    for number, agent_id in enumerate(world.agent_ids):
        for segment in _segments(roster, agent_id, activity):
            own = [minute * SECONDS_PER_MINUTE for minute in segment]
            moments.extend(number * span + one - begin for one in own)
            lengths.extend((0.0, own[1] - own[0]))
            seconds[number] += own[1] - own[0]
    return Rostered(begin, span, np.array(moments), np.cumsum(np.array(lengths)), seconds)


def _segments(roster: Roster, agent_id: str, activity: Activity) -> Iterable[tuple[int, int]]:
    """Yield an agent's segments of one kind as (start, end) in order of time."""
    own: list[Segment] = [one for shift in roster.of(agent_id) for one in shift.segments]
    for segment in sorted(own):
        if segment.activity is activity:
            yield segment.start_minute, segment.end_minute


def _credited_minutes(scenario: Scenario) -> float:
    """Paid minutes of planned absences on days of the horizon."""
    first = scenario.horizon.start
    last = first + dt.timedelta(days=scenario.horizon.days - 1)
    minutes = 0.0
    for agent in scenario.team.agents:
        for absence in agent.absences:
            days = (min(absence.last, last) - max(absence.first, first)).days + 1
            minutes += 60.0 * absence.credited_hours_per_day * max(days, 0)
    return minutes
