"""Early warning of a backlash: hourly figures as a live screen would show them."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from simulation.measures.backlog import oldest_age
from simulation.measures.contacts import Contacts
from simulation.measures.estimates import mean_estimate, ratio_estimate
from simulation.measures.outcome import Estimate, WarningOutcome, WarningSeries
from simulation.measures.yardstick import Yardstick
from simulation.records import Bools, Floats, Ints, Origin, TaskOutcome
from simulation.world import World

SECONDS_PER_HOUR = 3600.0
LOOK_BACK_HOURS = 24
LEAST_IN_DAY = 20  # contacts behind a figure of 24 hours that may be called the worst
LEAST_IN_HOUR = 10  # the same of the hostile share, which is that of an hour
_LOWEST_IS_WORST = "response_rate"


@dataclass(frozen=True)
class WarningHours:
    """Early-warning figures of one replication, shape (hours,); NaN where nothing was to see.

    In the warm-up all are NaN. ``behind`` says how many contacts stand behind the shares and the
    first response time.
    """

    response_rate: Floats
    frt_seconds: Floats
    backlog_age_seconds: Floats
    public_unanswered: Floats
    cascade_per_hour: Floats
    hostile_share: Floats
    abandonment: Floats
    behind: Floats  # shape (figures, hours), the figures in the order of COUNTED
    offspring: int  # counted posts drawn by hostile posts
    hostile_public: int  # counted hostile public contacts


COUNTED = ("response_rate", "frt_seconds", "public_unanswered", "hostile_share", "abandonment")
_SERIES = tuple(field.name for field in fields(WarningHours))[:7]


def warning_of(world: World, yardstick: Yardstick, contacts: Contacts) -> WarningHours:
    """Return the figures of a replication by hour after the first midnight.

    Shares and the first response time are of the last 24 hours, the hostile share of the hour, so
    that it turns early. They look at first contacts that need an answer, the cascade at drawn
    posts of every fate; the backlog at the start counts only in the age and in the replies.
    """
    need = np.flatnonzero(contacts.from_customer & contacts.needs_answer)
    hours = int(np.ceil(world.horizon_seconds / SECONDS_PER_HOUR))
    screen = _Screen(contacts, need, hours)
    public = yardstick.public[contacts.channel[need]]
    everything = np.ones(len(need), dtype=np.bool_)
    posted = np.flatnonzero(contacts.from_customer & (contacts.outcome != TaskOutcome.SPARED))
    drawn = contacts.origin[posted] == Origin.BACKLASH
    hostile = contacts.hostile[need]
    came, replied, left = screen.last_day(everything), screen.replied(), screen.left()
    behind = {
        "response_rate": came,
        "frt_seconds": replied,
        "public_unanswered": screen.last_day(public),
        "hostile_share": screen.came(everything),
        "abandonment": left + replied,
    }
    series = {
        "response_rate": _share(screen.answered(everything), came),
        "frt_seconds": _share(screen.waited(), replied),
        "backlog_age_seconds": screen.oldest(),
        "public_unanswered": 1.0 - _share(screen.answered(public), behind["public_unanswered"]),
        "cascade_per_hour": _Screen(contacts, posted, hours).came(drawn),
        "hostile_share": _share(screen.came(hostile), behind["hostile_share"]),
        "abandonment": _share(left, left + replied),
    }
    warm = np.arange(hours) * SECONDS_PER_HOUR < yardstick.counted_from
    for values in series.values():
        values[warm] = np.nan
    counted = contacts.counted[posted]
    parents = contacts.hostile[posted] & yardstick.public[contacts.channel[posted]]
    return WarningHours(
        **series,
        behind=np.stack([behind[name] for name in COUNTED]),
        offspring=int(np.count_nonzero(counted & drawn)),
        hostile_public=int(np.count_nonzero(counted & parents)),
    )


class _Screen:
    """First contacts by the hour in which something happens to them."""

    def __init__(self, contacts: Contacts, need: Ints, hours: int) -> None:
        self.hours = hours
        self.arrival = contacts.arrival[need]
        self.response = contacts.first_response[need]
        self.gone = np.where(contacts.left[need], contacts.closed[need], np.inf)
        self.waits_until = np.fmin(self.response, contacts.closed[need])
        self.hour = np.floor(self.arrival / SECONDS_PER_HOUR).astype(np.int64)

    def came(self, which: Bools) -> Floats:
        """Return how many of some came in each hour."""
        return self._count(self.hour[which & (self.hour >= 0)])

    def replied(self) -> Floats:
        """Return how many got their first response in the last 24 hours."""
        return _trailing(self._count(_hour_of(self.response[~np.isnan(self.response)])))

    def waited(self) -> Floats:
        """Return the first response times that ended in the last 24 hours, added up."""
        known = ~np.isnan(self.response)
        hour = _hour_of(self.response[known])
        return _trailing(self._count(hour, (self.response - self.arrival)[known]))

    def left(self) -> Floats:
        """Return how many left in the last 24 hours."""
        return _trailing(self._count(_hour_of(self.gone[np.isfinite(self.gone)])))

    def last_day(self, which: Bools) -> Floats:
        """Return how many of some came in the last 24 hours."""
        return _trailing(self.came(which))

    def answered(self, which: Bools) -> Floats:
        """Return how many of some that came in the last 24 hours have been answered by now."""
        within = which & (self.hour >= 0)
        came = self.hour[within]
        out = came + LOOK_BACK_HOURS
        answer = np.maximum(_hour_of(np.nan_to_num(self.response[within], nan=np.inf)), came)
        soon = answer < out
        return self._standing(answer[soon], out[soon])

    def oldest(self) -> Floats:
        """Return the age of the oldest that waits at the end of each hour."""
        order = np.argsort(self.arrival, kind="stable")
        ends: Floats = np.arange(1.0, self.hours + 1) * SECONDS_PER_HOUR
        if not len(order):
            return np.zeros(self.hours)
        return oldest_age(self.arrival[order], self.waits_until[order], ends)

    def _standing(self, begins: Ints, ends: Ints) -> Floats:
        """Return how many spans of hours cover each hour."""
        return np.cumsum(self._count(begins) - self._count(ends))

    def _count(self, hour: Ints, weights: Floats | None = None) -> Floats:
        inside = (hour >= 0) & (hour < self.hours)
        own = weights[inside] if weights is not None else None
        return np.bincount(hour[inside], own, minlength=self.hours).astype(np.float64)


def _trailing(counts: Floats) -> Floats:
    """Return for each hour the sum of the 24 that end with it."""
    total = np.cumsum(counts)
    total[LOOK_BACK_HOURS:] -= total[:-LOOK_BACK_HOURS].copy()
    return total


_NEVER = 1 << 40


def _hour_of(moment: Floats) -> Ints:
    """Return the hour at whose end a moment has passed."""
    hour = np.ceil(np.minimum(moment / SECONDS_PER_HOUR, _NEVER)) - 1.0
    return np.maximum(hour, 0.0).astype(np.int64)


def _share(part: Floats, whole: Floats) -> Floats:
    share = np.full(len(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return share


def warning_outcome(
    hours: Sequence[WarningHours], confidence: float, *, by_time: bool = True
) -> WarningOutcome:
    """Return the series of several replications; without ``by_time`` their worst hours only."""
    series = {}
    for name in _SERIES:
        values = np.array([getattr(one, name) for one in hours])
        enough, lowest = _enough(name, hours), name == _LOWEST_IS_WORST
        peak = _peak(values, enough, lowest, confidence)
        series[name] = (
            _series(values, enough, lowest, peak)
            if by_time
            else WarningSeries((), (), (), peak, None)
        )
    return WarningOutcome(
        **series,
        offspring_per_hostile_post=ratio_estimate(
            [one.offspring for one in hours], [one.hostile_public for one in hours], confidence
        ),
    )


def _enough(name: str, hours: Sequence[WarningHours]) -> Floats:
    """Return how often the least number of contacts stands behind a figure, (replications, hours).

    1 where nothing needs to stand behind it.
    """
    if name not in COUNTED:
        return np.ones((len(hours), len(hours[0].response_rate)))
    least = LEAST_IN_HOUR if name == "hostile_share" else LEAST_IN_DAY
    return np.array([one.behind[COUNTED.index(name)] for one in hours]) / least


def _peak(values: Floats, enough: Floats, lowest: bool, confidence: float) -> Estimate:
    worst = _badness(values, enough, lowest).max(axis=1, initial=-np.inf)
    known = np.where(np.isfinite(worst), -worst if lowest else worst, np.nan)
    return mean_estimate(known, confidence)


def _series(values: Floats, enough: Floats, lowest: bool, peak: Estimate) -> WarningSeries:
    known = ~np.isnan(values)
    count = known.sum(axis=0)
    mean = _share(np.where(known, values, 0.0).sum(axis=0), count.astype(np.float64))
    ordered = np.sort(values, axis=0)  # NaN last
    return WarningSeries(
        mean=tuple(mean.tolist()),
        p10=tuple(_quantile(ordered, count, 0.1).tolist()),
        p90=tuple(_quantile(ordered, count, 0.9).tolist()),
        peak=peak,
        peak_hour=_worst_hour(mean, enough.mean(axis=0), lowest),
    )


def _worst_hour(mean: Floats, enough: Floats, lowest: bool) -> int | None:
    """Return the hour of the worst mean; of equal ones that with the most contacts behind it."""
    badness = _badness(mean, enough, lowest)
    highest = badness.max(initial=-np.inf)
    if not np.isfinite(highest):
        return None
    return int(np.where(badness == highest, enough, -1.0).argmax())


def _badness(values: Floats, enough: Floats, lowest: bool) -> Floats:
    """Return values that are the higher the worse, shape (..., hours).

    Minus infinity where there is none, on the first day, whose look back is not full yet, and
    where too few contacts stand behind them.
    """
    judged = (enough >= 1.0) & ~np.isnan(values)
    judged[..., :LOOK_BACK_HOURS] = False
    return np.where(judged, -values if lowest else values, -np.inf)


def _quantile(ordered: Floats, count: Ints, probability: float) -> Floats:
    """Return a type 7 quantile of the first ``count`` values of each sorted column."""
    place = probability * np.maximum(count - 1, 0)
    below = place.astype(np.int64)
    above = np.minimum(below + 1, np.maximum(count - 1, 0))
    column = np.arange(ordered.shape[1])
    low, high = ordered[below, column], ordered[above, column]
    quantile: Floats = np.where(count > 0, low + (place - below) * (high - low), np.nan)
    return quantile
