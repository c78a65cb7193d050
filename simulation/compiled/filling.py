"""Copying between columns of cases and rows in memory, each in one pass."""

import math
from typing import Any

from simulation.compiled.jit import entry
from simulation.records import TaskOutcome

OPEN, ANSWERED = int(TaskOutcome.OPEN), int(TaskOutcome.ANSWERED)
ABANDONED = int(TaskOutcome.ABANDONED)


@entry
def fill_rows(
    rows: Any, queue: Any, hostile: Any, arrival: Any, due: Any, handle: Any, patience: Any
) -> None:
    """Write cases into rows that nothing has happened to yet."""
    for k in range(len(rows)):
        row = rows[k]
        row.arrival = arrival[k]
        row.due = row.rank = due[k]
        row.handle = handle[k]
        row.patience = patience[k]
        row.start = math.nan
        row.end = math.nan
        row.queue = queue[k]
        row.agent = -1
        row.hostile = hostile[k]
        row.outcome = 0
        row.breach = 0
        row.waiting = 0
        row.window = -1
        row.began = math.nan
        row.steps = 0
        row.tried = 0


@entry
def read_rows(rows: Any, closed: float, times: Any, numbers: Any, flags: Any) -> None:
    """Read what happened: start and end, agent and outcome, breach and whether it was answered.

    Who would leave after the desk has closed for good still waits.
    """
    for k in range(len(rows)):
        row = rows[k]
        outcome, end = row.outcome, row.end
        if outcome == ABANDONED and end > closed:
            outcome = OPEN
            end = math.nan
        times[0, k] = row.start
        times[1, k] = end
        numbers[0, k] = row.agent
        numbers[1, k] = outcome
        flags[0, k] = row.breach != 0
        flags[1, k] = outcome == ANSWERED
