"""Moderation: posts labelled hostile that are hidden, moved into private, or closed."""

import math
from typing import TYPE_CHECKING

from simulation.desk.clock import Bell, Happening, Ring
from simulation.philox import Purpose
from simulation.records import TaskOutcome

if TYPE_CHECKING:
    from simulation.life.life import Life

MODERATE = int(Happening.MODERATE)


class Moderators:
    """Whoever hides posts; they take no time of the team."""

    __slots__ = ("life", "number", "ring", "said")

    def __init__(self, life: "Life") -> None:
        """Start with nothing to hide."""
        channels = life.world.scenario.channels
        self.life = life
        self.said = [channel.moderation for channel in channels.values()]
        self.number = {channel_id: place for place, channel_id in enumerate(channels)}
        self.ring: Ring = [self.on_moderate]

    def notice(self, row: int, now: float) -> None:
        """Notice a post that goes on to its queue."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.channel[row]]
        if said is None or not rows.labelled(row):
            return
        if life.draws(row, Purpose.MODERATED, said.share):
            env = life.desk.env
            time = max(life.desk.arrival[row] + said.after_seconds, now)
            env.set(Bell(env, self.ring), time, MODERATE, row)

    def on_moderate(self, bell: Bell) -> None:
        """Hide, move or close a post that still waits for the team."""
        row, desk = bell.number, self.life.desk
        said = self.said[self.life.rows.channel[row]]
        if said is not None and desk.waiting.is_waiting[row]:
            self.act(row, desk.env._now)

    def act(self, row: int, now: float) -> None:
        """Moderate a post that waits; on a channel without moderation it is closed."""
        life, rows, desk = self.life, self.life.rows, self.life.desk
        said = self.said[rows.channel[row]]
        rows.moderated[row] = now
        closes = said is None or life.draws(row, Purpose.MODERATION_CLOSES, said.closes_share)
        if said is None or closes:
            desk.waiting.drop(desk.queue[row], row)
            life.meet_truth(row, now)
            life.close(row, now, TaskOutcome.MODERATED)
        elif said.to is not None:
            desk.waiting.move_out(desk.queue[row], row)
            self._move(row, self.number[said.to], now)

    def _move(self, row: int, channel: int, now: float) -> None:
        life, rows, desk = self.life, self.life.rows, self.life.desk
        place = rows.place_in(life.luck, rows.case_id[row], row, channel)
        line = life.world.channels[channel].first_line + place
        desk.queue[row] = 2 * line + rows.labelled(row)
        known = life.external.desks_of[rows.channel[row]]
        rows.channel[row], rows.place[row] = channel, place
        life.external.await_overflow(row, now, known)
        # The end of patience is set already, counted from the post.
        desk.patience[row] = math.inf
        desk.enter(row, now)
