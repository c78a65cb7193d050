"""A shift as the clocks on the wall show it."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from scenarios.roster import Activity, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import format_wall_time, parse_weekdays

DAY = dt.timedelta(days=1)
_WHOLE_DAY = 1440
Piece = tuple[dt.date, int, int]  # local date and wall-clock minutes [start, end)


@dataclass(frozen=True)
class Worked:
    """One shift of a person with its template, on dates and clocks."""

    shift: Shift
    timeline: Timeline
    template: str  # "" for a shift that fits none

    @property
    def date(self) -> dt.date:
        """Day on which it starts."""
        return self.shift.date

    @property
    def on_call(self) -> bool:
        """Whether it is no work."""
        return any(part.activity is Activity.ON_CALL for part in self.shift.segments)

    @cached_property
    def starts(self) -> dt.datetime:
        """Local start."""
        return self.timeline.local(self.shift.segments[0].start_minute)

    @cached_property
    def ends(self) -> dt.datetime:
        """Local end."""
        return self.timeline.local(self.shift.segments[-1].end_minute)

    @cached_property
    def work_spans(self) -> tuple[tuple[int, int], ...]:
        """Times of work, elapsed minutes."""
        return tuple(
            (part.start_minute, part.end_minute)
            for part in self.shift.segments
            if part.activity is Activity.WORK
        )

    @cached_property
    def hours(self) -> float:
        """Elapsed hours of work."""
        return sum(end - start for start, end in self.work_spans) / 60

    @cached_property
    def span_hours(self) -> float:
        """Elapsed hours from start to end."""
        return (self.ends.timestamp() - self.starts.timestamp()) / 3600

    @cached_property
    def work_dates(self) -> frozenset[dt.date]:
        """Local dates with a minute of work."""
        return frozenset(date for date, _, _ in self.work_pieces)

    @cached_property
    def work_pieces(self) -> list[Piece]:
        """The parts with work, cut at local midnights."""
        return [piece for span in self.work_spans for piece in self._cut(*span)]

    @cached_property
    def pieces(self) -> list[Piece]:
        """The whole shift, breaks included, cut at local midnights."""
        return self._cut(self.shift.segments[0].start_minute, self.shift.segments[-1].end_minute)

    def _cut(self, start_minute: int, end_minute: int) -> list[Piece]:
        start, end = self.timeline.local(start_minute), self.timeline.local(end_minute)
        pieces: list[Piece] = []
        date = start.date()
        while date <= end.date():
            first = start.hour * 60 + start.minute if date == start.date() else 0
            last = end.hour * 60 + end.minute if date == end.date() else _WHOLE_DAY
            # An hour that the autumn change repeats may start and end on the same clock time.
            if last > first or (start.date() == end.date() and end_minute > start_minute):
                pieces.append((date, first, max(last, first)))
            date += DAY
        return pieces

    @property
    def words(self) -> str:
        """Start and end as a planner says them."""
        return f"{self.starts:%a %H:%M}-{self.ends:%H:%M}"


def said(piece: Piece) -> str:
    """Return a piece of a day in words."""
    date, start, end = piece
    return f"{date} {format_wall_time(start)}-{format_wall_time(end)}"


def template_of(scenario: Scenario, timeline: Timeline, shift: Shift) -> str:
    """Return the template of a shift: what its shape says or, edited by hand, what it looks like.

    A shift without a shape is of the first template that allows its start, end and breaks, or
    else of the first that allows its start and end; "" where there is none.
    """
    if shift.shape_id:
        return shift.shape_id.split("@")[0]
    alike = [name for name in scenario.shifts if fits(scenario, timeline, shift, name)]
    exact = [name for name in alike if fits(scenario, timeline, shift, name, breaks=True)]
    return next(iter([*exact, *alike]), "")


def fits(
    scenario: Scenario, timeline: Timeline, shift: Shift, name: str, *, breaks: bool = False
) -> bool:
    """Whether a template allows the start and end of a shift and, if asked, its breaks."""
    template = scenario.shifts[name]
    called = any(part.activity is Activity.ON_CALL for part in shift.segments)
    if called != (template.on_call_paid_share is not None):
        return False
    if shift.date.weekday() not in parse_weekdays(template.days):
        return False
    day = timeline.day_index(shift.date)
    start, end = shift.segments[0].start_minute, shift.segments[-1].end_minute
    lengths = [
        length
        for at in template.start_times
        if timeline.minute(day, at) == start
        for length in template.lengths
        if timeline.minute(day, at + length) == end
    ]
    if not breaks:
        return bool(lengths)
    taken = [
        (part.start_minute - start, part.end_minute - part.start_minute)
        for part in shift.segments
        if part.activity is Activity.BREAK
    ]
    return any(_same_breaks(scenario, name, length, taken) for length in lengths)


def _same_breaks(scenario: Scenario, name: str, length: int, taken: list[tuple[int, int]]) -> bool:
    wanted = scenario.shifts[name].breaks_of(length)
    return len(wanted) == len(taken) and all(
        minutes == one.minutes and after in one.starts()
        for (after, minutes), one in zip(taken, wanted, strict=True)
    )
