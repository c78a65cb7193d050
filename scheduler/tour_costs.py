"""What one person's tour costs, form by form, worked out from the tour itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.people.duties import Duty
from scheduler.people.tour_rules import (
    OFF,
    Counter,
    Follow,
    Pattern,
    Rest,
    Run,
    Together,
    TourRules,
)

Duties = Mapping[int, Sequence[Duty]]
WAGES = "wages"


class BrokenRuleError(ValueError):
    """A tour that breaks a rule which has no price."""


@dataclass(frozen=True)
class TourCosts:
    """Prices of a tour, in the model's units."""

    wages: int = 0
    wishes: int = 0
    fairness: int = 0
    broken: int = 0

    @property
    def total(self) -> int:
        """The whole price."""
        return self.wages + self.wishes + self.fairness + self.broken


@dataclass(frozen=True)
class Tour:
    """One choice for every day: 0 is off, k the k-th duty of the day."""

    duties: Duties
    choices: Mapping[int, int]

    def of(self, day: int) -> Duty | None:
        """Return the duty of a day; None is a day off."""
        choice = self.choices[day]
        return None if choice == OFF else self.duties[day][choice - 1]

    def worked(self, day: int) -> bool:
        """Whether there is work on a day; on call is none."""
        duty = self.of(day)
        return duty is not None and not duty.on_call


def tour_costs(rules: TourRules, tour: Tour) -> TourCosts:
    """Return the prices of a tour. Raises BrokenRuleError where it breaks what has no price."""
    charged: dict[bool, int] = {True: 0, False: 0}
    for charge in rules.charges:
        charged[charge.name == WAGES] += int(charge.prices[tour.choices[charge.day]])
    broken = sum(
        _price(bar.rule, bar.price, int(bar.choices[tour.choices[bar.day]]), bar.day)
        for bar in rules.bars
    )
    broken += _pattern_price(rules, tour)
    fairness = 0
    for counter in rules.counters:
        total = total_of(counter, tour)
        rising = counter.rising * total * (total + 1) // 2
        fairness += rising
        cost = counter.cost(total)
        if cost is None:
            raise BrokenRuleError(
                f"{counter.rule}: {total} over days {counter.first} to {counter.last - 1}, "
                f"{counter.least} to {counter.most} are allowed"
            )
        broken += cost - rising
    return TourCosts(charged[True], charged[False], fairness, broken)


def _price(rule: str, price: int | None, units: int, day: int) -> int:
    if units and price is None:
        raise BrokenRuleError(f"{rule} is broken on day {day}")
    return units * (price or 0)


def _pattern_price(rules: TourRules, tour: Tour) -> int:
    pattern: Pattern = rules.pattern
    price = sum(_follow_price(one, tour) for one in pattern.follows)
    price += sum(_together_price(one, tour) for one in pattern.together)
    known = rules.before or (None,) * len(pattern.runs)
    for run, before in zip(pattern.runs, known, strict=True):
        price += _run_price(run, before, tour)
    return price + sum(_rest_price(one, rules.last_end, tour) for one in pattern.rests)


def _follow_price(follow: Follow, tour: Tour) -> int:
    price = 0
    for (day, ahead), pairs in follow.pairs.items():
        between = any(tour.choices[day + step] != OFF for step in range(1, ahead))
        found = bool(pairs[tour.choices[day], tour.choices[day + ahead]]) and not between
        price += _price(follow.rule, follow.price, int(found), day)
    return price


def _together_price(rule: Together, tour: Tour) -> int:
    apart = tour.worked(rule.first) != tour.worked(rule.first + 1)
    return _price(rule.rule, rule.price, int(apart), rule.first)


def _run_price(run: Run, before: int | None, tour: Tour) -> int:
    """Price the days by which runs are too short, when they end, and too long, as they grow."""
    unknown = before is None
    length, price = before or 0, 0
    for day in sorted(run.kind):
        if run.kind[day][tour.choices[day]]:
            length += 1
            if run.most is not None:
                price += _price(run.rule, run.price, int(length > run.most), day)
            continue
        if run.least is not None and length and not unknown:
            price += _price(run.rule, run.price, max(run.least - length, 0), day)
        length, unknown = 0, False
    return price


def _rest_price(rest: Rest, last_end: int | None, tour: Tour) -> int:
    for day in range(rest.first, rest.last):
        if tour.choices[day] != OFF:
            continue
        ended = [duty.end_minute for duty in _duties(tour, -1, day)]
        ended += [] if last_end is None else [last_end]
        starts = [duty.start_minute for duty in _duties(tour, day + 1, max(tour.choices) + 1)]
        if not ended or not starts or min(starts) - max(ended) >= rest.minutes:
            return 0
    return _price(rest.rule, rest.price, 1, rest.first)


def _duties(tour: Tour, first: int, last: int) -> Iterator[Duty]:
    for day in range(first, last):
        duty = tour.of(day)
        if duty is not None:
            yield duty


def total_of(counter: Counter, tour: Tour) -> int:
    """Return what a tour adds up to, the counter's start included."""
    total = counter.start
    for day, weights in counter.weights.items():
        if counter.first <= day < counter.last:
            total += int(weights[tour.choices[day]])
    return total + sum(tour.worked(day) or tour.worked(day + 1) for day in counter.pairs)
