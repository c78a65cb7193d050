"""Replications: the same roster and rules under many draws of chance, side by side."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import pandas as pd

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.engine import Engine, prepare, run_replication
from simulation.local_processes import local_processes
from simulation.measures.estimates import mean_estimate
from simulation.measures.ladder import steps_of
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.summary import Summary, summarise
from simulation.measures.yardstick import Yardstick, compile_yardstick
from simulation.records import Records, to_frame
from simulation.stopping import (
    LEAST,
    Precision,
    Stop,
    StopReason,
    is_precise,
    looks,
    stop_of,
    watched,
)
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
    engine: Engine = Engine.AUTO,
    on_progress: Progress | None = None,
) -> Outcome:
    """Return the metrics of a roster and its rules over some replications.

    The result depends neither on ``processes`` nor on ``engine``. Intervals have the confidence
    of the scenario's planning section. Raises ValueError where roster or rules do not fit the
    scenario.
    """
    made = summaries(
        scenario,
        roster,
        rules,
        seed=seed,
        replications=replications,
        processes=processes,
        engine=engine,
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
    engine: Engine = Engine.AUTO,
    on_progress: Progress | None = None,
) -> tuple[Summary, ...]:
    """Return the summary of each replication, in the order of ``replications``.

    With the same seed and replications, two rosters or rules meet the same cases.
    """
    return summaries_until(
        scenario,
        roster,
        rules,
        seed=seed,
        replications=replications,
        looks=(len(replications),),
        is_enough=lambda _: True,
        processes=processes,
        engine=engine,
        on_progress=on_progress,
    )


def summaries_until(
    scenario: Scenario,
    roster: Roster,
    rules: AssignmentRules,
    *,
    seed: int,
    replications: range,
    looks: Sequence[int],
    is_enough: Callable[[Sequence[Summary]], bool],
    processes: int = 1,
    engine: Engine = Engine.AUTO,
    on_progress: Progress | None = None,
) -> tuple[Summary, ...]:
    """Return the summaries of the first replications that are enough, or of all.

    ``looks`` are the rising numbers of replications after which ``is_enough`` is asked.
    """
    job = Job(compile_world(scenario), roster, rules, seed, engine)
    series = _Series(job, replications, on_progress or _no_note)
    with _runner(job, min(processes, len(replications))) as run:
        for number in looks:
            series.reach(number, run)
            if is_enough(series.done):
                break
    return tuple(series.done)


@dataclass(frozen=True)
class Replicated:
    """The replications that were made, what they say together, and why there are no more."""

    summaries: tuple[Summary, ...]
    outcome: Outcome
    stop: Stop


def replicate(
    scenario: Scenario,
    roster: Roster,
    rules: AssignmentRules,
    *,
    seed: int,
    replications: range,
    precision: Precision | None = None,
    processes: int = 1,
    engine: Engine = Engine.AUTO,
    on_progress: Progress | None = None,
) -> Replicated:
    """Return replications with what they say: all of them, or as many as a precision takes.

    Neither the result nor the number reached depends on ``processes`` or ``engine``. An interrupt
    ends it: what was finished is returned if it is two replications or more, else
    KeyboardInterrupt is raised. Raises NoSuchFigure after the first replication, and ValueError
    as ``simulate`` does.
    """
    job = Job(compile_world(scenario), roster, rules, seed, engine)
    series = _Series(job, replications, on_progress or _no_note)
    try:
        with _runner(job, min(processes, len(replications))) as run:
            reason = series.make(run, precision)
    except KeyboardInterrupt:
        if len(series.done) < 2:
            raise
        reason = StopReason.INTERRUPTED
    outcome = series.outcome()
    return Replicated(tuple(series.done), outcome, stop_of(reason, outcome, precision))


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
    engine: Engine = Engine.AUTO

    @cached_property
    def yardstick(self) -> Yardstick:
        """What measuring needs of scenario and roster."""
        return compile_yardstick(self.world, self.roster)

    def run(self, replication: int) -> Summary:
        """Return the summary of one replication."""
        records = run_replication(
            self.world, self.roster, self.rules, self.seed, replication, self.engine
        )
        steps = steps_of(self.rules)
        return summarise(self.world, self.roster, records, self.yardstick, steps)


def _no_note(_: int) -> None:
    """Tell nobody."""


Runner = Callable[[range], Iterable[Summary]]


@contextmanager
def _runner(job: Job, processes: int) -> Iterator[Runner]:
    """Give what runs replications in order, on local processes that are given the job once."""
    if processes == 1:
        yield lambda numbers: map(job.run, numbers)
        return
    prepare(job.engine)
    with local_processes(processes, _Worker.begin, job) as pool:
        yield lambda numbers: pool.map(_Worker.run, numbers)


class _Series:
    """Replications made so far, of those that may be made."""

    def __init__(self, job: Job, replications: range, note: Progress) -> None:
        self.job = job
        self.replications = replications
        self.note = note
        self.done: list[Summary] = []

    def make(self, run: Runner, precision: Precision | None) -> StopReason:
        """Make replications until there are enough, and say why these are."""
        if precision is None:
            self.reach(len(self.replications), run)
            return StopReason.ALL_MADE
        self.reach(1, run)
        watched(self.outcome(), precision)  # a figure that does not exist is told at once
        for number in looks(LEAST, len(self.replications)):
            self.reach(number, run)
            if is_precise(self.outcome(), precision):
                return StopReason.PRECISE
        return StopReason.MOST_MADE

    def outcome(self) -> Outcome:
        """Return what the replications made so far say."""
        world = self.job.world
        return outcome_of(
            world.scenario,
            self.job.rules.policy,
            self.job.seed,
            self.done,
            confidence=world.scenario.planning.confidence,
        )

    def reach(self, number: int, run: Runner) -> None:
        """Go on until so many are made."""
        for summary in run(self.replications[len(self.done) : number]):
            self.done.append(summary)
            self.note(len(self.done))


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
