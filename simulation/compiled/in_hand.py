"""Work in hand: calls to which nobody answers, and what goes back at the end of a shift."""

from typing import Any

from simulation.compiled import lines
from simulation.compiled.cases import add_task, draws
from simulation.compiled.jit import compiled
from simulation.compiled.layout import agent_at, queue_at, row_at
from simulation.compiled.life_layout import channel_at, life_at
from simulation.compiled.truth import close, note_reply, set_entry
from simulation.life.decisions import work_left
from simulation.philox import Purpose
from simulation.records import Origin, TaskOutcome

UNREACHED_MARK = int(Purpose.UNREACHED)
UNREACHED, HANDED_OVER = int(TaskOutcome.UNREACHED), int(TaskOutcome.HANDED_OVER)
RETRY, HAND_OVER = int(Origin.RETRY), int(Origin.HAND_OVER)


@compiled
def is_met(s: Any, number: int) -> bool:
    """Whether an agent who begins a task meets the customer: not by dialling in vain."""
    life = life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    is_call_back = channel.callback and life.called_back and life.stage == 0
    if is_call_back and draws(s, number, UNREACHED_MARK, channel.call_unanswered, life.attempt):
        life.dialled = 1
    return not life.dialled


@compiled
def takes(s: Any, number: int, agent: int, seconds: float) -> float:
    """Return how long an agent is busy with a task that would take some seconds."""
    row, life = row_at(s.rows_at, number), life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.channel)
    if life.dialled:
        seconds = channel.call_dial
    life.work_seconds = seconds
    if life.reading:
        seconds += s.to_read
    life.work_end = s.now + seconds
    holder = agent_at(s.agents_at, agent)
    row.before = -1
    row.after = holder.hand_first
    if row.after >= 0:
        row_at(s.rows_at, row.after).before = number
    holder.hand_first = number
    if queue_at(s.queues_at, row.queue).live and not life.dialled:
        note_reply(s, number)
    return seconds


@compiled
def put_down(s: Any, number: int) -> None:
    """Note that a task is no longer in its agent's hand."""
    row = row_at(s.rows_at, number)
    holder = agent_at(s.agents_at, row.agent)
    if row.before >= 0:
        row_at(s.rows_at, row.before).after = row.after
    else:
        holder.hand_first = row.after
    if row.after >= 0:
        row_at(s.rows_at, row.after).before = row.before


@compiled
def call_ended(s: Any, number: int) -> bool:
    """Whether a task that has ended was a call that nobody answered; see to the next try."""
    row, life = row_at(s.rows_at, number), life_at(s.lives_at, number)
    if not life.dialled:
        return False
    life.dialled = 0
    row.outcome = UNREACHED
    channel = channel_at(s.channels_at, life.channel)
    if life.attempt + 1 < channel.call_attempts:
        time = s.now + channel.call_retry
        if time < s.horizon:
            hostile = bool(row.hostile)
            set_entry(s, _copy(s, number, RETRY, 0, hostile, row.handle), time)
    return True


@compiled
def _copy(s: Any, number: int, origin: int, stage: int, hostile: bool, handle: float) -> int:
    row = row_at(s.rows_at, number)
    return add_task(s, number, origin, stage, row.queue, hostile, row.arrival, row.due, handle)


@compiled
def give_back(s: Any, agent: int) -> None:
    """Put back what an agent has in hand, but for a call that rings unanswered."""
    holder = agent_at(s.agents_at, agent)
    number = _next_in_hand(s, holder.hand_first, -1)
    while number >= 0:
        life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
        if not life.dialled:
            share = work_left(life.work_end, s.now, life.work_seconds)
            put_down(s, number)
            holder.in_hand -= 1
            close(s, number, s.now, HANDED_OVER)
            hostile = bool(row.hostile)
            rest = _copy(s, number, HAND_OVER, life.stage, hostile, row.handle * share)
            life_at(s.lives_at, rest).reading = 1
            set_entry(s, rest, s.now)  # when all who go at this moment have gone
        number = _next_in_hand(s, holder.hand_first, number)


@compiled
def _next_in_hand(s: Any, number: int, above: int) -> int:
    """Return the lowest row above one in a list of rows, or -1."""
    least = -1
    while number >= 0:
        if number > above and (least < 0 or number < least):
            least = number
        number = row_at(s.rows_at, number).after
    return least


@compiled
def release_held(s: Any, agent: int) -> None:
    """Offer to all what has waited for an agent who goes."""
    holder = agent_at(s.agents_at, agent)
    while holder.held_first >= 0:
        number = holder.held_first
        lines.drop(s, row_at(s.rows_at, number).queue, number)
        set_entry(s, number, s.now)  # when all who go at this moment have gone
