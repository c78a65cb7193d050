"""Forms Follow and Together: what neighbouring days may not hold."""

from collections.abc import Sequence

import numpy as np

from scheduler.people.tour_rules import Bools, Follow, Together
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.kinds import open_choices, worked
from scheduler.roster_model.linear import Linear, Literal, constant, total

Clique = tuple[tuple[int, ...], tuple[int, ...]]  # choices of the one day, and of the other


def cliques(pairs: Bools) -> tuple[Clique, ...]:
    """Return sets of earlier and of later choices of which none goes with any.

    One set for each distinct row of forbidden choices says the same as a row for each pair, and
    more tightly: of all earlier and later choices in it a tour has at most one.
    """
    found: dict[Clique, None] = {}
    for row in np.unique(pairs[pairs.any(axis=1)], axis=0):
        earlier = np.flatnonzero(pairs[:, row].all(axis=1))
        later = np.flatnonzero(pairs[earlier].all(axis=0))
        found[tuple(earlier.tolist()), tuple(later.tolist())] = None
    return tuple(found)


def add_follows(ground: Ground, follows: Sequence[Follow], agents: Sequence[int]) -> None:
    """Forbid, or price, duties after duties, on the next day or after one day off."""
    for follow in follows:
        for (day, ahead), pairs in follow.pairs.items():
            found = cliques(pairs)
            for agent in agents if found else ():
                _add_cliques(ground, agent, (day, ahead), found, follow.price)


def _add_cliques(
    ground: Ground,
    agent: int,
    place: tuple[int, int],
    found: tuple[Clique, ...],
    price: int | None,
) -> None:
    day, ahead = place
    earlier, later = (open_choices(ground, agent, on) for on in (day, day + ahead))
    rows = [
        [*(earlier[c] for c in one if c in earlier), *(later[c] for c in other if c in later)]
        for one, other in found
        if any(c in earlier for c in one) and any(c in later for c in other)
    ]
    if not rows:
        return
    excess: Linear = constant(0)
    if price is not None:  # whichever pair it is, there is one a day
        excess = ground.model.new_bool_var(f"after_{agent}_{day}_{ahead}")
        ground.pay(price, excess)
    between = [ground.off[agent, day + step] for step in range(1, ahead)]
    for row in rows:
        if price is None and not between:
            ground.model.add_at_most_one(row)
        else:
            ground.model.add(total([*row, *between]) <= 1 + len(between) + excess)


def add_together(ground: Ground, rules: Sequence[Together], agents: Sequence[int]) -> None:
    """Work both days of a pair or none, or pay."""
    for rule in rules:
        for agent in agents:
            one, other = (worked(ground, agent, rule.first + step) for step in (0, 1))
            if rule.price is None:
                ground.model.add(one == other)
            else:
                _pay_apart(ground, rule.price, one, other)


def _pay_apart(ground: Ground, price: int, one: Literal, other: Literal) -> None:
    apart = ground.model.new_bool_var("")
    ground.pay(price, apart)
    ground.model.add(one - other <= apart)
    ground.model.add(other - one <= apart)
