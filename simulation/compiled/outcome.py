"""What the compiled loop leaves in memory, as records."""

import numpy as np

from simulation.arrivals.volume import Cases
from simulation.compiled.tables import Tables
from simulation.desk.duty import Duty
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import World


def records_of(tables: Tables, world: World, duty: Duty, cases: Cases, replication: int) -> Records:
    """Return what happened, tasks in order of arrival."""
    agents = _agent_records(tables, duty)
    closed = max(world.horizon_seconds, float(agents.end_seconds.max(initial=0.0)))
    return Records(replication, _task_records(tables, world, cases, closed), agents)


def _task_records(tables: Tables, world: World, cases: Cases, closed: float) -> TaskRecords:
    rows = tables.of["rows"][: int(tables.state["rows"][0])]
    outcome, end = rows["outcome"].astype(np.int64), rows["end"].copy()
    late = (outcome == TaskOutcome.ABANDONED) & (end > closed)
    outcome[late] = TaskOutcome.OPEN
    end[late] = np.nan
    size = len(rows)
    return TaskRecords(
        case_id=cases.case_id,
        queue=cases.queue,
        hostile=cases.hostile,
        labelled_hostile=world.queue_hostile[cases.queue],
        arrival_seconds=cases.arrival_seconds,
        due_seconds=cases.due_seconds,
        start_seconds=rows["start"].copy(),
        end_seconds=end,
        agent=rows["agent"].astype(np.int64),
        outcome=outcome,
        breach=rows["breach"].astype(np.bool_),
        parent_id=np.full(size, -1, dtype=np.int64),
        origin=np.zeros(size, dtype=np.int64),
        stage=np.zeros(size, dtype=np.int64),
        author=np.full(size, -1, dtype=np.int64),
        desk=np.full(size, -1, dtype=np.int64),
        resolved=outcome == TaskOutcome.ANSWERED,
        called_back=np.zeros(size, dtype=np.bool_),
        holding_seconds=np.full(size, np.nan),
        moderated_seconds=np.full(size, np.nan),
    )


def _agent_records(tables: Tables, duty: Duty) -> AgentRecords:
    segments = tables.of["segments"]
    agent_of = np.repeat(np.arange(len(duty.first) - 1), np.diff(duty.first))
    done = np.flatnonzero(~np.isnan(segments["came"]))
    return AgentRecords(
        agent=agent_of[done].astype(np.int64),
        shift=segments["shift"][done],
        is_work=segments["is_work"][done].astype(np.bool_),
        start_seconds=segments["came"][done],
        end_seconds=segments["went"][done],
        is_pause=segments["is_pause"][done].astype(np.bool_),
    )
