"""The horizon's calendar: elapsed minutes, local dates, clock changes, opening hours."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays as public_holidays
import numpy as np
import numpy.typing as npt

from scenarios.horizon import Horizon
from scenarios.wall import MINUTES_PER_DAY, WindowsByWeekday


class NonexistentTimeError(ValueError):
    """A wall-clock time that a clock change skips."""


def _wall_minute(local: dt.datetime) -> int:
    return local.hour * 60 + local.minute


@dataclass(frozen=True)
class Timeline:
    """Maps wall time of the horizon's zone to elapsed minutes after its first local midnight.

    Elapsed minutes are real (UTC) time: a day has 1380, 1440 or 1500 of them. Day indexes count
    from 0; index -1 is the evening before the horizon, for night shifts into the first day.
    """

    horizon: Horizon

    @cached_property
    def zone(self) -> ZoneInfo:
        """The horizon's zone."""
        return self.horizon.tzinfo

    @cached_property
    def origin_utc(self) -> dt.datetime:
        """The first local midnight, in UTC: minute 0."""
        return self._utc_of(self.horizon.start, 0)

    def _utc_of(self, date: dt.date, wall_minute: int) -> dt.datetime:
        days, minute = divmod(wall_minute, MINUTES_PER_DAY)
        clock = dt.time(minute // 60, minute % 60)
        local = dt.datetime.combine(date + dt.timedelta(days=days), clock, tzinfo=self.zone)
        return local.astimezone(dt.UTC)

    def date(self, day: int) -> dt.date:
        """Return the date of a day index."""
        return self.horizon.start + dt.timedelta(days=day)

    def day_index(self, date: dt.date) -> int:
        """Return the day index of a date."""
        return (date - self.horizon.start).days

    def minute(self, day: int, wall_minute: int) -> int:
        """Return the elapsed minute of a wall-clock minute of a day.

        Wall minutes from 1440 on lie on the next day. A time that the spring change skips is
        taken with the offset before the change; one that comes twice in autumn, at its first
        coming (PEP 495, fold 0).
        """
        delta = self._utc_of(self.date(day), wall_minute) - self.origin_utc
        return int(delta.total_seconds()) // 60

    def exists(self, date: dt.date, wall_minute: int) -> bool:
        """Whether a wall-clock time of a date is not skipped by a clock change."""
        local = self._utc_of(date, wall_minute).astimezone(self.zone)
        return local.hour * 60 + local.minute == wall_minute % MINUTES_PER_DAY

    def minute_of_local(self, local: dt.datetime) -> int:
        """Return the elapsed minute of a dated local time without an offset.

        A time that comes twice in autumn is taken at its first coming. Raises
        NonexistentTimeError for a time that a clock change skips.
        """
        wall_minute = _wall_minute(local)
        if not self.exists(local.date(), wall_minute):
            first, last = self._gap(local)
            raise NonexistentTimeError(
                f"{local:%H:%M} does not exist on {local:%Y-%m-%d} in {self.horizon.zone}; clocks "
                f"jump from {first:%H:%M} to {last:%H:%M}: write a time before {first:%H:%M} or "
                f"from {last:%H:%M} on"
            )
        return self.minute(self.day_index(local.date()), wall_minute)

    def _gap(self, local: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Return the ends of the gap in which a local time lies, as clocks show them."""
        minute = dt.timedelta(minutes=1)
        first = last = local
        while not self.exists((first - minute).date(), _wall_minute(first - minute)):
            first -= minute
        while not self.exists(last.date(), _wall_minute(last)):
            last += minute
        return first, last

    @cached_property
    def total_minutes(self) -> int:
        """Elapsed minutes of the whole horizon."""
        return self.minute(self.horizon.days, 0)

    @cached_property
    def intervals(self) -> int:
        """Number of planning intervals."""
        return self.total_minutes // self.horizon.interval_minutes

    def utc(self, minute: float) -> dt.datetime:
        """Return the UTC time of an elapsed minute."""
        return self.origin_utc + dt.timedelta(minutes=minute)

    def local(self, minute: float) -> dt.datetime:
        """Return the local time of an elapsed minute."""
        return self.utc(minute).astimezone(self.zone)

    @cached_property
    def holiday_dates(self) -> frozenset[dt.date]:
        """Public holidays within the horizon."""
        said = self.horizon.holidays
        if said is None:
            return frozenset()
        years = range(self.date(-1).year, self.date(self.horizon.days).year + 1)
        known = public_holidays.country_holidays(
            said.country, subdiv=said.state, years=years, categories=said.categories
        )
        first, last = self.date(-1), self.date(self.horizon.days)
        return frozenset(date for date in known if first <= date <= last)

    def is_closed(self, day: int) -> bool:
        """Whether the team is closed on a day because of a holiday."""
        said = self.horizon.holidays
        return said is not None and said.closed and self.date(day) in self.holiday_dates

    def open_windows(self, opening: WindowsByWeekday | None = None) -> npt.NDArray[np.int64]:
        """Return the opening windows as elapsed minutes, shape (windows, 2), merged and sorted.

        ``opening`` is a channel's own hours; left out, the team's. Holidays are left out where
        the scenario says that the team is closed.
        """
        week = opening if opening is not None else self.horizon.opening
        windows: list[list[int]] = []
        for day in range(self.horizon.days):
            if self.is_closed(day):
                continue
            for start, end in week[self.date(day).weekday()]:
                first, last = self.minute(day, start), self.minute(day, end)
                if windows and windows[-1][1] == first:
                    windows[-1][1] = last
                else:
                    windows.append([first, last])
        return np.array(windows, dtype=np.int64).reshape(-1, 2)

    @cached_property
    def interval_day(self) -> npt.NDArray[np.int64]:
        """Day index of each interval, shape (intervals,)."""
        starts = [self.minute(day, 0) for day in range(self.horizon.days)]
        minutes = np.arange(self.intervals) * self.horizon.interval_minutes
        return np.searchsorted(np.array(starts), minutes, side="right") - 1

    @cached_property
    def interval_of_week(self) -> npt.NDArray[np.int64]:
        """For each interval, its place in the local week from Monday 00:00, shape (intervals,).

        On the day of the autumn change the doubled hour has the same places twice.
        """
        step = self.horizon.interval_minutes
        places = []
        for k in range(self.intervals):
            local = self.local(k * step)
            places.append(
                (local.weekday() * MINUTES_PER_DAY + local.hour * 60 + local.minute) // step
            )
        return np.array(places, dtype=np.int64)

    @property
    def intervals_per_week(self) -> int:
        """Number of intervals of a local week without a clock change."""
        return 7 * MINUTES_PER_DAY // self.horizon.interval_minutes


@dataclass(frozen=True)
class OpeningClock:
    """A clock that runs in opening hours only."""

    windows: npt.NDArray[np.int64]  # shape (windows, 2), elapsed minutes

    def due_minutes(
        self, start: npt.NDArray[np.float64], limit_minutes: float | npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        """Return when a limit that starts running at ``start`` is up, elapsed minutes.

        Outside the windows the clock stands still. A limit that is not up within the last
        window gives infinity.
        """
        if not len(self.windows):
            return np.full(len(start), np.inf)
        opens = self.windows[:, 0].astype(np.float64)
        lengths = (self.windows[:, 1] - self.windows[:, 0]).astype(np.float64)
        before = np.concatenate(([0.0], np.cumsum(lengths)))  # open minutes before each window
        place = np.searchsorted(opens, start, side="right") - 1
        inside = np.where(
            place >= 0,
            np.minimum(start - opens[np.maximum(place, 0)], lengths[np.maximum(place, 0)]),
            0.0,
        )
        target = before[np.maximum(place, 0)] + inside + limit_minutes
        window = np.searchsorted(before, target, side="left") - 1
        window = np.maximum(window, 0)
        due = np.full(len(start), np.inf)
        fits = target <= before[-1]
        due[fits] = opens[window[fits]] + target[fits] - before[window[fits]]
        return due
