"""The log: what the desk writes down while it runs, and the records that come of it."""

import math
from typing import TYPE_CHECKING

import numpy as np

from simulation.arrivals.volume import Cases
from simulation.desk.duty import Duty
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import World

if TYPE_CHECKING:
    from simulation.desk.desk import Desk


class Log:
    """Columns by task, filled in as things happen, and rows of duty as they end."""

    __slots__ = ("agent", "breach", "duty", "end", "outcome", "start", "steps")

    def __init__(self, cases: int) -> None:
        """Start with all cases open."""
        self.start, self.end = [math.nan] * cases, [math.nan] * cases
        self.agent = [-1] * cases
        self.outcome = bytearray([TaskOutcome.OPEN]) * cases
        self.breach = bytearray(cases)
        self.steps = [0] * cases  # in bits: steps of the ladder that have acted
        self.duty: list[tuple[int, int, float, float]] = []
        """(agent, place of the segment, start, end)."""

    def grow(self) -> None:
        """Make room for one more task."""
        self.start.append(math.nan)
        self.end.append(math.nan)
        self.agent.append(-1)
        self.outcome.append(TaskOutcome.OPEN)
        self.breach.append(0)
        self.steps.append(0)


def records_of(desk: "Desk", world: World, cases: Cases, replication: int) -> Records:
    """Return what happened at a desk, tasks in order of arrival.

    The desk closes for good when the horizon is over and the last agent has gone; whoever
    would leave later than that still waits.
    """
    agents = _agent_records(desk.log, desk.attendance.duty)
    closed = max(world.horizon_seconds, float(agents.end_seconds.max(initial=0.0)))
    if desk.life is not None:
        desk.life.close_down(closed)
    tasks = _plain_columns(desk, world, cases, closed)
    if desk.life is not None:
        tasks = desk.life.rows.fill(tasks)
    return Records(replication, tasks, agents)


def _plain_columns(desk: "Desk", world: World, cases: Cases, closed: float) -> TaskRecords:
    log = desk.log
    outcome = np.frombuffer(bytes(log.outcome), dtype=np.uint8).astype(np.int64)
    end = np.array(log.end, dtype=np.float64)
    late = (outcome == TaskOutcome.ABANDONED) & (end > closed)
    outcome[late] = TaskOutcome.OPEN
    end[late] = np.nan
    size = len(outcome)
    queue = cases.queue if desk.life is None else np.array(desk.queue, dtype=np.int64)
    return TaskRecords(
        case_id=cases.case_id,
        queue=queue,
        hostile=cases.hostile,
        labelled_hostile=world.queue_hostile[queue],
        arrival_seconds=cases.arrival_seconds,
        due_seconds=cases.due_seconds,
        start_seconds=np.array(log.start, dtype=np.float64),
        end_seconds=end,
        agent=np.array(log.agent, dtype=np.int64),
        outcome=outcome,
        breach=np.frombuffer(bytes(log.breach), dtype=np.uint8).astype(np.bool_),
        parent_id=np.full(size, -1, dtype=np.int64),
        origin=np.zeros(size, dtype=np.int64),
        stage=np.zeros(size, dtype=np.int64),
        author=np.full(size, -1, dtype=np.int64),
        desk=np.full(size, -1, dtype=np.int64),
        resolved=outcome == TaskOutcome.ANSWERED,
        called_back=np.zeros(size, dtype=np.bool_),
        holding_seconds=np.full(size, np.nan),
        moderated_seconds=np.where(outcome == TaskOutcome.MODERATED, end, np.nan),
        steps=np.array(log.steps, dtype=np.int64),
    )


def _agent_records(log: Log, duty: Duty) -> AgentRecords:
    rows = sorted(log.duty, key=lambda row: (row[0], row[2]))
    places = [row[1] for row in rows]
    return AgentRecords(
        agent=np.array([row[0] for row in rows], dtype=np.int64),
        shift=np.array([duty.shift[place] for place in places], dtype=np.int64),
        is_work=np.array([duty.is_work[place] for place in places], dtype=np.bool_),
        start_seconds=np.array([row[2] for row in rows], dtype=np.float64),
        end_seconds=np.array([row[3] for row in rows], dtype=np.float64),
        is_pause=np.array([duty.is_pause[place] for place in places], dtype=np.bool_),
    )
