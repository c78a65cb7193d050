"""Follows, weekly rests and whole weekends as an automaton over the days of a tour.

What a tour may do next depends on the last duty and on how long ago it was. Pasts that allow the
same futures at the same prices are one node; there are few of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.people.duties import Duty
from scheduler.people.tour_rules import Bools, Follow, Ints, Pattern, Rest
from scheduler.requirement import Floats

FORBIDDEN = np.inf
MINUTES_PER_DAY = 1440
# Before a day: nothing known or long off (None), or the last duty as (days off since, choice).
Past = tuple[int, int] | None


@dataclass(frozen=True)
class DaySteps:
    """The steps of one day from node to node."""

    following: Ints  # node before the next day, shape (nodes, choices)
    price: Floats  # inf where the step is forbidden, same shape
    gained: Ints  # number of the rest found, from 1; 0: none, same shape
    worked: Bools  # whether the day before was worked, shape (nodes,)


@dataclass(frozen=True)
class Automaton:
    """Steps of every day, with one more day off at the end; node ``start`` comes first."""

    days: tuple[DaySteps, ...]
    start: int

    @property
    def nodes(self) -> int:
        """Most nodes of a day."""
        return max(len(day.worked) for day in self.days)


class _Builder:
    def __init__(
        self,
        pattern: Pattern,
        duties: Mapping[int, Sequence[Duty]],
        midnights: Sequence[int],
        pair_days: frozenset[int],
    ) -> None:
        self.pattern, self.duties, self.midnights = pattern, duties, midnights
        self.first, self.last = min(duties), max(duties)
        self.pair_days = pair_days | {one.first for one in pattern.together}
        longest = max((rest.minutes for rest in pattern.rests), default=0)
        self.remembered = max(1, -(-longest // MINUTES_PER_DAY))  # days off after a duty
        self.starts = {d: np.array([0, *(x.start_minute for x in duties[d])]) for d in duties}
        self.work = {d: np.array([False, *(not x.on_call for x in duties[d])]) for d in duties}

    def choices(self, day: int) -> int:
        return len(self.duties[day]) + 1 if day in self.duties else 1

    def pasts(self, day: int) -> list[Past]:
        """Return every past that the day may have."""
        found: list[Past] = [None]
        for off in range(self.remembered + 1):
            before = day - 1 - off
            if before >= self.first:
                found += [(off, choice) for choice in range(1, self.choices(before))]
        return found

    def steps(self, day: int, past: Past) -> tuple[Floats, Ints]:
        """Return the price of each choice after a past, and the rest that it brings."""
        count = self.choices(day)
        price, gained = np.zeros(count), np.zeros(count, dtype=np.int64)
        if past is not None:
            off, choice = past
            for follow in self.pattern.follows:
                _add_follow(price, follow, day - 1 - off, off + 1, choice)
        self._add_together(price, day, past)
        self._add_rests(gained, day, past)
        return price, gained

    def _add_together(self, price: Floats, day: int, past: Past) -> None:
        work = self.work.get(day, np.zeros(1, dtype=bool))
        worked = self.worked(day, past)
        for one in self.pattern.together:
            if one.first == day - 1 and day in self.duties:
                price[work != worked] += FORBIDDEN if one.price is None else one.price

    def worked(self, day: int, past: Past) -> bool:
        """Whether the day before was worked."""
        return past is not None and past[0] == 0 and bool(self.work[day - 1][past[1]])

    def _add_rests(self, gained: Ints, day: int, past: Past) -> None:
        """Look at the day off before the day: the next choice tells how long the rest was."""
        if past is not None and past[0] == 0:
            return
        for number, rest in enumerate(self.pattern.rests, start=1):
            if not rest.first <= day - 1 < rest.last:
                continue
            gained[self._is_long_enough(rest, day, past)] = number

    def _is_long_enough(self, rest: Rest, day: int, past: Past) -> Bools:
        ends = np.full(self.choices(day), np.iinfo(np.int64).max // 2)
        if day in self.duties:
            ends[1:] = self.starts[day][1:]
            ends[0] = self.midnights[day + 1 - self.first]
        if past is None:
            return np.ones(len(ends), dtype=bool)
        end = self.duties[day - 1 - past[0]][past[1] - 1].end_minute
        enough: Bools = ends - end >= rest.minutes
        return enough

    def next_past(self, past: Past, choice: int) -> Past:
        """Return the past of the next day."""
        if choice:
            return 0, choice
        if past is None or past[0] >= self.remembered:
            return None
        return past[0] + 1, past[1]


def _add_follow(price: Floats, follow: Follow, day: int, ahead: int, choice: int) -> None:
    pairs = follow.pairs.get((day, ahead))
    if pairs is not None:
        price[pairs[choice]] += FORBIDDEN if follow.price is None else follow.price


def build_automaton(
    pattern: Pattern,
    duties: Mapping[int, Sequence[Duty]],
    midnights: Sequence[int],
    pair_days: frozenset[int],
    last_end: int | None,
) -> Automaton:
    """Return the automaton of a pattern over the days of ``duties``.

    ``midnights`` holds the elapsed minute at which each day begins, one more than days;
    ``pair_days`` the first days of pairs that counters look at; ``last_end`` the elapsed end of
    the last shift before the horizon, for the rest after it.
    """
    builder = _Builder(pattern, duties, midnights, pair_days)
    days: list[DaySteps] = []
    node_of: dict[Past, int] = {}
    for day in range(builder.last + 1, builder.first - 1, -1):
        steps, node_of = _day(builder, day, node_of)
        days.append(steps)
    days.reverse()
    if last_end is not None and pattern.rests:
        return _begun(builder, days, node_of, last_end)
    return Automaton(tuple(days), node_of[None])


def _day(builder: _Builder, day: int, later: dict[Past, int]) -> tuple[DaySteps, dict[Past, int]]:
    """Merge the pasts of a day that have the same futures."""
    count = builder.choices(day)
    pasts = builder.pasts(day)
    rows = np.zeros((len(pasts), 3 * count + 1))
    for place, past in enumerate(pasts):
        price, gained = builder.steps(day, past)
        following = [later.get(builder.next_past(past, k), 0) for k in range(count)]
        rows[place, :count] = np.where(np.isinf(price), -1, following)
        rows[place, count : 2 * count] = np.where(np.isinf(price), -1, price)
        rows[place, 2 * count : 3 * count] = gained
        if day - 1 in builder.pair_days:
            rows[place, -1] = builder.worked(day, past)
    kinds, nodes = np.unique(rows, axis=0, return_inverse=True)
    return _steps_of(kinds, count), dict(zip(pasts, nodes.tolist(), strict=True))


def _steps_of(kinds: Floats, count: int) -> DaySteps:
    following = kinds[:, :count].astype(np.int64)
    price = np.where(following < 0, FORBIDDEN, kinds[:, count : 2 * count])
    gained = kinds[:, 2 * count : 3 * count].astype(np.int64)
    return DaySteps(np.maximum(following, 0), price, gained, kinds[:, -1] > 0)


def _begun(
    builder: _Builder, days: list[DaySteps], node_of: dict[Past, int], last_end: int
) -> Automaton:
    """Begin with a node that knows when the last shift before the horizon ended.

    Only the first days off after it can be too short a rest; a chain of nodes remembers it.
    """
    days = list(days)
    start = node_of[None]
    for place in range(builder.remembered, -1, -1):
        day = builder.first + place
        if day > builder.last:
            continue
        steps = days[place]
        base = _none_of(days, start, place)
        gained = steps.gained[base].copy()
        for number, rest in enumerate(builder.pattern.rests, start=1):
            if rest.first <= day - 1 < rest.last:
                ends = np.append(builder.midnights[place + 1], builder.starts[day][1:])
                gained[(gained == number) & (ends - last_end < rest.minutes)] = 0
        following = steps.following[base].copy()
        if place < builder.remembered and day < builder.last:
            following[0] = len(days[place + 1].worked) - 1  # the node appended there
        days[place] = DaySteps(
            np.vstack([steps.following, following]),
            np.vstack([steps.price, steps.price[base]]),
            np.vstack([steps.gained, gained]),
            np.append(steps.worked, False),
        )
    return Automaton(tuple(days), len(days[0].worked) - 1)


def _none_of(days: list[DaySteps], start: int, place: int) -> int:
    """Return the node of a day that comes from days off alone."""
    node = start
    for before in range(place):
        node = int(days[before].following[node, 0])
    return node
