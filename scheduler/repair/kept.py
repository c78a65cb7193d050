"""Duties that are the published shifts, so that a search can keep each just as it is.

A duty of the templates has its breaks in every place that they allow. A published shift gets a
duty of its own with its own breaks, edited by hand or not, which nobody else may take.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.shift_shapes import ShiftShape
from scenarios.wall import MINUTES_PER_DAY, format_wall_time
from scheduler.people.calendar import Calendar
from scheduler.people.duties import Duty
from scheduler.people.one_shift import (
    is_night_shift,
    keeps_shift_rules,
    keeps_time_rules,
    shift_laws,
)
from scheduler.people.tour_rules import OFF
from scheduler.repair.standing import Place, Standing
from scheduler.shapes import clock_of

_MARK = "published"


@dataclass(frozen=True)
class Kept:
    """A calendar in which the published shifts are duties, and the choice that each of them is."""

    calendar: Calendar
    standing: Standing
    own: Mapping[Place, int]  # choice of each published shift that stands
    owned: Mapping[int, frozenset[int]]  # by day: choices that are somebody's published shift

    def choice(self, agent: int, day: int) -> int:
        """Return the choice that is what was published: a duty, or off."""
        return self.own.get((agent, day), OFF)

    def hint(self) -> Roster:
        """Return the published shifts that stand, under the shapes of the calendar."""
        shifts = [
            _shaped(shift, self.calendar.duties[day][self.own[agent, day] - 1])
            for (agent, day), shift in self.standing.shifts.items()
        ]
        return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))

    def published(self, agent: int, day: int, shape_id: str) -> Shift | None:
        """Return the published shift that a shape stands for, or None."""
        own = self.own.get((agent, day))
        if own is None or self.calendar.duties[day][own - 1].shapes[0].id != shape_id:
            return None
        return self.standing.shifts[agent, day]


def with_published(calendar: Calendar, standing: Standing) -> Kept:
    """Return a calendar with the published shifts, in which no other duty starts in frozen time."""
    laws = _Laws(calendar)
    wanted: dict[int, dict[tuple[object, ...], list[Place]]] = {d: {} for d in calendar.days}
    for place, shift in sorted(standing.shifts.items()):
        wanted[place[1]].setdefault(_key(shift), []).append(place)
    duties: dict[int, tuple[Duty, ...]] = {}
    own: dict[Place, int] = {}
    owned: dict[int, frozenset[int]] = {}
    for day in calendar.days:
        free = [one for one in calendar.duties[day] if _is_open(one, standing.frozen)]
        added = [
            laws.duty(day, number, standing.shifts[places[0]], standing)
            for number, places in enumerate(wanted[day].values(), start=1)
        ]
        duties[day] = (*free, *added)
        for choice, places in enumerate(wanted[day].values(), start=len(free) + 1):
            own.update((place, choice) for place in places)
        owned[day] = frozenset(range(len(free) + 1, len(duties[day]) + 1))
    with_them = Calendar(calendar.scenario, calendar.timeline, duties)
    return Kept(with_them, standing, own, owned)


def _is_open(duty: Duty, frozen: int | None) -> bool:
    return frozen is None or duty.start_minute >= frozen


def _key(shift: Shift) -> tuple[object, ...]:
    return (*shift.segments, shift.paid_minutes, shift.shape_id)


def _shaped(shift: Shift, duty: Duty) -> Shift:
    named = duty.shapes[0].id
    return Shift(shift.id, shift.agent_id, shift.date, named, duty.segments[0], shift.paid_minutes)


class _Laws:
    """What makes a duty of a published shift: whose law it keeps, and its template."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.laws = shift_laws(calendar.kinds)
        self.everybody = frozenset(range(len(calendar.kinds)))

    def duty(self, day: int, number: int, shift: Shift, standing: Standing) -> Duty:
        """Return the duty of a shift; what is frozen has been allowed by whoever published it."""
        lawful = self.everybody if standing.is_frozen(shift) else self._lawful(day, shift.segments)
        template = self._template(day, shift)
        return Duty(
            day=day,
            start_minute=shift.start_minute,
            end_minute=shift.end_minute,
            work_minutes=shift.work_minutes,
            paid_minutes=shift.paid_minutes,
            template=template,
            on_call=shift.is_on_call,
            shapes=(self._shape(day, number, template, shift),),
            segments=(shift.segments,),
            lawful=lawful,
            night=self._night(day, shift.segments),
        )

    def _lawful(self, day: int, segments: tuple[Segment, ...]) -> frozenset[int]:
        clock = clock_of(day, self.calendar.timeline)
        kept = [
            kinds
            for law, kinds in self.laws
            if keeps_shift_rules(segments, law) and keeps_time_rules(segments, law, clock)
        ]
        return frozenset[int]().union(*kept)

    def _night(self, day: int, segments: tuple[Segment, ...]) -> frozenset[int]:
        clock = clock_of(day, self.calendar.timeline)
        nights = (kinds for law, kinds in self.laws if is_night_shift(segments, law, clock))
        return frozenset[int]().union(*nights)

    def _template(self, day: int, shift: Shift) -> str:
        """Return the template of a shift: its shape's, or the first with such a shift.

        Breaks that are the same go before breaks that are not; "" where there is none.
        """
        if shift.shape_id:
            return shift.shape_id.split("@", maxsplit=1)[0]
        alike = [one for one in self.calendar.duties[day] if is_alike(one, shift)]
        exact = [one for one in alike if shift.segments in one.segments]
        return next((one.template for one in (*exact, *alike)), "")

    def _shape(self, day: int, number: int, template: str, shift: Shift) -> ShiftShape:
        start, end = (self._wall(day, at) for at in (shift.start_minute, shift.end_minute))
        length = max(end - start, shift.end_minute - shift.start_minute)
        share = shift.paid_minutes / (shift.end_minute - shift.start_minute)
        return ShiftShape(
            id=f"{template}@{format_wall_time(start)}+{_MARK}{number}",
            template=template,
            start_minute=start,
            length_minutes=length,
            breaks=tuple(_breaks(shift)),
            weekdays=(shift.date.weekday(),),
            on_call_paid_share=min(share, 1.0) if shift.is_on_call else None,
        )

    def _wall(self, day: int, minute: int) -> int:
        local = self.calendar.timeline.local(minute)
        later = self.calendar.timeline.day_index(local.date()) - day
        return later * MINUTES_PER_DAY + local.hour * 60 + local.minute


def is_alike(duty: Duty, shift: Shift) -> bool:
    """Whether a duty is a shift but for its breaks."""
    ends = (duty.start_minute, duty.end_minute, duty.on_call)
    return ends == (shift.start_minute, shift.end_minute, shift.is_on_call)


def _breaks(shift: Shift) -> Iterator[tuple[int, int]]:
    for part in shift.segments:
        if part.activity is Activity.BREAK:
            yield part.start_minute - shift.start_minute, part.end_minute - shift.start_minute
