"""Duties: the shapes of a day, joined where they differ only in the place of their breaks."""

from dataclasses import dataclass

from scenarios.roster import Activity, Segment
from scenarios.scenario import Scenario
from scenarios.shift_shapes import ShiftShape
from scenarios.timeline import Timeline
from scheduler.shapes import is_legal_on, place, shapes_of


@dataclass(frozen=True)
class Duty:
    """Shapes with one start, end and working time on one day.

    Rules on people look at these three only, so that breaks need no variable of each person.
    """

    day: int
    start_minute: int  # elapsed
    end_minute: int
    work_minutes: int  # elapsed, breaks excluded; these are paid
    shapes: tuple[ShiftShape, ...]
    segments: tuple[tuple[Segment, ...], ...]  # of each shape


def duties_by_day(scenario: Scenario, timeline: Timeline) -> dict[int, tuple[Duty, ...]]:
    """Return the duties of each day, from -1 (only those that pass midnight) to the last."""
    shapes = shapes_of(scenario)
    return {
        day: _duties_of_day(day, shapes, scenario, timeline)
        for day in range(-1, scenario.horizon.days)
    }


def _duties_of_day(
    day: int, shapes: tuple[ShiftShape, ...], scenario: Scenario, timeline: Timeline
) -> tuple[Duty, ...]:
    alike: dict[tuple[int, int, int], list[tuple[ShiftShape, tuple[Segment, ...]]]] = {}
    for shape in shapes:
        if not is_legal_on(shape, day, timeline, scenario.rules):
            continue
        segments = place(shape, day, timeline)
        if day < 0 and segments[-1].end_minute <= 0:
            continue
        work = sum(part.minutes for part in segments if part.activity is Activity.WORK)
        key = (segments[0].start_minute, segments[-1].end_minute, work)
        alike.setdefault(key, []).append((shape, segments))
    return tuple(
        Duty(
            day,
            start,
            end,
            work,
            tuple(shape for shape, _ in placed),
            tuple(segments for _, segments in placed),
        )
        for (start, end, work), placed in sorted(alike.items())
    )
