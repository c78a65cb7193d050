"""Form Counter: what a tour adds up, within limits, at a price, or rising in price."""

from ortools.sat.python import cp_model

from scheduler.people.tour_rules import Counter
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.kinds import open_choices, worked
from scheduler.roster_model.linear import Linear, Term, constant, total, weighted


def add_counters(ground: Ground, agent: int) -> None:
    """Keep every total of an agent within its limits, or pay for what is below or above."""
    pairs: dict[int, cp_model.IntVar] = {}
    for counter in ground.rules[agent].counters:
        for first in counter.pairs:
            if first not in pairs:
                pairs[first] = _on_either(ground, agent, first)
        _add_counter(ground, agent, counter, [pairs[first] for first in counter.pairs])


def _add_counter(
    ground: Ground, agent: int, counter: Counter, pairs: list[cp_model.IntVar]
) -> None:
    terms: list[Term] = [(1, pair) for pair in pairs]
    low, high = counter.start, counter.start + len(pairs)
    for day, weights in counter.weights.items():
        if not counter.first <= day < counter.last:
            continue
        chosen = open_choices(ground, agent, day)
        own = [int(weights[choice]) for choice in chosen]
        low, high = low + min(own), high + max(own)
        terms += [term for term in zip(own, chosen.values(), strict=True) if term[0]]
    reached = counter.start + weighted(terms)
    if low < counter.least:
        _keep_above(ground, counter, reached, counter.least - low)
    if counter.most is not None and high > counter.most:
        _keep_below(ground, counter, reached, counter.most, high)
    if counter.rising:
        _add_rising(ground, counter.rising, reached, low, high)


def _keep_above(ground: Ground, counter: Counter, reached: Linear, furthest: int) -> None:
    missing: Linear = constant(0)
    if counter.price_below is not None:
        missing = ground.model.new_int_var(0, furthest, "")
        ground.pay(counter.price_below, missing)
    ground.model.add(reached + missing >= counter.least)


def _keep_below(ground: Ground, counter: Counter, reached: Linear, most: int, high: int) -> None:
    over: Linear = constant(0)
    if counter.price_above is not None:
        over = ground.model.new_int_var(0, high - most, "")
        ground.pay(counter.price_above, over)
    ground.model.add(reached <= most + over)


def _add_rising(ground: Ground, rising: int, reached: Linear, low: int, high: int) -> None:
    """Price the n-th unit at n times the price: each unit has a variable, the cheap ones first."""
    sure = ground.model.new_constant(1)
    ground.pay(rising * low * (low + 1) // 2, sure)
    units = [ground.model.new_bool_var("") for _ in range(low, high)]
    ground.model.add(reached <= low + total(units))
    for unit, variable in enumerate(units, start=low + 1):
        ground.pay(rising * unit, variable)


def _on_either(ground: Ground, agent: int, first: int) -> cp_model.IntVar:
    """Return whether there is work on one of two neighbouring days, or on both."""
    either = ground.model.new_bool_var(f"pair_{agent}_{first}")
    days = [worked(ground, agent, first + step) for step in (0, 1)]
    for day in days:
        ground.model.add(day <= either)
    ground.model.add(either <= total(days))
    return either
