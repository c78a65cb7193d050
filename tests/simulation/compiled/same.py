"""Both engines on the same cases, and whether they say the same to the last bit."""

from dataclasses import fields

import numpy as np

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from simulation.arrivals.volume import Cases, draw_cases
from simulation.compiled.engine import run_cases_compiled
from simulation.desk.absence import draw_absences
from simulation.desk.desk import run_cases
from simulation.records import AgentRecords, Records, TaskRecords
from simulation.world import World


def check_same(world: World, roster: Roster, rules: AssignmentRules, seed: int = 7) -> Records:
    """Run both engines on drawn cases, compare them, and return what happened."""
    cases = draw_cases(world, seed, 3)
    absent = draw_absences(world, roster, seed, 3)
    return check_same_cases(world, roster, rules, cases, absent=absent, seed=seed)


def check_same_cases(
    world: World,
    roster: Roster,
    rules: AssignmentRules,
    cases: Cases,
    *,
    absent: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None,
    seed: int = 7,
) -> Records:
    """Run both engines on given cases, compare them, and return what happened."""
    said = {"absent": absent, "seed": seed, "replication": 3}
    reference = run_cases(world, roster, rules, cases, **said)  # type: ignore[arg-type]
    twin = run_cases_compiled(world, roster, rules, cases, **said)  # type: ignore[arg-type]
    compare(reference.tasks, twin.tasks)
    compare(reference.agents, twin.agents)
    return twin


def compare(one: TaskRecords | AgentRecords, other: TaskRecords | AgentRecords) -> None:
    """Compare every column bit for bit, its type included."""
    for field in fields(one):
        ours, theirs = getattr(one, field.name), getattr(other, field.name)
        assert ours.dtype == theirs.dtype, field.name
        np.testing.assert_array_equal(ours, theirs, err_msg=field.name)
