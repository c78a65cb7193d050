"""The turns of a case that its life brings: it comes in, is drawn, moved or written again."""

from typing import Any

from simulation.compiled import external, stages, waiting
from simulation.compiled.admission import (
    admits,
    await_next_repost,
    may_repost,
    on_candidate,
    repost,
)
from simulation.compiled.handling import enter
from simulation.compiled.jit import compiled
from simulation.compiled.layout import row_at
from simulation.compiled.moderation import moderate
from simulation.compiled.truth import is_first_contact
from simulation.desk.clock import Happening

DESK_END, ENTER, CASCADE = int(Happening.DESK_END), int(Happening.ENTER), int(Happening.CASCADE)
LET_GO, HOLDING, MODERATE = int(Happening.LET_GO), int(Happening.HOLDING), int(Happening.MODERATE)
REPOST, OVERFLOW = int(Happening.REPOST), int(Happening.OVERFLOW)
DESK_OPEN = int(Happening.DESK_OPEN)


@compiled
def on_turn(s: Any, kind: int, number: int) -> None:
    """Do what an event of a case's life means."""
    if kind == ENTER:
        _on_enter(s, number)
    elif kind == DESK_END:
        external.on_desk_end(s, number)
    elif kind == CASCADE:
        added = on_candidate(s, number)
        if added >= 0:
            enter(s, added)
    elif kind == LET_GO:
        stages.on_let_go(s, number)
    else:
        _on_message(s, kind, number)


@compiled
def _on_message(s: Any, kind: int, number: int) -> None:
    if kind == HOLDING:
        waiting.on_holding(s, number)
    elif kind == MODERATE:
        _on_moderate(s, number)
    elif kind == REPOST:
        _on_repost(s, number)
    elif kind == OVERFLOW:
        external.on_overflow(s, number)
    elif kind == DESK_OPEN:
        external.take_more(s, number)


@compiled
def _on_enter(s: Any, number: int) -> None:
    """Let a task come in that another one led to."""
    if stages.is_stage(s, number):
        stages.enter_stage(s, number)
    elif not is_first_contact(s, number) or admits(s, number):
        enter(s, number)


@compiled
def _on_repost(s: Any, number: int) -> None:
    """Let a customer write again who has not had a reply, or not."""
    if not may_repost(s, number):
        return
    added = repost(s, number)
    if added >= 0:
        enter(s, added)
    await_next_repost(s, number)


@compiled
def _on_moderate(s: Any, number: int) -> None:
    """Hide, move or close a post that still waits for the team."""
    if row_at(s.rows_at, number).waiting != 0:
        moderate(s, number)
