"""What it would take to grant the wishes that a roster does not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scenarios.roster import Roster
from scheduler.checker import NotGranted, wishes_not_granted
from scheduler.explain.price import Price, TourPrices
from scheduler.explain.standing import Standing, Wanted

_WISH = "wish"


@dataclass(frozen=True)
class WishPrice:
    """A wish that is not granted on a day, and what granting it would take."""

    agent_id: str
    date: dt.date
    wish: str
    planned: str
    worth: float  # what the wish is worth by the scenario
    # Best tour with the wish granted against the best of all, the wish's own worth included; None
    # where no tour grants it.
    price: Price | None


def wish_prices(standing: Standing, roster: Roster) -> tuple[WishPrice, ...]:
    """Return the wishes not granted, those first that would take least."""
    calendar = standing.calendar
    told: dict[tuple[str, int], list[NotGranted]] = defaultdict(list)
    for one in wishes_not_granted(calendar.scenario, roster):
        told[one.agent_id, calendar.timeline.day_index(one.date)].append(one)
    found = []
    for agent, said in enumerate(calendar.agents):
        asked = list(_refused(standing, agent))
        prices = TourPrices(standing, agent) if asked else None
        for wanted, best in zip(asked, standing.best(asked), strict=True):
            one = told[said.id, wanted.day or 0].pop(0)
            price = None
            if best is not None and prices is not None:
                price = prices.of(best).less(prices.least)
            found.append(WishPrice(said.id, one.date, one.wish, one.planned, one.price, price))
    return tuple(sorted(found, key=_order))


def _refused(standing: Standing, agent: int) -> Iterator[Wanted]:
    """Yield the wishes that an agent's tour does not grant, as what would grant them."""
    tour = standing.tour_of(agent)
    for charge in standing.rules[agent].charges:
        if charge.name == _WISH and charge.prices[tour[charge.day]] > 0:
            choices = np.flatnonzero(charge.prices == 0).tolist()
            yield Wanted(agent, charge.day, tuple(choices))


def _order(one: WishPrice) -> tuple[bool, float]:
    return one.price is None, 0.0 if one.price is None else one.price.total
