"""Pieces: stretches of time in which agents had something in hand."""

from dataclasses import dataclass

import numpy as np

from simulation.records import Floats, Ints, TaskRecords


@dataclass(frozen=True)
class Pieces:
    """Stretches of time of agents, those of one agent apart from each other."""

    agent: Ints
    start: Floats
    end: Floats


def busy_pieces(tasks: TaskRecords) -> Pieces:
    """Return when agents had at least one task in hand; tasks handled at once count once."""
    mine = np.flatnonzero(tasks.agent >= 0)
    order = mine[np.lexsort((tasks.start_seconds[mine], tasks.agent[mine]))]
    agent, start, end = tasks.agent[order], tasks.start_seconds[order], tasks.end_seconds[order]
    if not len(order):
        return Pieces(agent, start, end)
    # Agents are set apart by more than the whole span, so one running maximum serves them all.
    span = float(end.max() - start.min()) + 1.0
    apart = agent * span
    reached = np.maximum.accumulate(end + apart)
    before = np.concatenate(([-np.inf], reached[:-1])) - apart
    begin = np.maximum(start, before)
    own = end > begin
    return Pieces(agent[own], begin[own], end[own])
