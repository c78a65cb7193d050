"""Returns: customers who come back elsewhere, write again, or were not helped by the bot."""

from typing import TYPE_CHECKING

from simulation.desk.clock import Bell, Happening, Ring
from simulation.life.decisions import PAST_THE_BOT, raised
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome

if TYPE_CHECKING:
    from scenarios.returning import Repost
    from simulation.life.life import Life

REPOST = int(Happening.REPOST)
ABANDONED, MODERATED = TaskOutcome.ABANDONED, TaskOutcome.MODERATED


class Returns:
    """What brings customers back."""

    __slots__ = ("life", "number", "repost_ring", "reposts", "said", "trial")

    def __init__(self, life: "Life") -> None:
        """Start with nobody on the way."""
        channels = life.world.scenario.channels
        self.life = life
        self.number = {channel_id: place for place, channel_id in enumerate(channels)}
        self.said = list(channels.values())
        self.repost_ring: Ring = [self.on_repost]
        self.trial: dict[int, int] = {}  # by row: how often the delay of a repost has run
        self.reposts: dict[int, int] = {}  # by row: how often its customer has written again

    def past_bot(self, row: int, now: float) -> bool:
        """Whether a case goes on to its queue at once; otherwise the bot has it."""
        life, rows = self.life, self.life.rows
        bot = self.said[rows.channel[row]].bot
        if bot is None or row in life.past_bot or rows.origin[row] in PAST_THE_BOT:
            return True
        if not life.draws(row, Purpose.BOT_TRY, bot.tried_share):
            return True
        life.past_bot.add(row)
        over = now + bot.seconds
        if not life.draws(row, Purpose.BOT_DEFLECTS, bot.deflection):
            if bot.seconds == 0:
                return True
            if over < life.horizon:
                life.set_entry(row, over)
            return False
        life.close(row, over, TaskOutcome.BOT)
        if not life.draws(row, Purpose.BOT_FAILS, bot.failed_share):
            rows.resolved[row] = 1
            return False
        time = over + self.life.drawn_seconds(row, bot.returns, Purpose.BOT_DELAY)
        self._come_back(row, Origin.BOT_RETURN, rows.channel[row], time, bot.hostile_factor)
        return False

    def spill(self, row: int, now: float) -> None:
        """Let some who left unanswered come back, here or elsewhere."""
        life, rows = self.life, self.life.rows
        targets = self.said[rows.channel[row]].spill
        if not targets or rows.origin[row] is Origin.REPOST:
            return
        mark = life.luck.of(rows.case_id[row], Purpose.SPILL)
        for one in targets:
            if mark < one.share:
                if one.at_most is None or rows.returns[rows.matter[row]] < one.at_most:
                    time = now + self.life.drawn_seconds(row, one.delay, Purpose.SPILL_DELAY)
                    target = self.number[one.to]
                    self._come_back(row, Origin.SPILL, target, time, one.hostile_factor)
                return
            mark -= one.share

    def repeat(self, row: int, now: float) -> None:
        """Let some who were answered come back, since it did not help."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.channel[row]].repeat
        if said is None or rows.origin[rows.first[row]] is Origin.REPOST:
            return
        if rows.returns[rows.matter[row]] >= said.at_most:
            return
        if life.draws(row, Purpose.REPEAT, said.share):
            time = now + self.life.drawn_seconds(row, said.delay, Purpose.REPEAT_DELAY)
            target = rows.channel[row] if said.to is None else self.number[said.to]
            self._come_back(row, Origin.REPEAT, target, time, said.hostile_factor)

    def _come_back(
        self, row: int, origin: Origin, channel: int, time: float, hostile_factor: float
    ) -> None:
        life = self.life
        if time >= life.horizon:
            return
        case_id = life.luck.child_id(life.rows.case_id[row], origin, 0)
        chance = raised(life.chance_at(channel, time), hostile_factor)
        added = life.rows.add_case(life.luck, case_id, row, origin, channel, time, chance)
        life.rows.returns[life.rows.matter[added]] += 1
        life.set_entry(added, time)

    def await_repost(self, row: int, since: float) -> None:
        """Await the time at which a customer may write again."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.came_to[row]].repost
        if said is None or said.share == 0 or rows.origin[row] is Origin.REPOST:
            return
        trial = self.trial[row] = self.trial.get(row, 0) + 1
        time = since + self.life.drawn_seconds(row, said.after, Purpose.REPOST_DELAY, trial)
        if time < life.horizon:
            bell = Bell(life.desk.env, self.repost_ring)
            life.desk.env.set(bell, max(time, life.desk.env._now), REPOST, row)

    def on_repost(self, bell: Bell) -> None:
        """Let a customer write again who has not had a reply, or not."""
        life, rows, row = self.life, self.life.rows, bell.number
        now = life.desk.env._now
        said = self.said[rows.came_to[row]].repost
        given_up = life.desk.log.outcome[row] in (ABANDONED, MODERATED)
        if said is None or given_up or rows.replied[rows.first[row]]:
            return
        if life.draws(row, Purpose.REPOST, said.share, self.trial[row]):
            self._repost(row, said, now)
        if self.reposts.get(row, 0) < said.at_most:
            self.await_repost(row, now)

    def _repost(self, row: int, said: "Repost", now: float) -> None:
        life, rows = self.life, self.life.rows
        number = self.reposts[row] = self.reposts.get(row, 0) + 1
        added = rows.add_case(
            life.luck,
            life.luck.child_id(rows.case_id[row], Origin.REPOST, number),
            row,
            Origin.REPOST,
            rows.channel[row],
            now,
            raised(rows.chance[row], said.hostile_factor),
            said.work_share,
        )
        if life.admits(added, now):
            life.desk.enter(added, now)
