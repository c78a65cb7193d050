"""Handling: an agent begins a case, takes the next one, and what waits is offered."""

import math
from typing import Any

from simulation.compiled import floor, lines
from simulation.compiled.heap import push
from simulation.compiled.in_hand import is_met, takes
from simulation.compiled.jit import compiled
from simulation.compiled.layout import (
    agent_at,
    group_at,
    kind_at,
    level_at,
    queue_at,
    row_at,
)
from simulation.compiled.memory import float_at, int_at
from simulation.compiled.quota import count_case, may_take
from simulation.compiled.truth import meet_truth
from simulation.compiled.waiting import will_wait
from simulation.compiled.watch import watch
from simulation.desk.clock import Happening
from simulation.desk.decisions import handling_seconds, is_free
from simulation.records import TaskOutcome

END, LEAVE = int(Happening.END), int(Happening.LEAVE)
ANSWERED = int(TaskOutcome.ANSWERED)


@compiled
def begin(s: Any, number: int, case: int, queue: int) -> None:
    """Let an agent begin a case."""
    agent, row = agent_at(s.agents_at, number), row_at(s.rows_at, case)
    kind_number = queue_at(s.queues_at, queue).kind
    kind = kind_at(s.kinds_at, kind_number)
    agent.in_hand += 1
    agent.hand_kind = kind_number
    in_hand = agent.in_hand
    if in_hand == 1 and kind.deferrable:
        floor.count_reserve(s, number, -1)
    row.agent = number
    row.start = s.now
    row.outcome = ANSWERED
    met = True
    if s.lively:
        meet_truth(s, case, s.now)
        met = is_met(s, case)
    if s.counts and met:
        count_case(s, number, case, row.breach)
    seconds = row.handle
    if row.hostile:
        seconds *= kind.hostile_factor
    if in_hand > 1:
        seconds = handling_seconds(seconds, kind.slowdown, in_hand)
    if s.paced:
        seconds *= _pace(s, number, kind_number)
    if s.lively:
        seconds = takes(s, case, number, seconds)
    push(s, s.now + seconds, END, case)


@compiled
def _pace(s: Any, number: int, kind: int) -> float:
    """Return the factor on the handle time of a case that an agent begins now."""
    agent = agent_at(s.agents_at, number)
    factor = float_at(s.speed_at, number * s.kinds + kind) * agent.learned
    if s.now < agent.slow_until:
        factor *= s.slow_factor
    return factor


@compiled
def hand_out(s: Any, number: int, case: int, queue: int) -> None:
    """Give a case to a free agent, who may have room for more."""
    floor.take(s, number)
    begin(s, number, case, queue)
    agent = agent_at(s.agents_at, number)
    if agent.in_hand < kind_at(s.kinds_at, agent.hand_kind).concurrency:
        floor.put(s, number)


@compiled
def choose(s: Any, case: int, queue: int) -> int:
    """Return the free agent who gets a case at the head of its queue, or below 0."""
    row = row_at(s.rows_at, case)
    agent = floor.choose(s, queue, row.due)
    if agent == floor.BLOCKED and s.breaches:
        agent = floor.least_exposed_of_all(s, queue, row.due)
        row.breach = 1
    return agent


@compiled
def offer(s: Any, queue: int) -> None:
    """Hand out the head of a queue as long as somebody may take it."""
    line = queue_at(s.queues_at, queue)
    while line.length > 0:
        case = line.head
        agent = choose(s, case, queue)
        if agent < 0:
            return
        lines.drop(s, queue, case)
        hand_out(s, agent, case, queue)


@compiled
def enter(s: Any, case: int) -> None:
    """Hand out a case that comes into its queue, or let it wait."""
    queue = row_at(s.rows_at, case).queue
    line = queue_at(s.queues_at, queue)
    is_head = line.length == 0
    if s.free > 0 and is_head:
        agent = choose(s, case, queue)
        if agent >= 0:
            hand_out(s, agent, case, queue)
            return
    wait(s, case, queue, is_head)


@compiled
def wait(s: Any, case: int, queue: int, is_head: bool) -> None:
    """Let a case wait in its queue."""
    row = row_at(s.rows_at, case)
    if s.lively:
        will_wait(s, case)
    lines.add(s, queue, case)
    if s.free > 0 and s.guarded:
        if not is_head:
            offer(s, queue)
        if row.waiting == 0:
            return
        if floor.somebody_free(s, queue):
            watch(s)
    if row.patience < math.inf:
        push(s, s.now + row.patience, LEAVE, case)


@compiled
def feed(s: Any, number: int) -> None:
    """Give an agent what waits, as much as there is room for; then count as free."""
    agent = agent_at(s.agents_at, number)
    while is_free(
        bool(agent.present),
        agent.cool_until,
        s.now,
        agent.in_hand,
        kind_at(s.kinds_at, agent.hand_kind).concurrency if agent.in_hand else 1,
    ):
        case = _next_case(s, number) if s.waiting > 0 else -1
        if case < 0:
            floor.put(s, number)
            if s.guarded and s.waiting > 0:
                watch(s)
            return
        queue = row_at(s.rows_at, case).queue
        lines.drop(s, queue, case)
        begin(s, number, case, queue)


@compiled
def _next_case(s: Any, number: int) -> int:
    """Return the waiting case that a free agent takes next, or -1."""
    case = _best_head(s, number, True)
    if case < 0 and s.breaches:
        case = _best_head(s, number, False)
        if case >= 0:
            row_at(s.rows_at, case).breach = 1
    return case


@compiled
def _best_head(s: Any, number: int, heed_quota: bool) -> int:
    """Return the case that a free agent would take among the heads of the first level."""
    agent = agent_at(s.agents_at, number)
    group = group_at(s.groups_at, agent.group)
    kind = agent.hand_kind if agent.in_hand else -1
    for place in range(group.first_level, group.last_level):
        level = level_at(s.levels_at, place)
        best = -1
        for entry in range(level.first, level.last):
            queue = int_at(s.ints_at, entry)
            line = queue_at(s.queues_at, queue)
            if line.length > 0 and (kind < 0 or line.kind == kind):
                best = _better(s, best, line.head, number, heed_quota)
        held = agent.held_first
        while held >= 0:
            row = row_at(s.rows_at, held)
            fits = kind < 0 or queue_at(s.queues_at, row.queue).kind == kind
            if fits and floor.is_in(s, place, row.queue):
                best = _better(s, best, held, number, heed_quota)
            held = row.after
        if best >= 0:
            return best
    return -1


@compiled
def _better(s: Any, best: int, case: int, number: int, heed_quota: bool) -> int:
    """Return the one of two cases that an agent takes first and may take, or -1."""
    if not lines.is_before(s, case, best):
        return best
    row = row_at(s.rows_at, case)
    if s.guarded and not floor.may_begin(s, number, row.queue, row.due, heed_quota):
        return best
    return case


@compiled
def may_hand_to(s: Any, number: int, case: int) -> bool:
    """Whether a certain agent is free for a case and neither quota nor reserve forbids it."""
    agent, row = agent_at(s.agents_at, number), row_at(s.rows_at, case)
    if agent.where == 0 or not floor.serves(s, number, row.queue):
        return False
    if agent.in_hand > 0 and agent.hand_kind != queue_at(s.queues_at, row.queue).kind:
        return False
    heed_quota = not s.breaches
    return not s.guarded or floor.may_begin(s, number, row.queue, row.due, heed_quota)


@compiled
def hand_to(s: Any, number: int, case: int) -> None:
    """Give a case that does not wait any more to a certain agent, who may take it."""
    row = row_at(s.rows_at, case)
    if s.guarded and not may_take(s, number, row.queue):
        row.breach = 1
    hand_out(s, number, case, row.queue)
