"""What happened: flat columns, one row per task and one per agent segment."""

from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


class TaskOutcome(IntEnum):
    """How a task ended."""

    OPEN = 0  # still waiting when the desk closed for good
    ANSWERED = 1
    ABANDONED = 2


@dataclass(frozen=True)
class TaskRecords:
    """One row per task, in order of arrival. Times are seconds after the first midnight."""

    case_id: Ints  # unique within a replication, the same under every roster
    queue: Ints  # index into queues_of(scenario)
    hostile: Bools  # truth, met by whoever handles the case
    labelled_hostile: Bools  # what the classifier says
    arrival_seconds: Floats
    due_seconds: Floats  # SLA limit by its clock; infinity without an SLA
    start_seconds: Floats  # first answer; NaN if never
    end_seconds: Floats  # end of handling or of waiting; NaN if open
    agent: Ints  # index into scenario.team.agents; -1 if none
    outcome: Ints  # TaskOutcome
    breach: Bools  # handed out against the quota (WhenBlocked.BREACH)


@dataclass(frozen=True)
class AgentRecords:
    """One row per segment that an agent was on duty, as it happened."""

    agent: Ints  # index into scenario.team.agents
    shift: Ints  # index into roster.shifts
    is_work: Bools  # work, or else break
    start_seconds: Floats
    end_seconds: Floats  # later than rostered where a case had to be finished


@dataclass(frozen=True)
class Records:
    """Everything one replication leaves behind."""

    replication: int
    tasks: TaskRecords
    agents: AgentRecords


def to_frame(table: TaskRecords | AgentRecords) -> pd.DataFrame:
    """Return a table of records as a data frame, one column per field."""
    return pd.DataFrame({field.name: getattr(table, field.name) for field in fields(table)})
