"""What one person's tour costs, by what it is made of, while everybody else's stay."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.explain.standing import Standing, Wanted
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.tour_costs import Tour, tour_costs


@dataclass(frozen=True)
class Price:
    """A difference in currency, by what it is made of."""

    wages: float
    wishes: float
    fairness: float
    rules: float  # rules broken at a price
    missing: float  # work that is missing, and heads

    @property
    def total(self) -> float:
        """The whole difference."""
        return self.wages + self.wishes + self.fairness + self.rules + self.missing

    def less(self, other: "Price") -> "Price":
        """Return the difference from another."""
        return Price(*(a - b for a, b in zip(self.parts, other.parts, strict=True)))

    @property
    def parts(self) -> tuple[float, ...]:
        """The parts in the order of the fields."""
        return self.wages, self.wishes, self.fairness, self.rules, self.missing


class TourPrices:
    """Prices of one person's tours."""

    def __init__(self, standing: Standing, agent: int) -> None:
        """Find the best tour, and what the person's choices are worth to the cover."""
        self.standing, self.agent = standing, agent
        self.cover = standing.cover_prices(agent)
        (best,) = standing.best([Wanted(agent)])
        assert best is not None, "who has a tour has a best one"
        self.least = self.of(best.tour)

    def of(self, tour: Mapping[int, int]) -> Price:
        """Return the price of a tour. Raises BrokenRuleError for one that is not lawful."""
        duties = self.standing.calendar.duties
        own = tour_costs(self.standing.rules[self.agent], Tour(duties, tour))
        first = self.standing.first
        missing = sum(float(self.cover[day - first, choice]) for day, choice in tour.items())
        parts = (own.wages, own.wishes, own.fairness, own.broken, missing)
        return Price(*(part / UNITS_PER_CURRENCY for part in parts))
