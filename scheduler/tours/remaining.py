"""How much the days from a place on can still add to a counter: what is lost is seen early."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.compiled.jit import entry

Ints = npt.NDArray[np.int64]


@entry
def remaining(  # noqa: C901 - one loop: calls cost more than what they would do
    counters_from: Ints,
    weight: Ints,
    first: Ints,
    last: Ints,
    low: Ints,
    high: Ints,
    pair: Any,
    rest: Ints,
    weights: Any,
    alike: Any,
    allowed: Any,
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the least and the most that each place, and that all from it on, add to counters.

    Shapes (counters, places) and (counters, places + 1). A counter over a part of another's days
    with the same weights (weeks within the horizon) tells more than the days alone.
    """
    places = allowed.shape[1]
    least = np.zeros((len(weight), places + 1), dtype=np.int64)
    most = np.zeros((len(weight), places + 1), dtype=np.int64)
    day_least = np.zeros((len(weight), places), dtype=np.int64)
    day_most = np.zeros((len(weight), places), dtype=np.int64)
    for agent in range(len(counters_from) - 1):
        begin, end = counters_from[agent], counters_from[agent + 1]
        for c in range(begin, end):
            for place in range(first[c], last[c]):
                fewest, greatest = 1 << 40, 0
                for choice in range(allowed.shape[2]):
                    if allowed[agent, place, choice]:
                        one = weights[weight[c], place, choice]
                        fewest, greatest = min(fewest, one), max(greatest, one)
                day_least[c, place] = 0 if fewest == 1 << 40 else fewest
                day_most[c, place] = greatest + (1 if pair[c, place] else 0)
                if rest[c]:
                    day_most[c, place] += 1
        for c in range(begin, end):
            for place in range(last[c] - 1, first[c] - 1, -1):
                least[c, place] = least[c, place + 1] + day_least[c, place]
                most[c, place] = most[c, place + 1] + day_most[c, place]
                for other in range(begin, end):
                    part = other != c and first[other] == place and last[other] <= last[c]
                    whole = part and last[other] - place < last[c] - first[c]
                    if not whole or pair[c].any() or pair[other].any() or rest[c] or rest[other]:
                        continue
                    if not alike[weight[c], weight[other]]:
                        continue
                    up, down = 0, 0
                    for inner in range(place, last[other]):
                        up += day_most[other, inner]
                        down += day_least[other, inner]
                    up, down = min(up, high[other]), max(down, low[other])
                    most[c, place] = min(most[c, place], most[c, last[other]] + up)
                    least[c, place] = max(least[c, place], least[c, last[other]] + down)
    return day_least, day_most, least, most
