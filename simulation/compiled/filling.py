"""Filling the table of rows with the cases known up front, in one pass."""

import math
from typing import Any

from simulation.compiled.jit import entry


@entry
def fill_rows(
    rows: Any, queue: Any, hostile: Any, arrival: Any, due: Any, handle: Any, patience: Any
) -> None:
    """Write cases into rows that nothing has happened to yet."""
    for k in range(len(rows)):
        row = rows[k]
        row.arrival = arrival[k]
        row.due = due[k]
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
