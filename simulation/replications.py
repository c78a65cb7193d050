"""Replications: the same roster and rules under many draws of chance, side by side."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.desk.desk import run_replication
from simulation.local_processes import local_processes
from simulation.measures.estimates import mean_estimate
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.summary import Summary, summarise
from simulation.records import Records, to_frame
from simulation.world import World, compile_world

Progress = Callable[[int], None]
"""Called with the number of replications done so far."""


def simulate(
    scenario: Scenario,
    roster: Roster,
    rules: AssignmentRules,
    *,
    seed: int,
    replications: range,
    processes: int = 1,
    on_progress: Progress | None = None,
) -> Outcome:
    """Return the metrics of a roster and its rules over some replications.

    The result does not depend on ``processes``. Intervals have the confidence of the scenario's
    planning section. Raises ValueError where roster or rules do not fit the scenario.
    """
    made = summaries(
        scenario,
        roster,
        rules,
        seed=seed,
        replications=replications,
        processes=processes,
        on_progress=on_progress,
    )
    confidence = scenario.planning.confidence
    return outcome_of(scenario, rules.policy, seed, made, confidence=confidence)


def summaries(
    scenario: Scenario,
    roster: Roster,
    rules: AssignmentRules,
    *,
    seed: int,
    replications: range,
    processes: int = 1,
    on_progress: Progress | None = None,
) -> tuple[Summary, ...]:
    """Return the summary of each replication, in the order of ``replications``.

    With the same seed and replications, two rosters or rules meet the same cases.
    """
    job = Job(compile_world(scenario), roster, rules, seed)
    note = on_progress if on_progress is not None else _no_note
    if min(processes, len(replications)) > 1:
        return _side_by_side(job, replications, processes, note)
    done: list[Summary] = []
    for replication in replications:
        done.append(job.run(replication))
        note(len(done))
    return tuple(done)


def paired(
    ours: Sequence[Summary],
    theirs: Sequence[Summary],
    figure: Callable[[Summary], float],
    confidence: float,
) -> Estimate:
    """Return the mean difference of a figure over the same replications, with its interval.

    Raises ValueError where the replications differ.
    """
    pairs = list(zip(ours, theirs, strict=True))
    if any(one.replication != other.replication for one, other in pairs):
        raise ValueError("only the same replications can be compared in pairs")
    return mean_estimate([figure(one) - figure(other) for one, other in pairs], confidence)


def records_frame(scenario: Scenario, records: Records) -> pd.DataFrame:
    """Return the task records as a table for people, with ids in place of indexes.

    One row per task in order of arrival; agent_id is missing where nobody answered.
    """
    world = compile_world(scenario)
    frame = to_frame(records.tasks)
    queue, agent = frame.pop("queue"), frame.pop("agent")
    frame.insert(1, "queue_id", [world.queue_ids[number] for number in queue])
    frame["agent_id"] = [world.agent_ids[number] if number >= 0 else None for number in agent]
    frame.insert(0, "replication", records.replication)
    return frame


@dataclass(frozen=True)
class Job:
    """What every replication of a run has in common."""

    world: World
    roster: Roster
    rules: AssignmentRules
    seed: int

    def run(self, replication: int) -> Summary:
        """Return the summary of one replication."""
        records = run_replication(self.world, self.roster, self.rules, self.seed, replication)
        return summarise(self.world, self.roster, records)


def _no_note(_: int) -> None:
    """Tell nobody."""


def _side_by_side(
    job: Job, replications: range, processes: int, note: Progress
) -> tuple[Summary, ...]:
    """Run replications on local processes; each process is given the job once."""
    done: list[Summary] = []
    with local_processes(min(processes, len(replications)), _Worker.begin, job) as pool:
        for summary in pool.map(_Worker.run, replications):
            done.append(summary)
            note(len(done))
    return tuple(done)


class _Worker:
    """The job of a worker process, kept between its replications."""

    job: ClassVar[Job]

    @classmethod
    def begin(cls, job: Job) -> None:
        """Keep the job."""
        cls.job = job

    @classmethod
    def run(cls, replication: int) -> Summary:
        """Return the summary of one replication of the job."""
        return cls.job.run(replication)
