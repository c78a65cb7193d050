"""What a given tour costs, read straight from the words of each form: simple and slow.

The searches are held against this, and the rules are tested with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from scheduler.people.duties import Duty
from scheduler.people.tour_rules import (
    OFF,
    Counter,
    Follow,
    Rest,
    Run,
    Together,
    TourRules,
)

Duties = Mapping[int, Sequence[Duty]]  # by day, from -1 on
Tour = Mapping[int, int]  # choice of every day
Broken = tuple[str, int, int | None]  # rule, units, price of a unit (None: hard)


def price_of(rules: TourRules, duties: Duties, tour: Tour) -> int | None:
    """Return the price of a tour in units, charges included, or None if it is forbidden."""
    total = sum(int(one.prices[tour[one.day]]) for one in rules.charges)
    for _, units, price in broken(rules, duties, tour):
        if price is None:
            return None
        total += units * price
    for counter in rules.counters:
        reached = _total(counter, duties, tour)
        total += counter.rising * reached * (reached + 1) // 2
    return total


def broken(rules: TourRules, duties: Duties, tour: Tour) -> Iterator[Broken]:
    """Yield what a tour breaks: the rule, by how many units, and the price of a unit."""
    for bar in rules.bars:
        if bar.choices[tour[bar.day]]:
            yield bar.rule, 1, bar.price
    for follow in rules.pattern.follows:
        yield from _follow(follow, tour)
    for together in rules.pattern.together:
        yield from _together(together, duties, tour)
    for run, before in zip(rules.pattern.runs, rules.before, strict=True):
        yield from _run(run, before, tour)
    for rest in rules.pattern.rests:
        if not _has_rest(rest, rules.last_end, duties, tour):
            yield rest.rule, 1, rest.price
    for counter in rules.counters:
        yield from _counter(counter, _total(counter, duties, tour))


def all_tours(rules: TourRules, duties: Duties) -> Iterator[dict[int, int]]:
    """Yield every tour that no hard bar forbids, for very small scenarios."""
    days = sorted(duties)
    barred = {(bar.day, k) for bar in rules.bars if bar.price is None for k in _true(bar.choices)}
    open_choices = [
        [k for k in range(len(duties[day]) + 1) if (day, k) not in barred] for day in days
    ]
    for choices in product(*open_choices):
        yield dict(zip(days, choices, strict=True))


def best_price(rules: TourRules, duties: Duties) -> int | None:
    """Return the lowest price of any tour, or None if there is none."""
    prices = (price_of(rules, duties, tour) for tour in all_tours(rules, duties))
    return min((price for price in prices if price is not None), default=None)


def is_worked(duties: Duties, tour: Tour, day: int) -> bool:
    """Whether a day has a duty that is work."""
    return tour[day] != OFF and not duties[day][tour[day] - 1].on_call


def _true(choices: Sequence[bool]) -> list[int]:
    return [number for number, chosen in enumerate(choices) if chosen]


def _follow(follow: Follow, tour: Tour) -> Iterator[Broken]:
    for (day, ahead), pairs in follow.pairs.items():
        between = range(day + 1, day + ahead)
        if pairs[tour[day], tour[day + ahead]] and all(tour[one] == OFF for one in between):
            yield follow.rule, 1, follow.price


def _together(together: Together, duties: Duties, tour: Tour) -> Iterator[Broken]:
    first = together.first
    if is_worked(duties, tour, first) != is_worked(duties, tour, first + 1):
        yield together.rule, 1, together.price


def _run(run: Run, before: int | None, tour: Tour) -> Iterator[Broken]:
    days = sorted(run.kind)
    assert days == list(range(days[0], days[-1] + 1))
    held = [bool(run.kind[day][tour[day]]) for day in days]
    if run.most is not None:
        length = before or 0
        for holds in held:
            length = length + 1 if holds else 0
            if length > run.most:
                yield run.rule, 1, run.price
    if run.least is not None:
        known, length = before is not None, before or 0
        for holds in held:
            if not holds:
                if known and 0 < length < run.least:
                    yield run.rule, run.least - length, run.price
                known = True
            length = length + 1 if holds else 0


def _has_rest(rest: Rest, last_end: int | None, duties: Duties, tour: Tour) -> bool:
    for day in range(rest.first, rest.last):
        if tour[day] != OFF:
            continue
        ends = [duties[d][tour[d] - 1].end_minute for d in sorted(tour) if d < day and tour[d]]
        starts = [duties[d][tour[d] - 1].start_minute for d in sorted(tour) if d > day and tour[d]]
        if not ends and last_end is not None:
            ends = [last_end]
        if not ends or not starts or starts[0] - ends[-1] >= rest.minutes:
            return True
    return False


def _counter(counter: Counter, total: int) -> Iterator[Broken]:
    if total < counter.least:
        yield counter.rule, counter.least - total, counter.price_below
    if counter.most is not None and total > counter.most:
        yield counter.rule, total - counter.most, counter.price_above


def _total(counter: Counter, duties: Duties, tour: Tour) -> int:
    assert all(counter.first <= day < counter.last for day in counter.weights)
    total = counter.start + sum(int(w[tour[day]]) for day, w in counter.weights.items())
    for first in counter.pairs:
        total += is_worked(duties, tour, first) or is_worked(duties, tour, first + 1)
    return total
