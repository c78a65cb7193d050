"""The programme with prices in place of limits: who is over, what is left, what a limit costs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, hstack

from scheduler.cap.flows import Flows, solved

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_PRICED = 1e-6  # a dual that is not rounding


@dataclass(frozen=True)
class Prices:
    """What may give way, and for how much of the scenario's currency."""

    unanswered: Floats  # of a case, (sources,)
    rooms: Ints  # (purchases, any number): rooms that grow together; -1 is none
    minute: Floats  # (purchases,): of a minute more in each of these


@dataclass(frozen=True)
class Priced:
    """The cheapest way to take what comes in under a cap."""

    cost: float
    unanswered: Floats  # cases, (sources,)
    more_minutes: Floats  # (purchases,)
    flows: Floats  # (flows,)
    per_point: float  # what the cost changes with a point of cap, by the dual: never above 0


def carriers_of(flows: Flows, cap: float) -> npt.NDArray[np.bool_]:
    """Return who carries a cap that cannot hold: whose limit has a price, by the duals.

    The price is in hostile cases over the limits, of which as few as can be are allowed.
    """
    rows, limits = flows.rows(cap)
    count, takers = len(flows.source), len(flows.own_share)
    slack = csr_array(
        (-np.ones(takers), (np.arange(takers), np.arange(takers))), shape=(rows.shape[0], takers)
    )
    # What cannot be taken in time or within another form is no matter of the share.
    idle = csr_array((flows.demand.shape[0], takers))
    price = np.concatenate([np.zeros(count), np.ones(takers)])
    result = solved(price, hstack([rows, slack]), limits, hstack([flows.demand, idle]), flows.cases)
    if result is None:
        return np.zeros(takers, dtype=np.bool_)
    carried: npt.NDArray[np.bool_] = np.asarray(result.ineqlin.marginals)[:takers] < -_PRICED
    return carried


def cheapest(flows: Flows, cap: float, prices: Prices) -> Priced:
    """Return the cheapest flows under a cap where cases may stay unanswered and time be added.

    The price of a point follows from the duals of the shares: by the envelope theorem the cost
    changes with the cap by the sum over takers of their dual x the cases that they take. It is
    exact where there is one optimum and while the same limits bind.
    """
    count, sources = len(flows.source), len(flows.cases)
    if not sources:
        return Priced(0.0, np.zeros(0), np.zeros(len(prices.minute)), np.zeros(count), 0.0)
    rows, limits = flows.rows(cap)
    more = _growth(prices, rows.shape[0] - len(flows.room_minutes), rows.shape[0])
    nothing = csr_array((rows.shape[0], sources))
    eye = csr_array((np.ones(sources), (np.arange(sources), np.arange(sources))))
    no_more = csr_array((sources, len(prices.minute)))
    price = np.concatenate([np.zeros(count), prices.unanswered, prices.minute])
    result = solved(
        price,
        hstack([rows, nothing, more]),
        limits,
        hstack([flows.demand, eye, no_more]),
        flows.cases,
    )
    if result is None:
        raise RuntimeError("a programme in which everything may stay unanswered has a solution")
    found = np.asarray(result.x)
    minutes = found[count + sources :]
    duals = np.asarray(result.ineqlin.marginals)[: len(flows.own_share)]
    taken = np.bincount(
        flows.taker[flows.taker >= 0],
        found[:count][flows.taker >= 0],
        minlength=len(flows.own_share),
    )
    own = ~np.isnan(flows.own_share)
    slope = float(np.where(own, 0.0, duals * taken).sum())
    return Priced(
        float(result.fun), found[count : count + sources], minutes, found[:count], 0.01 * slope
    )


def _growth(prices: Prices, first_room: int, rows: int) -> csr_array:
    """Return the columns of purchases: each takes its minutes off the rows of its rooms."""
    count, wide = prices.rooms.shape
    column, room = np.repeat(np.arange(count), wide), prices.rooms.ravel()
    kept = room >= 0
    less = -np.ones(int(kept.sum()))
    return csr_array((less, (first_room + room[kept], column[kept])), shape=(rows, count))


def only_unanswered(flows: Flows) -> Prices:
    """Return prices that count unanswered cases alone: no time can be bought."""
    return Prices(np.ones(len(flows.cases)), np.zeros((0, 1), dtype=np.int64), np.zeros(0))
