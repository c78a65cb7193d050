"""Authors: people who write often, whose last message shows in the next one."""

from typing import TYPE_CHECKING

from simulation.life.decisions import history_factor, raised
from simulation.records import Origin

if TYPE_CHECKING:
    from simulation.life.life import Life

SECONDS_PER_DAY = 86400.0


class History:
    """The last message of each regular."""

    __slots__ = ("last", "life", "said")

    def __init__(self, life: "Life") -> None:
        """Start without a history."""
        self.life = life
        self.said = life.world.scenario.authors
        self.last: dict[int, int] = {}  # by author: row of the last message

    def meet(self, row: int, now: float) -> None:
        """Let a message's author count, whose history may make it hostile more often.

        A message written again has the history of the first one in its chance already.
        """
        rows, desk = self.life.rows, self.life.desk
        author = rows.author[row]
        if self.said is None or author < 0 or rows.origin[row] is Origin.REPOST:
            return
        factor = self._factor(self.last.get(author, -1), now)
        if factor == 1.0:
            return
        chance = raised(rows.chance[row], factor)
        rows.chance[row] = chance
        hostile = rows.mark[row] < chance
        if hostile is not bool(desk.hostile[row]):
            desk.hostile[row] = hostile
            case, channel = rows.case_id[row], rows.channel[row]
            rows.set_label(row, rows.label(self.life.luck, case, channel, hostile))

    def note(self, row: int) -> None:
        """Note a message as the last one of its author."""
        author = self.life.rows.author[row]
        if self.said is not None and author >= 0:
            self.last[author] = row

    def _factor(self, last: int, now: float) -> float:
        said, life = self.said, self.life
        if said is None or last < 0:
            return 1.0
        if now - life.desk.arrival[last] > said.memory_days * SECONDS_PER_DAY:
            return 1.0
        return history_factor(
            bool(life.desk.hostile[last]),
            life.has_reply(last, now),
            said.factor_after_hostile,
            said.factor_after_unanswered,
        )
