"""Climbing the ladder: the steps that are taken with a hostile case that nobody may take."""

import math
from typing import Any

import numpy as np

from simulation.compiled import external, floor, lines
from simulation.compiled.beginning import hand_out
from simulation.compiled.jit import compiled
from simulation.compiled.ladder import is_blocked, is_due, look_again, note, waits_in
from simulation.compiled.layout import WAITS, agent_at, queue_at, row_at, step_at
from simulation.compiled.life_layout import life_at
from simulation.compiled.memory import float_at
from simulation.compiled.moderation import moderate
from simulation.desk.steps import StepKind
from simulation.records import TaskOutcome

WAIT, GROUP, DESK = int(StepKind.WAIT), int(StepKind.GROUP), int(StepKind.DESK)
MODERATE = int(StepKind.MODERATE)
MODERATED = int(TaskOutcome.MODERATED)


@compiled
def on_step(s: Any, number: int) -> None:
    """Look at a case for which a step comes due, if it has waited on in the same queue."""
    case, place = number // s.step_times, number % s.step_times
    row = row_at(s.rows_at, case)
    if row.waiting != WAITS or row.began + float_at(s.step_seconds_at, place) != s.now:
        return
    if is_blocked(s, row.queue):
        _climb(s, case, row.queue)


@compiled
def on_look(s: Any) -> None:
    """Look at all cases again, queue by queue."""
    s.look_set = 0
    waiting = 0
    for queue in range(s.queues):
        line = queue_at(s.queues_at, queue)
        if line.gated and line.length > 0 and is_blocked(s, queue):
            _look_along(s, queue)
    for queue in range(s.queues):
        line = queue_at(s.queues_at, queue)
        if line.gated:
            waiting += line.length
    if waiting > 0 and _is_anybody_present(s):
        look_again(s)


@compiled
def _is_anybody_present(s: Any) -> bool:
    for number in range(s.agents):
        if agent_at(s.agents_at, number).present:
            return True
    return False


@compiled
def _look_along(s: Any, queue: int) -> None:
    """Look at the cases of a queue in their order, as long as it is blocked."""
    line = queue_at(s.queues_at, queue)
    cases = np.empty(line.length, dtype=np.int64)
    case = lines.head(s, queue)
    for place in range(len(cases)):
        cases[place] = case
        case = row_at(s.rows_at, case).after
    for place in range(len(cases)):
        one = cases[place]
        if waits_in(s, one, queue) and _climb(s, one, queue) and not is_blocked(s, queue):
            return


@compiled
def _climb(s: Any, case: int, queue: int) -> bool:
    """Take the steps that are due for a blocked case in their order; whether one placed it."""
    for number in range(s.steps):
        if is_due(s, case, number) and _takes(s, case, queue, number):
            return True
    return False


@compiled
def _takes(s: Any, case: int, queue: int, number: int) -> bool:
    """Take a step with a case; return whether the case is no longer there."""
    kind = step_at(s.ladder_at, number).kind
    if kind == WAIT:
        note(s, case, number)
        return False
    if kind == GROUP:
        return _to_group(s, case, queue, number)
    if kind == DESK:
        return _to_desk(s, case, queue, number)
    if kind == MODERATE:
        return _moderate(s, case, queue, number)
    return _breach(s, case, queue, number)


@compiled
def _to_group(s: Any, case: int, queue: int, number: int) -> bool:
    step = step_at(s.ladder_at, number)
    due = row_at(s.rows_at, case).due
    agent = floor.choose_helper(s, step.to, step.level, queue, due)
    if agent < 0:
        return False
    note(s, case, number)
    lines.drop(s, queue, case)
    hand_out(s, agent, case, queue)
    return True


@compiled
def _to_desk(s: Any, case: int, queue: int, number: int) -> bool:
    if not s.lively or not _first_time(s, case, number):
        return False
    external.hand(s, case, step_at(s.ladder_at, number).to)
    return not waits_in(s, case, queue)


@compiled
def _moderate(s: Any, case: int, queue: int, number: int) -> bool:
    row = row_at(s.rows_at, case)
    if not queue_at(s.queues_at, queue).public or (row.tried >> number) & 1:
        return False
    if not s.lively:
        lines.drop(s, queue, case)
        row.end = s.now
        row.outcome = MODERATED
    elif math.isnan(life_at(s.lives_at, case).moderated):
        moderate(s, case)
    else:
        return False
    row.tried = row.tried | 1 << number
    note(s, case, number)
    return not waits_in(s, case, queue)


@compiled
def _first_time(s: Any, case: int, number: int) -> bool:
    row = row_at(s.rows_at, case)
    before = (row.tried >> number) & 1
    row.tried = row.tried | 1 << number
    return not before


@compiled
def _breach(s: Any, case: int, queue: int, number: int) -> bool:
    row = row_at(s.rows_at, case)
    agent = floor.least_exposed_of_all(s, queue, row.due)
    if agent < 0:
        return False
    note(s, case, number)
    row.breach = 1
    lines.drop(s, queue, case)
    hand_out(s, agent, case, queue)
    return True
