"""Trials measured on common random numbers, replication by replication."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.scenario import Scenario
from scheduler.line_promise import Promised
from scheduler.trials import Trial, side_by_side
from simulation.engine import Engine
from simulation.figures import ReplicationTable, table_of
from simulation.measures.estimates import mean_estimate
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.verdict import RESOLUTION, promised_levels
from simulation.replications import summaries

Floats = npt.NDArray[np.float64]

BREACHES = "cap.replications_with_breach"


@dataclass(frozen=True)
class Measured:
    """What some replications say of a trial, together and one by one."""

    scenario: Scenario
    outcome: Outcome
    table: ReplicationTable

    def levels(self, promised: Promised) -> Floats:
        """Return a promise's service level in each replication; 1 where nobody came."""
        found = np.array(self.table.figures[figure_of(promised)])
        return np.where(np.isnan(found), 1.0, found)

    @property
    def breaches(self) -> Floats:
        """Whether somebody passed the cap in each replication: 0 or 1; 0 without a cap."""
        count = len(self.table.replications)
        return np.array(self.table.figures.get(BREACHES, (0.0,) * count))

    @property
    def relief_cost(self) -> Floats:
        """What bots, moderation, desks and the like cost in each replication."""
        columns = [
            np.array(values)
            for name, values in self.table.figures.items()
            if name.startswith("relief.") and name.endswith(".cost")
        ]
        return np.sum(columns, axis=0) if columns else np.zeros(len(self.table.replications))


def promises_of(measured: Measured) -> list[tuple[Promised, float]]:
    """Return every service level that is promised, with its target."""
    levels = promised_levels(measured.scenario, measured.outcome)
    return [(Promised(one.channel_id, one.part), one.sla.share) for one in levels]


def figure_of(promised: Promised) -> str:
    """Return the name of a promise's service level among the figures of an outcome."""
    channel, part = promised.channel_id, promised.part
    if part is None:
        return f"channels.{channel}.service_level"
    if part == RESOLUTION:
        return f"channels.{channel}.resolution.service_level"
    return f"stages.{channel}/{part}.service_level"


def measure(
    trials: Sequence[Trial],
    *,
    replications: range,
    processes: int,
    engine: Engine = Engine.AUTO,
    on_done: Callable[[int], None] | None = None,
) -> tuple[Measured, ...]:
    """Return what each trial comes to, all on its seed and the same replications.

    The result is the same whatever the number of processes. ``on_done`` is told how many trials
    are finished.
    """
    return side_by_side(_measure, trials, replications, engine, processes, on_done)


def _measure(trial: Trial, replications: range, engine: Engine, processes: int) -> Measured:
    planning = trial.scenario.planning
    made = summaries(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=planning.seed,
        replications=replications,
        processes=processes,
        engine=engine,
    )
    outcome = outcome_of(
        trial.scenario, trial.rules.policy, planning.seed, made, confidence=planning.confidence
    )
    return Measured(trial.scenario, outcome, table_of(trial.scenario, outcome, made))


def paired(ours: Floats, theirs: Floats, confidence: float) -> Estimate:
    """Return the mean of ours less theirs over the same replications, with its interval."""
    return mean_estimate(ours - theirs, confidence)


def is_seen(difference: Estimate) -> bool:
    """Whether an interval leaves out nought, so that there is a difference to be seen."""
    return not math.isnan(difference.low) and (difference.low > 0 or difference.high < 0)
