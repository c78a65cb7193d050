"""A part of the problem: some people are left, the others keep their tours.

It has a master programme of its own, with the most promising columns only: programmes of many
columns take most of the time of a search among few people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.tours.columns_frame import Doubles, Longs
from scheduler.tours.columns_growth import Growth


@dataclass(frozen=True)
class Part:
    """The growth of a part, and how it hangs together with the whole."""

    whole: Growth
    growth: Growth
    numbers: tuple[int, ...]  # class of the whole by class of the part
    held: Mapping[int, int]  # people by column of the whole: those who keep their tours

    def back(self, people: Mapping[int, int]) -> dict[int, int]:
        """Return a roster of the part as one of the whole: people by column."""
        found = dict(self.held)
        for column, count in people.items():
            one = self.growth.master.columns[column]
            own = self.whole.master.put(replace(one, number=self.numbers[one.number]))
            found[own] = found.get(own, 0) + count
        return found


def part_of(
    whole: Growth, held: Mapping[int, int], used: Sequence[int], reduced: Doubles, most: int
) -> Part:
    """Return the part of those who keep no held column.

    It begins with the used columns and so many more for each class, the least ``reduced`` first.
    """
    frame, columns = whole.frame, whole.master.columns
    left, served, cost = frame.sizes.copy(), np.zeros(len(frame.lows)), 0.0
    for column, people in held.items():
        one = columns[column]
        left[one.number] -= people
        served[one.rows] += people * one.factors
        cost += people * one.cost
    numbers = tuple(np.flatnonzero(left).tolist())
    growth = Growth(whole.sheet, frame.part(left, served, cost), whole.clock, whole.pricer.office)
    growth.limit(whole.least, whole.most)
    place = {number: own for own, number in enumerate(numbers)}
    for column in (*used, *_promising(whole, left, reduced, most)):
        one = columns[column]
        if one.number in place:
            growth.master.put(replace(one, number=place[one.number]))
    return Part(whole, growth, numbers, held)


def _promising(whole: Growth, left: Longs, reduced: Doubles, most: int) -> list[int]:
    taken = np.zeros(len(left), dtype=np.int64)
    found = []
    for column in np.argsort(reduced, kind="stable").tolist():
        number = whole.master.columns[column].number
        if left[number] and taken[number] < most:
            taken[number] += 1
            found.append(column)
    return found
