"""What one person's tour costs, by what it is made of, while everybody else's stay."""

from dataclasses import dataclass

from scheduler.explain.standing import Best, Standing, Wanted
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
        """Price the tour that the person has, and the best one found."""
        self.standing, self.agent = standing, agent
        self.rules = standing.rules[agent]
        now = standing.tour_of(agent)
        planned, best = standing.best([Wanted(agent, tour=now), Wanted(agent)])
        assert planned is not None, "a roster keeps the hard rules"
        assert best is not None, "who has a tour has a best one"
        self.planned, self.least = self.of(planned), self.of(best)

    def of(self, found: Best) -> Price:
        """Return the price of a tour that was found."""
        own = tour_costs(self.rules, Tour(self.standing.calendar.duties, found.tour))
        missing = found.cost - found.own
        parts = (own.wages, own.wishes, own.fairness, own.broken, missing)
        return Price(*(part / UNITS_PER_CURRENCY for part in parts))
