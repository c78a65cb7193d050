"""The desk: a SimPy model of cases, agents and the router between them.

Lean by design: cases are drawn up front, one event walks through the arrivals, each case has
one event for the end of its handling and, if it waits, one for the end of its patience.

Order of what happens at the same instant: a new week's quota, ends of handling (by case), ends
of cool-down (by agent), changes of duty (by agent), arrivals (by case), releases from a reserve
(by queue), the tick, ends of patience (by case). So whoever becomes free takes what waits before
a new case comes, and a customer whose patience ends at that instant is still answered.
"""

import math
from heapq import heappush

import numpy as np
import numpy.typing as npt

from scenarios.assignment import AssignmentRules
from scenarios.cap import CapWindow
from scenarios.roster import Roster
from simulation.arrivals.volume import Cases, draw_cases
from simulation.desk.absence import draw_absences
from simulation.desk.clock import Bell, Clock, Ring
from simulation.desk.decisions import comes_first, handling_seconds, is_free, next_segment
from simulation.desk.duty import Duty, compile_duty
from simulation.desk.floor import BLOCKED, Floor
from simulation.desk.log import Log
from simulation.desk.router import Routing, compile_routing
from simulation.desk.waiting import WaitingLines
from simulation.records import Records, TaskOutcome
from simulation.world import World

WINDOW, END, COOL, DUTY, ARRIVAL, RELEASE, TICK, LEAVE = range(8)
ANSWERED, ABANDONED = int(TaskOutcome.ANSWERED), int(TaskOutcome.ABANDONED)


def run_replication(
    world: World, roster: Roster, rules: AssignmentRules, seed: int, replication: int
) -> Records:
    """Return what happens in one replication.

    A function of its arguments alone. Raises ValueError where roster or rules do not fit the
    world.
    """
    cases = draw_cases(world, seed, replication)
    absent = draw_absences(world, roster, seed, replication)
    return run_cases(world, roster, rules, cases, absent=absent, seed=seed, replication=replication)


def run_cases(
    world: World,
    roster: Roster,
    rules: AssignmentRules,
    cases: Cases,
    *,
    absent: npt.NDArray[np.bool_] | None = None,
    seed: int = 0,
    replication: int = 0,
) -> Records:
    """Return what happens to given cases, which are sorted by arrival.

    ``absent`` says for each shift of the roster whether its agent does not come. Raises
    ValueError where cases are out of order or roster or rules do not fit the world.
    """
    if len(cases) and not bool(np.all(np.diff(cases.arrival_seconds) >= 0)):
        raise ValueError("cases must be sorted by arrival")
    missing = absent if absent is not None else np.zeros(len(roster.shifts), dtype=np.bool_)
    duty = compile_duty(world, roster, missing, seed, replication)
    desk = Desk(world, compile_routing(world, rules), duty, cases)
    desk.env.run_out()
    return desk.log.records(world, cases, replication)


class Desk:
    """The state of a running replication and what each event does to it."""

    __slots__ = (
        "arrival", "due", "duty", "duty_bells", "end_ring", "env", "floor", "guarded", "handle",
        "hostile", "hostile_factor", "leave_ring", "leaving", "log", "patience", "place", "queue", "release_at",
        "release_ring", "routing", "segment_from", "shift", "size", "slowdown", "spare_bells",
        "tick_bell", "tick_set", "waiting",
    )  # fmt: skip

    def __init__(self, world: World, routing: Routing, duty: Duty, cases: Cases) -> None:
        """Set up an empty desk with its first events."""
        agents, size = len(world.agent_ids), len(cases)
        self.routing, self.duty, self.size = routing, duty, size
        self.env = Clock(min([0.0, *duty.starts]))
        self.floor = Floor(world, routing, duty, set(cases.queue.tolist()))
        self.waiting = WaitingLines(len(world.queue_ids), size)
        self.hostile_factor = [channel.hostile_factor for channel in world.channels]
        self.slowdown = [channel.slowdown for channel in world.channels]
        # Whether a case may wait although somebody is free for it.
        self.guarded = any(routing.gated) or any(routing.reserved)
        self.queue: list[int] = cases.queue.tolist()
        self.hostile: list[bool] = cases.hostile.tolist()
        self.arrival: list[float] = cases.arrival_seconds.tolist()
        self.due: list[float] = cases.due_seconds.tolist()
        self.handle: list[float] = cases.handle_seconds.tolist()
        self.patience: list[float] = cases.patience_seconds.tolist()
        self.log = Log(size)
        self.place = duty.first[:-1]  # by agent: the segment under way or next to come
        self.shift = [-1] * agents
        self.segment_from = [math.nan] * agents  # NaN while off duty
        self.leaving = [False] * agents  # goes as soon as the cases in hand are done
        self.spare_bells: list[Bell] = []  # of cases, to be used again
        self.tick_set = False
        self.release_at = [math.inf] * len(world.queue_ids)
        self._set_first_bells(world)

    def _set_first_bells(self, world: World) -> None:
        env = self.env
        self.end_ring: Ring = [self.on_end]
        self.leave_ring: Ring = [self.on_leave]
        self.release_ring: Ring = [self.on_release]
        self.tick_bell = Bell(env, [self.on_tick])
        self.duty_bells = [Bell(env, [self.on_duty]) for _ in world.agent_ids]
        for agent in range(len(world.agent_ids)):
            self._go_on(agent, env.now)
        if self.size:
            env.set(Bell(env, [self.on_arrival]), self.arrival[0], ARRIVAL, 0)
        if any(self.routing.gated) and self.routing.window is CapWindow.WEEK:
            for number, seconds in enumerate(world.week_seconds.tolist()):
                env.set(Bell(env, [self.on_window]), seconds, WINDOW, number)

    def on_arrival(self, bell: Bell) -> None:
        """Hand out a new case or let it wait."""
        case = bell.number
        env, floor, waiting = self.env, self.floor, self.waiting
        now = env._now
        if case + 1 < self.size:
            env.set(bell, self.arrival[case + 1], ARRIVAL, case + 1)
        queue = self.queue[case]
        is_head = not waiting.length[queue]
        if floor.free and is_head:
            agent = self._choose(case, queue, now)
            if agent >= 0:
                self._hand_out(agent, case, queue, now)
                return
        waiting.add(queue, case)
        if floor.free and self.guarded:
            if not is_head:
                self._offer(queue, now)
            if not waiting.is_waiting[case]:
                return
            if floor.somebody_free(queue):
                self._watch(now)
        patience = self.patience[case]
        if patience < math.inf:
            env.set(self._case_bell(self.leave_ring), now + patience, LEAVE, case)

    def on_leave(self, bell: Bell) -> None:
        """Let a customer go whose patience has ended, if still waiting."""
        case = bell.number
        self.spare_bells.append(bell)
        if self.waiting.is_waiting[case]:
            self.waiting.drop(self.queue[case], case)
            self.log.end[case] = self.env._now
            self.log.outcome[case] = ABANDONED

    def on_end(self, bell: Bell) -> None:
        """End the handling of a case; the agent cools down, goes, or takes the next."""
        case = bell.number
        self.spare_bells.append(bell)
        floor = self.floor
        now = self.env._now
        agent = self.log.agent[case]
        self.log.end[case] = now
        if floor.where[agent]:
            floor.take(agent)
        left = floor.in_hand[agent] - 1
        floor.in_hand[agent] = left
        if not left and floor.present[agent] and floor.deferrable[floor.hand_channel[agent]]:
            floor.count_reserve(agent, 1)
        if self.hostile[case] and self.routing.cool_down_seconds > 0:
            self._cool_down(agent, now)
        if not left and self.leaving[agent]:
            self._go_on(agent, now)
        else:
            self._feed(agent, now)

    def _case_bell(self, ring: Ring) -> Bell:
        if not self.spare_bells:
            return Bell(self.env, ring)
        bell = self.spare_bells.pop()
        bell.ring = ring
        return bell

    def _begin(self, agent: int, case: int, queue: int, now: float) -> None:
        """Let an agent begin a case."""
        floor, log = self.floor, self.log
        channel = floor.queue_channel[queue]
        in_hand = floor.in_hand[agent] + 1
        floor.in_hand[agent] = in_hand
        floor.hand_channel[agent] = channel
        if in_hand == 1 and floor.deferrable[channel]:
            floor.count_reserve(agent, -1)
        if floor.counts:
            floor.count_case(agent, queue, bool(log.breach[case]), now)
        log.agent[case] = agent
        log.start[case] = now
        log.outcome[case] = ANSWERED
        seconds = self.handle[case]
        if self.hostile[case]:
            seconds *= self.hostile_factor[channel]
        if in_hand > 1:
            seconds = handling_seconds(seconds, self.slowdown[channel], in_hand)
        # As Clock.set and _case_bell, without the calls: this is the hottest line of the house.
        bell = self.spare_bells.pop() if self.spare_bells else Bell(self.env, self.end_ring)
        bell.number = case
        bell.ring = bell.callbacks = self.end_ring
        heappush(self.env._queue, (now + seconds, END, case, bell))  # type: ignore[misc]

    def _hand_out(self, agent: int, case: int, queue: int, now: float) -> None:
        """Give a case to a free agent, who may have room for more."""
        floor = self.floor
        floor.take(agent)
        self._begin(agent, case, queue, now)
        if floor.in_hand[agent] < floor.concurrency[floor.queue_channel[queue]]:
            floor.put(agent)

    def _choose(self, case: int, queue: int, now: float) -> int:
        """Return the free agent who gets a case at the head of its queue, or below 0."""
        agent = self.floor.choose(queue, self.due[case], now)
        if agent == BLOCKED and self.routing.breaches:
            agent = self.floor.least_exposed_of_all(queue, self.due[case], now)
            self.log.breach[case] = 1
        return agent

    def _offer(self, queue: int, now: float) -> None:
        """Hand out the head of a queue as long as somebody may take it."""
        waiting = self.waiting
        while waiting.length[queue]:
            case = waiting.head(queue)
            agent = self._choose(case, queue, now)
            if agent < 0:
                return
            waiting.drop(queue, case)
            self._hand_out(agent, case, queue, now)

    def _feed(self, agent: int, now: float) -> None:
        """Give an agent what waits, as much as there is room for; then count as free."""
        floor, waiting = self.floor, self.waiting
        while is_free(
            floor.present[agent],
            floor.cool_until[agent],
            now,
            floor.in_hand[agent],
            floor.concurrency[floor.hand_channel[agent]],
        ):
            case = self._next_case(agent, now) if waiting.total else -1
            if case < 0:
                floor.put(agent)
                if self.guarded and waiting.total:
                    self._watch(now)
                return
            queue = self.queue[case]
            waiting.drop(queue, case)
            self._begin(agent, case, queue, now)

    def _next_case(self, agent: int, now: float) -> int:
        """Return the waiting case that a free agent takes next, or -1.

        With the quota breaking rather than waiting, a blocked case is given only to somebody
        for whom there is nothing else.
        """
        case = self._best_head(agent, now, heed_quota=True)
        if case < 0 and self.routing.breaches:
            case = self._best_head(agent, now, heed_quota=False)
            if case >= 0:
                self.log.breach[case] = 1
        return case

    def _best_head(self, agent: int, now: float, *, heed_quota: bool) -> int:
        floor, waiting, due = self.floor, self.waiting, self.due
        length, channel_of = waiting.length, floor.queue_channel
        channel = floor.hand_channel[agent] if floor.in_hand[agent] else -1
        for queues in self.routing.queues_of_group[floor.group[agent]]:
            best, best_due = -1, math.inf
            for queue in queues:
                if not length[queue] or (channel >= 0 and channel_of[queue] != channel):
                    continue
                case = waiting.head(queue)
                if not comes_first(due[case], case, best_due, best):
                    continue
                if not self.guarded or floor.may_begin(agent, queue, due[case], now, heed_quota):
                    best, best_due = case, due[case]
            if best >= 0:
                return best
        return -1

    def _watch(self, now: float) -> None:
        """Look again at the next interval, and when a head is so due that no reserve holds it."""
        if not self.tick_set:
            self.tick_set = True
            step = self.floor.step_seconds
            self.env.set(self.tick_bell, (now // step + 1) * step, TICK, 0)
        for queue, reserved in enumerate(self.routing.reserved):
            if reserved and self.waiting.length[queue]:
                self._await_release(queue, now)

    def _await_release(self, queue: int, now: float) -> None:
        release = self.due[self.waiting.head(queue)] - self.routing.release_slack_seconds
        if now < release < self.release_at[queue]:
            self.release_at[queue] = release
            self.env.set(Bell(self.env, self.release_ring), release, RELEASE, queue)

    def on_release(self, bell: Bell) -> None:
        """Offer the head of a queue that was held back by a reserve."""
        queue = bell.number
        now = self.env._now
        self.release_at[queue] = math.inf
        self._offer(queue, now)
        if self.waiting.length[queue] and self.floor.somebody_free(queue):
            self._await_release(queue, now)

    def on_tick(self, _: Bell) -> None:
        """Offer all heads again, live ones first, then by due time."""
        self.tick_set = False
        floor, waiting = self.floor, self.waiting
        now = self.env._now
        heads = [waiting.head(queue) for queue, length in enumerate(waiting.length) if length]
        deferrable, queue_of = floor.deferrable, self.queue
        heads.sort(
            key=lambda case: (
                deferrable[floor.queue_channel[queue_of[case]]],
                self.due[case],
                case,
            )
        )
        for case in heads:
            self._offer(queue_of[case], now)
        still = [queue for queue, length in enumerate(waiting.length) if length]
        if any(floor.somebody_free(queue) for queue in still):
            self._watch(now)

    def on_window(self, _: Bell) -> None:
        """Start a new week of the quota."""
        for agent in range(len(self.place)):
            self.floor.new_window(agent, self.env._now)

    def _cool_down(self, agent: int, now: float) -> None:
        until = now + self.routing.cool_down_seconds
        if until > self.floor.cool_until[agent]:
            self.floor.cool_until[agent] = until
            self.env.set(Bell(self.env, [self.on_cool]), until, COOL, agent)

    def on_cool(self, bell: Bell) -> None:
        """Let an agent take work again."""
        agent = bell.number
        if not self.floor.where[agent]:
            self._feed(agent, self.env._now)

    def on_duty(self, bell: Bell) -> None:
        """End a segment, or begin one that was to come."""
        agent = bell.number
        floor = self.floor
        if floor.present[agent]:
            floor.present[agent] = False
            floor.take(agent)
            if not floor.in_deferrable(agent):
                floor.count_reserve(agent, -1)
            if floor.in_hand[agent]:
                self.leaving[agent] = True
                return
        self._go_on(agent, self.env._now)

    def _go_on(self, agent: int, now: float) -> None:
        """End the segment under way, if any, and begin the next or await it."""
        duty, place = self.duty, self.place[agent]
        self.leaving[agent] = False
        if not math.isnan(self.segment_from[agent]):
            row = (agent, duty.shift[place], duty.is_work[place], self.segment_from[agent], now)
            self.log.duty.append(row)
            self.segment_from[agent] = math.nan
            place += 1
        last = duty.first[agent + 1]
        place, begin, end = next_segment(duty.starts, duty.ends, duty.latest, place, last, now)
        self.place[agent] = place
        if place == last:
            return
        if begin > now:
            self.env.set(self.duty_bells[agent], begin, DUTY, agent)
            return
        self.env.set(self.duty_bells[agent], end, DUTY, agent)
        self.segment_from[agent] = now
        self._enter_segment(agent, place, now)

    def _enter_segment(self, agent: int, place: int, now: float) -> None:
        duty, floor = self.duty, self.floor
        if duty.shift[place] != self.shift[agent]:
            self.shift[agent] = duty.shift[place]
            if self.routing.window is CapWindow.SHIFT:
                floor.new_window(agent, now)
        if duty.is_work[place]:
            floor.present[agent] = True
            floor.ahead.begin(agent, place, now)
            floor.count_reserve(agent, 1)
            self._feed(agent, now)
