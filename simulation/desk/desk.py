"""The desk: a SimPy model of cases, agents and the router between them.

Lean by design: cases are drawn up front, one event walks through the arrivals, each case has
one event for the end of its handling and, if it waits, one for the end of its patience. What
else may become of a case (later stages, coming back, relief) is the business of ``Life``.
"""

import math
from heapq import heappush

import numpy as np
import numpy.typing as npt

from scenarios.assignment import AssignmentRules
from scenarios.cap import CapWindow
from scenarios.roster import Roster
from simulation.arrivals.volume import Cases
from simulation.desk.attendance import Attendance
from simulation.desk.clock import Bell, Clock, Happening, Ring
from simulation.desk.decisions import comes_first, handling_seconds, is_free
from simulation.desk.duty import Duty, compile_duty
from simulation.desk.eligibility import changes_of
from simulation.desk.floor import Floor
from simulation.desk.kinds import kinds_of
from simulation.desk.ladder import Ladder
from simulation.desk.log import Log, records_of
from simulation.desk.pace import Pace, needs_pace
from simulation.desk.router import Routing, compile_routing
from simulation.desk.waiting import WaitingLines
from simulation.desk.watch import Watch
from simulation.life.life import Life, needs_life
from simulation.luck import Luck
from simulation.records import Records, TaskOutcome
from simulation.world import World

ARRIVAL, END, LEAVE = int(Happening.ARRIVAL), int(Happening.END), int(Happening.LEAVE)
ANSWERED, ABANDONED = int(TaskOutcome.ANSWERED), int(TaskOutcome.ABANDONED)


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

    ``absent`` says for each shift of the roster whether its agent does not come. Seed and
    replication are those of whatever else is drawn. Raises ValueError where cases are out of
    order or lack their context or roster or rules do not fit the world.
    """
    if len(cases) and not bool(np.all(np.diff(cases.arrival_seconds) >= 0)):
        raise ValueError("cases must be sorted by arrival")
    missing = absent if absent is not None else np.zeros(len(roster.shifts), dtype=np.bool_)
    duty = compile_duty(world, roster, missing, seed, replication)
    desk = Desk(world, compile_routing(world, rules), duty, cases, Luck(seed, replication))
    desk.env.run_out()
    return records_of(desk, world, cases, replication)


class Desk:
    """The state of a running replication and what each event does to it."""

    __slots__ = (
        "arrival", "attendance", "changes", "due", "end_ring", "env", "floor", "guarded", "handle",
        "hostile", "hostile_factor", "ladder", "leave_ring", "life", "log", "pace", "patience",
        "queue", "rank", "routing", "run", "size", "slowdown", "spare_bells", "waiting", "watch",
        "world",
    )  # fmt: skip

    def __init__(
        self, world: World, routing: Routing, duty: Duty, cases: Cases, luck: Luck
    ) -> None:
        """Set up an empty desk with its first events."""
        kinds, size = kinds_of(world), len(cases)
        self.world, self.routing, self.size = world, routing, size
        self.env = Clock(min([0.0, *duty.starts]))
        lively = needs_life(world)
        queues = set(range(len(world.queue_ids)) if lively else cases.queue.tolist())
        self.floor = Floor(world, kinds, routing, duty, queues)
        self.slowdown, self.hostile_factor = kinds.slowdown, kinds.hostile_factor
        # Whether a case may wait although somebody is free for it.
        self.guarded = any(routing.gated) or any(routing.reserved)
        self.queue: list[int] = cases.queue.tolist()
        self.hostile: list[bool] = cases.hostile.tolist()
        self.arrival: list[float] = cases.arrival_seconds.tolist()
        self.due: list[float] = cases.due_seconds.tolist()
        self.handle: list[float] = cases.handle_seconds.tolist()
        self.patience: list[float] = cases.patience_seconds.tolist()
        self.waiting = WaitingLines(
            routing.due_again, self.due, self.arrival, first_come=routing.first_come
        )
        self.rank = self.waiting.rank  # who waits, lowest first
        self.log = Log(size)
        self.pace = Pace(world, kinds) if needs_pace(world) else None
        self.run = [0] * len(world.agent_ids)  # hostile cases in a row
        self.spare_bells: list[Bell] = []  # of cases, to be used again
        self.end_ring: Ring = [self.on_end]
        self.leave_ring: Ring = [self.on_leave]
        self.changes = changes_of(routing.periods, world, self.env.now)
        self.watch = Watch(self)
        self.ladder = Ladder(self) if routing.steps.all else None
        self.attendance = Attendance(self, duty)
        self.life = Life(self, world, luck, cases) if lively else None
        self._set_first_bells(world)

    def _set_first_bells(self, world: World) -> None:
        env = self.env
        for agent in range(len(world.agent_ids)):
            self.attendance.go_on(agent, env.now)
        if self.size:
            # What waits at the start has come before the first midnight.
            env.set(Bell(env, [self.on_arrival]), max(self.arrival[0], 0.0), ARRIVAL, 0)
        for number, (seconds, _) in enumerate(self.changes):
            env.set(Bell(env, [self.on_period]), seconds, int(Happening.PERIOD), number)
        if any(self.routing.by_exposure) and self.routing.quota.window is CapWindow.WEEK:
            for number, seconds in enumerate(world.week_seconds.tolist()):
                bell = Bell(env, [self.on_window])
                env.set(bell, seconds, int(Happening.WINDOW), number)

    def on_arrival(self, bell: Bell) -> None:
        """Hand out a new case or let it wait."""
        case = bell.number
        env = self.env
        now = env._now
        if case + 1 < self.size:
            env.set(bell, max(self.arrival[case + 1], 0.0), ARRIVAL, case + 1)
        if self.life is None or self.life.admits(case, now):
            self.enter(case, now)

    def enter(self, case: int, now: float) -> None:
        """Hand out a case that comes into its queue, or let it wait."""
        floor, waiting = self.floor, self.waiting
        queue = self.queue[case]
        is_head = not waiting.length[queue]
        if floor.free and is_head:
            agent = floor.choose(queue, self.due[case], now)
            if agent >= 0:
                self.hand_out(agent, case, queue, now)
                return
        if self.life is not None:
            self.life.will_wait(case, now)
        waiting.add(queue, case)
        if floor.free and self.guarded:
            if not is_head:
                self.offer(queue, now)
            if not waiting.is_waiting[case]:
                return
            if floor.somebody_free(queue):
                self.watch.begin(now)
        patience = self.patience[case]
        if patience < math.inf:
            self.env.set(self._case_bell(self.leave_ring), now + patience, LEAVE, case)
        if self.ladder is not None and self.routing.gated[queue]:
            self.ladder.begin(case, now)

    def let_leave(self, case: int, time: float) -> None:
        """Let a customer go at a time, if still waiting then."""
        self.env.set(self._case_bell(self.leave_ring), time, LEAVE, case)

    def on_leave(self, bell: Bell) -> None:
        """Let a customer go whose patience has ended, if still waiting."""
        case = bell.number
        self.spare_bells.append(bell)
        if not self.waiting.is_waiting[case]:
            return
        now = self.env._now
        if self.life is not None and self.life.stays(case, now):
            return
        self.waiting.drop(self.queue[case], case)
        self.log.end[case] = now
        self.log.outcome[case] = ABANDONED
        if self.life is not None:
            self.life.left(case, now)

    def on_end(self, bell: Bell) -> None:
        """End the handling of a case; the agent cools down, goes, or takes the next."""
        case = bell.number
        self.spare_bells.append(bell)
        floor, log = self.floor, self.log
        if log.outcome[case] != ANSWERED:  # handed over before it ended
            return
        now = self.env._now
        agent = log.agent[case]
        log.end[case] = now
        if floor.where[agent]:
            floor.take(agent)
        left = floor.in_hand[agent] - 1
        floor.in_hand[agent] = left
        if not left and floor.present[agent] and floor.deferrable[floor.hand_kind[agent]]:
            floor.count_reserve(agent, 1)
        if self.life is None or self.life.is_met(case):
            floor.ledger.close_case(agent, case, self.queue[case], self.hostile[case], now)
            if self.hostile[case]:
                self._wear(agent, now)
            else:
                self.run[agent] = 0
        if self.life is not None:
            self.life.ended(case, now)
        if not left and self.attendance.leaving[agent]:
            self.attendance.go_on(agent, now)
        else:
            self.feed(agent, now)

    def _wear(self, agent: int, now: float) -> None:
        """Count what a hostile case does to its agent: slower work, and a cool-down."""
        self.run[agent] += 1
        if self.pace is not None:
            self.pace.slow_down(agent, now)
        cool_down = self.routing.cool_downs[agent]
        if self.run[agent] >= cool_down.after_run and cool_down.seconds > 0:
            self.run[agent] = 0
            self.attendance.cool_down(agent, cool_down.seconds, now)

    def _case_bell(self, ring: Ring) -> Bell:
        if not self.spare_bells:
            return Bell(self.env, ring)
        bell = self.spare_bells.pop()
        bell.ring = ring
        return bell

    def _begin(self, agent: int, case: int, queue: int, now: float) -> None:
        """Let an agent begin a case."""
        floor, log = self.floor, self.log
        kind = floor.queue_kind[queue]
        in_hand = floor.in_hand[agent] + 1
        floor.in_hand[agent] = in_hand
        floor.hand_kind[agent] = kind
        if in_hand == 1 and floor.deferrable[kind]:
            floor.count_reserve(agent, -1)
        log.agent[case] = agent
        log.start[case] = now
        log.outcome[case] = ANSWERED
        met = self.life is None or self.life.begins(case, now)
        if floor.counts and met:
            floor.ledger.count_case(agent, case, queue, bool(log.breach[case]), now)
        seconds = self.handle[case]
        if self.hostile[case]:
            seconds *= self.hostile_factor[kind]
        if in_hand > 1:
            seconds = handling_seconds(seconds, self.slowdown[kind], in_hand)
        if self.pace is not None:
            seconds *= self.pace.factor(agent, kind, now)
        if self.life is not None:
            seconds = self.life.takes(case, agent, seconds, now)
        # As Clock.set and _case_bell, without the calls: this is the hottest line of the house.
        bell = self.spare_bells.pop() if self.spare_bells else Bell(self.env, self.end_ring)
        bell.number = case
        bell.ring = bell.callbacks = self.end_ring
        heappush(self.env._queue, (now + seconds, END, case, bell))  # type: ignore[misc]

    def hand_out(self, agent: int, case: int, queue: int, now: float) -> None:
        """Give a case to a free agent, who may have room for more."""
        floor = self.floor
        floor.take(agent)
        self._begin(agent, case, queue, now)
        if floor.in_hand[agent] < floor.concurrency[floor.queue_kind[queue]]:
            floor.put(agent)

    def may_hand_to(self, agent: int, case: int, now: float) -> bool:
        """Whether a certain agent is free for a case and neither quota nor reserve forbids it."""
        floor, queue, due = self.floor, self.queue[case], self.due[case]
        if not floor.where[agent] or not floor.serves(agent, queue):
            return False
        if floor.in_hand[agent] and floor.hand_kind[agent] != floor.queue_kind[queue]:
            return False
        return not self.guarded or floor.may_begin(agent, queue, due, now, heed_quota=True)

    def hand_to(self, agent: int, case: int, now: float) -> None:
        """Give a case that does not wait any more to a certain agent, who may take it."""
        self.hand_out(agent, case, self.queue[case], now)

    def offer(self, queue: int, now: float) -> None:
        """Hand out the head of a queue as long as somebody may take it."""
        waiting = self.waiting
        while waiting.length[queue]:
            case = waiting.head(queue, now)
            agent = self.floor.choose(queue, self.due[case], now)
            if agent < 0:
                return
            waiting.drop(queue, case)
            self.hand_out(agent, case, queue, now)

    def feed(self, agent: int, now: float) -> None:
        """Give an agent what waits, as much as there is room for; then count as free."""
        floor, waiting = self.floor, self.waiting
        while is_free(
            floor.present[agent],
            floor.cool_until[agent],
            now,
            floor.in_hand[agent],
            floor.concurrency[floor.hand_kind[agent]],
        ):
            case = self._next_case(agent, now) if waiting.total else -1
            if case < 0:
                floor.put(agent)
                if self.guarded and waiting.total:
                    self.watch.begin(now)
                return
            queue = self.queue[case]
            waiting.drop(queue, case)
            if self.ladder is not None:
                self.ladder.note_taken(case, agent, queue)
            self._begin(agent, case, queue, now)

    def _next_case(self, agent: int, now: float) -> int:
        """Return the waiting case that a free agent takes next, or -1.

        Where blocked cases are given in the end, only somebody for whom there is nothing else
        gets one.
        """
        case = self._best_head(agent, now)
        if case < 0 and self.ladder is not None and self.routing.steps.breach >= 0:
            case = self._best_breach(agent, now)
            if case >= 0:
                self.log.breach[case] = 1
        return case

    def _best_breach(self, agent: int, now: float) -> int:
        """Return the blocked case that a free agent is given against the quota, or -1."""
        floor, number = self.floor, self.routing.steps.breach
        assert self.ladder is not None
        best = -1
        for queues in floor.queues_of_group[floor.group[agent]]:
            for queue in queues:
                if self.routing.gated[queue] and self._fits(agent, queue):
                    case = self.ladder.open_case(queue, number, now)
                    if case >= 0 and floor.serves(agent, queue):
                        best = self._better(best, case, agent, now, heed_quota=False)
        return best

    def _fits(self, agent: int, queue: int) -> bool:
        """Whether a case of a queue may be taken beside what an agent has in hand."""
        floor = self.floor
        return not floor.in_hand[agent] or floor.hand_kind[agent] == floor.queue_kind[queue]

    def _head_for(self, agent: int, queue: int, now: float) -> int:
        """Return the case of a queue that an agent looks at, or -1: its head, or by a step."""
        step = self.routing.steps.of_group[self.floor.group[agent]]
        if step < 0 or self.ladder is None or not self.routing.gated[queue]:
            return self.waiting.head(queue, now)
        return self.ladder.open_case(queue, step, now)

    def _best_head(self, agent: int, now: float) -> int:
        """Return the case that a free agent would take among the heads of the first level."""
        floor, waiting, guarded = self.floor, self.waiting, self.guarded
        length, kind_of = waiting.length, floor.queue_kind
        kind = floor.hand_kind[agent] if floor.in_hand[agent] else -1
        held = waiting.held.get(agent, ()) if waiting.held else ()
        for queues in floor.queues_of_group[floor.group[agent]]:
            best = -1
            for queue in queues:
                if length[queue] and (kind < 0 or kind_of[queue] == kind):
                    case = self._head_for(agent, queue, now)
                    if best < 0 and not guarded:
                        best = case
                    elif case >= 0:
                        best = self._better(best, case, agent, now, heed_quota=True)
            for case in held:
                queue = self.queue[case]
                if queue in queues and (kind < 0 or kind_of[queue] == kind):
                    best = self._better(best, case, agent, now, heed_quota=True)
            if best >= 0:
                return best
        return -1

    def _better(self, best: int, case: int, agent: int, now: float, heed_quota: bool) -> int:
        """Return the one of two cases that an agent takes first and may take, or -1."""
        rank, arrival = self.rank, self.arrival
        if best >= 0 and not comes_first(
            rank[case], arrival[case], case, rank[best], arrival[best], best
        ):
            return best
        if self.guarded and not self.floor.may_begin(
            agent, self.queue[case], self.due[case], now, heed_quota
        ):
            return best
        return case

    def on_period(self, bell: Bell) -> None:
        """Let other group rules hold, and offer what waits to whoever it concerns now."""
        self.floor.begin_period(self.changes[bell.number][1])
        self.watch.offer_all()

    def on_window(self, _: Bell) -> None:
        """Start a new week of the quota."""
        for agent in range(len(self.floor.group)):
            self.floor.ledger.new_window(agent, self.env._now)
