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
    BOT = 3  # ended with the bot
    SPARED = 4  # never asked, since a public answer had said it already
    MODERATED = 5  # closed by moderation without an answer
    EXTERNAL = 6  # answered by an external desk
    UNREACHED = 7  # a call back that nobody answered; a further row is the next try, if any
    HANDED_OVER = 8  # put back at the end of a shift; a further row is the rest of the work


class Origin(IntEnum):
    """Where a task comes from."""

    DRAWN = 0
    REPLAY = 1
    BACKLOG = 2
    STORM = 3
    BACKLASH = 4  # drawn by an unanswered hostile post, its parent
    SPILL = 5  # left unanswered and came back, here or from elsewhere
    REPOST = 6  # wrote again while waiting
    REPEAT = 7  # was answered and came back
    BOT_RETURN = 8  # the bot's answer did not help
    STAGE = 9  # a later stage of its case
    HAND_OVER = 10  # the rest of a task put back at the end of a shift
    RETRY = 11  # a further try to call back


@dataclass(frozen=True)
class TaskRecords:
    """One row per task, in order of arrival. Times are seconds after the first midnight.

    The tasks of one case share its id; a case that another one led to has an id of its own and
    names the other as its parent.
    """

    case_id: Ints  # unique within a replication but for its tasks, the same under every roster
    queue: Ints  # index into queues_of(scenario)
    hostile: Bools  # truth, met by whoever handles the task
    labelled_hostile: Bools  # what the classifier says
    arrival_seconds: Floats  # the message, or the start of the stage; of a rest, its first part's
    due_seconds: Floats  # SLA limit by its clock; infinity without an SLA
    start_seconds: Floats  # start of handling; NaN if never
    end_seconds: Floats  # end of handling or of waiting; NaN if open
    agent: Ints  # index into scenario.team.agents; -1 if none
    outcome: Ints  # TaskOutcome
    breach: Bools  # handed out against the quota (step breach)
    parent_id: Ints  # case id; -1 if none
    origin: Ints  # Origin
    stage: Ints  # place in the channel's workflow
    author: Ints  # index of a regular; -1 if none
    desk: Ints  # index into scenario.external_desks; -1 if none
    resolved: Bools  # whether the case was closed for good with this task
    called_back: Bools  # whether it was moved to the virtual queue
    holding_seconds: Floats  # when the holding reply went out; NaN if none
    moderated_seconds: Floats  # when the post was hidden, moved or closed; NaN if not
    steps: Ints  # bit k: step k of cap.when_blocked has acted on the task


@dataclass(frozen=True)
class AgentRecords:
    """One row per segment that an agent was on duty, as it happened."""

    agent: Ints  # index into scenario.team.agents
    shift: Ints  # index into roster.shifts
    is_work: Bools  # work, or else break or pause
    start_seconds: Floats
    end_seconds: Floats  # later than rostered where a case had to be finished
    is_pause: Bools  # unplanned time away from the desk


@dataclass(frozen=True)
class Records:
    """Everything one replication leaves behind."""

    replication: int
    tasks: TaskRecords
    agents: AgentRecords


def to_frame(table: TaskRecords | AgentRecords) -> pd.DataFrame:
    """Return a table of records as a data frame, one column per field."""
    return pd.DataFrame({field.name: getattr(table, field.name) for field in fields(table)})
