"""Running the engine week by week, and comparing what came of it with what is exact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.engine import run_replication
from simulation.measures.estimates import ratio_estimate
from simulation.measures.outcome import Estimate
from simulation.records import Records, TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.theory.queues import Leaving

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

HOUR = 3600.0
DAY = 24 * HOUR
WEEK = 7 * DAY
CONFIDENCE = 0.99
MIDDLE_DAYS = range(1, 6)
"""Days of a week that count where a steady state is wanted: neither its first nor its last."""


def weeks(
    said: Scenario, plan: Roster, by: AssignmentRules, seed: int, replications: int
) -> Iterator[Records]:
    """Yield the records of so many weeks."""
    world = compile_world(said)
    for replication in range(replications):
        yield run_replication(world, plan, by, seed, replication)


def waits_of(tasks: TaskRecords) -> Floats:
    """Return how long each task waited until it was begun or its customer left."""
    return np.where(tasks.agent >= 0, tasks.start_seconds, tasks.end_seconds) - (
        tasks.arrival_seconds
    )


def came_on(tasks: TaskRecords, day: int) -> Bools:
    """Return which tasks arrived on a day."""
    return (tasks.arrival_seconds >= day * DAY) & (tasks.arrival_seconds < (day + 1) * DAY)


def channel_of(said: Scenario, tasks: TaskRecords) -> npt.NDArray[np.int64]:
    """Return the channel of each task by index."""
    return compile_world(said).queue_channel[tasks.queue]


@dataclass(frozen=True)
class Sums:
    """What became of those who came on one day."""

    offered: float
    abandoned: float
    wait_seconds: float  # of all, those who left included


def sums_by_day(tasks: TaskRecords, chosen: Bools | bool = True) -> list[Sums]:
    """Return the sums of the middle days over some of the tasks; none of them may be open."""
    wait = waits_of(tasks)
    rows = []
    for day in MIDDLE_DAYS:
        here = came_on(tasks, day) & chosen
        assert np.isin(tasks.outcome[here], (TaskOutcome.ANSWERED, TaskOutcome.ABANDONED)).all()
        left = tasks.outcome[here] == TaskOutcome.ABANDONED
        rows.append(Sums(float(here.sum()), float(left.sum()), float(wait[here].sum())))
    return rows


def mean_wait(rows: Sequence[Sums]) -> Estimate:
    """Return the mean wait of all, in seconds."""
    came = [row.offered for row in rows]
    return ratio_estimate([row.wait_seconds for row in rows], came, CONFIDENCE)


def abandonment(rows: Sequence[Sums]) -> Estimate:
    """Return the share of those who left."""
    came = [row.offered for row in rows]
    return ratio_estimate([row.abandoned for row in rows], came, CONFIDENCE)


def check_inside(found: Estimate, exact: float, half_width: float) -> None:
    """The exact figure lies in the interval, and the interval is no wider than said."""
    assert found.low <= exact <= found.high, (found, exact)
    assert (found.high - found.low) / 2.0 <= half_width, (found, exact, half_width)


def check_leaving(
    rows: Sequence[Sums], exact: Leaving, *, wait_width: float, share_width: float
) -> None:
    """Mean wait and abandonment are inside; ``wait_width`` is relative, the other absolute."""
    check_inside(mean_wait(rows), exact.wait, wait_width * exact.wait)
    check_inside(abandonment(rows), exact.abandonment, share_width)
