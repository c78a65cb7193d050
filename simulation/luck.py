"""Luck: the random numbers of a replication, one at a time, for what is not known up front."""

from simulation.philox import MASK, Purpose, philox, unit
from simulation.records import Origin

LED_TO = 1 << 62  # bit of the ids of cases that another one led to
CHILD = 1 << 31  # bit of the counters from which such ids are made


class Luck:
    """A function of (seed, replication, case, purpose, visit); the same numbers as ``uniforms``."""

    __slots__ = ("replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        """Keep the key."""
        self.seed = seed
        self.replication = replication

    def of(self, case_id: int, purpose: Purpose, visit: int = 0) -> float:
        """Return a number in (0, 1) that belongs to a case, a purpose and a task of the case."""
        counter = purpose // 2 | visit << 8
        words = philox(case_id & MASK, case_id >> 32, counter, self.replication, self.seed)
        pair = purpose % 2 * 2
        return float(unit(words[pair], words[pair + 1]))

    def child_id(self, case_id: int, origin: Origin, number: int) -> int:
        """Return the id of the ``number``-th case that a case led to in one way.

        The same under every roster, and different from all others but for a chance of about
        the number of pairs over 2^62.
        """
        counter = CHILD | origin << 24 | number
        words = philox(case_id & MASK, case_id >> 32, counter, self.replication, self.seed)
        return int(LED_TO | words[0] << 30 | words[1] >> 2)
