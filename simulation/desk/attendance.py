"""Attendance: who is at the desk, on a break, away or cooling down, and when that changes."""

import math
from typing import TYPE_CHECKING

from scenarios.people import AtShiftEnd
from simulation.desk.clock import Bell, Happening, Ring
from simulation.desk.decisions import next_segment
from simulation.desk.duty import Duty

if TYPE_CHECKING:
    from simulation.desk.desk import Desk

COOL, DUTY = int(Happening.COOL), int(Happening.DUTY)


class Attendance:
    """The segments of duty of all agents as they go by."""

    __slots__ = (
        "bells", "desk", "duty", "end_awaited", "end_ring", "hand_over", "leaving", "place",
        "segment_from", "shift",
    )  # fmt: skip

    def __init__(self, desk: "Desk", duty: Duty) -> None:
        """Start with everybody at home; nothing is set yet."""
        agents = len(duty.first) - 1
        self.desk, self.duty = desk, duty
        self.place = list(duty.first[:-1])  # by agent: the segment under way or next to come
        self.shift = [-1] * agents
        self.segment_from = [math.nan] * agents  # NaN while off duty
        self.leaving = [False] * agents  # goes as soon as the cases in hand are done
        self.bells = [Bell(desk.env, [self.on_duty]) for _ in range(agents)]
        self.end_awaited = [-1] * agents  # shift whose end rings although its work has stopped
        self.end_ring: Ring = [self.on_shift_end]
        ends = desk.world.scenario.team.shift_end
        self.hand_over = (  # by whether the work in hand is deferrable
            ends.live is AtShiftEnd.HAND_OVER,
            ends.deferrable is AtShiftEnd.HAND_OVER,
        )

    def on_duty(self, bell: Bell) -> None:
        """End a segment, or begin one that was to come."""
        agent = bell.number
        floor, now = self.desk.floor, self.desk.env._now
        if floor.present[agent]:
            floor.present[agent] = False
            floor.take(agent)
            if not floor.in_deferrable(agent):
                floor.count_reserve(agent, -1)
            self._give_back(agent, now)
            if floor.in_hand[agent]:
                self.leaving[agent] = True
                self._await_shift_end(agent, now)
                return
        self.go_on(agent, now)

    def _await_shift_end(self, agent: int, now: float) -> None:
        """Look again at the end of the shift, in case the work in hand outlasts break or pause."""
        duty, place, shift = self.duty, self.place[agent], self.shift[agent]
        if not any(self.hand_over) or self.end_awaited[agent] == shift:
            return
        last = place
        while last + 1 < duty.first[agent + 1] and duty.shift[last + 1] == shift:
            last += 1
        if duty.ends[last] > now:
            self.end_awaited[agent] = shift
            number = len(self.bells) + agent  # after those whose duty ends or begins
            self.desk.env.set(Bell(self.desk.env, self.end_ring), duty.ends[last], DUTY, number)

    def on_shift_end(self, bell: Bell) -> None:
        """Put back at a shift's end what was still to be finished before a break or pause."""
        agent, now = bell.number - len(self.bells), self.desk.env._now
        if self.leaving[agent] and self.shift[agent] == self.end_awaited[agent]:
            self._hand_over(agent, now)
            if not self.desk.floor.in_hand[agent]:
                self.go_on(agent, now)

    def _give_back(self, agent: int, now: float) -> None:
        """Put back what waits for an agent who goes, and at a shift's end what is in hand."""
        desk, duty, place = self.desk, self.duty, self.place[agent]
        if desk.life is None:
            return
        desk.life.release_held(agent, now)
        is_last = place + 1 == duty.first[agent + 1] or duty.shift[place + 1] != duty.shift[place]
        if is_last and desk.floor.in_hand[agent]:
            self._hand_over(agent, now)

    def _hand_over(self, agent: int, now: float) -> None:
        life = self.desk.life
        if life is not None and self.hand_over[self.desk.floor.in_deferrable(agent)]:
            life.hand_over(agent, now)

    def go_on(self, agent: int, now: float) -> None:
        """End the segment under way, if any, and begin the next or await it."""
        desk, duty, place = self.desk, self.duty, self.place[agent]
        self.leaving[agent] = False
        if not math.isnan(self.segment_from[agent]):
            desk.log.duty.append((agent, place, self.segment_from[agent], now))
            self.segment_from[agent] = math.nan
            place += 1
        last = duty.first[agent + 1]
        place, begin, end = next_segment(duty.starts, duty.ends, duty.latest, place, last, now)
        self.place[agent] = place
        if place == last:
            return
        if begin > now:
            desk.env.set(self.bells[agent], begin, DUTY, agent)
            return
        desk.env.set(self.bells[agent], end, DUTY, agent)
        self.segment_from[agent] = now
        self._enter_segment(agent, place, now)

    def _enter_segment(self, agent: int, place: int, now: float) -> None:
        desk, duty = self.desk, self.duty
        floor = desk.floor
        if duty.shift[place] != self.shift[agent]:
            self.shift[agent] = duty.shift[place]
            floor.ledger.begin_shift(agent, duty.shift[place], now)
        if duty.is_work[place]:
            floor.present[agent] = True
            floor.ledger.ahead.begin(agent, place, now)
            floor.count_reserve(agent, 1)
            if desk.pace is not None:
                desk.pace.learned[agent] = duty.speed[place]
            if desk.ladder is not None and desk.waiting.total:
                desk.ladder.look_again(now)
            desk.feed(agent, now)

    def cool_down(self, agent: int, seconds: float, now: float) -> None:
        """Keep new work from an agent for the length of a cool-down."""
        desk = self.desk
        until = now + seconds
        if until > desk.floor.cool_until[agent]:
            desk.floor.cool_until[agent] = until
            desk.env.set(Bell(desk.env, [self.on_cool]), until, COOL, agent)

    def on_cool(self, bell: Bell) -> None:
        """Let an agent take work again."""
        agent = bell.number
        if not self.desk.floor.where[agent]:
            self.desk.feed(agent, self.desk.env._now)
