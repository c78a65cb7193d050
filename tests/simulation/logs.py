"""Logs written by hand: the columns of task records that a test does not care about."""

from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.records import TaskOutcome


def plain_columns(outcome: npt.NDArray[np.int64], **given: Any) -> dict[str, Any]:
    """Return the columns of cases that one answer closes and nothing else happens to."""
    size = len(outcome)
    none, no = np.full(size, -1, dtype=np.int64), np.zeros(size, dtype=np.bool_)
    return {
        "breach": no,
        "parent_id": none,
        "origin": np.zeros(size, dtype=np.int64),
        "stage": np.zeros(size, dtype=np.int64),
        "author": none,
        "desk": none,
        "resolved": outcome == int(TaskOutcome.ANSWERED),
        "called_back": no,
        "holding_seconds": np.full(size, np.nan),
        "moderated_seconds": np.full(size, np.nan),
        "steps": np.zeros(size, dtype=np.int64),
    } | given
