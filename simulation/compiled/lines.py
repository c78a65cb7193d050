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
    return comes_first(one.rank, one.arrival, number, two.rank, two.arrival, other)


@compiled
def head(s: Any, queue: int) -> int:
    """Return the first row of a queue, -1 for none; what is late goes to where it is due again."""
    line = queue_at(s.queues_at, queue)
    number = line.head
    while number >= 0 and line.again > 0.0:
        row = row_at(s.rows_at, number)
        if row.due >= s.now or row.rank != row.due:
            break
        _unlink(s, line, number)
        row.rank += line.again
        _link(s, line, number)
        number = line.head
    return number


@compiled
def add(s: Any, queue: int, number: int) -> None:
    """Let a row wait at its place in its queue, which is nearly always the last."""
    row, line = row_at(s.rows_at, number), queue_at(s.queues_at, queue)
    row.rank = row.arrival if s.first_come else row.due
    _link(s, line, number)
    row.waiting = WAITS
    line.length += 1
    s.waiting += 1


@compiled
def _link(s: Any, line: Any, number: int) -> None:
    """Put a row at its place in a line."""
    row = row_at(s.rows_at, number)
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


@compiled
def _unlink(s: Any, line: Any, number: int) -> None:
    """Take a row out of a line."""
    row = row_at(s.rows_at, number)
    before, after = row.before, row.after
    if before >= 0:
        row_at(s.rows_at, before).after = after
    else:
        line.head = after
    if after >= 0:
        row_at(s.rows_at, after).before = before
    else:
        line.tail = before


@compiled
def drop(s: Any, queue: int, number: int) -> None:
    """Take a row out, wherever it stands."""
    row = row_at(s.rows_at, number)
    s.waiting -= 1
    if row.waiting == HELD:
        before, after = row.before, row.after
        if before >= 0:
            row_at(s.rows_at, before).after = after
        else:
            agent_at(s.agents_at, row.agent).held_first = after
        if after >= 0:
            row_at(s.rows_at, after).before = before
        s.held -= 1
        row.agent = -1
    else:
        line = queue_at(s.queues_at, queue)
        _unlink(s, line, number)
        line.length -= 1
    row.waiting = 0


@compiled
def hold(s: Any, number: int, agent: int) -> None:
    """Let a row wait for one agent only."""
    row, holder = row_at(s.rows_at, number), agent_at(s.agents_at, agent)
    row.rank = row.arrival if s.first_come else row.due
    row.before = -1
    row.after = holder.held_first
    if row.after >= 0:
        row_at(s.rows_at, row.after).before = number
    holder.held_first = number
    row.agent = agent
    row.waiting = HELD
    s.held += 1
    s.waiting += 1
