"""The luck of the tour search, in compiled code: its own numbers, and what they draw."""

from typing import Any

import numpy as np

from simulation.compiled.jit import compiled


@compiled
def roll(dice: Any) -> float:
    """Return the next number in [0, 1) of a sequence (SplitMix64: Steele, Lea, Flood 2014)."""
    dice[0] += np.uint64(0x9E3779B97F4A7C15)
    z = dice[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return float(np.float64(z >> np.uint64(11)) * 2.0**-53)


@compiled
def span(dice: Any, low: int, high: int) -> tuple[int, int]:
    """Return the places of a step within [low, high): mostly a week, sometimes two."""
    first = low + int(roll(dice) * (high - low))
    first = max(first - (first + 6) % 7, low)  # a monday
    days = 14 if roll(dice) < 0.2 else 7
    return first, min(first + days, high)


@compiled
def draw(dice: Any, people: Any, count: int, all_people: Any) -> None:
    """Draw so many different ones of some people."""
    drawn = 0
    while drawn < count:
        one = all_people[int(roll(dice) * len(all_people))]
        known = False
        for number in range(drawn):
            known = known or people[number] == one
        if not known:
            people[drawn] = one
            drawn += 1
