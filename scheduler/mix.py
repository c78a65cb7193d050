"""What joins each queue: expected from the volume, or seen in the loop's own replications."""

from dataclasses import dataclass

from scenarios.queues import queues_of
from scenarios.scenario import Scenario
from scheduler.hostility import hostile_chance, queue_shares
from simulation.arrivals.workload import Workload
from simulation.measures.outcome import Outcome

# Tasks that the expected chance weighs as much as, so that a queue hardly used keeps it.
_PRIOR_TASKS = 100.0


@dataclass(frozen=True)
class Mix:
    """Tasks of each queue and how hostile they are, by queue id."""

    tasks: dict[str, float]  # over the horizon
    hostile_chance: dict[str, float]  # that a task of the queue is truly hostile


def expected_mix(scenario: Scenario, workload: Workload) -> Mix:
    """Return what the expected volume brings, by recall and precision of the labels."""
    shares = queue_shares(scenario)
    tasks: dict[str, float] = {}
    for queue in queues_of(scenario):
        row = workload.line_ids.index(queue.line.id)
        tasks[queue.id] = float(workload.cases[row].sum()) * shares[queue.id]
    return Mix(tasks, hostile_chance(scenario))


def seen_mix(outcome: Outcome, expected: Mix) -> Mix:
    """Return what the replications of an outcome brought, beginning from what was expected.

    Reposts, spills, cascades and moods that waiting brings forth are in it, which no expected
    volume knows. The chance is the mean of a beta posterior whose prior has the expected mean.
    """
    tasks, chance = dict(expected.tasks), dict(expected.hostile_chance)
    for queue in outcome.queues:
        seen = queue.offered.mean * queue.offered.replications
        if not seen > 0:
            continue
        prior = expected.hostile_chance[queue.queue_id]
        hostile = queue.hostile_share.mean * seen
        tasks[queue.queue_id] = queue.offered.mean
        chance[queue.queue_id] = (_PRIOR_TASKS * prior + hostile) / (_PRIOR_TASKS + seen)
    return Mix(tasks, chance)
