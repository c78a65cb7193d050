"""Life: what becomes of cases besides waiting and being handled, one hook for each moment."""

import math
from typing import TYPE_CHECKING

from scenarios.durations import Duration
from simulation.arrivals.context import needs_context
from simulation.arrivals.volume import Cases
from simulation.desk.clock import Bell, Happening, Ring
from simulation.durations import seconds_at
from simulation.life.authors import History
from simulation.life.backlash import Cascades
from simulation.life.calls_back import CallsBack
from simulation.life.decisions import (
    FIRST_CONTACTS,
    angry_seconds,
    chance_after,
    new_patience_end,
)
from simulation.life.external import ExternalDesks
from simulation.life.hand_over import HandOver
from simulation.life.moderation import Moderators
from simulation.life.public_answers import FreshAnswers
from simulation.life.returns import Returns
from simulation.life.rows import Rows
from simulation.life.stages import Stages
from simulation.luck import Luck
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome
from simulation.world import World

if TYPE_CHECKING:
    from simulation.desk.desk import Desk

ENTER, HOLDING = int(Happening.ENTER), int(Happening.HOLDING)
SECONDS_PER_HOUR = 3600.0


def needs_life(world: World) -> bool:
    """Whether anything becomes of cases in this world but waiting and being handled."""
    return needs_context(world.scenario)


class Life:
    """The features of a world that act on cases; the desk calls it at every turn of a case.

    ``admits`` when a case comes, ``will_wait`` before it waits, ``stays`` and ``left`` when
    patience ends, ``begins`` and ``takes`` when an agent begins it, ``ended`` when it is done.
    """

    __slots__ = (
        "authors", "calls_back", "cascades", "desk", "enter_ring", "external", "fresh",
        "hand_overs", "holding", "holding_ring", "horizon", "leave_at", "luck", "moderators",
        "past_bot", "returns", "rising", "rows", "stages", "waited", "world",
    )  # fmt: skip

    def __init__(self, desk: "Desk", world: World, luck: Luck, cases: Cases) -> None:
        """Set up the features of a world; raises ValueError where the cases lack their context."""
        said = list(world.scenario.channels.values())
        self.desk, self.world, self.luck = desk, world, luck
        self.horizon = world.horizon_seconds
        self.rows = Rows(desk, world, cases)
        self.enter_ring: Ring = [self.on_enter]
        self.holding_ring: Ring = [self.on_holding]
        self.holding = [channel.holding_reply for channel in said]
        self.rising = [channel.hostility.rising_per_hour / SECONDS_PER_HOUR for channel in said]
        self.leave_at: dict[int, float] = {}  # when patience ends of who waits
        self.waited: set[int] = set()  # rows whose waiting has been seen to
        self.past_bot: set[int] = set()
        self.authors = History(self)
        self.fresh = FreshAnswers(self)
        self.stages = Stages(self)
        self.returns = Returns(self)
        self.cascades = Cascades(self)
        self.moderators = Moderators(self)
        self.calls_back = CallsBack(self)
        self.external = ExternalDesks(self)
        self.hand_overs = HandOver(self)

    def set_entry(self, row: int, time: float) -> None:
        """Let a row that exists already come in at a time."""
        self.desk.env.set(Bell(self.desk.env, self.enter_ring), time, ENTER, row)

    def on_enter(self, bell: Bell) -> None:
        """Let a task come in that another one led to."""
        row, now = bell.number, self.desk.env._now
        if self.rows.origin[row] is Origin.STAGE:
            self.stages.enter(row, now)
        elif self.rows.origin[row] not in FIRST_CONTACTS or self.admits(row, now):
            self.desk.enter(row, now)

    def admits(self, row: int, now: float) -> bool:
        """Whether a first contact goes on to its queue at once; note what it sets off."""
        if row not in self.past_bot:
            self.authors.meet(row, now)
            if self.fresh.spare(row, now):
                self.close(row, now, TaskOutcome.SPARED)
                return False
            self.authors.note(row)
            self.cascades.begin(row, now)
        if not self.returns.past_bot(row, now):
            return False
        self.moderators.notice(row, now)
        return True

    def will_wait(self, row: int, now: float) -> None:
        """See to a task that is about to wait: offers, replies, repetitions, overflow."""
        if row in self.waited:
            return
        self.waited.add(row)
        desk, rows = self.desk, self.rows
        channel = rows.channel[row]
        self.external.await_overflow(row, now)
        if rows.origin[row] not in FIRST_CONTACTS:
            return
        self.calls_back.offer(row, now)
        self.leave_at[row] = now + desk.patience[row]
        reply = self.holding[channel]
        if reply is not None:
            time = max(desk.arrival[row] + reply.after_seconds, now)
            desk.env.set(Bell(desk.env, self.holding_ring), time, HOLDING, row)
        self.returns.await_repost(row, desk.arrival[row])

    def on_holding(self, bell: Bell) -> None:
        """Send a holding reply to a customer who still waits."""
        row, now = bell.number, self.desk.env._now
        reply = self.holding[self.rows.came_to[row]]
        if reply is None or not self.desk.waiting.is_waiting[row]:
            return
        self.rows.holding[row] = now
        leave_at = self.leave_at[row]
        if leave_at < math.inf:
            self.leave_at[row] = new_patience_end(leave_at, now, reply.patience_factor)
            if self.leave_at[row] < leave_at:
                self.desk.let_leave(row, self.leave_at[row])

    def stays(self, row: int, now: float) -> bool:
        """Whether a customer whose first patience is over waits on all the same."""
        if self.rows.called_back[row]:
            return True
        later = self.leave_at.get(row, now)
        if later > now:
            self.desk.let_leave(row, later)
        return later > now

    def left(self, row: int, now: float) -> None:
        """See to a customer who has left without an answer."""
        self.meet_truth(row, now)
        self.returns.spill(row, now)

    def begins(self, row: int, now: float) -> bool:
        """Note that an agent begins a task, and say whether they meet the customer.

        What the task is now is what they meet.
        """
        self.meet_truth(row, now)
        self.calls_back.begins(row)
        return self.is_met(row)

    def is_met(self, row: int) -> bool:
        """Whether an agent who has a task in hand meets the customer: not by dialling in vain."""
        return not self.calls_back.dials(row)

    def takes(self, row: int, agent: int, seconds: float, now: float) -> float:
        """Return how long an agent is busy with a task that would take some seconds."""
        seconds = self.calls_back.takes(row, seconds)
        seconds = self.hand_overs.takes(row, agent, seconds, now)
        if self.world.queue_live[self.desk.queue[row]] and self.is_met(row):
            self.note_reply(row)
        return seconds

    def ended(self, row: int, now: float) -> None:
        """See to a task whose handling by an agent has ended."""
        self.hand_overs.ended(row)
        if not self.calls_back.ended(row, now):
            self.answered(row, now)

    def answered(self, row: int, now: float) -> None:
        """See to a task that has been answered, by an agent or by an external desk."""
        self.note_reply(row)
        self.fresh.note(row, now)
        self.stages.go_on(row, now)

    def has_reply(self, row: int, now: float) -> bool:
        """Whether a human has replied to the case of a task, or the bot that ended it."""
        if self.rows.replied[self.rows.first[row]]:
            return True
        log = self.desk.log
        return log.outcome[row] == TaskOutcome.BOT and log.end[row] <= now

    def note_reply(self, row: int) -> None:
        """Note that a human has replied to the case of a task."""
        self.rows.replied[self.rows.first[row]] = 1

    def close(self, row: int, now: float, outcome: TaskOutcome) -> None:
        """End a task without handling."""
        self.desk.log.end[row] = now
        self.desk.log.outcome[row] = outcome

    def release_held(self, agent: int, now: float) -> None:
        """Offer to all what has waited for an agent who goes."""
        waiting = self.desk.waiting
        for row in sorted(waiting.held.get(agent, ())):
            waiting.drop(self.desk.queue[row], row)
            self.set_entry(row, now)  # when all who go at this moment have gone

    def hand_over(self, agent: int, now: float) -> None:
        """Put back what an agent has in hand."""
        self.hand_overs.give_back(agent, now)

    def meet_truth(self, row: int, now: float) -> None:
        """Let waiting turn a harmless first contact hostile: 1 - (1 - p) exp(-rate x hours)."""
        desk, rows = self.desk, self.rows
        rate = self.rising[rows.came_to[row]]
        if rate == 0 or desk.hostile[row] or rows.origin[row] not in FIRST_CONTACTS:
            return
        waited = now - desk.arrival[row]
        reply = self.holding[rows.came_to[row]]
        if reply is not None and rows.holding[row] <= now:
            waited = angry_seconds(waited, now - rows.holding[row], reply.rising_factor)
        desk.hostile[row] = rows.mark[row] < chance_after(rows.chance[row], rate, waited)

    def close_down(self, closed: float) -> None:
        """Let waiting count until the desk closes for good where somebody waits still."""
        desk, rows, log = self.desk, self.rows, self.desk.log
        if not any(self.rising):
            return
        for row, outcome in enumerate(log.outcome):
            if outcome == TaskOutcome.ABANDONED and log.end[row] > closed:
                desk.hostile[row] = rows.mark[row] < rows.chance[row]
                self.meet_truth(row, closed)
            elif outcome == TaskOutcome.OPEN:
                self.meet_truth(row, closed)

    def chance_at(self, channel: int, seconds: float) -> float:
        """Return the usual chance that a case of a channel is hostile, at a time."""
        by_minute = self.world.channels[channel].rates.minute_hostile_chance
        return float(by_minute[min(int(seconds // 60.0), len(by_minute) - 1)])

    def draws(self, row: int, purpose: Purpose, share: float, visit: int = 0) -> bool:
        """Whether the luck of a row's case says yes, with a chance."""
        if share <= 0 or share >= 1:
            return share >= 1
        return self.luck.of(self.rows.case_id[row], purpose, visit) < share

    def drawn_seconds(
        self, row: int, duration: Duration, purpose: Purpose, visit: int = 0
    ) -> float:
        """Return a duration by the luck of a row's case."""
        return seconds_at(duration, self.luck.of(self.rows.case_id[row], purpose, visit))
