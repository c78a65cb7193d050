"""Waiting lines: who waits in which queue, the lowest rank first."""

from bisect import insort
from collections import deque
from typing import Any


class WaitingLines:
    """One line per queue, by rank, then by arrival; beside them what is held for one agent.

    The rank is the due time or the arrival. It seldom falls with the arrival, so a case nearly
    always joins at the end. Who leaves is only marked and passed over when it comes to the head.
    """

    __slots__ = ("arrival", "held", "holder", "is_waiting", "length", "lines", "rank", "total")

    def __init__(self, queues: int, rank: list[float], arrival: list[float]) -> None:
        """Start with nobody waiting; ``rank`` and ``arrival`` are by case and may grow."""
        self.rank, self.arrival = rank, arrival
        self.lines: list[deque[int]] = [deque() for _ in range(queues)]
        self.length = [0] * queues
        self.total = 0  # in lines or held
        self.is_waiting = bytearray(len(rank))
        self.held: dict[int, list[int]] = {}  # by agent: cases that wait for this one
        self.holder: dict[int, int] = {}  # by held case: its agent

    def add(self, queue: int, case: int) -> None:
        """Let a case wait at its place in its queue."""
        line, rank = self.lines[queue], self.rank
        # Equals by their number, so that the order does not depend on how they came to wait.
        if line and (
            rank[case] < rank[line[-1]]
            or (rank[case] == rank[line[-1]] and self._place(case) < self._place(line[-1]))
        ):
            insort(line, case, key=self._place)
        else:
            line.append(case)
        self.is_waiting[case] = 1
        self.length[queue] += 1
        self.total += 1

    def drop(self, queue: int, case: int) -> None:
        """Take a case out, wherever it stands."""
        self.is_waiting[case] = 0
        self.total -= 1
        if case in self.holder:
            self._free(case)
            return
        self.length[queue] -= 1
        if not self.length[queue]:
            self.lines[queue].clear()

    def move_out(self, queue: int, case: int) -> None:
        """Take a case out that will wait in another queue, and leave no mark of it behind."""
        self.drop(queue, case)
        if self.length[queue]:
            self.lines[queue].remove(case)

    def head(self, queue: int) -> int:
        """Return the first waiting case of a queue that is not empty."""
        line = self.lines[queue]
        while not self.is_waiting[line[0]]:
            line.popleft()
        return line[0]

    def in_line(self, queue: int) -> list[int]:
        """Return who waits in a queue, in order."""
        return [case for case in self.lines[queue] if self.is_waiting[case]]

    def hold(self, case: int, agent: int) -> None:
        """Let a case wait for one agent only."""
        self.held.setdefault(agent, []).append(case)
        self.holder[case] = agent
        self.is_waiting[case] = 1
        self.total += 1

    def _free(self, case: int) -> None:
        agent = self.holder.pop(case)
        self.held[agent].remove(case)
        if not self.held[agent]:
            del self.held[agent]

    def _place(self, case: int) -> Any:
        return self.rank[case], self.arrival[case], case
