"""The log: what the desk writes down while it runs, and the records that come of it."""

import math

import numpy as np

from simulation.arrivals.volume import Cases
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import World


class Log:
    """Columns by case, filled in as things happen, and rows of duty as they end."""

    __slots__ = ("agent", "breach", "duty", "end", "outcome", "start")

    def __init__(self, cases: int) -> None:
        """Start with all cases open."""
        self.start, self.end = [math.nan] * cases, [math.nan] * cases
        self.agent = [-1] * cases
        self.outcome = bytearray([TaskOutcome.OPEN]) * cases
        self.breach = bytearray(cases)
        self.duty: list[tuple[int, int, bool, float, float]] = []
        """(agent, shift, is_work, start, end)."""

    def records(self, world: World, cases: Cases, replication: int) -> Records:
        """Return what happened.

        The desk closes for good when the horizon is over and the last agent has gone; whoever
        would leave later than that still waits.
        """
        rows = sorted(self.duty, key=lambda row: (row[0], row[3]))
        closed = max([world.horizon_seconds, *(row[4] for row in rows)])
        outcome = np.frombuffer(bytes(self.outcome), dtype=np.uint8).astype(np.int64)
        end = np.array(self.end, dtype=np.float64)
        late = (outcome == TaskOutcome.ABANDONED) & (end > closed)
        outcome[late] = TaskOutcome.OPEN
        end[late] = np.nan
        tasks = TaskRecords(
            case_id=cases.case_id,
            queue=cases.queue,
            hostile=cases.hostile,
            labelled_hostile=world.queue_hostile[cases.queue],
            arrival_seconds=cases.arrival_seconds,
            due_seconds=cases.due_seconds,
            start_seconds=np.array(self.start, dtype=np.float64),
            end_seconds=end,
            agent=np.array(self.agent, dtype=np.int64),
            outcome=outcome,
            breach=np.frombuffer(bytes(self.breach), dtype=np.uint8).astype(np.bool_),
            parent_id=np.full(len(cases), -1, dtype=np.int64),
            origin=np.zeros(len(cases), dtype=np.int64),
            stage=np.zeros(len(cases), dtype=np.int64),
            author=np.full(len(cases), -1, dtype=np.int64),
            desk=np.full(len(cases), -1, dtype=np.int64),
            resolved=outcome == TaskOutcome.ANSWERED,
            called_back=np.zeros(len(cases), dtype=np.bool_),
            holding_seconds=np.full(len(cases), np.nan),
            moderated_seconds=np.full(len(cases), np.nan),
        )
        agents = AgentRecords(
            agent=np.array([row[0] for row in rows], dtype=np.int64),
            shift=np.array([row[1] for row in rows], dtype=np.int64),
            is_work=np.array([row[2] for row in rows], dtype=np.bool_),
            start_seconds=np.array([row[3] for row in rows], dtype=np.float64),
            end_seconds=np.array([row[4] for row in rows], dtype=np.float64),
            is_pause=np.zeros(len(rows), dtype=np.bool_),
        )
        return Records(replication, tasks, agents)
