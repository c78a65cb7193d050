"""The quota: what agents have met in window, shift and in a row, with the work still ahead."""

import math
from typing import Any

from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, queue_at, row_at, segment_at, shift_at
from simulation.compiled.memory import float_at
from simulation.desk.decisions import (
    amount_holds,
    cases_ahead,
    part_inside,
    quota_holds,
    skewness,
    uncertainty,
)

SHARE, CONTACTS, MINUTES, RUN = 1, 2, 3, 4


@compiled
def may_take(s: Any, number: int, queue: int) -> bool:
    """Whether the quota lets an agent take a case of a queue."""
    return not queue_at(s.queues_at, queue).gated or exceeded(s, number, queue) == 0


@compiled
def exceeded(s: Any, number: int, queue: int) -> int:
    """Return the first form that does not hold, 0 where all do.

    With one more case of a queue, or as things are (queue -1).
    """
    agent = agent_at(s.agents_at, number)
    chance, mean, square, cube, more = 0.0, 0.0, 0.0, 0.0, 0
    if queue >= 0:
        line = queue_at(s.queues_at, queue)
        chance, mean, square, cube, more = line.chance, line.minutes, line.square, line.cube, 1
    variance = chance * (1.0 - chance)
    seconds = max(agent.until - s.now, 0.0) + agent.later
    if agent.share_limit < math.inf and not quota_holds(
        agent.expected + chance,
        agent.variance + variance,
        agent.handed + more,
        agent.share_limit,
        s.burst,
        s.margin_z,
        cases_ahead(agent.sure_rate, seconds) if s.looks_ahead else 0.0,
        agent.sure_chance,
        agent.slope,
    ):
        return SHARE
    hours = seconds / 3600.0
    if agent.contacts_limit < math.inf:
        leak = agent.leak * hours
        if not amount_holds(
            agent.contacts + chance + leak,
            agent.contacts_variance + variance + leak,
            agent.contacts_third + skewness(chance, 1.0, 1.0, 1.0) + leak,
            s.margin_z,
            agent.contacts_limit,
        ):
            return CONTACTS
    if agent.minutes_limit < math.inf and not amount_holds(
        agent.minutes + chance * mean + agent.leak_minutes * hours,
        agent.minutes_variance + uncertainty(chance, mean, square) + agent.leak_square * hours,
        agent.minutes_third + skewness(chance, mean, square, cube) + agent.leak_cube * hours,
        s.margin_z,
        agent.minutes_limit * agent.paid_hours,
    ):
        return MINUTES
    if agent.run_limit > 0 and _run(s, number) + more > agent.run_limit:
        return RUN
    return 0


@compiled
def count_case(s: Any, number: int, case: int, breach: int) -> None:
    """Count a case that is handed out; note where an unlogged one breaks the quota."""
    row = row_at(s.rows_at, case)
    line, agent = queue_at(s.queues_at, row.queue), agent_at(s.agents_at, number)
    chance = line.chance
    variance = chance * (1.0 - chance)
    agent.handed += 1
    agent.expected += chance
    agent.variance += variance
    agent.contacts += chance
    agent.contacts_variance += variance
    agent.contacts_third += skewness(chance, 1.0, 1.0, 1.0)
    agent.minutes += chance * line.minutes
    agent.minutes_variance += uncertainty(chance, line.minutes, line.square)
    agent.minutes_third += skewness(chance, line.minutes, line.square, line.cube)
    row.seen = line.gated
    row.window, row.shift = agent.window, agent.shift
    row.previous = agent.last_handed
    agent.last_handed = case
    if line.gated and not breach:
        form = exceeded(s, number, -1)
        if form > 0:
            s.broken = number
            s.broken_form = form
    _note_debt(s, number)


@compiled
def close_case(s: Any, case: int) -> None:
    """Count what is known when a case ends: how long it took and, if marked, what it was."""
    row = row_at(s.rows_at, case)
    number = row.agent
    line, agent = queue_at(s.queues_at, row.queue), agent_at(s.agents_at, number)
    chance = line.chance
    known = chance
    if s.known:
        known = 1.0 if row.hostile else 0.0
        row.seen = row.hostile
    change, settled = known - chance, known * (1.0 - known) - chance * (1.0 - chance)
    if row.window == agent.window:
        agent.expected += change
        agent.variance += settled
        spent = (s.now - row.start) / 60.0
        agent.minutes += known * spent - chance * line.minutes
        agent.minutes_variance += uncertainty(known, spent, spent**2) - uncertainty(
            chance, line.minutes, line.square
        )
        agent.minutes_third += skewness(known, spent, spent**2, spent**3) - skewness(
            chance, line.minutes, line.square, line.cube
        )
        _note_debt(s, number)
    if row.shift == agent.shift:
        agent.contacts += change
        agent.contacts_variance += settled
        agent.contacts_third += skewness(known, 1.0, 1.0, 1.0) - skewness(chance, 1.0, 1.0, 1.0)


@compiled
def begin_shift(s: Any, number: int) -> None:
    """Note that an agent begins a shift of the roster."""
    agent = agent_at(s.agents_at, number)
    agent.contacts = 0.0
    agent.contacts_variance = 0.0
    agent.contacts_third = 0.0
    if s.by_shift:
        new_window(s, number)
    else:
        agent.paid_hours += _paid_now(s, number)


@compiled
def new_window(s: Any, number: int) -> None:
    """Start a new window of the quota."""
    agent = agent_at(s.agents_at, number)
    agent.window += 1
    agent.expected = 0.0
    agent.variance = 0.0
    agent.handed = 0
    agent.minutes = 0.0
    agent.minutes_variance = 0.0
    agent.minutes_third = 0.0
    agent.paid_hours = _paid_now(s, number)
    _set_debt(s, number, False)
    if agent.begun >= 0:
        look_ahead(s, number, agent.begun)


@compiled
def _paid_now(s: Any, number: int) -> float:
    """Return the paid hours of the last shift begun that lie in the window under way."""
    agent = agent_at(s.agents_at, number)
    if agent.shift < 0:
        return 0.0
    shift = shift_at(s.shifts_at, agent.shift)
    begin, until = -math.inf, math.inf
    for week in range(s.window_ends - 1):  # the last is the end of the horizon
        end = float_at(s.window_ends_at, week)
        if end > s.now:
            until = end
            break
        begin = end
    return shift.paid_hours * part_inside(shift.start, shift.end, begin, until)


@compiled
def _run(s: Any, number: int) -> int:
    """Return how many hostile cases in a row the agent may have had, counted past the limit.

    What was begun at one instant has no order, so the worst one counts.
    """
    agent = agent_at(s.agents_at, number)
    run, case = 0, agent.last_handed
    while case >= 0 and run <= agent.run_limit:
        start, broken = row_at(s.rows_at, case).start, False
        while case >= 0 and row_at(s.rows_at, case).start == start:
            if row_at(s.rows_at, case).seen:
                run += 1
            elif start < s.now:
                broken = True
            case = row_at(s.rows_at, case).previous
        if broken:
            break
    return run


@compiled
def _note_debt(s: Any, number: int) -> None:
    """Note whether an agent is beyond the share but for what is counted on."""
    if not s.looks_ahead:
        return
    agent = agent_at(s.agents_at, number)
    held = quota_holds(
        agent.expected,
        agent.variance,
        agent.handed,
        agent.share_limit,
        s.burst,
        s.margin_z,
        0.0,
        0.0,
        agent.slope,
    )
    _set_debt(s, number, not held)


@compiled
def _set_debt(s: Any, number: int, in_debt: bool) -> None:
    agent = agent_at(s.agents_at, number)
    s.debtors += int(in_debt) - int(agent.in_debt)
    agent.in_debt = in_debt


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
