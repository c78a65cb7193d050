"""Waiting lines: who waits in which queue, the lowest rank first."""

from bisect import insort
from collections import deque
from collections.abc import Sequence
from typing import Any


class WaitingLines:
    """One line per queue, by rank, then by arrival; beside them what is held for one agent.

    The rank is the due time or the arrival. It seldom falls with the arrival, so a case nearly
    always joins at the end. Who leaves is only marked and passed over when it comes to the head.
    Who is late when a head is looked for may be due again later, and goes back to that place.
    """

    __slots__ = (
        "again", "arrival", "due", "held", "holder", "is_waiting", "length", "lines", "rank",
        "total",
    )  # fmt: skip

    def __init__(
        self, again: Sequence[float], due: list[float], arrival: list[float], *, first_come: bool
    ) -> None:
        """Start with nobody waiting; ``due`` and ``arrival`` are by case and may grow.

        ``again`` are, by queue, the seconds until what is late is due again; 0: it stays first.
        """
        self.again, self.due, self.arrival = again, due, arrival
        self.rank = arrival if first_come else list(due)
        queues = len(again)
        self.lines: list[deque[int]] = [deque() for _ in range(queues)]
        self.length = [0] * queues
        self.total = 0  # in lines or held
        self.is_waiting = bytearray(len(due))
        self.held: dict[int, list[int]] = {}  # by agent: cases that wait for this one
        self.holder: dict[int, int] = {}  # by held case: its agent

    def add(self, queue: int, case: int) -> None:
        """Let a case wait at its place in its queue."""
        line, rank = self.lines[queue], self._ranked(case)
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

    def head(self, queue: int, now: float) -> int:
        """Return the first waiting case of a queue that is not empty."""
        line, again = self.lines[queue], self.again[queue]
        while True:
            case = line[0]
            if not self.is_waiting[case]:
                line.popleft()
            elif again and self.due[case] < now and self.rank[case] == self.due[case]:
                line.popleft()
                self.rank[case] += again
                insort(line, case, key=self._place)
            else:
                return case

    def in_line(self, queue: int, now: float) -> list[int]:
        """Return who waits in a queue, in order."""
        if self.length[queue]:
            self.head(queue, now)  # so that what is late stands where it is due again
        return [case for case in self.lines[queue] if self.is_waiting[case]]

    def grow(self, due: float) -> None:
        """Make room for one case more, whose arrival and due time are known."""
        self.is_waiting.append(0)
        if self.rank is not self.arrival:
            self.rank.append(due)

    def hold(self, case: int, agent: int) -> None:
        """Let a case wait for one agent only."""
        self._ranked(case)
        self.held.setdefault(agent, []).append(case)
        self.holder[case] = agent
        self.is_waiting[case] = 1
        self.total += 1

    def _free(self, case: int) -> None:
        agent = self.holder.pop(case)
        self.held[agent].remove(case)
        if not self.held[agent]:
            del self.held[agent]

    def _ranked(self, case: int) -> list[float]:
        """Give a case that begins to wait its rank, as its due time may have changed."""
        if self.rank is not self.arrival:
            self.rank[case] = self.due[case]
        return self.rank

    def _place(self, case: int) -> Any:
        return self.rank[case], self.arrival[case], case
