"""Supply: the working minutes of a group in an interval, as terms of the model."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scenarios.roster import Activity, Segment
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, Term, weighted


@dataclass(frozen=True)
class Supply:
    """Working minutes by (group, interval), over all intervals of the horizon."""

    intervals: range
    step: int
    terms: dict[tuple[int, int], Term]  # minutes of one head, heads at work
    grain: int  # minutes that divide the step and every place where a shift or break changes

    def of(self, groups: Iterable[int], intervals: Iterable[int]) -> list[Term]:
        """Return the terms of some groups in some intervals, one term for each variable."""
        joined: dict[int, int] = defaultdict(int)
        heads_by_id: dict[int, Linear] = {}
        places = list(intervals)
        for group in sorted(groups):
            for k in places:
                if (group, k) in self.terms:
                    minutes, heads = self.terms[group, k]
                    joined[id(heads)] += minutes
                    heads_by_id[id(heads)] = heads
        return [(minutes, heads_by_id[key]) for key, minutes in joined.items()]


def supply_of(ground: Ground) -> Supply:
    """Return the supply of every group in every interval of the horizon.

    Intervals in which the same shifts of a group work share one variable, the heads at work, so
    that the rows of many unions stay short.
    """
    timeline = ground.calendar.timeline
    step = ground.calendar.scenario.horizon.interval_minutes
    intervals = range(timeline.intervals)
    on_duty: dict[tuple[int, int], list[Term]] = defaultdict(list)
    grain = step
    for group, placements in ground.placements.items():
        for placement in placements:
            for segment in placement.segments:
                grain = math.gcd(grain, segment.start_minute, segment.end_minute)
            for k, minutes in work_in(placement.segments, step):
                if k in intervals:
                    on_duty[group, k].append((minutes, placement.amount))
    known: dict[tuple[object, ...], Term] = {}
    terms: dict[tuple[int, int], Term] = {}
    for (group, k), working in on_duty.items():
        key = (group, *((minutes, id(amount)) for minutes, amount in working))
        if key not in known:
            known[key] = _heads(ground, group, k, working)
        terms[group, k] = known[key]
    return Supply(intervals, step, terms, grain)


def _heads(ground: Ground, group: int, k: int, working: list[Term]) -> Term:
    """Return the minutes of one head and the heads of a group at work in an interval.

    Where some work only a part of the interval, a head is that part.
    """
    if len(working) == 1:
        return working[0]
    unit = math.gcd(*(minutes for minutes, _ in working))
    most = len(ground.calendar.members[group]) * max(minutes for minutes, _ in working) // unit
    heads = ground.model.new_int_var(0, most, f"heads_{group}_{k}")
    in_units = weighted((minutes // unit, amount) for minutes, amount in working)
    ground.model.add(heads == in_units)
    return unit, heads


def work_in(segments: Sequence[Segment], step: int) -> Iterator[tuple[int, int]]:
    """Yield (interval, minutes of work) of a shift's segments."""
    for segment in segments:
        if segment.activity is not Activity.WORK:
            continue
        for k in range(segment.start_minute // step, -(-segment.end_minute // step)):
            start, end = (
                max(k * step, segment.start_minute),
                min((k + 1) * step, segment.end_minute),
            )
            yield k, end - start
