"""Expected visits of a workflow's stages: how often, how late, and how many of them hostile."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.workflow import Stage

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Visits:
    """What one case does in each stage on average, arrays of shape (stages,)."""

    visits: Floats  # expected number
    hostile_visits: Floats  # of a case that was hostile at first, while it still is
    lag_seconds: Floats  # mean time from the first message to a visit, work and waiting left out
    closed_share: float  # chance that the case is closed, so that nobody dropped out
    closing_lag_seconds: float  # mean lag of the visit with which a case is closed


def visits_of(stages: Sequence[Stage]) -> Visits:
    """Return the expected visits of the stages of a workflow.

    Stages form an absorbing Markov chain (Kemeny & Snell 1960, theorem 3.2.4). After a stage a
    case goes back with ``back_share``, where it needs the stage for sure; otherwise it goes on to
    the next stage that it needs. Who drops out on the way to a needed stage comes to none. A
    hostile case calms down on entering a stage with 1 - ``still_hostile``.
    """
    moves, ends = _moves(stages)
    size = len(stages)
    first = np.eye(size)[0]
    visits = np.linalg.solve(np.eye(size) - moves.T, first)
    still = np.array([stage.still_hostile for stage in stages])
    hostile = np.linalg.solve(np.eye(size) - (moves * still).T, first)
    delays = np.array([_mean_delay(stage) for stage in stages])
    entered = moves.T @ visits
    elapsed = np.linalg.solve(np.eye(size) - moves.T, entered * delays)
    lags = np.divide(elapsed, visits, out=np.zeros(size), where=visits > 0)
    closed = float(visits @ ends)
    closing = float((visits * ends) @ lags / closed) if closed > 0 else 0.0
    return Visits(visits, hostile, lags, closed, closing)


def _moves(stages: Sequence[Stage]) -> tuple[Floats, Floats]:
    """Chances to go from stage to stage, and of being closed after each."""
    ids = [stage.id for stage in stages]
    moves, ends = np.zeros((len(stages), len(stages))), np.zeros(len(stages))
    for place, stage in enumerate(stages):
        if stage.back_to is not None:
            back = ids.index(stage.back_to)
            moves[place, back] += stage.back_share * (1.0 - stages[back].drop_out)
        reached = 1.0 - stage.back_share
        for later in range(place + 1, len(stages)):
            needed = reached * stages[later].probability
            moves[place, later] += needed * (1.0 - stages[later].drop_out)
            reached -= needed
        ends[place] = reached
    return moves, ends


def _mean_delay(stage: Stage) -> float:
    """Mean time before a stage begins, for the customer's answer and the back office."""
    delay = stage.think_time.mean_seconds if stage.think_time else 0.0
    if stage.back_office:
        delay += stage.back_office.share * stage.back_office.delay.mean_seconds
    return delay
