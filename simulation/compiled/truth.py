"""The truth of a case: whether it is hostile by now, whether somebody has replied, how it ends."""

from typing import Any

from simulation.compiled.heap import push
from simulation.compiled.jit import compiled
from simulation.compiled.layout import row_at
from simulation.compiled.life_layout import channel_at, life_at
from simulation.desk.clock import Happening
from simulation.life.decisions import FIRST_CONTACTS, angry_seconds, chance_after
from simulation.records import TaskOutcome

ENTER = int(Happening.ENTER)
OPEN, ABANDONED = int(TaskOutcome.OPEN), int(TaskOutcome.ABANDONED)
BOT = int(TaskOutcome.BOT)
_FIRST_CONTACTS = sum(1 << origin for origin in FIRST_CONTACTS)


@compiled
def is_first_contact(s: Any, number: int) -> bool:
    """Whether a row is the message with which a case came."""
    return (_FIRST_CONTACTS >> int(life_at(s.lives_at, number).origin)) & 1 == 1


@compiled
def meet_truth(s: Any, number: int, now: float) -> None:
    """Let waiting turn a harmless first contact hostile."""
    row, life = row_at(s.rows_at, number), life_at(s.lives_at, number)
    channel = channel_at(s.channels_at, life.came_to)
    if channel.rising == 0.0 or row.hostile or not is_first_contact(s, number):
        return
    waited = now - row.arrival
    if channel.holding and life.holding <= now:
        waited = angry_seconds(waited, now - life.holding, channel.holding_rising)
    row.hostile = life.mark < chance_after(life.chance, channel.rising, waited)


@compiled
def has_reply(s: Any, number: int) -> bool:
    """Whether a human has replied to the case of a task, or the bot that ended it."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    if life_at(s.lives_at, life.first).replied:
        return True
    return row.outcome == BOT and row.end <= s.now


@compiled
def note_reply(s: Any, number: int) -> None:
    """Note that a human has replied to the case of a task."""
    life_at(s.lives_at, life_at(s.lives_at, number).first).replied = 1


@compiled
def close(s: Any, number: int, time: float, outcome: int) -> None:
    """End a task without handling."""
    row = row_at(s.rows_at, number)
    row.end = time
    row.outcome = outcome


@compiled
def set_entry(s: Any, number: int, time: float) -> None:
    """Let a row that exists already come in at a time."""
    push(s, time, ENTER, number)


@compiled
def close_down(s: Any) -> None:
    """Let waiting count until the desk closes for good where somebody waits still."""
    for number in range(s.rows):
        row, life = row_at(s.rows_at, number), life_at(s.lives_at, number)
        if row.outcome == ABANDONED and row.end > s.closed:
            if channel_at(s.channels_at, life.came_to).rising > 0.0:
                row.hostile = life.mark < life.chance
            meet_truth(s, number, s.closed)
        elif row.outcome == OPEN:
            meet_truth(s, number, s.closed)
