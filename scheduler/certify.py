"""The certificate: fresh random numbers, never seen by the loop."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scenarios.scenario import Scenario
from scheduler.trials import Trial
from simulation.engine import Engine
from simulation.figures import ReplicationTable, table_of
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Outcome, Verdict
from simulation.measures.verdict import verdict_of
from simulation.replications import summaries

# Replication numbers of certificates start here; the loop's start at 0 and stay far below.
_FIRST_FRESH = 1_000_000
_ATTEMPT_STRIDE = 1_000_000


@dataclass(frozen=True)
class Certificate:
    """What fresh replications say of a roster and its rules."""

    outcome: Outcome
    verdict: Verdict
    table: ReplicationTable


def fresh_replications(scenario: Scenario, attempt: int) -> range:
    """Return the replications of an attempt (1, 2, ...), disjoint from all others.

    At least as many as a flawless cap needs: with compliance c and confidence 1 - a, n with
    c^n <= a (59 for 95 % and 95 %; 72 for the 97.5 % of a first attempt that may be repeated).
    """
    planning = scenario.planning
    error = 1 - attempt_confidence(scenario, attempt)
    flawless = math.ceil(math.log(error) / math.log(planning.cap_compliance) - 1e-9)
    count = max(planning.certify_replications, flawless if scenario.cap else 0)
    first = _FIRST_FRESH + (attempt - 1) * _ATTEMPT_STRIDE
    return range(first, first + count)


def attempt_confidence(scenario: Scenario, attempt: int) -> float:
    """Return the confidence of an attempt's bounds.

    The allowed error is halved with each attempt, so that however often the loop asks, the
    chance of a false certificate stays below 1 - confidence (1/2 + 1/4 + ... = 1). The first
    attempt of a plan that allows only one uses all of it.
    """
    planning = scenario.planning
    if planning.max_rounds == 1:
        return planning.confidence
    return 1 - (1 - planning.confidence) / float(2**attempt)


def certify(
    trial: Trial,
    *,
    attempt: int,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_progress: Callable[[int, int], None],
) -> Certificate:
    """Simulate a plan on fresh seeds and return the verdict on every promise."""
    replications = fresh_replications(trial.scenario, attempt)
    planning = trial.scenario.planning
    made = summaries(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=planning.seed,
        replications=replications,
        processes=processes,
        engine=engine,
        on_progress=lambda done: on_progress(done, len(replications)),
    )
    policy = trial.rules.policy
    outcome = outcome_of(
        trial.scenario, policy, planning.seed, made, confidence=planning.confidence
    )
    verdict = verdict_of(
        trial.scenario,
        outcome,
        confidence=attempt_confidence(trial.scenario, attempt),
        compliance=planning.cap_compliance,
    )
    return Certificate(outcome, verdict, table_of(trial.scenario, outcome, made))
