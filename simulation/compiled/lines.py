"""Waiting lines, by rank, then arrival, then row; beside them what is held for one agent."""

from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.layout import HELD, WAITS, agent_at, queue_at, row_at
from simulation.desk.decisions import comes_first


@compiled
def is_before(s: Any, number: int, other: int) -> bool:
    """Whether a waiting row is served before another one, -1 for none."""
    if other < 0:
        return True
    one, two = row_at(s.rows_at, number), row_at(s.rows_at, other)
    rank, other_rank = one.due, two.due
    if s.first_come:
        rank, other_rank = one.arrival, two.arrival
    return comes_first(rank, one.arrival, number, other_rank, two.arrival, other)


@compiled
def add(s: Any, queue: int, number: int) -> None:
    """Let a row wait at its place in its queue, which is nearly always the last."""
    row, line = row_at(s.rows_at, number), queue_at(s.queues_at, queue)
    before, after = line.tail, -1
    while before >= 0 and is_before(s, number, before):
        after = before
        before = row_at(s.rows_at, before).before
    row.before = before
    row.after = after
    if before >= 0:
        row_at(s.rows_at, before).after = number
    else:
        line.head = number
    if after >= 0:
        row_at(s.rows_at, after).before = number
    else:
        line.tail = number
    row.waiting = WAITS
    line.length += 1
    s.waiting += 1


@compiled
def drop(s: Any, queue: int, number: int) -> None:
    """Take a row out, wherever it stands."""
    row = row_at(s.rows_at, number)
    s.waiting -= 1
    before, after = row.before, row.after
    if before >= 0:
        row_at(s.rows_at, before).after = after
    if after >= 0:
        row_at(s.rows_at, after).before = before
    if row.waiting == HELD:
        holder = agent_at(s.agents_at, row.agent)
        if holder.held_first == number:
            holder.held_first = after
        s.held -= 1
        row.agent = -1
    else:
        line = queue_at(s.queues_at, queue)
        if line.head == number:
            line.head = after
        if line.tail == number:
            line.tail = before
        line.length -= 1
    row.waiting = 0


@compiled
def hold(s: Any, number: int, agent: int) -> None:
    """Let a row wait for one agent only."""
    row, holder = row_at(s.rows_at, number), agent_at(s.agents_at, agent)
    row.before = -1
    row.after = holder.held_first
    if row.after >= 0:
        row_at(s.rows_at, row.after).before = number
    holder.held_first = number
    row.agent = agent
    row.waiting = HELD
    s.held += 1
    s.waiting += 1
