"""Beginning: an agent begins a case, at a pace of their own."""

from typing import Any

from simulation.compiled import floor
from simulation.compiled.heap import push
from simulation.compiled.in_hand import is_met, takes
from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, kind_at, queue_at, row_at
from simulation.compiled.memory import float_at
from simulation.compiled.quota import count_case
from simulation.compiled.truth import meet_truth
from simulation.desk.clock import Happening
from simulation.desk.decisions import handling_seconds
from simulation.records import TaskOutcome

END, ANSWERED = int(Happening.END), int(TaskOutcome.ANSWERED)


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
