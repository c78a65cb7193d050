"""Erlang B, C and A: exact steady states of queues with Poisson arrivals."""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import special


def erlang_b(agents: int, erlangs: float) -> float:
    """Return the share of arrivals that find all agents busy when nobody waits.

    Erlang (1917) by the recursion 1/B(n) = 1 + n / (a B(n-1)), which only adds positive terms.
    """
    inverse = 1.0
    if erlangs <= 0:
        return 0.0 if agents > 0 else 1.0
    for number in range(1, agents + 1):
        inverse = 1.0 + number / erlangs * inverse
    return 1.0 / inverse


def erlang_c(agents: int, erlangs: float) -> float:
    """Return the share of arrivals that wait when nobody leaves.

    Erlang (1917): C = B / (1 - rho (1 - B)). Raises ValueError where the load is not below the
    number of agents.
    """
    if erlangs >= agents:
        raise ValueError(
            f"{erlangs:g} erlangs need more than {agents} agents when customers wait for ever"
        )
    blocked = erlang_b(agents, erlangs)
    return blocked / (1.0 - erlangs / agents * (1.0 - blocked))


def log_palm(x: float, y: float) -> float:
    """Return log A(x, y), Palm's function A = 1 + sum over j of y^j / ((x+1)...(x+j)).

    Palm (1957); Mandelbaum & Zeltyn (2007), section 2: A = x e^y y^-x gamma(x, y). For y up to
    x the series has falling terms and is summed; above, the incomplete gamma function is used
    with the factor in front in logarithms (Stirling), so that nothing overflows.
    """
    if y <= 0:
        return 0.0
    if y <= x + 1:
        return math.log(_palm_series(x, y))
    ratio = y / x
    front = x * (ratio - 1.0 - math.log(ratio)) + _stirling(x)
    return front + math.log(float(special.gammainc(x, y)))


def _palm_series(x: float, y: float) -> float:
    # Terms fall at least like (y/(x+1))^j and like exp(-j^2 / (2 (x + j))); 45 is -log(1e-19).
    by_square = 45.0 + math.sqrt(45.0 * 45.0 + 90.0 * x)
    by_ratio = 45.0 / -math.log(y / (x + 1.0)) if y < x + 1.0 else math.inf
    terms = math.ceil(min(by_square, by_ratio)) + 2
    return 1.0 + float(np.cumprod(y / (x + np.arange(1, terms + 1))).sum())


def _stirling(x: float) -> float:
    """Return log of x! e^x / x^x."""
    if x < 30.0:
        return math.lgamma(x + 1.0) + x - x * math.log(x)
    square = x * x
    tail = (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / (1260.0 * square)) / square) / x
    return 0.5 * math.log(2.0 * math.pi * x) + tail


@dataclass(frozen=True)
class ErlangA:
    """The steady state of M/M/s+M: Poisson arrivals, exponential service and patience.

    Palm (1957); Garnett, Mandelbaum & Reiman (2002); Mandelbaum & Zeltyn (2007). An infinite
    patience is Erlang C, which exists only below saturation. Raises ValueError for numbers
    that make no queue.
    """

    agents: int
    arrivals_per_second: float
    mean_service_seconds: float
    mean_patience_seconds: float = math.inf

    def __post_init__(self) -> None:
        """Check the numbers."""
        if self.agents < 1:
            raise ValueError(f"there must be at least one agent, not {self.agents}")
        if self.arrivals_per_second < 0 or not math.isfinite(self.arrivals_per_second):
            raise ValueError(f"arrivals per second {self.arrivals_per_second} are no rate")
        if not 0 < self.mean_service_seconds < math.inf:
            raise ValueError(f"mean service time {self.mean_service_seconds} is not positive")
        if not self.mean_patience_seconds > 0:
            raise ValueError(f"mean patience {self.mean_patience_seconds} is not positive")
        if not self.loses and self.erlangs >= self.agents:
            raise ValueError(
                f"{self.erlangs:g} erlangs need more than {self.agents} agents when customers "
                "wait for ever"
            )

    @property
    def erlangs(self) -> float:
        """Offered load."""
        return self.arrivals_per_second * self.mean_service_seconds

    @property
    def loses(self) -> bool:
        """Whether customers leave."""
        return math.isfinite(self.mean_patience_seconds)

    @property
    def _x(self) -> float:
        """All agents' service rate over one customer's leaving rate."""
        return self.agents * self.mean_patience_seconds / self.mean_service_seconds

    @property
    def _y(self) -> float:
        """Arrival rate over one customer's leaving rate."""
        return self.arrivals_per_second * self.mean_patience_seconds

    @cached_property
    def _log_palm(self) -> float:
        return log_palm(self._x, self._y)

    @cached_property
    def wait_probability(self) -> float:
        """Share of customers who do not find a free agent.

        Mandelbaum & Zeltyn (2007): A B / (1 + (A - 1) B), divided through by A.
        """
        if not self.loses:
            return erlang_c(self.agents, self.erlangs)
        blocked = erlang_b(self.agents, self.erlangs)
        inverse = math.exp(-self._log_palm)
        return blocked / (inverse + (1.0 - inverse) * blocked)

    @cached_property
    def abandonment_share(self) -> float:
        """Share of all customers who leave before they are answered.

        Mandelbaum & Zeltyn (2007): P(abandon | wait) = 1 / (rho A) + 1 - 1 / rho.
        """
        if not self.loses or self.arrivals_per_second == 0:
            return 0.0
        load = self.erlangs / self.agents
        leaving = 1.0 - (1.0 - math.exp(-self._log_palm)) / load
        return max(0.0, leaving) * self.wait_probability

    @property
    def mean_wait_seconds(self) -> float:
        """Mean time in queue of all customers, those who leave included.

        With patience, P(abandon) = mean wait / mean patience; without, C / (s mu - lambda).
        """
        if self.loses:
            return self.abandonment_share * self.mean_patience_seconds
        spare = self.agents / self.mean_service_seconds - self.arrivals_per_second
        return self.wait_probability / spare

    def service_level(self, seconds: float) -> float:
        """Return the share of all customers who are answered within a time.

        The offered wait V of a customer who waits has a density proportional to
        exp(y (1 - e^(-theta v)) - s mu v) (Mandelbaum & Zeltyn 2007, Baccelli & Hebuterne 1981);
        the customer is still there with e^(-theta v). The integral from 0 to t is
        (A(x+1, y) - A(x+1, y e^(-theta t)) e^(h(t))) / ((x+1) theta), h the log of the integrand.
        """
        if seconds < 0:
            return 0.0
        waits = self.wait_probability
        if not self.loses:
            spare = self.agents / self.mean_service_seconds - self.arrivals_per_second
            return 1.0 - waits * math.exp(-spare * seconds)
        if self.arrivals_per_second == 0:
            return 1.0
        return 1.0 - waits + waits * self._answered_within(seconds)

    def _answered_within(self, seconds: float) -> float:
        """Share of those who wait that is answered within a time."""
        x, y, log_palm_x = self._x, self._y, self._log_palm
        passed = seconds / self.mean_patience_seconds
        still_there = y * math.exp(-passed)
        log_integrand = -y * math.expm1(-passed) - (x + 1.0) * passed
        whole = math.exp(log_palm(x + 1.0, y) - log_palm_x)
        rest = math.exp(log_palm(x + 1.0, still_there) + log_integrand - log_palm_x)
        return max(0.0, x / (x + 1.0) * (whole - rest))

    @property
    def occupancy(self) -> float:
        """Share of the agents' time spent handling."""
        return self.erlangs * (1.0 - self.abandonment_share) / self.agents
