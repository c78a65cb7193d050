"""What the compiled loop leaves in memory, as records."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from simulation.arrivals.volume import Cases
from simulation.compiled.filling import read_rows
from simulation.compiled.loop import run
from simulation.compiled.memory_tables import Tables
from simulation.desk.duty import Duty
from simulation.records import AgentRecords, Records, TaskOutcome, TaskRecords
from simulation.world import World

Table = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def records_of(tables: Tables, world: World, duty: Duty, cases: Cases, replication: int) -> Records:
    """Return what happened, tasks in order of arrival."""
    agents = _agent_records(tables, duty)
    closed = max(world.horizon_seconds, float(agents.end_seconds.max(initial=0.0)))
    if not tables.state["lively"][0]:
        return Records(replication, _task_records(tables, world, cases, closed), agents)
    tables.state["closed"], tables.state["closing"] = closed, 1
    run(tables.state)
    return Records(replication, _life_records(tables, world, closed), agents)


def _happened(rows: Table, closed: float) -> tuple[Floats, Ints, Bools]:
    """Return what happened to rows: times, numbers and flags, as ``read_rows`` has them."""
    size = len(rows)
    times, numbers = np.empty((2, size)), np.empty((2, size), dtype=np.int64)
    flags = np.empty((2, size), dtype=np.bool_)
    read_rows(rows, closed, times, numbers, flags)
    return times, numbers, flags


def _life_records(tables: Tables, world: World, closed: float) -> TaskRecords:
    size = int(tables.state["rows"][0])
    order = np.argsort(tables.of["rows"]["arrival"][:size], kind="stable")
    rows, lives = _in_order(tables.of["rows"], order), _in_order(tables.of["lives"], order)
    (start, end), (agent, outcome), (breach, _) = _happened(rows, closed)
    queue = rows["queue"].astype(np.int64)
    return TaskRecords(
        case_id=lives["case_id"].copy(),
        queue=queue,
        hostile=rows["hostile"].astype(np.bool_),
        labelled_hostile=world.queue_hostile[queue],
        arrival_seconds=rows["arrival"].copy(),
        due_seconds=rows["due"].copy(),
        start_seconds=start,
        end_seconds=end,
        agent=agent,
        outcome=outcome,
        breach=breach,
        parent_id=lives["parent_id"].copy(),
        origin=lives["origin"].astype(np.int64),
        stage=lives["stage"].astype(np.int64),
        author=lives["author"].astype(np.int64),
        desk=lives["external"].astype(np.int64),
        resolved=lives["resolved"].astype(np.bool_),
        called_back=lives["called_back"].astype(np.bool_),
        holding_seconds=lives["holding"].copy(),
        moderated_seconds=lives["moderated"].copy(),
        steps=rows["steps"].astype(np.int64),
    )


def _task_records(tables: Tables, world: World, cases: Cases, closed: float) -> TaskRecords:
    rows = tables.of["rows"][: int(tables.state["rows"][0])]
    (start, end), (agent, outcome), (breach, answered) = _happened(rows, closed)
    size, has_steps = len(rows), bool(tables.state["steps"][0])
    return TaskRecords(
        case_id=cases.case_id,
        queue=cases.queue,
        hostile=cases.hostile,
        labelled_hostile=world.queue_hostile[cases.queue],
        arrival_seconds=cases.arrival_seconds,
        due_seconds=cases.due_seconds,
        start_seconds=start,
        end_seconds=end,
        agent=agent,
        outcome=outcome,
        breach=breach,
        parent_id=_all(-1, size),
        origin=_all(0, size),
        stage=_all(0, size),
        author=_all(-1, size),
        desk=_all(-1, size),
        resolved=answered,
        called_back=_all(False, size),
        holding_seconds=_all(math.nan, size),
        moderated_seconds=np.where(outcome == TaskOutcome.MODERATED, end, np.nan)
        if has_steps
        else _all(math.nan, size),
        steps=rows["steps"].astype(np.int64) if has_steps else _all(0, size),
    )


def _all(value: float, size: int) -> Table:
    """Return a column in which one value stands everywhere, without the memory of a column."""
    return np.broadcast_to(np.asarray(value), (size,))


def _in_order(table: Table, order: Ints) -> Table:
    """Return records in an order, moved as a whole rather than field by field."""
    whole = table.view(f"V{table.dtype.itemsize}")
    return whole[order].view(table.dtype)


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
