"""A workflow written to a folder, edited, and read again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from reports.routing.taskrouter import taskrouter_files
from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.taskrouter.file import read_taskrouter
from simulation.engine import Engine, run_replication
from simulation.records import Records
from simulation.world import compile_world

Edit = Callable[[Any], None]


def written(
    folder: Path, scenario: Scenario, rules: AssignmentRules, roster: Roster, **edits: Edit
) -> Path:
    """Write a workflow, each file changed by the edit of its name, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in taskrouter_files(scenario, rules, roster).items():
        stem = name.split(".")[0]
        if stem in edits:
            data = json.loads(content)
            edits[stem](data)
            content = json.dumps(data).encode()
        (folder / name).write_bytes(content)
    return folder


def read_again(
    folder: Path, scenario: Scenario, rules: AssignmentRules, roster: Roster, **edits: Edit
) -> AssignmentRules:
    """Return the rules of a workflow that was written and edited."""
    return read_taskrouter(written(folder, scenario, rules, roster, **edits), scenario)


def records_of(
    scenario: Scenario, roster: Roster, rules: AssignmentRules, seed: int = 7
) -> Records:
    """Return what happens in one replication under some rules."""
    return run_replication(compile_world(scenario), roster, rules, seed, 0, Engine.SIMPY)


def same(one: Records, other: Records) -> bool:
    """Whether two records agree in every column of every task."""
    pairs = zip(vars(one.tasks).items(), vars(other.tasks).values(), strict=True)
    return all(np.array_equal(left, right, equal_nan=_floats(left)) for (_, left), right in pairs)


def _floats(column: Any) -> bool:
    return isinstance(column, np.ndarray) and np.issubdtype(column.dtype, np.floating)
