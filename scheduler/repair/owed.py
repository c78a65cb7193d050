"""What a repair owes: what the news took, and nothing that was already missing when published.

A repair that made good all that was missing before, or saved wages, would change shifts for which
nobody has asked. A new plan does that.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from scheduler.checker.shortage import MissingMinutes
from scheduler.people.tour_rules import Charge, Counter, Ints, TourRules
from scheduler.repair.kept import Kept
from scheduler.requirement import DeferrableRequirement, Floats, LiveRequirement, Requirement
from scheduler.tour_costs import Tour, total_of


def owed_work(
    requirement: Requirement, missing: MissingMinutes, *, step: int, absent_share: float
) -> Requirement:
    """Return a requirement less what the published roster lacked.

    Under it the published roster, with everybody there, lacks nothing.
    """
    live = tuple(
        _live(need, np.ceil(missing.live[place] / step - 1e-6), absent_share)
        for place, need in enumerate(requirement.live)
    )
    deferrable = tuple(
        _deferrable(line, missing.deferrable[place])
        for place, line in enumerate(requirement.deferrable)
    )
    return replace(requirement, live=live, deferrable=deferrable)


def _live(need: LiveRequirement, lacked: Floats, absent_share: float) -> LiveRequirement:
    agents = np.maximum(need.agents - lacked.astype(np.int64), 0)
    load = np.maximum(need.offered_load - lacked * (1 - absent_share), 0.0)
    return replace(need, agents=agents, offered_load=load)


def _deferrable(line: DeferrableRequirement, lacked: Floats) -> DeferrableRequirement:
    due = np.maximum(line.due_minutes - np.ceil(np.cumsum(lacked) - 1e-6), 0.0)
    return replace(line, due_minutes=np.maximum.accumulate(due))


def without_savings(kept: Kept, rules: Sequence[TourRules]) -> tuple[TourRules, ...]:
    """Return rules under which no change earns anything: more costs what it costs, less nothing.

    Wages, wishes and priced choices count by the day, against the published choice; hours, fairness
    and what else is added up count against what the published tour adds up to.
    """
    return tuple(_without_savings(kept, agent, one) for agent, one in enumerate(rules))


def _without_savings(kept: Kept, agent: int, rules: TourRules) -> TourRules:
    choices = {day: kept.choice(agent, day) for day in kept.calendar.days}
    tour = Tour(kept.calendar.duties, choices)
    charges = []
    for day in kept.calendar.days:
        prices = _prices_of(rules, day, 1 + len(kept.calendar.duties[day]))
        more = np.maximum(prices - prices[choices[day]], 0)
        if more.any():
            charges.append(Charge("more", day, more))
    return replace(
        rules,
        charges=tuple(charges),
        bars=tuple(bar for bar in rules.bars if bar.price is None),
        counters=tuple(_counter(one, tour) for one in rules.counters),
    )


def _prices_of(rules: TourRules, day: int, choices: int) -> Ints:
    prices = np.zeros(choices, dtype=np.int64)
    for charge in rules.charges:
        if charge.day == day:
            prices += charge.prices
    for bar in rules.bars:
        if bar.day == day and bar.price is not None:
            prices += bar.price * bar.choices
    return prices


def _counter(one: Counter, tour: Tour) -> Counter:
    """Return a counter whose prices begin where the published tour is, if it is beyond a limit."""
    reached = total_of(one, tour)
    least, most = one.least, one.most
    if one.price_below is not None:
        least = min(least, reached)
    if one.price_above is not None and most is not None:
        most = max(most, reached)
    if not one.rising or (most is not None and one.price_above is None):
        return replace(one, least=least, most=most)
    # The next of what nobody likes costs what it would; from there on as much each.
    above = one.rising * (reached + 1) + (one.price_above or 0)
    return replace(one, least=least, most=reached, price_above=above, rising=0)
