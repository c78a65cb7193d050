"""Moderation: a post that waits is hidden, moved into private, or closed."""

import math
from typing import Any

from simulation.compiled import lines, waiting
from simulation.compiled.cases import draws, labelled, place_in
from simulation.compiled.handling import enter
from simulation.compiled.jit import compiled
from simulation.compiled.layout import row_at
from simulation.compiled.life_layout import channel_at, life_at
from simulation.compiled.truth import close, meet_truth
from simulation.philox import Purpose
from simulation.records import TaskOutcome

CLOSES, MODERATED = int(Purpose.MODERATION_CLOSES), int(TaskOutcome.MODERATED)


@compiled
def moderate(s: Any, number: int) -> None:
    """Moderate a post that waits; on a channel without moderation it is closed."""
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    channel = channel_at(s.channels_at, life.channel)
    life.moderated = s.now
    if not channel.moderation or draws(s, number, CLOSES, channel.moderated_closes, 0):
        lines.drop(s, row.queue, number)
        meet_truth(s, number, s.now)
        close(s, number, s.now, MODERATED)
    elif channel.moderated_to >= 0:
        lines.drop(s, row.queue, number)
        _move(s, number, channel.moderated_to)


@compiled
def _move(s: Any, number: int, to: int) -> None:
    life, row = life_at(s.lives_at, number), row_at(s.rows_at, number)
    place = place_in(s, life.case_id, number, to)
    line = channel_at(s.channels_at, to).first_line + place
    row.queue = 2 * line + int(labelled(s, number))
    known = life.channel
    life.channel = to
    life.place = place
    waiting.await_overflow(s, number, known)
    # The end of patience is set already, counted from the post.
    row.patience = math.inf
    enter(s, number)
