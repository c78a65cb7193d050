"""Rule: the law of one shift under a person's own limits: length, breaks, times of the day.

Duties that are lawful for somebody else only are barred.
"""

from collections.abc import Iterator

from scheduler.people.one_shift import SHIFT_FIELDS
from scheduler.people.person import Kind
from scheduler.people.rule import KindRule
from scheduler.people.rules.bars import bars
from scheduler.people.tour_rules import Bar


def _one_shift(kind: Kind) -> Iterator[Bar]:
    table = kind.calendar.table
    yield from bars("one_shift", table, ~table.lawful(kind.index))


ONE_SHIFT = KindRule(
    "one_shift", "the length, breaks and times of a single shift", SHIFT_FIELDS, _one_shift
)
