"""What a week of shifts costs in the terms of a shift design instance."""

from collections.abc import Iterator

from benchmarks.rosters.bare import day_of
from benchmarks.rosters.problem import Broken, Score
from benchmarks.rosters.shift_design_file import Design
from scenarios.roster import Roster


def score_roster(design: Design, roster: Roster) -> Score:
    """Return the score of a roster; only starts and ends of its shifts are read."""
    shifts = []
    for shift in roster.shifts:
        day = day_of(shift.date)
        start = shift.start_minute - 1440 * day
        shifts.append((day, start, shift.end_minute - shift.start_minute))
    return score_shifts(design, shifts)


def score_shifts(design: Design, shifts: list[tuple[int, int, int]]) -> Score:
    """Return the score of shifts as (day, start, length), in minutes of the day."""
    broken = tuple(_broken(design, shifts))
    if broken:
        return Score(float("inf"), broken)
    there = [0] * len(design.demand)
    for day, start, length in shifts:
        first = (1440 * day + start) // design.interval_minutes
        for slot in range(first, first + length // design.interval_minutes):
            there[slot % len(there)] += 1
    short = sum(max(0, want - have) for want, have in zip(design.demand, there, strict=True))
    over = sum(max(0, have - want) for want, have in zip(design.demand, there, strict=True))
    kinds = {(start, length) for _, start, length in shifts}
    cost = design.interval_minutes * (design.short_weight * short + design.over_weight * over)
    return Score(float(cost + design.shift_weight * len(kinds)), ())


def _broken(design: Design, shifts: list[tuple[int, int, int]]) -> Iterator[Broken]:
    for day, start, length in shifts:
        lawful = any(start in kind.starts and length in kind.lengths for kind in design.types)
        if not lawful or not 0 <= day < design.days:
            words = f"no shift of {length} minutes starts at minute {start} of day {day}"
            yield Broken("shift", "", words)
