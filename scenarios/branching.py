"""Branching: how many hostile posts one of them leads to, those that come back included."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scenarios.channels import Channel

MOST_RETURNS = 200  # stands for "without limit"; by then hardly anybody comes back any more


def total_branching_ratio(channels: Mapping[str, Channel]) -> float:
    """Return the largest growth from one generation of matters to the next if nobody replies.

    A matter is a first message and all that its author comes back with. Each of its hostile
    visits to a channel with backlash draws others (mean ``branching``), which are matters of
    their own. Every later visit is taken as hostile, and a customer comes back by whichever of
    spill and repeat is likelier, so the true ratio is no higher. Below 1 every cascade dies out
    (spectral radius of the matrix of means; Harris 1963, chapter II).
    """
    drawn = [one.backlash.branching if one.backlash else 0.0 for one in channels.values()]
    first = [one.backlash.hostile_share if one.backlash else 0.0 for one in channels.values()]
    visits, step = np.diag(first), np.eye(len(channels))
    for number in range(1, MOST_RETURNS + 1):
        step = step @ _coming_back(channels, number)
        if not step.any():
            break
        visits = visits + step
    return float(np.abs(np.linalg.eigvals(visits * np.array(drawn))).max(initial=0.0))


def _coming_back(channels: Mapping[str, Channel], number: int) -> npt.NDArray[np.float64]:
    """Return the share that comes back for the ``number``-th time, from row to column."""
    ids = list(channels)
    share = np.zeros((len(ids), len(ids)))
    for place, channel in enumerate(channels.values()):
        for spill in channel.spill:
            if spill.to in ids and (spill.at_most is None or number <= spill.at_most):
                share[place, ids.index(spill.to)] += spill.share
        repeat = channel.repeat
        if repeat is not None and number <= repeat.at_most and (repeat.to or ids[place]) in ids:
            target = ids.index(repeat.to or ids[place])
            share[place, target] = max(share[place, target], repeat.share)
    return share
