"""What a change costs: each agent-day whose shift starts or ends otherwise than published."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from scheduler.people.prices import units
from scheduler.people.tour_rules import OFF, Bar, Charge, Ints, TourRules
from scheduler.repair.kept import Kept, is_alike

PUBLISHED = "published"
CHANGE = "change"
# Part of the price of a change at which a break moves within a shift that stays: it is no change,
# but where nothing is gained by it, it had better stay as well.
_OF_A_MOVED_BREAK = 0.01


@dataclass(frozen=True)
class Notice:
    """Whether a change comes at short notice."""

    counted_from: dt.date

    def days(self, date: dt.date) -> int:
        """Return the days of notice that a change on a date has."""
        return (date - self.counted_from).days

    def is_short(self, date: dt.date, asked: int | None) -> bool:
        """Whether there are fewer days than the agent's limits ask for."""
        return asked is not None and self.days(date) < asked


def with_changes_priced(
    kept: Kept, rules: Sequence[TourRules], notice: Notice
) -> tuple[TourRules, ...]:
    """Return everybody's rules with the price of each change, and nobody else's shift open.

    Shifts that are frozen have been worked or are, whatever rule they break, so that no rule on
    single choices bars them.
    """
    found = []
    for agent, one in enumerate(rules):
        bars = (*(_but_frozen(kept, agent, bar) for bar in one.bars), *_not_own(kept, agent))
        charges = (*one.charges, *_charges(kept, agent, notice))
        found.append(replace(one, bars=bars, charges=charges))
    return tuple(found)


def price_of_change(kept: Kept, agent: int, day: int, notice: Notice) -> float:
    """Return the price of a change, in the scenario's currency."""
    planning, date = kept.calendar.scenario.planning, kept.calendar.timeline.date(day)
    short = notice.is_short(date, kept.calendar.limits[agent].notice_days)
    return planning.change_cost + (planning.short_notice_cost if short else 0.0)


def _but_frozen(kept: Kept, agent: int, bar: Bar) -> Bar:
    shift = kept.standing.shifts.get((agent, bar.day))
    if bar.price is not None or shift is None or not kept.standing.is_frozen(shift):
        return bar
    choices = bar.choices.copy()
    choices[kept.choice(agent, bar.day)] = False
    return replace(bar, choices=choices)


def _not_own(kept: Kept, agent: int) -> Iterator[Bar]:
    """Bar the published shifts of others, and on frozen days everything but one's own."""
    for day in kept.calendar.days:
        own = kept.choice(agent, day)
        shift = kept.standing.shifts.get((agent, day))
        barred = np.zeros(1 + len(kept.calendar.duties[day]), dtype=np.bool_)
        if shift is not None and kept.standing.is_frozen(shift):
            barred[:] = True
        barred[list(kept.owned[day])] = True
        barred[own] = False
        if barred.any():
            yield Bar(PUBLISHED, day, barred)


def _charges(kept: Kept, agent: int, notice: Notice) -> Iterator[Charge]:
    for day in kept.calendar.days:
        if (agent, day) in kept.standing.gone:
            continue  # no choice of the repair's
        prices = _of_choices(kept, agent, day, notice)
        if prices.any():
            yield Charge(CHANGE, day, prices)


def _of_choices(kept: Kept, agent: int, day: int, notice: Notice) -> Ints:
    price = price_of_change(kept, agent, day, notice)
    duties = kept.calendar.duties[day]
    prices = np.full(1 + len(duties), units(price), dtype=np.int64)
    shift = kept.standing.shifts.get((agent, day))
    if shift is None:
        prices[OFF] = 0
        return prices
    moved = units(kept.calendar.scenario.planning.change_cost * _OF_A_MOVED_BREAK)
    for choice, duty in enumerate(duties, start=1):
        if is_alike(duty, shift):
            prices[choice] = moved
    prices[kept.choice(agent, day)] = 0
    return prices
