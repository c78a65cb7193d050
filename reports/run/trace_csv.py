"""The trace: everything that happened in one replication, as a table for people."""

import math
from collections.abc import Iterator
from pathlib import Path

from reports.roster.cells import csv_bytes, guarded
from reports.roster.clock import iso_local
from reports.run.atomic import write_atomically
from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.engine import Engine, run_replication
from simulation.records import Origin, TaskOutcome, TaskRecords
from simulation.world import SECONDS_PER_MINUTE, World, compile_world

TIMES = ("arrival", "due", "holding", "moderated", "start", "end")
COLUMNS = (
    "case_id",
    "parent_id",
    "origin",
    "queue",
    "stage",
    "hostile",
    "labelled_hostile",
    *(f"{name}_local" for name in TIMES),
    "outcome",
    "handled_by",
    "resolved",
    "called_back",
    "breach",
)


def write_trace(
    scenario: Scenario, roster: Roster, rules: AssignmentRules, replication: int, file: Path
) -> None:
    """Run a replication once more and write its tasks in order of arrival, one a row.

    Times are local with their offset. An agent goes by the id of the roster, as a trace is read
    beside it.
    """
    world = compile_world(scenario)
    seed = scenario.planning.seed
    records = run_replication(world, roster, rules, seed, replication, Engine.SIMPY)
    write_atomically(file, csv_bytes(COLUMNS, _rows(world, records.tasks)))


def _rows(world: World, tasks: TaskRecords) -> Iterator[tuple[str | int, ...]]:
    timeline = Timeline(world.scenario.horizon)
    stages = [tuple(stage.id for stage in one.stages) for one in world.scenario.channels.values()]
    desks = tuple(world.scenario.external_desks)
    times = [getattr(tasks, f"{name}_seconds").tolist() for name in TIMES]
    for row in range(len(tasks.case_id)):
        queue, agent, desk = int(tasks.queue[row]), int(tasks.agent[row]), int(tasks.desk[row])
        handled_by = world.agent_ids[agent] if agent >= 0 else desks[desk] if desk >= 0 else ""
        parent = int(tasks.parent_id[row])
        yield (
            int(tasks.case_id[row]),
            "" if parent < 0 else parent,
            _words(Origin(int(tasks.origin[row])).name),
            guarded(world.queue_ids[queue]),
            guarded(stages[world.queue_channel[queue]][int(tasks.stage[row])]),
            _yes(tasks.hostile[row]),
            _yes(tasks.labelled_hostile[row]),
            *(_local(timeline, column[row]) for column in times),
            _words(TaskOutcome(int(tasks.outcome[row])).name),
            guarded(handled_by),
            _yes(tasks.resolved[row]),
            _yes(tasks.called_back[row]),
            _yes(tasks.breach[row]),
        )


def _local(timeline: Timeline, seconds: float) -> str:
    """Return a moment in local time to the second; nothing where there is none."""
    if not math.isfinite(seconds):
        return ""
    return iso_local(timeline, round(seconds) / SECONDS_PER_MINUTE)


def _words(name: str) -> str:
    return name.lower().replace("_", " ")


def _yes(value: object) -> str:
    return "yes" if value else ""
