"""What a list of received messages says about a channel: volume, weekly shape, hostility."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from scenarios.csv_source import Row, Table, read_table
from scenarios.message_file import Condition, timed_rows, values_not_there
from scenarios.problems import Problem, ScenarioError
from scenarios.week_shapes import HOURS_PER_WEEK

Floats = npt.NDArray[np.float64]
LEAST_MESSAGES = 24
_HOUR_PRIOR = 0.5  # messages added to each hour of the day, so that no hour is impossible
_HOSTILE_PRIOR = 20.0  # messages at the overall share added to each hour's hostile share
_ROUNDS = 200


@dataclass(frozen=True)
class HistorySpec:
    """Which rows of a file belong to the channel, and which of these were hostile."""

    zone: str
    """Zone whose hours the weekly shape counts."""
    time_column: str = "received_at"
    """Column with the time received, ISO 8601 with an offset."""
    filters: tuple[Condition, ...] = ()
    """Rows that count meet all of these."""
    hostile: tuple[Condition, ...] = ()
    """Hostile rows meet all of these; without any, the hostile share is not fitted."""
    hourly_hostility: bool = False
    """Whether to fit relative hostility by hour as well."""
    as_written: bool = False
    """Take the clock time as written instead of converting it to the zone (data from afar)."""
    answered_share: float = 1.0
    """Share of the messages that need an answer; the volume is scaled by it."""


@dataclass(frozen=True)
class FittedChannel:
    """A channel's figures as estimated from history, with what they rest on."""

    file: str
    spec: HistorySpec
    rows: int  # in the file
    messages: int  # that met the filters
    first: dt.datetime  # local time of the first and the last of them
    last: dt.datetime
    full_days: int  # local days that are covered from midnight to midnight
    volume_per_week: float
    by_weekday: tuple[float, ...]  # seven, mean 1
    by_hour: tuple[float, ...]  # twenty-four, mean 1
    busyness_cv: float
    hostile_messages: int | None
    hostility_by_hour: tuple[float, ...] | None  # twenty-four, relative to the share

    @property
    def hostile_share(self) -> float | None:
        """Share of the messages that were hostile."""
        return None if self.hostile_messages is None else self.hostile_messages / self.messages

    @property
    def hour_weights(self) -> Floats:
        """Weights of the hours of the week, shape (168,), Monday 00:00 first, sum 1."""
        weights = np.outer(self.by_weekday, self.by_hour).ravel()
        result: Floats = weights / weights.sum()
        return result


def fit_history(path: Path, spec: HistorySpec) -> FittedChannel:
    """Return a channel's figures from a CSV file with one row for each message.

    The expected number in an hour of the week is a weekday's weight times the hour's weight: a
    few weeks are too little for 168 free cells. Both are maximum-likelihood estimates for Poisson
    counts with the covered time as exposure, found by iterative proportional fitting (Deming,
    Stephan 1940), with half a message added to each hour; a weekday that is not covered gets the
    mean. Days that are covered only in part therefore do no harm. ``busyness_cv`` is what the
    counts of full days vary beyond Poisson (method of moments); while a weekday has been seen
    only once, weekday and busyness cannot be told apart, and the figure is an upper estimate.

    Raises ScenarioError with everything that is wrong in the file, or if fewer than 24 messages
    or less than a full day are left.
    """
    table = read_table(path, needed=_columns(spec))
    name = str(path)
    timed, problems = timed_rows(
        table,
        name,
        time_column=spec.time_column,
        filters=spec.filters,
        as_written=spec.as_written,
    )
    if problems or table.problems:
        raise ScenarioError([*table.problems, *problems])
    kept = [one.row for one in timed]
    _check_enough(table, kept, spec, name)
    times = [_local(one.time, spec) for one in timed]
    local = pd.DatetimeIndex(times).sort_values()
    exposure = _exposure(local[0], local[-1])
    if exposure.sum(axis=0).min() < 1:
        message = "covers less than a full day; take a longer period"
        raise ScenarioError([Problem(name, None, spec.time_column, message)])
    counts = _grid(local)
    rate, by_weekday, by_hour = _weights(counts, exposure)
    days, cv = _busyness(local)
    hostile = [row for row in kept if all(one.holds(row) for one in spec.hostile)]
    by_hour_hostile = None
    if spec.hostile and spec.hourly_hostility:
        flags = np.array([all(one.holds(row) for one in spec.hostile) for row in kept])
        by_hour_hostile = _hourly_hostility(pd.DatetimeIndex(times), flags)
    return FittedChannel(
        file=path.name,
        spec=spec,
        rows=len(table.rows),
        messages=len(kept),
        first=local[0].to_pydatetime(),
        last=local[-1].to_pydatetime(),
        full_days=days,
        volume_per_week=rate * spec.answered_share,
        by_weekday=tuple(by_weekday.tolist()),
        by_hour=tuple(by_hour.tolist()),
        busyness_cv=cv,
        hostile_messages=len(hostile) if spec.hostile else None,
        hostility_by_hour=by_hour_hostile,
    )


def _columns(spec: HistorySpec) -> tuple[str, ...]:
    named = [spec.time_column, *(one.column for one in (*spec.filters, *spec.hostile))]
    return tuple(dict.fromkeys(named))


def _local(time: dt.datetime, spec: HistorySpec) -> pd.Timestamp:
    # Clock times taken as written are counted in UTC, where every day has its 24 hours.
    if spec.as_written:
        return pd.Timestamp(time.replace(tzinfo=dt.UTC))
    return pd.Timestamp(time.astimezone(dt.UTC)).tz_convert(spec.zone)


def _check_enough(table: Table, kept: list[Row], spec: HistorySpec, name: str) -> None:
    problems = values_not_there(table, (*spec.filters, *spec.hostile), name)
    if not problems and len(kept) < LEAST_MESSAGES:
        message = (
            f"{len(kept)} messages meet the filters; at least {LEAST_MESSAGES} are needed: "
            "loosen the filters or take a longer period"
        )
        problems.append(Problem(name, None, "", message))
    if problems:
        raise ScenarioError(problems)


def _grid(local: pd.DatetimeIndex) -> Floats:
    """Return counts by weekday and hour, shape (7, 24)."""
    cells = np.asarray(local.day_of_week) * 24 + np.asarray(local.hour)
    return np.bincount(cells, minlength=HOURS_PER_WEEK).reshape(7, 24).astype(np.float64)


def _exposure(first: pd.Timestamp, last: pd.Timestamp) -> Floats:
    """Return the hours covered from the first to the last message, shape (7, 24)."""
    minutes = pd.date_range(first.floor("min"), last.floor("min"), freq="min")
    return _grid(minutes) / 60


def _weights(counts: Floats, exposure: Floats) -> tuple[float, Floats, Floats]:
    """Return messages per week, weekday weights and hour weights, both with mean 1."""
    by_hour_counts = counts.sum(axis=0) + _HOUR_PRIOR
    by_weekday_counts = counts.sum(axis=1)
    seen = exposure.sum(axis=1) > 0
    by_weekday, by_hour = np.ones(7), np.ones(24)
    for _ in range(_ROUNDS):
        by_hour = by_hour_counts / (by_weekday @ exposure)
        hours = exposure @ by_hour
        by_weekday[seen] = by_weekday_counts[seen] / hours[seen]
        by_weekday[~seen] = by_weekday[seen].mean()
    rate = float(by_weekday.sum() * by_hour.sum())
    return rate, by_weekday / by_weekday.mean(), by_hour / by_hour.mean()


def _busyness(local: pd.DatetimeIndex) -> tuple[int, float]:
    """Return the number of full days and their variation beyond Poisson."""
    days = pd.Series(1, index=local).resample("D").sum()
    full = days.iloc[1:-1]  # the first and the last day are covered in part
    if len(full) < 2:
        return len(full), 0.0
    counts = full.to_numpy(dtype=np.float64)
    weekdays = np.asarray(pd.DatetimeIndex(full.index).day_of_week)
    groups = [counts[weekdays == day] for day in range(7) if (weekdays == day).any()]
    if min(len(group) for group in groups) < 2:
        groups = [counts]  # too few to know what is usual for each weekday
    expected = np.concatenate([np.full(len(group), group.mean()) for group in groups])
    observed = np.concatenate(groups)
    freedom = len(observed) / (len(observed) - len(groups))
    beyond = float((freedom * (observed - expected) ** 2 - expected).sum())
    return len(full), float(np.sqrt(max(0.0, beyond) / (expected**2).sum()))


def _hourly_hostility(local: pd.DatetimeIndex, hostile: npt.NDArray[np.bool_]) -> tuple[float, ...]:
    """Return the hostile share of each hour over the overall one, drawn towards 1."""
    hours = np.asarray(local.hour)
    share = hostile.mean()
    counts = np.bincount(hours, minlength=24)
    hostile_counts = np.bincount(hours, weights=hostile, minlength=24)
    shares = (hostile_counts + _HOSTILE_PRIOR * share) / (counts + _HOSTILE_PRIOR)
    return tuple((shares / share).tolist()) if share > 0 else (1.0,) * 24
