"""The watch: looking again at cases that wait although somebody is free for them."""

from typing import Any

from simulation.compiled import lines
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import queue_at, row_at
from simulation.desk.clock import Happening

RELEASE, TICK = int(Happening.RELEASE), int(Happening.TICK)


@compiled
def watch(s: Any) -> None:
    """Look again at the next interval, and when a head is so due that no reserve holds it."""
    if not s.tick_set:
        s.tick_set = 1
        push(s, (s.now // s.step_seconds + 1) * s.step_seconds, TICK, 0)
    for queue in range(s.queues):
        line = queue_at(s.queues_at, queue)
        if line.reserved and line.length > 0:
            await_release(s, queue)


@compiled
def await_release(s: Any, queue: int) -> None:
    """Await the time at which the head of a queue is so due that no reserve holds it."""
    line = queue_at(s.queues_at, queue)
    release = row_at(s.rows_at, lines.head(s, queue)).due - s.release_slack
    if s.now < release < line.release_at:
        line.release_at = release
        push(s, release, RELEASE, queue)
