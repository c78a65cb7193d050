"""The loop: the events of a replication one after the other, in the order of the clock."""

import math
from typing import Any

import numpy as np

from simulation.compiled import attendance, floor, lines
from simulation.compiled.admission import admits
from simulation.compiled.climbing import on_look, on_step
from simulation.compiled.handling import enter, feed, hand_to, may_hand_to, offer
from simulation.compiled.heap import KIND_SHIFT, NUMBER, pop
from simulation.compiled.in_hand import call_ended, put_down
from simulation.compiled.jit import compiled, entry
from simulation.compiled.layout import HELD, agent_at, event_at, kind_at, queue_at, row_at
from simulation.compiled.life_layout import life_at
from simulation.compiled.memory import int_at
from simulation.compiled.quota import close_case, new_window
from simulation.compiled.stages import answered
from simulation.compiled.truth import close_down
from simulation.compiled.turns import on_turn
from simulation.compiled.waiting import on_leave
from simulation.compiled.watch import await_release, watch
from simulation.desk.clock import Happening
from simulation.records import TaskOutcome

WINDOW, END, COOL = int(Happening.WINDOW), int(Happening.END), int(Happening.COOL)
DUTY, ARRIVAL, RELEASE = int(Happening.DUTY), int(Happening.ARRIVAL), int(Happening.RELEASE)
TICK, LEAVE = int(Happening.TICK), int(Happening.LEAVE)
PERIOD, STEP, LOOK = int(Happening.PERIOD), int(Happening.STEP), int(Happening.LOOK)
ANSWERED = int(TaskOutcome.ANSWERED)

DONE, MORE_ROOM, BROKEN = 0, 1, 2


@entry
def run(state: Any) -> int:
    """Go through the events until there are none, more room is needed, or the quota is broken.

    With more room the loop goes on where it was. The arrival of the next case known from the
    start is not in the list of events but compared with its first.
    """
    s = state[0]
    if s.closing:
        close_down(s)
        return DONE
    if not s.begun:
        _begin(s)
    arrival, case = _next_arrival(s)
    while True:
        if _needs_room(s):
            return MORE_ROOM
        if s.broken >= 0:
            return BROKEN
        if s.heap > 0:
            first = event_at(s.heap_at, 0)
            kind = first.key >> KIND_SHIFT
            if first.time < arrival or (first.time == arrival and kind < ARRIVAL):
                s.now = first.time
                number = first.key & NUMBER
                pop(s)
                _on_event(s, kind, number)
                continue
        if case < 0:
            return DONE
        s.now = arrival
        entering = case
        s.next_case += 1
        arrival, case = _next_arrival(s)
        if not s.lively or admits(s, entering):
            enter(s, entering)


@compiled
def _begin(s: Any) -> None:
    s.begun = 1
    for number in range(s.agents):
        attendance.go_on(s, number)


@compiled
def _needs_room(s: Any) -> bool:
    """Whether the next event may need more room than there is."""
    # What waits may be handed out, taken, released or moved all at once, with some events each.
    if s.heap + s.waiting * s.heap_each + s.heap_margin > s.heap_room:
        return True
    return s.rows + s.row_margin > s.row_room


@compiled
def _next_arrival(s: Any) -> tuple[float, int]:
    """Return when the next case comes that is known from the start, and which it is."""
    case = s.next_case
    if case == s.size:
        return math.inf, -1
    # What waits at the start has come before the first midnight.
    return max(row_at(s.rows_at, case).arrival, 0.0), case


@compiled
def _on_event(s: Any, kind: int, number: int) -> None:
    if kind == END:
        _on_end(s, number)
    elif kind == LEAVE:
        on_leave(s, number)
    elif kind == DUTY:
        if number < s.agents:
            attendance.on_duty(s, number)
        else:
            attendance.on_shift_end(s, number - s.agents)
    elif kind == COOL:
        attendance.on_cool(s, number)
    elif not _on_rule(s, kind, number):
        on_turn(s, kind, number)


@compiled
def _on_rule(s: Any, kind: int, number: int) -> bool:
    """Do what an event of the rules means; return whether it was one."""
    if kind == TICK:
        s.tick_set = 0
        _offer_all(s)
    elif kind == STEP:
        on_step(s, number)
    elif kind == LOOK:
        on_look(s)
    elif kind == PERIOD:
        floor.begin_period(s, int_at(s.changes_at, number))
        _offer_all(s)
    elif kind == RELEASE:
        _on_release(s, number)
    elif kind == WINDOW:
        for agent in range(s.agents):
            new_window(s, agent)
    else:
        return False
    return True


@compiled
def _on_end(s: Any, case: int) -> None:
    """End the handling of a case; the agent cools down, goes, or takes the next."""
    row = row_at(s.rows_at, case)
    if row.outcome != ANSWERED:  # handed over before it ended
        return
    number = row.agent
    agent = agent_at(s.agents_at, number)
    row.end = s.now
    floor.take(s, number)
    left = agent.in_hand - 1
    agent.in_hand = left
    if left == 0 and agent.present and kind_at(s.kinds_at, agent.hand_kind).deferrable:
        floor.count_reserve(s, number, 1)
    if not s.lively or not life_at(s.lives_at, case).dialled:  # who dials in vain meets nobody
        if row.hostile:
            _wear(s, number)
        else:
            agent.run = 0
        if row.window >= 0:
            close_case(s, case)
    if s.lively:
        put_down(s, case)
        if not call_ended(s, case):
            answered(s, case)
    if left == 0 and agent.leaving:
        attendance.go_on(s, number)
    else:
        feed(s, number)


@compiled
def _wear(s: Any, number: int) -> None:
    """Count what a hostile case does to its agent: slower work, and a cool-down."""
    agent = agent_at(s.agents_at, number)
    agent.run += 1
    agent.slow_until = s.now + s.slow_seconds
    if agent.run >= agent.cool_run and agent.cool_seconds > 0:
        agent.run = 0
        attendance.cool_down(s, number)


@compiled
def _on_release(s: Any, queue: int) -> None:
    """Offer the head of a queue that was held back by a reserve."""
    # A head may give way to one due earlier and come back, so the event may be there twice.
    key = RELEASE << KIND_SHIFT | queue
    while s.heap > 0:
        first = event_at(s.heap_at, 0)
        if first.time != s.now or first.key != key:
            break
        pop(s)
    line = queue_at(s.queues_at, queue)
    line.release_at = math.inf
    offer(s, queue)
    if line.length > 0 and floor.somebody_free(s, queue):
        await_release(s, queue)


@compiled
def _offer_all(s: Any) -> None:
    """Offer all heads again, live ones first, then by rank."""
    heads = np.empty(s.queues + s.held, dtype=np.int64)
    count = 0
    for queue in range(s.queues):
        line = queue_at(s.queues_at, queue)
        if line.length > 0:
            count = _insert(s, heads, count, lines.head(s, queue))
    for number in range(s.agents):
        held = agent_at(s.agents_at, number).held_first
        while held >= 0:
            count = _insert(s, heads, count, held)
            held = row_at(s.rows_at, held).after
    for place in range(count):
        case = heads[place]
        row = row_at(s.rows_at, case)
        if row.waiting == HELD:
            agent = row.agent
            if may_hand_to(s, agent, case):
                lines.drop(s, row.queue, case)
                hand_to(s, agent, case)
        else:
            offer(s, row.queue)
    if _somebody_could(s):
        watch(s)


@compiled
def _insert(s: Any, heads: Any, count: int, case: int) -> int:
    """Put a case at its place among the heads: live ones first, then by rank."""
    place = count
    while place > 0 and _comes_before(s, case, heads[place - 1]):
        heads[place] = heads[place - 1]
        place -= 1
    heads[place] = case
    return count + 1


@compiled
def _comes_before(s: Any, case: int, other: int) -> bool:
    one, two = row_at(s.rows_at, case).queue, row_at(s.rows_at, other).queue
    later = kind_at(s.kinds_at, queue_at(s.queues_at, one).kind).deferrable
    other_later = kind_at(s.kinds_at, queue_at(s.queues_at, two).kind).deferrable
    if later != other_later:
        return bool(later < other_later)
    return lines.is_before(s, case, other)


@compiled
def _somebody_could(s: Any) -> bool:
    """Whether somebody is free for what still waits."""
    for queue in range(s.queues):
        if queue_at(s.queues_at, queue).length > 0 and floor.somebody_free(s, queue):
            return True
    for number in range(s.agents):
        agent = agent_at(s.agents_at, number)
        if agent.held_first >= 0 and agent.where != 0:
            return True
    return False
