"""The workload: expected work per interval and line, and its spread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Workload:
    """What comes in per line (rows) and planning interval (columns), shape (lines, intervals)."""

    line_ids: tuple[str, ...]
    cases: Floats  # expected number, analytic
    hostile_cases: Floats  # expected number of truly hostile ones
    work_minutes: Floats  # expected handle time, hostile factor included, slowdown left out
    cases_p10: Floats  # simulated quantiles of the number over replications, type 7
    cases_p90: Floats
