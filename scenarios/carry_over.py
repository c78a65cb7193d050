"""Carry-over: what a roster of the time before the horizon leaves each agent to keep."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from scenarios.limit_layers import limit_of
from scenarios.pledges import CarryOver, Fairness
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.shift_shapes import BreakTemplate, ShiftTemplate
from scenarios.team import Agent
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY, parse_weekdays

LONGEST_WEEKS = 53  # no rule looks further back
_DAY = dt.timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6
_COUNTS = ("lates", "nights", "weekends", "holidays")


def carry_over_from(
    scenario: Scenario,
    last_roster: Roster,
    *,
    since: dt.date | None = None,
    before: Mapping[str, CarryOver] | None = None,
) -> dict[str, CarryOver]:
    """Return what a roster of the weeks before the horizon leaves to keep, by agent id.

    The roster's minutes count from the scenario's first midnight, so they are negative, as
    ``read_past_roster`` gives them; it is taken to be whole from the Monday ``since`` on (left
    out: of its first shift's week) up to the horizon. ``before`` is what was carried over into
    it. Agents who start with the horizon or later have nothing to keep.

    Lates, nights, weekends and holidays are what the agent worked above the fair share: what
    all have worked, spread by contract hours. Hostile hours are not in a roster and stay as they
    were. Raises ValueError for a roster without a shift before the horizon.
    """
    worked = [
        shift for shift in last_roster.shifts if shift.start_minute < 0 and not shift.is_on_call
    ]
    if not worked:
        raise ValueError("the roster has no shift before the horizon")
    first = min(shift.date for shift in worked) if since is None else since
    timeline = Timeline(scenario.horizon)
    pasts = []
    for agent in scenario.team.agents:
        own = tuple(shift for shift in worked if shift.agent_id == agent.id)
        known = max(first, agent.started or first)
        earlier = (before or {}).get(agent.id, CarryOver())
        pasts.append(_Past(scenario, timeline, agent, own, _monday(known), earlier))
    over = _over_fair_share(pasts)
    return {
        past.agent.id: CarryOver()
        if past.since >= scenario.horizon.start
        else past.carried().model_copy(update=over[past.agent.id])
        for past in pasts
    }


def _monday(date: dt.date) -> dt.date:
    return date - date.weekday() * _DAY


@dataclass(frozen=True)
class _Past:
    """One agent's shifts before the horizon, in order, known from a Monday on."""

    scenario: Scenario
    timeline: Timeline
    agent: Agent
    shifts: tuple[Shift, ...]
    since: dt.date
    before: CarryOver

    @property
    def first_day(self) -> dt.date:
        """First day of the horizon."""
        return self.scenario.horizon.start

    def carried(self) -> CarryOver:
        """Return what can be said of the agent alone."""
        days = {shift.date for shift in self.shifts}
        nights = {shift.date for shift in self.shifts if self.is_night(shift)}
        off = {self.first_day - count * _DAY for count in range(1, self.known_days + 1)} - days
        said = self.before.model_copy(
            update={
                "days_in_row": self._row(days, self.before.days_in_row),
                "days_off_in_row": self._row(off, self.before.days_off_in_row),
                "nights_in_row": self._row(nights, self.before.nights_in_row),
                "week_hours": self._week_hours(),
                "sundays_worked": self._sundays(),
            }
        )
        return said.model_copy(update=self._last_shift())

    @property
    def known_days(self) -> int:
        """Days from the first known one to the horizon."""
        return (self.first_day - self.since).days

    def _row(self, days: set[dt.date], earlier: int | None) -> int:
        """Return how many days up to the day before the horizon are in a set, without a gap."""
        count = 0
        while count < self.known_days and self.first_day - (count + 1) * _DAY in days:
            count += 1
        return count + (earlier or 0) if count == self.known_days else count

    def _week_hours(self) -> tuple[float, ...]:
        """Return the hours worked in each week, by the date of the start, the last week last."""
        minutes = [0] * (self.known_days // 7)
        for shift in self.shifts:
            week = (shift.date - self.since).days // 7
            if week >= 0:
                minutes[week] += shift.work_minutes
        hours = (*self.before.week_hours, *(round(one / 60, 4) for one in minutes))
        return hours[-LONGEST_WEEKS:]

    def _sundays(self) -> int:
        """Return how many Sundays of the horizon's first year had a minute of work."""
        year = self.first_day.year
        earlier = self.before.sundays_worked if self.since.year == year else 0
        dates = {date for shift in self.shifts for date in self._work_dates(shift)}
        return earlier + sum(
            date.weekday() == _SUNDAY and date.year == year and date < self.first_day
            for date in dates
        )

    def _work_dates(self, shift: Shift) -> Iterable[dt.date]:
        for part in shift.segments:
            if part.activity is Activity.WORK:
                yield self.timeline.local(part.start_minute).date()
                yield self.timeline.local(part.end_minute - 1).date()

    def _last_shift(self) -> dict[str, object]:
        if not self.shifts:
            return {}
        last = max(self.shifts, key=lambda shift: shift.end_minute)
        return {
            "last_shift_start": self.timeline.local(last.start_minute).replace(tzinfo=None),
            "last_shift_end": self.timeline.local(last.end_minute).replace(tzinfo=None),
            "last_shift": template_of(self.scenario.shifts, self.timeline, last),
        }

    def is_night(self, shift: Shift) -> bool:
        """Whether more of a shift's work lies in the night than makes a night shift."""
        first = limit_of(self.scenario, self.agent, "night_from")
        last = limit_of(self.scenario, self.agent, "night_to")
        if first is None or last is None:
            return False
        day = self.timeline.day_index(shift.date)
        spans = [
            (
                self.timeline.minute(night, first),
                self.timeline.minute(night + (last <= first), last),
            )
            for night in (day - 1, day, day + 1)
        ]
        minutes = sum(
            max(0, min(end, part.end_minute) - max(start, part.start_minute))
            for start, end in spans
            for part in shift.segments
            if part.activity is Activity.WORK
        )
        return bool(minutes > limit_of(self.scenario, self.agent, "night_shift_minutes"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many shifts of each disliked kind, and weekends, the agent has worked."""
        late_from = (self.scenario.fairness or Fairness()).late_from
        holidays = _holidays(self.scenario)
        known = [shift for shift in self.shifts if shift.date >= self.since]
        ends = [_wall_minute(self.timeline, shift, shift.end_minute) for shift in known]
        dates = {date for shift in known for date in self._work_dates(shift)}
        return {
            "lates": sum(end > late_from for end in ends),
            "nights": sum(self.is_night(shift) for shift in known),
            "weekends": len(
                {_monday(shift.date) for shift in known if shift.date.weekday() >= _SATURDAY}
            ),
            "holidays": len(dates & holidays),
        }


def _over_fair_share(pasts: list[_Past]) -> dict[str, dict[str, float]]:
    """Return for each agent the counts above what the contract's part of all hours would bring."""
    hours = [past.scenario.team.contract_of(past.agent).hours_per_week for past in pasts]
    over: dict[str, dict[str, float]] = {past.agent.id: {} for past in pasts}
    for name in _COUNTS:
        total = sum(past.counts[name] for past in pasts)
        for past, own in zip(pasts, hours, strict=True):
            count = getattr(past.before, name) + past.counts[name] - total * own / sum(hours)
            over[past.agent.id][name] = max(0.0, round(count, 2))
    return over


def _holidays(scenario: Scenario) -> frozenset[dt.date]:
    """Return the public holidays of the year before the horizon."""
    start = scenario.horizon.start - LONGEST_WEEKS * 7 * _DAY
    past = scenario.horizon.model_copy(update={"start": start, "weeks": LONGEST_WEEKS})
    return Timeline(past).holiday_dates


def template_of(
    templates: Mapping[str, ShiftTemplate], timeline: Timeline, shift: Shift
) -> str | None:
    """Return the one template that a shift can be of; None where there is none, or are several."""
    start = _wall_minute(timeline, shift, shift.start_minute)
    length = _wall_minute(timeline, shift, shift.end_minute) - start
    alike = [
        name
        for name, template in templates.items()
        if template.on_call_paid_share is None
        and start in template.start_times
        and length in template.lengths
        and shift.date.weekday() in parse_weekdays(template.days)
    ]
    if len(alike) > 1:
        alike = [name for name in alike if _has_breaks(templates[name].breaks_of(length), shift)]
    return alike[0] if len(alike) == 1 else None


def _has_breaks(breaks: tuple[BreakTemplate, ...], shift: Shift) -> bool:
    taken = [part for part in shift.segments if part.activity is Activity.BREAK]
    return len(taken) == len(breaks) and all(
        part.minutes == one.minutes and part.start_minute - shift.start_minute in one.starts()
        for part, one in zip(taken, breaks, strict=True)
    )


def _wall_minute(timeline: Timeline, shift: Shift, minute: int) -> int:
    """Return a moment as wall-clock minutes after the midnight at which a shift's day began."""
    local = timeline.local(minute)
    days = (local.date() - shift.date).days
    return MINUTES_PER_DAY * days + 60 * local.hour + local.minute
