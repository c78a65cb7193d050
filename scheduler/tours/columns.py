"""Price and dive: whole tours of people, mixed by a linear programme, then made whole.

The roster model is split as Dantzig and Wolfe (1960) do it: a master programme mixes tours, and at
the prices of its rows the dynamic programme of each person finds the tour that would help most.
What the master can no longer better bounds the cost of every roster. A dive then gives people
whole tours where the mix points to (Sadykov and others 2019), and at the end the best roster of
all tours made so far is looked for.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.roster_model.ground import Ground
from scheduler.timer import Timer
from scheduler.tours.columns_branch import prove
from scheduler.tours.columns_dive import Dive
from scheduler.tours.columns_frame import frame_of
from scheduler.tours.columns_growth import Growth
from scheduler.tours.search import TourSearch


@dataclass(frozen=True)
class ColumnResult:
    """What price and dive found; costs are in the model's units."""

    tours: npt.NDArray[np.int16] | None  # (agents, places), None if no lawful roster was found
    cost: float | None  # of those tours, whatever may stay in parts in parts
    bound: float | None  # no roster costs less
    exact: bool  # the tours are the best there are
    rounds: int  # of pricing
    interrupted: bool  # Ctrl-C


def price_and_dive(search: TourSearch, ground: Ground, *, seconds: float) -> ColumnResult:
    """Return the best tours found in the time and a lower bound of every roster's cost.

    ``ground`` is the model without rules on people (``build_work``). With
    ``planning.deterministic`` the time is a count of the work. Ctrl-C ends the search as the
    time does.
    """
    planning = ground.calendar.scenario.planning
    frame = frame_of(search.sheet, ground)
    growth = Growth(search.sheet, frame, Timer(seconds, deterministic=planning.deterministic))
    dive = Dive(growth, np.random.Generator(np.random.Philox(planning.seed)))
    interrupted = False
    try:
        if growth.begin():
            _search(growth, dive, search)
    except KeyboardInterrupt:
        interrupted = True
    return ColumnResult(
        dive.tours(), dive.cost, dive.bound, dive.is_best, growth.rounds, interrupted
    )


def _search(growth: Growth, dive: Dive, search: TourSearch) -> None:
    """Go on from the search's roster, if it has one; dive, dive for a few, and prove."""
    if search.best is not None:
        dive.start_from(search.best[1])
    dive.first()
    bettered = True
    while bettered and not dive.is_best and growth.clock.left > 0:
        bettered = dive.improve()
        prove(growth, dive)
