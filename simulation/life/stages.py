"""Stages: how a case goes on after one of its tasks is done."""

from typing import TYPE_CHECKING

import numpy as np

from simulation.arrivals.volume import due_seconds
from simulation.desk.clock import Bell, Happening, Ring
from simulation.philox import Purpose
from simulation.records import Origin
from simulation.world import StageFacts

if TYPE_CHECKING:
    from simulation.life.life import Life

LET_GO = int(Happening.LET_GO)


class Stages:
    """The walk of cases through their channel's workflow."""

    __slots__ = ("let_go_ring", "life", "wanted")

    def __init__(self, life: "Life") -> None:
        """Start with nobody on the way."""
        self.life = life
        self.wanted: dict[int, int] = {}  # by row: the agent who is to go on with it
        self.let_go_ring: Ring = [self.on_let_go]

    def go_on(self, row: int, now: float) -> None:
        """Let a case go on to its next stage, end with the customer gone, or be resolved."""
        life, rows = self.life, self.life.rows
        stages = life.world.channels[rows.channel[row]].stages
        place = self._next(row, stages)
        if place == len(stages):
            rows.resolved[row] = 1
            life.returns.repeat(row, now)
            return
        stage = stages[place]
        visit = rows.visit[row] + 1
        if life.draws(row, Purpose.DROP_OUT, stage.noun.drop_out, visit):
            return
        time = now + self._delay(row, stage, visit)
        if time >= life.horizon:
            return
        added = self._add(row, place, stage, visit, time)
        if stage.noun.same_agent_seconds > 0 and life.desk.log.agent[row] >= 0:
            self.wanted[added] = life.desk.log.agent[row]
        if time > now:
            life.set_entry(added, time)
        else:
            self.enter(added, now)

    def _next(self, row: int, stages: tuple[StageFacts, ...]) -> int:
        life, rows = self.life, self.life.rows
        place, visit = rows.stage[row], rows.visit[row]
        own = stages[place]
        if life.draws(row, Purpose.GO_BACK, own.noun.back_share, visit):
            return own.back_to
        # One number a stage, so that skipping one does not move the luck of the others.
        for later in range(place + 1, len(stages)):
            needed = stages[later].noun.probability
            mark = (visit + 1) << 8 | later
            if life.draws(row, Purpose.NEEDED, needed, mark):
                return later
        return len(stages)

    def _delay(self, row: int, stage: StageFacts, visit: int) -> float:
        life, seconds = self.life, 0.0
        if stage.noun.think_time is not None:
            seconds += self.life.drawn_seconds(row, stage.noun.think_time, Purpose.THINK, visit)
        office = stage.noun.back_office
        if office is not None and life.draws(row, Purpose.BACK_OFFICE, office.share, visit):
            seconds += self.life.drawn_seconds(row, office.delay, Purpose.BACK_OFFICE_DELAY, visit)
        return seconds

    def _add(self, row: int, place: int, stage: StageFacts, visit: int, time: float) -> int:
        life, rows = self.life, self.life.rows
        case_id, channel = rows.case_id[row], rows.channel[row]
        hostile = bool(life.desk.hostile[row]) and life.draws(
            row, Purpose.STILL_HOSTILE, stage.noun.still_hostile, visit
        )
        labelled = rows.label(life.luck, case_id, channel, hostile, visit)
        return rows.add_task(
            row,
            Origin.STAGE,
            stage=place,
            queue=2 * (stage.first_line + rows.place[row]) + labelled,
            hostile=hostile,
            arrival=time,
            due=float(due_seconds(stage, np.array([time]))[0]),
            handle=self.life.drawn_seconds(row, stage.handle, Purpose.HANDLE, visit),
        )

    def enter(self, row: int, now: float) -> None:
        """Let a later stage come in: to the agent of the stage before for a while, or to all."""
        desk = self.life.desk
        agent = self.wanted.pop(row, -1)
        if agent < 0 or not desk.floor.present[agent]:
            desk.enter(row, now)
            return
        if not desk.floor.serves(agent, desk.queue[row]):
            desk.enter(row, now)
            return
        if desk.may_hand_to(agent, row, now):
            desk.hand_to(agent, row, now)
            return
        self.life.will_wait(row, now)
        desk.waiting.hold(row, agent)
        if desk.guarded and desk.floor.where[agent]:
            desk.watch.begin(now)
        rows = self.life.rows
        stage = self.life.world.channels[rows.channel[row]].stages[rows.stage[row]]
        until = now + stage.noun.same_agent_seconds
        desk.env.set(Bell(desk.env, self.let_go_ring), until, LET_GO, row)

    def on_let_go(self, bell: Bell) -> None:
        """Offer to all what has waited long enough for one agent."""
        row, desk = bell.number, self.life.desk
        if row in desk.waiting.holder:
            desk.waiting.drop(desk.queue[row], row)
            desk.enter(row, desk.env._now)
