"""What happened in a simulation, as Parquet: tasks and agent segments, one file a replication."""

from pathlib import Path

import pandas as pd

from reports.run.atomic import write_atomically
from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.progress import Listener, Progress
from simulation.engine import run_replication
from simulation.records import AgentRecords, TaskRecords, to_frame
from simulation.world import World, compile_world


def write_records(
    scenario: Scenario,
    roster: Roster,
    rules: AssignmentRules,
    replications: range,
    folder: Path,
    *,
    on_progress: Listener,
) -> None:
    """Run replications once more and write ``tasks-0000.parquet``, ``agents-0000.parquet`` ...

    Same seed, same records: they are those that the metrics were computed from. Queues and
    agents stand there by id; times are seconds after the horizon's first midnight.
    """
    world = compile_world(scenario)
    folder.mkdir(parents=True, exist_ok=True)
    for done, number in enumerate(replications, start=1):
        records = run_replication(world, roster, rules, scenario.planning.seed, number)
        tables = {"tasks": _tasks(records.tasks, world), "agents": _segments(records.agents, world)}
        for name, table in tables.items():
            write_atomically(folder / f"{name}-{number:04d}.parquet", table.to_parquet())
        on_progress(Progress("writing records", done, len(replications)))


def _tasks(records: TaskRecords, world: World) -> pd.DataFrame:
    frame = to_frame(records)
    frame["queue"] = _ids(records.queue.tolist(), world.queue_ids)
    frame["agent"] = _ids(records.agent.tolist(), world.agent_ids)
    return frame


def _segments(records: AgentRecords, world: World) -> pd.DataFrame:
    frame = to_frame(records)
    frame["agent"] = _ids(records.agent.tolist(), world.agent_ids)
    return frame


def _ids(indexes: list[int], ids: tuple[str, ...]) -> list[str | None]:
    return [ids[index] if index >= 0 else None for index in indexes]
