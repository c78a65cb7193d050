"""Supply: the working minutes of a group in an interval, as terms of the model."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scenarios.roster import Activity, Segment
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, Term


@dataclass(frozen=True)
class Supply:
    """Working minutes by (group, interval), over the intervals that are decided."""

    intervals: range
    step: int
    terms: dict[tuple[int, int], tuple[Term, ...]]  # (minutes of one agent, number of agents)
    grain: int  # minutes that divide the step and every place where a shift or break changes

    def of(self, groups: Iterable[int], intervals: Iterable[int]) -> list[Term]:
        """Return the terms of some groups in some intervals, one term for each amount."""
        joined: dict[int, int] = defaultdict(int)
        amounts: dict[int, Linear] = {}
        places = list(intervals)
        for group in sorted(groups):
            for k in places:
                for minutes, amount in self.terms.get((group, k), ()):
                    joined[id(amount)] += minutes
                    amounts[id(amount)] = amount
        return [(minutes, amounts[key]) for key, minutes in joined.items()]


def supply_of(ground: Ground) -> Supply:
    """Return the supply of every group over the days that the model decides."""
    timeline = ground.calendar.timeline
    step = ground.calendar.scenario.horizon.interval_minutes
    first = max(0, timeline.minute(max(ground.span.first_day, 0), 0)) // step
    last = min(timeline.minute(ground.span.last_day + 1, 0) // step, timeline.intervals)
    intervals = range(first, last)
    terms: dict[tuple[int, int], list[Term]] = defaultdict(list)
    grain = step
    for group, placements in ground.placements.items():
        for placement in placements:
            for segment in placement.segments:
                grain = math.gcd(grain, segment.start_minute, segment.end_minute)
            for k, minutes in work_in(placement.segments, step):
                if k in intervals:
                    terms[group, k].append((minutes, placement.amount))
    return Supply(intervals, step, {key: tuple(of) for key, of in terms.items()}, grain)


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
