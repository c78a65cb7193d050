"""Hand-over: what an agent has in hand at the end of a shift goes back to wait."""

from typing import TYPE_CHECKING

from simulation.life.decisions import work_left
from simulation.records import Origin, TaskOutcome

if TYPE_CHECKING:
    from simulation.life.life import Life


class HandOver:
    """Work in hand, and how much of it is left."""

    __slots__ = ("end", "in_hand", "life", "reading", "seconds", "to_read")

    def __init__(self, life: "Life") -> None:
        """Start with empty hands."""
        self.life = life
        self.to_read = life.world.scenario.team.shift_end.hand_over_seconds
        self.in_hand: dict[int, list[int]] = {}  # by agent
        self.end: dict[int, float] = {}  # by row under way
        self.seconds: dict[int, float] = {}  # of work, reading in left out
        self.reading: set[int] = set()  # rows whose next agent has to read in

    def takes(self, row: int, agent: int, seconds: float, now: float) -> float:
        """Return how long a task takes an agent, reading in included."""
        self.seconds[row] = seconds
        if row in self.reading:
            seconds += self.to_read
        self.end[row] = now + seconds
        self.in_hand.setdefault(agent, []).append(row)
        return seconds

    def ended(self, row: int) -> None:
        """Note that a task is done."""
        self.in_hand[self.life.desk.log.agent[row]].remove(row)
        del self.end[row], self.seconds[row]

    def give_back(self, agent: int, now: float) -> None:
        """Put back what an agent has in hand, but for a call that rings unanswered."""
        life, desk = self.life, self.life.desk
        for row in sorted(self.in_hand.get(agent, ())):
            if life.calls_back.dials(row):
                continue
            share = work_left(self.end[row], now, self.seconds[row])
            self.ended(row)
            desk.floor.in_hand[agent] -= 1
            life.close(row, now, TaskOutcome.HANDED_OVER)
            added = life.rows.add_task(
                row,
                Origin.HAND_OVER,
                stage=life.rows.stage[row],
                queue=desk.queue[row],
                hostile=desk.hostile[row],
                arrival=desk.arrival[row],
                due=desk.due[row],
                handle=desk.handle[row] * share,
            )
            self.reading.add(added)
            life.set_entry(added, now)  # when all who go at this moment have gone
