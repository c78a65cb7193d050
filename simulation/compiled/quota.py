"""The quota: who may take what, counted by window, with the work still ahead."""

from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, queue_at, segment_at
from simulation.compiled.memory import float_at
from simulation.desk.decisions import may_take_hostile, quota_holds, sure_cases


@compiled
def sure_now(s: Any, number: int) -> int:
    """Return how many cases an agent can still count on; 0 without look-ahead."""
    if not s.looks_ahead:
        return 0
    agent = agent_at(s.agents_at, number)
    return sure_cases(agent.sure_rate, max(agent.until - s.now, 0.0) + agent.later)


@compiled
def may_take(s: Any, number: int, queue: int) -> bool:
    """Whether the quota lets an agent take a case of a queue."""
    line = queue_at(s.queues_at, queue)
    if not line.gated:
        return True
    agent = agent_at(s.agents_at, number)
    return may_take_hostile(
        agent.expected,
        agent.variance,
        agent.handed,
        line.chance,
        s.cap_share,
        s.burst,
        s.margin_z,
        sure_now(s, number),
        agent.sure_chance,
    )


@compiled
def count_case(s: Any, number: int, queue: int, breach: int) -> None:
    """Count a case in the agent's window; note where an unlogged one breaks the quota."""
    line, agent = queue_at(s.queues_at, queue), agent_at(s.agents_at, number)
    chance = line.chance
    agent.handed += 1
    agent.expected += chance
    agent.variance += chance * (1.0 - chance)
    expected, variance, handed = agent.expected, agent.variance, agent.handed
    cap, burst, z = s.cap_share, s.burst, s.margin_z
    if line.gated and not breach:
        sure = sure_now(s, number)
        if not quota_holds(expected, variance, handed, cap, burst, z, sure, agent.sure_chance):
            s.broken = number
            s.broken_sure = sure
    if s.looks_ahead:
        note_debt(s, number, not quota_holds(expected, variance, handed, cap, burst, z, 0, 0.0))


@compiled
def note_debt(s: Any, number: int, in_debt: bool) -> None:
    """Note whether an agent is beyond the quota but for what is counted on."""
    agent = agent_at(s.agents_at, number)
    s.debtors += int(in_debt) - int(agent.in_debt)
    agent.in_debt = in_debt


@compiled
def new_window(s: Any, number: int) -> None:
    """Start a new window of the quota."""
    agent = agent_at(s.agents_at, number)
    agent.expected = 0.0
    agent.variance = 0.0
    agent.handed = 0
    note_debt(s, number, False)
    if agent.begun >= 0:
        look_ahead(s, number, agent.begun)


@compiled
def look_ahead(s: Any, number: int, place: int) -> None:
    """Note that an agent works on a segment: how long in the shift and window under way."""
    agent, own = agent_at(s.agents_at, number), segment_at(s.segments_at, place)
    closing = _window_end(s)
    agent.begun = place
    agent.until = min(own.end, closing)
    later = 0.0
    other = place + 1
    while other < agent.last and segment_at(s.segments_at, other).shift == own.shift:
        segment = segment_at(s.segments_at, other)
        if segment.is_work or segment.is_pause:
            later += max(min(segment.end, closing) - segment.start, 0.0)
        other += 1
    agent.later = later


@compiled
def _window_end(s: Any) -> Any:
    # Behind the last end nothing comes any more, so there is nothing to count on.
    for number in range(s.window_ends):
        end = float_at(s.window_ends_at, number)
        if end > s.now:
            return end
    return s.now
