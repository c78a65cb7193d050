"""Duties: the shapes of a day, joined where they differ only in the place of their breaks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from scenarios.limits import Limits
from scenarios.roster import Activity, Segment
from scenarios.scenario import Scenario
from scenarios.shift_shapes import ShiftShape
from scenarios.timeline import Timeline
from scheduler.people.one_shift import (
    Clock,
    is_night_shift,
    keeps_shift_rules,
    keeps_time_rules,
    paid_minutes,
    shift_laws,
)
from scheduler.shapes import placed, shapes_of

Kinds = frozenset[int]
Law = tuple[Limits, Kinds]

_CLOCK_MARKS = range(-24 * 60, 73 * 60, 60)  # of the days that a shift can touch


@dataclass(frozen=True)
class Duty:
    """Shapes of one template with one start, end, working time and pay on one day.

    Rules on people look at these only, so that breaks need no variable of each person.
    ``lawful`` and ``night`` are indexes into the calendar's kinds of limits: under whose law on
    a single shift all the shapes are lawful, and under whose law they are night shifts.
    """

    day: int
    start_minute: int  # elapsed
    end_minute: int
    work_minutes: int  # elapsed, breaks excluded; 0 on call
    paid_minutes: int
    template: str
    on_call: bool
    shapes: tuple[ShiftShape, ...]
    segments: tuple[tuple[Segment, ...], ...]  # of each shape
    lawful: Kinds
    night: Kinds

    @property
    def wall_start(self) -> int:
        """Start in wall-clock minutes of the day."""
        return self.shapes[0].start_minute

    @property
    def wall_end(self) -> int:
        """End in wall-clock minutes of the day; above 1440 on the next."""
        return self.shapes[0].end_minute


@dataclass(frozen=True)
class _Placed:
    """A shape with its segments in minutes after the midnight of its day."""

    shape: ShiftShape
    segments: tuple[Segment, ...]
    lawful: Kinds
    night: Kinds

    @property
    def work(self) -> int:
        return sum(part.minutes for part in self.segments if part.activity is Activity.WORK)


def duties_by_day(
    scenario: Scenario, timeline: Timeline, kinds: Sequence[Limits]
) -> dict[int, tuple[Duty, ...]]:
    """Return the duties of each day, from -1 (only those that pass midnight) to the last.

    Duties that are lawful under none of the kinds of limits are left out.
    """
    shapes, laws = shapes_of(scenario), shift_laws(kinds)
    # Days on which the clock runs alike have the same shifts in minutes after midnight.
    known: dict[tuple[int, ...], list[_Placed]] = {}
    found = {}
    for day in range(-1, scenario.horizon.days):
        clock = _clock_after_midnight(timeline, day)
        marks = tuple(clock(mark) for mark in _CLOCK_MARKS)
        if marks not in known:
            known[marks] = list(_all_placed(shapes, laws, clock))
        duties = _joined(known[marks], day, timeline)
        found[day] = tuple(duty for duty in duties if day >= 0 or duty.end_minute > 0)
    return found


def _clock_after_midnight(timeline: Timeline, day: int) -> Clock:
    midnight = timeline.minute(day, 0)
    return lambda wall: timeline.minute(day, wall) - midnight


def _all_placed(
    shapes: Sequence[ShiftShape], laws: Sequence[Law], clock: Clock
) -> Iterator[_Placed]:
    for shape in shapes:
        segments = placed(shape, clock)
        if not segments:
            continue
        lawful = _joint(
            kinds
            for limits, kinds in laws
            if keeps_shift_rules(segments, limits) and keeps_time_rules(segments, limits, clock)
        )
        if lawful:
            at_night = (kinds for law, kinds in laws if is_night_shift(segments, law, clock))
            yield _Placed(shape, segments, lawful, _joint(at_night))


def _joined(shapes: Sequence[_Placed], day: int, timeline: Timeline) -> Iterator[Duty]:
    """Yield the duties of a day, sorted by template, start, end, work and pay."""
    midnight, weekday = timeline.minute(day, 0), timeline.date(day).weekday()
    alike: dict[tuple[object, ...], list[_Placed]] = {}
    for one in shapes:
        if one.shape.works_on(weekday):
            alike.setdefault(_key(one), []).append(one)
    for key in sorted(alike, key=_order):
        yield _duty(day, midnight, alike[key])


def _key(one: _Placed) -> tuple[object, ...]:
    return (
        one.shape.template,
        one.segments[0].start_minute,
        one.segments[-1].end_minute,
        one.work,
        paid_minutes(one.shape, one.segments),
        one.lawful,
        one.night,
    )


def _order(key: tuple[object, ...]) -> tuple[object, ...]:
    lawful, night = cast("tuple[Kinds, Kinds]", key[-2:])
    return (*key[:-2], sorted(lawful), sorted(night))


def _duty(day: int, midnight: int, alike: Sequence[_Placed]) -> Duty:
    first = alike[0]
    return Duty(
        day=day,
        start_minute=midnight + first.segments[0].start_minute,
        end_minute=midnight + first.segments[-1].end_minute,
        work_minutes=first.work,
        paid_minutes=paid_minutes(first.shape, first.segments),
        template=first.shape.template,
        on_call=first.shape.on_call_paid_share is not None,
        shapes=tuple(one.shape for one in alike),
        segments=tuple(_moved(one.segments, midnight) for one in alike),
        lawful=first.lawful,
        night=first.night,
    )


def _moved(segments: tuple[Segment, ...], minutes: int) -> tuple[Segment, ...]:
    return tuple(
        Segment(part.start_minute + minutes, part.end_minute + minutes, part.activity)
        for part in segments
    )


def _joint(kinds: Iterable[Kinds]) -> Kinds:
    return frozenset[int]().union(*kinds)
