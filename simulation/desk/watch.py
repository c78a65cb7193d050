"""The watch: looking again at cases that wait although somebody is free for them."""

import math
from typing import TYPE_CHECKING

from simulation.desk.clock import Bell, Happening, Ring

if TYPE_CHECKING:
    from simulation.desk.desk import Desk

RELEASE, TICK = int(Happening.RELEASE), int(Happening.TICK)


class Watch:
    """Bells that ring when quota or reserve may think better of a case."""

    __slots__ = ("desk", "release_at", "release_ring", "releases", "tick_bell", "tick_set")

    def __init__(self, desk: "Desk") -> None:
        """Start with nothing to watch."""
        self.desk = desk
        self.release_at = [math.inf] * len(desk.waiting.lines)
        # By queue: when bells are set. A head may give way to one due earlier and come back.
        self.releases: list[set[float]] = [set() for _ in desk.waiting.lines]
        self.release_ring: Ring = [self.on_release]
        self.tick_bell = Bell(desk.env, [self.on_tick])
        self.tick_set = False

    def begin(self, now: float) -> None:
        """Look again at the next interval, and when a head is so due that no reserve holds it."""
        desk = self.desk
        if not self.tick_set:
            self.tick_set = True
            step = desk.floor.step_seconds
            desk.env.set(self.tick_bell, (now // step + 1) * step, TICK, 0)
        for queue, reserved in enumerate(desk.routing.reserved):
            if reserved and desk.waiting.length[queue]:
                self._await_release(queue, now)

    def _await_release(self, queue: int, now: float) -> None:
        desk = self.desk
        release = desk.due[desk.waiting.head(queue, now)] - desk.routing.release_slack_seconds
        if now < release < self.release_at[queue]:
            self.release_at[queue] = release
            if release in self.releases[queue]:
                return
            self.releases[queue].add(release)
            desk.env.set(Bell(desk.env, self.release_ring), release, RELEASE, queue)

    def on_release(self, bell: Bell) -> None:
        """Offer the head of a queue that was held back by a reserve."""
        desk, queue = self.desk, bell.number
        now = desk.env._now
        self.release_at[queue] = math.inf
        self.releases[queue].discard(now)
        desk.offer(queue, now)
        if desk.waiting.length[queue] and desk.floor.somebody_free(queue):
            self._await_release(queue, now)

    def on_tick(self, _: Bell) -> None:
        """Look again at all heads at the start of an interval."""
        self.tick_set = False
        self.offer_all()

    def offer_all(self) -> None:
        """Offer all heads again, live ones first, then by due time."""
        desk = self.desk
        floor, waiting, now = desk.floor, desk.waiting, desk.env._now
        heads = [waiting.head(queue, now) for queue, length in enumerate(waiting.length) if length]
        heads.extend(waiting.holder)
        heads.sort(
            key=lambda case: (
                floor.deferrable[floor.queue_kind[desk.queue[case]]],
                desk.rank[case],
                desk.arrival[case],
                case,
            )
        )
        for case in heads:
            holder = waiting.holder.get(case, -1)
            if holder < 0:
                desk.offer(desk.queue[case], now)
            elif desk.may_hand_to(holder, case, now):
                waiting.drop(desk.queue[case], case)
                desk.hand_to(holder, case, now)
        still = [queue for queue, length in enumerate(waiting.length) if length]
        if any(floor.somebody_free(queue) for queue in still) or any(
            floor.where[agent] for agent in waiting.held
        ):
            self.begin(now)
