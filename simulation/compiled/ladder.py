"""The ladder: since when hostile cases wait, and which of them a step has opened to an agent."""

from typing import Any

from simulation.compiled import floor, lines
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import WAITS, agent_at, group_at, queue_at, row_at, step_at
from simulation.compiled.memory import float_at
from simulation.compiled.quota import may_take
from simulation.desk.clock import Happening

STEP, LOOK = int(Happening.STEP), int(Happening.LOOK)


@compiled
def begin(s: Any, case: int) -> None:
    """Note that a case begins to wait in a queue before which the limits stand."""
    row = row_at(s.rows_at, case)
    if row.began != s.now:
        row.began = s.now
        for place in range(s.step_times):
            time = s.now + float_at(s.step_seconds_at, place)
            push(s, time, STEP, case * s.step_times + place)
    look_again(s)


@compiled
def look_again(s: Any) -> None:
    """Look at the hostile cases that wait at the start of the next interval."""
    if not s.look_set:
        s.look_set = 1
        push(s, (s.now // s.step_seconds + 1) * s.step_seconds, LOOK, 0)


@compiled
def waits_in(s: Any, case: int, queue: int) -> bool:
    """Whether a case waits in the line of a queue."""
    row = row_at(s.rows_at, case)
    return bool(row.waiting == WAITS) and bool(row.queue == queue)


@compiled
def is_due(s: Any, case: int, number: int) -> bool:
    """Whether a step has come due for a case that waits."""
    after = step_at(s.ladder_at, number).after_seconds
    return bool(row_at(s.rows_at, case).began + after <= s.now)


@compiled
def is_blocked(s: Any, queue: int) -> bool:
    """Whether somebody is at work for a queue, and nobody of the team may take its cases."""
    somebody = False
    for number in range(s.agents):
        if not agent_at(s.agents_at, number).present:
            continue
        if floor.serves(s, number, queue):
            if may_take(s, number, queue):
                return False
            somebody = True
        elif floor.helps(s, number, queue):
            somebody = True
    return somebody


@compiled
def open_case(s: Any, queue: int, number: int) -> int:
    """Return the first case of a queue for which a step is due while it is blocked, or -1."""
    case = lines.head(s, queue)
    if case < 0 or not is_blocked(s, queue):
        return -1
    while case >= 0 and not is_due(s, case, number):
        case = row_at(s.rows_at, case).after
    return case


@compiled
def note(s: Any, case: int, number: int) -> None:
    """Note that a step has acted on a case."""
    row = row_at(s.rows_at, case)
    row.steps = row.steps | 1 << number


@compiled
def note_taken(s: Any, case: int, agent: int, queue: int) -> None:
    """Note by which step an agent takes a case that has waited, if by any."""
    if row_at(s.rows_at, case).breach:
        note(s, case, s.breach_step)
    elif queue_at(s.queues_at, queue).gated and floor.helps(s, agent, queue):
        note(s, case, group_at(s.groups_at, agent_at(s.agents_at, agent).group).step)


@compiled
def best_breach(s: Any, agent: int, kind: int) -> int:
    """Return the blocked case that a free agent is given against the quota, or -1.

    ``kind`` is that of the work in hand, below 0 for none.
    """
    best = -1
    for queue in range(s.queues):
        line = queue_at(s.queues_at, queue)
        if not line.gated or not floor.serves(s, agent, queue):
            continue
        if line.length == 0 or (kind >= 0 and line.kind != kind):
            continue
        case = open_case(s, queue, s.breach_step)
        if case < 0 or not lines.is_before(s, case, best):
            continue
        if floor.may_begin(s, agent, queue, row_at(s.rows_at, case).due, False):
            best = case
    return best
