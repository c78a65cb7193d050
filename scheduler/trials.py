"""Several rosters or rules simulated side by side on the same random numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.engine import Engine, prepare
from simulation.local_processes import local_processes
from simulation.measures.outcome import Outcome
from simulation.replications import simulate


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
    outcomes: list[Outcome] = []
    if processes == 1 or len(trials) == 1:
        for trial in trials:
            outcomes.append(_run(trial, replications, engine, processes))
            if on_done:
                on_done(len(outcomes))
        return tuple(outcomes)
    prepare(engine)
    with local_processes(min(processes, len(trials))) as pool:
        for outcome in pool.map(_run, trials, repeat(replications), repeat(engine)):
            outcomes.append(outcome)
            if on_done:
                on_done(len(outcomes))
    return tuple(outcomes)


def _run(trial: Trial, replications: range, engine: Engine, processes: int = 1) -> Outcome:
    return simulate(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=trial.scenario.planning.seed,
        replications=replications,
        processes=processes,
        engine=engine,
    )
