"""Several rosters or rules simulated side by side on the same random numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.engine import Engine, prepare
from simulation.local_processes import local_processes
from simulation.measures.outcome import Outcome
from simulation.replications import simulate

Result = TypeVar("Result")


@dataclass(frozen=True)
class Trial:
    """A roster and its rules under a scenario, to be simulated."""

    scenario: Scenario
    roster: Roster
    rules: AssignmentRules


def run_trials(
    trials: Sequence[Trial],
    *,
    replications: range,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_done: Callable[[int], None] | None = None,
) -> tuple[Outcome, ...]:
    """Return the outcome of each trial, all on the scenario's seed and the same replications.

    The result is the same whatever the number of processes. ``on_done`` is told how many
    trials are finished.
    """
    return side_by_side(_run, trials, replications, engine, processes, on_done)


def side_by_side(
    run: Callable[[Trial, range, Engine, int], Result],
    trials: Sequence[Trial],
    replications: range,
    engine: Engine,
    processes: int,
    on_done: Callable[[int], None] | None = None,
) -> tuple[Result, ...]:
    """Return what comes of each trial, run one after the other or on processes of their own.

    A trial that is alone gets all processes. ``run`` must be a function of a module.
    """
    found: list[Result] = []

    def note(one: Result) -> None:
        found.append(one)
        if on_done:
            on_done(len(found))

    if processes == 1 or len(trials) == 1:
        for trial in trials:
            note(run(trial, replications, engine, processes))
        return tuple(found)
    prepare(engine)
    with local_processes(min(processes, len(trials))) as pool:
        same = repeat(replications), repeat(engine), repeat(1)
        for one in pool.map(run, trials, *same):
            note(one)
    return tuple(found)


def _run(trial: Trial, replications: range, engine: Engine, processes: int) -> Outcome:
    return simulate(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=trial.scenario.planning.seed,
        replications=replications,
        processes=processes,
        engine=engine,
    )
