"""Calls back: a caller hangs up, keeps the turn, and is called when somebody is free."""

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from scenarios.timeline import Timeline
from simulation.life.decisions import expected_wait
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome
from simulation.world import SECONDS_PER_MINUTE

if TYPE_CHECKING:
    from simulation.life.life import Life


class CallsBack:
    """The virtual queue of calls."""

    __slots__ = ("dialled", "hours", "life", "said")

    def __init__(self, life: "Life") -> None:
        """Start with an empty virtual queue."""
        self.life = life
        self.said = [channel.callback for channel in life.world.scenario.channels.values()]
        scenario = life.world.scenario
        timeline = Timeline(scenario.horizon)
        # By channel: the seconds at which it opens and closes.
        self.hours: list[tuple[list[float], list[float]]] = []
        for channel in scenario.channels.values():
            windows = timeline.open_windows(channel.opening) * SECONDS_PER_MINUTE
            self.hours.append((windows[:, 0].tolist(), windows[:, 1].tolist()))
        self.dialled: set[int] = set()  # rows under way to which nobody will answer

    def offer(self, row: int, now: float) -> None:
        """Offer a call back to a caller who would wait long, if the window ends before closing."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.channel[row]]
        if said is None or rows.stage[row] != 0:
            return
        until = life.desk.arrival[row] + said.window_seconds
        if until > self._closing(rows.channel[row], now):
            return
        if self._expected_wait(row) < said.offer_after_seconds:
            return
        if life.draws(row, Purpose.CALLBACK, said.acceptance):
            rows.called_back[row] = 1
            life.desk.patience[row] = math.inf
            life.desk.due[row] = until

    def _closing(self, channel: int, now: float) -> float:
        """Return when a channel that is open now closes; minus infinity while it is closed."""
        opens, closes = self.hours[channel]
        place = bisect_right(opens, now) - 1
        return closes[place] if place >= 0 and now < closes[place] else -math.inf

    def _expected_wait(self, row: int) -> float:
        """Calls of the line that wait x handle time / agents there who serve the queue."""
        life = self.life
        desk, queue = life.desk, life.desk.queue[row]
        ahead = desk.waiting.length[queue & ~1] + desk.waiting.length[queue | 1]
        agents = desk.floor.present_for(queue)
        facts = life.world.channels[life.rows.channel[row]]
        return expected_wait(ahead, facts.handle.mean_seconds, agents)

    def begins(self, row: int) -> None:
        """Find out whether a customer answers who is called back."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.channel[row]]
        if said is None or not rows.called_back[row] or rows.stage[row] != 0:
            return
        if life.draws(row, Purpose.UNREACHED, said.unanswered, rows.attempt[row]):
            self.dialled.add(row)

    def takes(self, row: int, seconds: float) -> float:
        """Return how long a call takes: of a call back to which nobody answers, the dialling."""
        said = self.said[self.life.rows.channel[row]]
        return seconds if said is None or row not in self.dialled else said.dial_seconds

    def dials(self, row: int) -> bool:
        """Whether a task under way is a call to which nobody answers."""
        return row in self.dialled

    def ended(self, row: int, now: float) -> bool:
        """Whether a task that has ended was a call that nobody answered; see to the next try."""
        if row not in self.dialled:
            return False
        life, rows, desk = self.life, self.life.rows, self.life.desk
        self.dialled.discard(row)
        desk.log.outcome[row] = TaskOutcome.UNREACHED
        said = self.said[rows.channel[row]]
        if said is not None and rows.attempt[row] + 1 < said.attempts:
            time = now + said.retry_seconds
            if time < life.horizon:
                added = rows.add_task(
                    row,
                    Origin.RETRY,
                    stage=0,
                    queue=desk.queue[row],
                    hostile=desk.hostile[row],
                    arrival=desk.arrival[row],
                    due=desk.due[row],
                    handle=desk.handle[row],
                )
                life.set_entry(added, time)
        return True
