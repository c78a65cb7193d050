"""The ladder: what becomes of hostile cases that nobody may take, step by step.

A case is *blocked* while somebody is at work who could serve its queue and nobody of the team who
may be asked may take it within the limits. A step is due ``after_seconds`` after the case began to
wait in its queue. Cases are looked at when a step comes due and at the start of every planning
interval; whoever becomes free looks at what a step has opened to them.
"""

import math
from typing import TYPE_CHECKING

from simulation.desk.clock import Bell, Happening, Ring
from simulation.desk.steps import Step, StepKind
from simulation.records import TaskOutcome

if TYPE_CHECKING:
    from simulation.desk.desk import Desk

STEP, LOOK = int(Happening.STEP), int(Happening.LOOK)


class Ladder:
    """The steps of the rules, and since when each blocked case has waited."""

    __slots__ = (
        "began", "desk", "handed", "look_bell", "look_set", "step_ring", "steps", "times",
    )  # fmt: skip

    def __init__(self, desk: "Desk") -> None:
        """Start with nobody waiting."""
        routing = desk.routing
        self.desk = desk
        self.steps: tuple[Step, ...] = routing.steps.all
        self.times = routing.steps.seconds
        self.began: dict[int, float] = {}  # by case: since when in its queue
        self.handed: set[tuple[int, int]] = set()  # (case, step) that has done its part
        self.step_ring: Ring = [self.on_step]
        self.look_bell = Bell(desk.env, [self.on_look])
        self.look_set = False

    def begin(self, case: int, now: float) -> None:
        """Note that a case begins to wait in a queue before which the limits stand."""
        env = self.desk.env
        if self.began.get(case) != now:
            self.began[case] = now
            for place, seconds in enumerate(self.times):
                bell = Bell(env, self.step_ring)
                env.set(bell, now + seconds, STEP, case * len(self.times) + place)
        self.look_again(now)

    def on_step(self, bell: Bell) -> None:
        """Look at a case for which a step comes due, if it has waited on in the same queue."""
        case, place = divmod(bell.number, len(self.times))
        now, desk = self.desk.env._now, self.desk
        queue = desk.queue[case]
        if (
            self._waits(case, queue)
            and self.began[case] + self.times[place] == now
            and self.is_blocked(queue, now)
        ):
            self._climb(case, queue, now)

    def on_look(self, _: Bell) -> None:
        """Look at all cases again, queue by queue."""
        self.look_set = False
        desk, now = self.desk, self.desk.env._now
        for queue, gated in enumerate(desk.routing.gated):
            if gated and desk.waiting.length[queue] and self.is_blocked(queue, now):
                self._look_along(queue, now)
        waiting = any(desk.routing.gated[q] and n for q, n in enumerate(desk.waiting.length))
        if waiting and any(desk.floor.present):
            self.look_again(now)

    def is_blocked(self, queue: int, now: float) -> bool:
        """Whether somebody is at work for a queue, and nobody of the team may take its cases."""
        floor, somebody = self.desk.floor, False
        for agent, there in enumerate(floor.present):
            if not there:
                continue
            if floor.serves(agent, queue):
                if floor.ledger.may_take(agent, queue, now):
                    return False
                somebody = True
            elif floor.helps(agent, queue):
                somebody = True
        return somebody

    def open_case(self, queue: int, number: int, now: float) -> int:
        """Return the first case of a queue for which a step is due while it is blocked, or -1."""
        if not self.desk.waiting.length[queue] or not self.is_blocked(queue, now):
            return -1
        for case in self.desk.waiting.in_line(queue, now):
            if self._waits(case, queue) and self._is_due(case, number, now):
                return case
        return -1

    def note(self, case: int, number: int) -> None:
        """Note that a step has acted on a case."""
        self.desk.log.steps[case] |= 1 << number

    def note_taken(self, case: int, agent: int, queue: int) -> None:
        """Note by which step an agent takes a case that has waited, if by any."""
        desk = self.desk
        steps = desk.routing.steps
        if desk.log.breach[case]:
            self.note(case, steps.breach)
        elif desk.routing.gated[queue] and desk.floor.helps(agent, queue):
            self.note(case, steps.of_group[desk.floor.group[agent]])

    def look_again(self, now: float) -> None:
        """Look at the hostile cases that wait at the start of the next interval.

        That goes on while any wait and somebody is at work, and begins anew with whoever comes.
        """
        if not self.look_set:
            self.look_set = True
            step = self.desk.floor.step_seconds
            self.desk.env.set(self.look_bell, (now // step + 1) * step, LOOK, 0)

    def _waits(self, case: int, queue: int) -> bool:
        desk = self.desk
        return (
            bool(desk.waiting.is_waiting[case])
            and desk.queue[case] == queue
            and case not in desk.waiting.holder
        )

    def _is_due(self, case: int, number: int, now: float) -> bool:
        return self.began[case] + self.steps[number].after_seconds <= now

    def _look_along(self, queue: int, now: float) -> None:
        """Look at the cases of a queue in their order, as long as it is blocked."""
        for case in self.desk.waiting.in_line(queue, now):
            is_placed = self._waits(case, queue) and self._climb(case, queue, now)
            if is_placed and not self.is_blocked(queue, now):
                return

    def _climb(self, case: int, queue: int, now: float) -> bool:
        """Take the steps that are due for a blocked case in their order; whether one placed it."""
        return any(
            self._is_due(case, number, now) and self._takes(case, queue, number, now)
            for number in range(len(self.steps))
        )

    def _takes(self, case: int, queue: int, number: int, now: float) -> bool:
        """Take a step with a case; return whether the case is no longer there."""
        match self.steps[number].kind:
            case StepKind.WAIT:
                self.note(case, number)
                return False
            case StepKind.GROUP:
                return self._to_group(case, queue, number, now)
            case StepKind.DESK:
                return self._to_desk(case, number, now)
            case StepKind.MODERATE:
                return self._moderate(case, queue, number, now)
            case _:
                return self._breach(case, queue, number, now)

    def _to_group(self, case: int, queue: int, number: int, now: float) -> bool:
        desk, group = self.desk, self.steps[number].to
        agent = desk.floor.choose_helper(group, queue, desk.due[case], now)
        if agent < 0:
            return False
        self.note(case, number)
        desk.waiting.drop(queue, case)
        desk.hand_out(agent, case, queue, now)
        return True

    def _to_desk(self, case: int, number: int, now: float) -> bool:
        life = self.desk.life
        if life is None or (case, number) in self.handed:
            return False
        self.handed.add((case, number))
        life.external.hand(case, self.steps[number].to, now)
        return not self.desk.waiting.is_waiting[case]

    def _moderate(self, case: int, queue: int, number: int, now: float) -> bool:
        desk = self.desk
        if (case, number) in self.handed or not desk.routing.public[queue]:
            return False
        if desk.life is None:
            desk.waiting.drop(queue, case)
            desk.log.end[case] = now
            desk.log.outcome[case] = TaskOutcome.MODERATED
        elif math.isnan(desk.life.rows.moderated[case]):
            desk.life.moderators.act(case, now)
        else:
            return False
        self.handed.add((case, number))
        self.note(case, number)
        return not self._waits(case, queue)

    def _breach(self, case: int, queue: int, number: int, now: float) -> bool:
        desk = self.desk
        agent = desk.floor.least_exposed_of_all(queue, desk.due[case], now)
        if agent < 0:
            return False
        self.note(case, number)
        desk.log.breach[case] = 1
        desk.waiting.drop(queue, case)
        desk.hand_out(agent, case, queue, now)
        return True
