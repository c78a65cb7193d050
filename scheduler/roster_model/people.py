"""What limits and prices each person's tour, form by form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.people.tour_rules import Counter, Pattern, TourRules
from scheduler.roster_model.counters import add_counters
from scheduler.roster_model.follows import add_follows, add_together
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.kinds import open_choices
from scheduler.roster_model.rests import add_rests
from scheduler.roster_model.runs import add_runs


def add_people(ground: Ground) -> None:
    """Add every form of every agent's tour rules; each speaks of one person only.

    What is barred at any price has no variable in the ground, so it needs no row.
    """
    for pattern, agents in _by_pattern(ground):
        add_follows(ground, pattern.follows, agents)
        add_together(ground, pattern.together, agents)
        add_runs(ground, pattern.runs, agents)
        add_rests(ground, pattern.rests, agents)
    for agent in ground.agents:
        _add_prices(ground, agent)
        add_counters(ground, agent)


def hard_only(rules: Sequence[TourRules]) -> tuple[TourRules, ...]:
    """Return rules without anything that has a price: what is left no lawful tour may break."""
    patterns: dict[int, Pattern] = {}
    kept = []
    for one in rules:
        pattern = patterns.setdefault(id(one.pattern), _hard_pattern(one.pattern))
        known = one.before or (None,) * len(one.pattern.runs)
        before = tuple(
            length for run, length in zip(one.pattern.runs, known, strict=True) if run.price is None
        )
        bars = tuple(bar for bar in one.bars if bar.price is None)
        counters = tuple(_hard_counters(one.counters))
        kept.append(
            replace(one, pattern=pattern, before=before, bars=bars, counters=counters, charges=())
        )
    return tuple(kept)


def _hard_pattern(pattern: Pattern) -> Pattern:
    return Pattern(
        tuple(one for one in pattern.follows if one.price is None),
        tuple(one for one in pattern.together if one.price is None),
        tuple(one for one in pattern.runs if one.price is None),
        tuple(one for one in pattern.rests if one.price is None),
    )


def _hard_counters(counters: Sequence[Counter]) -> Iterator[Counter]:
    for one in counters:
        least = one.least if one.price_below is None else 0
        most = one.most if one.price_above is None else None
        if least > 0 or most is not None:
            yield replace(one, least=least, most=most, price_below=None, price_above=None, rising=0)


def _by_pattern(ground: Ground) -> list[tuple[Pattern, list[int]]]:
    """Return the agents under each pattern, so that what patterns forbid is worked out once."""
    found: dict[int, tuple[Pattern, list[int]]] = {}
    for agent in ground.agents:
        pattern = ground.rules[agent].pattern
        found.setdefault(id(pattern), (pattern, []))[1].append(agent)
    return list(found.values())


def _add_prices(ground: Ground, agent: int) -> None:
    """Price the choices of each day: wages, wishes, and what may be taken at a price."""
    rules = ground.rules[agent]
    for charge in rules.charges:
        for choice, literal in open_choices(ground, agent, charge.day).items():
            ground.pay(int(charge.prices[choice]), literal)
    for bar in rules.bars:
        if bar.price is not None:
            for choice, literal in open_choices(ground, agent, bar.day).items():
                ground.pay(bar.price * int(bar.choices[choice]), literal)
