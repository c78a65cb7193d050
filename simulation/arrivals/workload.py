"""The workload: expected work per interval and line, and its spread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Workload:
    """What the team has to do per line (rows) and planning interval (columns).

    Arrays have shape (lines, intervals). A case counts once in every stage that it comes to, in
    the line of that stage. What depends on the service itself (backlash, spill, reposts) is not
    in it; a plan learns that from the simulation.
    """

    line_ids: tuple[str, ...]
    cases: Floats  # expected number of tasks, analytic
    hostile_cases: Floats  # expected number of truly hostile ones
    work_minutes: Floats  # expected handle time, hostile factor included, slowdown left out
    cases_p10: Floats  # simulated quantiles of first contacts and backlog, type 7; 0 for lines
    cases_p90: Floats  # that only later stages have
