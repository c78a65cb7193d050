"""Handling: an agent begins a case, takes the next one, and what waits is offered."""

import math
from typing import Any

from simulation.compiled import floor, ladder, lines
from simulation.compiled.beginning import begin, hand_out
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import (
    agent_at,
    group_at,
    kind_at,
    level_at,
    queue_at,
    row_at,
)
from simulation.compiled.memory import int_at
from simulation.compiled.waiting import will_wait
from simulation.compiled.watch import watch
from simulation.desk.clock import Happening
from simulation.desk.decisions import is_free
from simulation.records import TaskOutcome

END, LEAVE = int(Happening.END), int(Happening.LEAVE)
ANSWERED = int(TaskOutcome.ANSWERED)


@compiled
def offer(s: Any, queue: int) -> None:
    """Hand out the head of a queue as long as somebody may take it."""
    line = queue_at(s.queues_at, queue)
    while line.length > 0:
        case = lines.head(s, queue)
        agent = floor.choose(s, queue, row_at(s.rows_at, case).due)
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
        agent = floor.choose(s, queue, row_at(s.rows_at, case).due)
        if agent >= 0:
            hand_out(s, agent, case, queue)
            return
    wait(s, case, queue, is_head)


@compiled
def wait(s: Any, case: int, queue: int, is_head: bool) -> None:
    """Let a case wait in its queue."""
    row, line = row_at(s.rows_at, case), queue_at(s.queues_at, queue)
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
    if s.steps > 0 and line.gated:
        ladder.begin(s, case)


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
        if s.steps > 0:
            ladder.note_taken(s, case, number, queue)
        begin(s, number, case, queue)


@compiled
def _next_case(s: Any, number: int) -> int:
    """Return the waiting case that a free agent takes next, or -1."""
    case = _best_head(s, number)
    if case < 0 and s.breach_step >= 0:
        agent = agent_at(s.agents_at, number)
        case = ladder.best_breach(s, number, agent.hand_kind if agent.in_hand else -1)
        if case >= 0:
            row_at(s.rows_at, case).breach = 1
    return case


@compiled
def _best_head(s: Any, number: int) -> int:
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
                case = lines.head(s, queue)
                if group.step >= 0 and line.gated:
                    case = ladder.open_case(s, queue, group.step)
                if case >= 0:
                    best = _better(s, best, case, number)
        held = agent.held_first
        while held >= 0:
            row = row_at(s.rows_at, held)
            fits = kind < 0 or queue_at(s.queues_at, row.queue).kind == kind
            if fits and floor.is_in(s, place, row.queue):
                best = _better(s, best, held, number)
            held = row.after
        if best >= 0:
            return best
    return -1


@compiled
def _better(s: Any, best: int, case: int, number: int) -> int:
    """Return the one of two cases that an agent takes first and may take, or -1."""
    if not lines.is_before(s, case, best):
        return best
    row = row_at(s.rows_at, case)
    if s.guarded and not floor.may_begin(s, number, row.queue, row.due, True):
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
    return not s.guarded or floor.may_begin(s, number, row.queue, row.due, True)


@compiled
def hand_to(s: Any, number: int, case: int) -> None:
    """Give a case that does not wait any more to a certain agent, who may take it."""
    hand_out(s, number, case, row_at(s.rows_at, case).queue)
