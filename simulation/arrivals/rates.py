"""Rates of arrival: how each channel's week falls on the minutes of the horizon."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from scenarios.channels import ArrivalTable, Channel
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY, WindowsByWeekday, parse_weekdays
from scenarios.week_shapes import hour_weights
from simulation.arrivals.events import hostile_factors, volume_factors

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
HOURS_PER_WEEK = 168


@dataclass(frozen=True)
class ChannelRates:
    """When one channel's drawn cases come, apart from chance; a replay has none."""

    cumulative: Floats  # share of a normal week's volume before each minute, shape (minutes + 1,)
    day_cases: Floats  # expected cases of each day, volume.scale and holidays in, shape (days,)
    minute_cases: Floats  # expected cases of each minute, shape (minutes,)
    minute_hostile_chance: Floats  # chance that a case of each minute is hostile, shape (minutes,)
    event_days: dict[int, Floats] = field(default_factory=dict)
    """The cumulative share within each day that events change, by day index, shape (minutes of
    the day + 1,); other days keep theirs to the last bit."""


@dataclass(frozen=True)
class _Course:
    """The usual course of a channel's volume, events and holidays apart."""

    share: Floats  # of a normal week's volume in each minute of the horizon
    by_hour: Floats  # volume of a normal week by local hour of the day, any scale, shape (24,)


def hour_of_minute(timeline: Timeline) -> Ints:
    """Return the hour of the local week, Monday 00:00 first, of each elapsed minute."""
    step = timeline.horizon.interval_minutes
    return np.repeat(timeline.interval_of_week * step // 60, step)


def minute_of_week(timeline: Timeline) -> Ints:
    """Return the minute of the local week, Monday 00:00 first, of each elapsed minute."""
    step = timeline.horizon.interval_minutes
    return np.add.outer(timeline.interval_of_week * step, np.arange(step)).ravel()


def open_week(week: WindowsByWeekday) -> Floats:
    """Return 1 for each minute of a normal week that is open, else 0, shape (10080,)."""
    minutes = np.zeros(7 * MINUTES_PER_DAY)
    for weekday, windows in enumerate(week):
        for start, end in windows:
            minutes[weekday * MINUTES_PER_DAY + start : weekday * MINUTES_PER_DAY + end] = 1.0
    return minutes


def open_share_by_hour(week: WindowsByWeekday) -> Floats:
    """Return which share of each hour of a normal week is open, shape (168,)."""
    share: Floats = open_week(week).reshape(HOURS_PER_WEEK, 60).mean(axis=1)
    return share


def open_minutes(timeline: Timeline, opening: WindowsByWeekday) -> npt.NDArray[np.bool_]:
    """Return whether each elapsed minute lies in the opening hours."""
    is_open = np.zeros(timeline.total_minutes, dtype=np.bool_)
    for start, end in timeline.open_windows(opening):
        is_open[start:end] = True
    return is_open


def table_week(tables: tuple[ArrivalTable, ...]) -> Floats:
    """Return the expected cases in each minute of a normal week, shape (10080,).

    Tables that hold for the same time add up.
    """
    minutes = np.zeros(7 * MINUTES_PER_DAY)
    for table in tables:
        day = np.repeat(np.array(table.cases) / table.every_minutes, table.every_minutes)
        for weekday in parse_weekdays(table.days):
            first = weekday * MINUTES_PER_DAY + table.from_time
            minutes[first : first + len(day)] += day
    return minutes


def rates_of(
    scenario: Scenario, timeline: Timeline, channel_id: str, channel: Channel
) -> ChannelRates:
    """Return the rates of a channel.

    A week's volume falls on the hours by the channel's weights; for a live channel on its
    opening hours only, hours that are open in part pro rata, closed holidays empty. Arrival
    tables say the volume of each minute themselves; of a live channel, what they put outside its
    opening hours does not come. On clock-change days wall-clock rates apply to the minutes that
    exist. Events multiply the rates of their minutes. Raises ValueError where a live channel has
    volume but no weight in its opening hours.
    """
    if channel.replay is not None:
        course = _replayed(timeline, channel)
    elif channel.arrivals:
        course = _of_tables(scenario, timeline, channel)
    else:
        course = _of_shape(scenario, timeline, channel_id, channel)
    day_of_minute = np.repeat(timeline.interval_day, timeline.horizon.interval_minutes)
    factor = _day_factors(timeline) * channel.weekly_cases * scenario.volume.scale
    minute_cases = course.share * factor[day_of_minute]
    event_days: dict[int, Floats] = {}
    louder = volume_factors(scenario, timeline, channel_id)
    if louder is not None:
        minute_cases = minute_cases * louder
        for day in np.unique(day_of_minute[louder != 1]).tolist():
            own = day_of_minute == day
            event_days[day] = np.concatenate(([0.0], np.cumsum((course.share * louder)[own])))
    day_cases = np.zeros(timeline.horizon.days)
    np.add.at(day_cases, day_of_minute, minute_cases)
    chance = _hostile_chance(channel_id, channel, course)[hour_of_minute(timeline) % 24]
    angrier = hostile_factors(scenario, timeline, channel_id)
    if angrier is not None:
        chance = np.minimum(chance * angrier, 1.0)
    return ChannelRates(
        cumulative=np.concatenate(([0.0], np.cumsum(course.share))),
        day_cases=day_cases,
        minute_cases=minute_cases,
        minute_hostile_chance=chance,
        event_days=event_days,
    )


def _of_shape(scenario: Scenario, timeline: Timeline, channel_id: str, channel: Channel) -> _Course:
    opening = _opening(scenario, channel)
    weights = hour_weights(channel)
    is_open = np.ones(timeline.total_minutes, dtype=np.bool_)
    open_weights = weights
    if channel.realtime:
        open_weights = weights * open_share_by_hour(opening)
        is_open = open_minutes(timeline, opening)
    if open_weights.sum() <= 0:
        if channel.weekly_cases > 0:
            raise ValueError(
                f"channels.{channel_id}: the weekly shape has no weight in the opening hours; "
                "change the shape or the opening hours"
            )
        open_weights = weights
    share = weights[hour_of_minute(timeline)] / open_weights.sum() / 60.0 * is_open
    return _Course(share, open_weights.reshape(7, 24).sum(axis=0))


def _of_tables(scenario: Scenario, timeline: Timeline, channel: Channel) -> _Course:
    week = table_week(channel.arrivals)
    total = week.sum()
    if total <= 0:
        return _Course(np.zeros(timeline.total_minutes), np.ones(24))
    share = week[minute_of_week(timeline)] / total
    if channel.realtime:
        opening = _opening(scenario, channel)
        share = share * open_minutes(timeline, opening)
        week = week * open_week(opening)
    by_hour = week.reshape(7, 24, 60).sum(axis=(0, 2))
    return _Course(share, by_hour if by_hour.any() else np.ones(24))


def _replayed(timeline: Timeline, channel: Channel) -> _Course:
    """No drawn volume; the messages themselves say which hours weigh how much."""
    assert channel.replay is not None
    seconds = np.array([message.second for message in channel.replay.messages])
    inside = seconds[(seconds >= 0) & (seconds < timeline.total_minutes * 60)]
    hour = hour_of_minute(timeline)[(inside // 60).astype(np.int64)] % 24
    by_hour = np.bincount(hour, minlength=24).astype(np.float64)
    return _Course(np.zeros(timeline.total_minutes), by_hour if len(inside) else np.ones(24))


def _opening(scenario: Scenario, channel: Channel) -> WindowsByWeekday:
    return channel.opening if channel.opening is not None else scenario.horizon.opening


def _day_factors(timeline: Timeline) -> Floats:
    said = timeline.horizon.holidays
    factors = np.ones(timeline.horizon.days)
    if said is not None:
        for day in range(timeline.horizon.days):
            if timeline.date(day) in timeline.holiday_dates:
                factors[day] = said.volume_factor
    return factors


def _hostile_chance(channel_id: str, channel: Channel, course: _Course) -> Floats:
    """Chance by local hour, so that the channel's share holds over its usual course."""
    hostility = channel.hostility
    relative = np.array(hostility.by_hour if hostility.by_hour is not None else (1.0,) * 24)
    mean = float(relative @ course.by_hour / course.by_hour.sum())
    if mean <= 0:
        if hostility.share > 0 and (channel.weekly_cases > 0 or channel.replay is not None):
            raise ValueError(
                f"channels.{channel_id}.hostility: by_hour is zero wherever cases come, so no "
                f"share of {hostility.share:g} can hold; give a busy hour a positive weight"
            )
        return np.zeros(24)
    return np.minimum(hostility.share * relative / mean, 1.0)
