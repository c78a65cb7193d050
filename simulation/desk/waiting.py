"""Waiting lines: who waits in which queue, the earliest first."""

from collections import deque


class WaitingLines:
    """One line per queue, in order of arrival.

    Within a queue the due time never falls with the arrival, so the first is also due first.
    Who leaves is only marked and passed over when it comes to the head.
    """

    __slots__ = ("is_waiting", "length", "lines", "total")

    def __init__(self, queues: int, cases: int) -> None:
        """Start with nobody waiting."""
        self.lines: list[deque[int]] = [deque() for _ in range(queues)]
        self.length = [0] * queues
        self.total = 0
        self.is_waiting = bytearray(cases)

    def add(self, queue: int, case: int) -> None:
        """Let a case wait at the end of its queue."""
        self.lines[queue].append(case)
        self.is_waiting[case] = 1
        self.length[queue] += 1
        self.total += 1

    def drop(self, queue: int, case: int) -> None:
        """Take a case out, wherever it stands."""
        self.is_waiting[case] = 0
        self.length[queue] -= 1
        self.total -= 1
        if not self.length[queue]:
            self.lines[queue].clear()

    def head(self, queue: int) -> int:
        """Return the first waiting case of a queue that is not empty."""
        line = self.lines[queue]
        while not self.is_waiting[line[0]]:
            line.popleft()
        return line[0]
