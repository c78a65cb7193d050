"""Rates of arrival: how each channel's week falls on the minutes of the horizon."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY, WindowsByWeekday
from scenarios.week_shapes import hour_weights

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
HOURS_PER_WEEK = 168


@dataclass(frozen=True)
class ChannelRates:
    """When one channel's cases come, apart from chance."""

    cumulative: Floats  # share of a normal week's volume before each minute, shape (minutes + 1,)
    day_cases: Floats  # expected cases of each day, volume.scale and holidays in, shape (days,)
    minute_cases: Floats  # expected cases of each minute, shape (minutes,)
    minute_hostile_chance: Floats  # chance that a case of each minute is hostile, shape (minutes,)


def hour_of_minute(timeline: Timeline) -> Ints:
    """Return the hour of the local week, Monday 00:00 first, of each elapsed minute."""
    step = timeline.horizon.interval_minutes
    return np.repeat(timeline.interval_of_week * step // 60, step)


def open_share_by_hour(week: WindowsByWeekday) -> Floats:
    """Return which share of each hour of a normal week is open, shape (168,)."""
    minutes = np.zeros(7 * MINUTES_PER_DAY)
    for weekday, windows in enumerate(week):
        for start, end in windows:
            minutes[weekday * MINUTES_PER_DAY + start : weekday * MINUTES_PER_DAY + end] = 1.0
    share: Floats = minutes.reshape(HOURS_PER_WEEK, 60).mean(axis=1)
    return share


def open_minutes(timeline: Timeline, opening: WindowsByWeekday) -> npt.NDArray[np.bool_]:
    """Return whether each elapsed minute lies in the opening hours."""
    is_open = np.zeros(timeline.total_minutes, dtype=np.bool_)
    for start, end in timeline.open_windows(opening):
        is_open[start:end] = True
    return is_open


def rates_of(
    scenario: Scenario, timeline: Timeline, channel_id: str, channel: Channel
) -> ChannelRates:
    """Return the rates of a channel.

    A week's volume falls on the hours by the channel's weights; for a live channel on its
    opening hours only, hours that are open in part pro rata, closed holidays empty. On
    clock-change days the weights apply to the hours that exist. Raises ValueError where a live
    channel has volume but no weight in its opening hours.
    """
    opening = channel.opening if channel.opening is not None else scenario.horizon.opening
    hour_of_week = hour_of_minute(timeline)
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
    share = weights[hour_of_week] / open_weights.sum() / 60.0 * is_open
    factor = _day_factors(timeline) * channel.weekly_cases * scenario.volume.scale
    day_of_minute = np.repeat(timeline.interval_day, timeline.horizon.interval_minutes)
    minute_cases = share * factor[day_of_minute]
    day_cases = np.zeros(timeline.horizon.days)
    np.add.at(day_cases, day_of_minute, minute_cases)
    return ChannelRates(
        cumulative=np.concatenate(([0.0], np.cumsum(share))),
        day_cases=day_cases,
        minute_cases=minute_cases,
        minute_hostile_chance=_hostile_chance(channel_id, channel, open_weights)[hour_of_week % 24],
    )


def _day_factors(timeline: Timeline) -> Floats:
    said = timeline.horizon.holidays
    factors = np.ones(timeline.horizon.days)
    if said is not None:
        for day in range(timeline.horizon.days):
            if timeline.date(day) in timeline.holiday_dates:
                factors[day] = said.volume_factor
    return factors


def _hostile_chance(channel_id: str, channel: Channel, open_weights: Floats) -> Floats:
    """Chance by local hour, so that the channel's share holds over a normal week."""
    hostility = channel.hostility
    relative = np.array(hostility.by_hour if hostility.by_hour is not None else (1.0,) * 24)
    by_hour = open_weights.reshape(7, 24).sum(axis=0)
    mean = float(relative @ by_hour / by_hour.sum())
    if mean <= 0:
        if hostility.share > 0 and channel.weekly_cases > 0:
            raise ValueError(
                f"channels.{channel_id}.hostility: by_hour is zero wherever cases come, so no "
                f"share of {hostility.share:g} can hold; give a busy hour a positive weight"
            )
        return np.zeros(24)
    return np.minimum(hostility.share * relative / mean, 1.0)
