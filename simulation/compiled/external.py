"""External desks: agencies and departments that take cases which have waited long enough."""

from typing import Any

from simulation.compiled import lines
from simulation.compiled.clock import last_from
from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import queue_at, row_at
from simulation.compiled.life_layout import channel_at, clock_at, desk_at, life_at
from simulation.compiled.memory import float_at, int_at, set_int_at
from simulation.compiled.stages import answered
from simulation.compiled.truth import meet_truth, note_reply
from simulation.compiled.waiting import takes_from
from simulation.desk.clock import Happening
from simulation.records import TaskOutcome

DESK_END = int(Happening.DESK_END)
EXTERNAL = int(TaskOutcome.EXTERNAL)


@compiled
def on_overflow(s: Any, place: int) -> None:
    """Let a desk know of a task that it may take."""
    hand(s, place // s.desks, place % s.desks)


@compiled
def hand(s: Any, number: int, desk_number: int) -> None:
    """Let a desk know of a case that it may take, by its own rule or by a step."""
    if not _may_take(s, number, desk_number):
        return
    desk = desk_at(s.desks_at, desk_number)
    set_int_at(s.overflows_at, number * s.desks + desk_number, -1)
    if desk.line_first < 0:
        desk.line_first = number
    else:
        set_int_at(s.overflows_at, desk.line_last * s.desks + desk_number, number)
    desk.line_last = number
    take_more(s, desk_number)


@compiled
def on_desk_end(s: Any, number: int) -> None:
    """End a case at an external desk."""
    row_at(s.rows_at, number).end = s.now
    desk_number = life_at(s.lives_at, number).external
    desk_at(s.desks_at, desk_number).busy -= 1
    answered(s, number)
    take_more(s, desk_number)


@compiled
def take_more(s: Any, desk_number: int) -> None:
    """Let a desk take what waits for it, as much as it has room for."""
    desk = desk_at(s.desks_at, desk_number)
    while desk.line_first >= 0 and _has_room(s, desk_number):
        number = desk.line_first
        desk.line_first = int_at(s.overflows_at, number * s.desks + desk_number)
        if _may_take(s, number, desk_number):
            _take(s, number, desk_number)


@compiled
def _may_take(s: Any, number: int, desk_number: int) -> bool:
    """Whether a task still waits, and on a channel of the desk; moderation may move it."""
    if row_at(s.rows_at, number).waiting == 0:
        return False
    return takes_from(s, desk_number, life_at(s.lives_at, number).channel)


@compiled
def _has_room(s: Any, desk_number: int) -> bool:
    desk = desk_at(s.desks_at, desk_number)
    if desk.busy >= desk.capacity:
        return False
    hours = clock_at(s.clocks_at, desk.hours)
    place = last_from(hours.opens_at, hours.windows, s.now)
    if place < 0 or s.now >= float_at(hours.closes_at, place):
        return False
    return desk.most < 0 or int_at(s.taken_at, _today(s, desk_number)) < desk.most


@compiled
def _today(s: Any, desk_number: int) -> int:
    """Return where is counted how many cases a desk has taken on the day of now."""
    day = last_from(s.days_at, s.days, s.now / 60.0)
    return desk_number * (s.days + 1) + day + 1


@compiled
def _take(s: Any, number: int, desk_number: int) -> None:
    desk, row = desk_at(s.desks_at, desk_number), row_at(s.rows_at, number)
    lines.drop(s, row.queue, number)
    meet_truth(s, number, s.now)
    today = _today(s, desk_number)
    set_int_at(s.taken_at, today, int_at(s.taken_at, today) + 1)
    desk.busy += 1
    life = life_at(s.lives_at, number)
    life.external = desk_number
    row.start = s.now
    row.outcome = EXTERNAL
    if desk.step >= 0:
        row.steps = row.steps | 1 << desk.step
    seconds = row.handle * desk.handle_factor
    if row.hostile:
        seconds *= channel_at(s.channels_at, life.channel).hostile_factor
    if queue_at(s.queues_at, row.queue).live:
        note_reply(s, number)
    push(s, s.now + seconds, DESK_END, number)
