"""Backlash: hostile posts that draw others as long as nobody replies."""

import math
from typing import TYPE_CHECKING

from simulation.desk.clock import Bell, Happening, Ring
from simulation.durations import gamma_at, poisson_at
from simulation.life.decisions import left_of_rate
from simulation.philox import Purpose
from simulation.records import Origin

if TYPE_CHECKING:
    from scenarios.backlash import Backlash
    from simulation.life.life import Life

CASCADE = int(Happening.CASCADE)


class Cascades:
    """Posts that others may follow: a Hawkes process by its branching form, thinned.

    Hawkes & Oakes (1974): each hostile post has a Poisson number of candidates with mean
    branching x audience, at independent exponential ages. Whether a candidate posts is decided
    when its time has come: its own mark lies below what reply, holding reply and moderation have
    left of the rate by then. So the same candidates stand behind a post under every roster.
    """

    __slots__ = ("coming", "life", "ring", "said")

    def __init__(self, life: "Life") -> None:
        """Start in silence."""
        self.life = life
        self.said = [channel.backlash for channel in life.world.scenario.channels.values()]
        self.ring: Ring = [self.on_candidate]
        # By row: (time, number) of the candidates to come, the last one first.
        self.coming: dict[int, list[tuple[float, int]]] = {}

    def begin(self, row: int, now: float) -> None:
        """Draw the candidates of a post that has come in."""
        life, rows = self.life, self.life.rows
        said = self.said[rows.came_to[row]]
        if said is None or not life.desk.hostile[row]:
            return
        if rows.origin[row] is Origin.REPOST:  # the cascade of the first message goes on
            return
        case_id = rows.case_id[row]
        if rows.parent_id[row] >= 0 and said.audience_cv > 0:
            drawn = life.luck.of(case_id, Purpose.AUDIENCE)
            rows.audience[row] = gamma_at(said.audience_cv, drawn)
        mean = said.branching * rows.audience[row]
        candidates = poisson_at(mean, life.luck.of(case_id, Purpose.OFFSPRING))
        since = life.desk.arrival[row]
        coming = []
        for number in range(candidates):
            age = life.luck.of(case_id, Purpose.OFFSPRING_DELAY, number)
            time = since - said.mean_delay_seconds * math.log1p(-age)
            if now <= time < life.horizon:
                coming.append((time, number))
        if coming:
            self.coming[row] = sorted(coming, reverse=True)
            self._await_next(row)

    def _await_next(self, row: int) -> None:
        env = self.life.desk.env
        env.set(Bell(env, self.ring), self.coming[row][-1][0], CASCADE, row)

    def on_candidate(self, bell: Bell) -> None:
        """Let a candidate post or not, and await the next one."""
        life, row = self.life, bell.number
        said = self.said[life.rows.came_to[row]]
        now, number = self.coming[row].pop()
        left = self._left_of_rate(row, said, now) if said is not None else 0.0
        if said is None or left == 0:
            del self.coming[row]
            return
        if self.coming[row]:
            self._await_next(row)
        else:
            del self.coming[row]
        if life.draws(row, Purpose.OFFSPRING_MARK, left, number):
            self._post(row, said, number, now)

    def _left_of_rate(self, row: int, said: "Backlash", now: float) -> float:
        rows = self.life.rows
        return left_of_rate(
            self.life.has_reply(row, now),
            not math.isnan(rows.moderated[row]),
            not math.isnan(rows.holding[row]),
            said.after_reply,
            said.after_moderation,
            said.after_holding_reply,
        )

    def _post(self, row: int, said: "Backlash", number: int, now: float) -> None:
        life, rows = self.life, self.life.rows
        case_id = life.luck.child_id(rows.case_id[row], Origin.BACKLASH, number)
        channel = rows.came_to[row]
        added = rows.add_case(
            life.luck, case_id, row, Origin.BACKLASH, channel, now, said.hostile_share
        )
        rows.author[added] = -1
        if life.admits(added, now):
            life.desk.enter(added, now)
