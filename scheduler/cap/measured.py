"""Trials measured on common random numbers, replication by replication."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap_forms import limits_in_force
from scenarios.scenario import Scenario
from scheduler.line_promise import Promised
from scheduler.trials import Trial, side_by_side
from simulation.engine import Engine
from simulation.measures.channels import channel_outcomes, stage_outcomes
from simulation.measures.estimates import mean_estimate
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Estimate, Outcome
from simulation.measures.people import People
from simulation.measures.relief import RELIEF_COST
from simulation.measures.summary import Summary
from simulation.measures.verdict import levels_promised, promised_levels
from simulation.replications import summaries

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """What some replications say of a trial, together and one by one."""

    scenario: Scenario
    outcome: Outcome
    by_promise: dict[Promised, Floats]  # service level in each replication; NaN where nobody came
    breaches: Floats  # whether somebody passed the cap in each replication: 0 or 1; 0 without a cap
    relief_cost: Floats  # of bots, moderation, desks and the steps for blocked cases, in each

    @property
    def replications(self) -> tuple[int, ...]:
        """The replications behind it."""
        return self.outcome.replications

    def levels(self, promised: Promised) -> Floats:
        """Return a promise's service level in each replication; 1 where nobody came."""
        found = self.by_promise[promised]
        return np.where(np.isnan(found), 1.0, found)


def promises_of(measured: Measured) -> list[tuple[Promised, float]]:
    """Return every service level that is promised, with its target."""
    levels = promised_levels(measured.scenario, measured.outcome)
    return [(Promised(one.channel_id, one.part), one.sla.share) for one in levels]


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
    people = People([one.agents for one in made], planning.confidence)
    over = people.agents_over(tuple(limits_in_force(trial.scenario)))
    return Measured(
        scenario=trial.scenario,
        outcome=outcome,
        by_promise=_by_promise(trial.scenario, made),
        breaches=(over > 0).astype(np.float64),
        relief_cost=np.array([_relief_cost(one) for one in made]),
    )


def _by_promise(scenario: Scenario, made: Sequence[Summary]) -> dict[Promised, Floats]:
    """Return the service levels of each replication alone; all of an outcome would be slow."""
    found: dict[Promised, list[float]] = {}
    confidence = scenario.planning.confidence
    for one in made:
        channels = channel_outcomes(scenario, [one], confidence)
        stages = stage_outcomes(scenario, [one], confidence)
        for said in levels_promised(scenario, channels, stages):
            found.setdefault(Promised(said.channel_id, said.part), []).append(said.level.mean)
    return {promised: np.array(levels) for promised, levels in found.items()}


def _relief_cost(one: Summary) -> float:
    """Return what relief and the steps for blocked cases cost in a replication."""
    steps = sum(
        step.cost * float(acted)
        for step, acted in zip(one.ladder.steps, one.ladder.figures[:, 0], strict=True)
    )
    return float(one.relief.figures[:, RELIEF_COST].sum()) + steps


def paired(ours: Floats, theirs: Floats, confidence: float) -> Estimate:
    """Return the mean of ours less theirs over the same replications, with its interval."""
    return mean_estimate(ours - theirs, confidence)


def is_seen(difference: Estimate) -> bool:
    """Whether an interval leaves out nought, so that there is a difference to be seen."""
    return not math.isnan(difference.low) and (difference.low > 0 or difference.high < 0)
