"""Exact figures of cascades, of networks and of queues on the way to a steady state."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse, special, stats

from simulation.erlang import ErlangA
from tests.simulation.theory.chains import Floats, advance, birth_death


@dataclass(frozen=True)
class Hawkes:
    """A self-exciting process with an exponential kernel, in its steady state.

    Intensity: rate + sum over earlier points of branching exp(-age / delay) / delay.
    """

    rate: float
    branching: float
    delay: float

    @property
    def mean_rate(self) -> float:
        """Points per unit of time: rate / (1 - branching) (Hawkes 1971, equation 9)."""
        return self.rate / (1.0 - self.branching)

    def count_variance(self, window: float) -> float:
        """Variance of the number of points in a window.

        Da Fonseca & Zaatour (2014), "Hawkes process: fast calibration, application to trade
        clustering, and diffusive limit", proposition 2: with k = 1 / (1 - n) and
        g = (1 - n) / delay it is mean rate x (window k^2 + (1 - k^2) (1 - exp(-g window)) / g).
        """
        more = 1.0 / (1.0 - self.branching)
        fading = (1.0 - self.branching) / self.delay
        faded = -math.expm1(-fading * window) / fading
        return self.mean_rate * (window * more**2 + (1.0 - more**2) * faded)


def cluster_size_chance(branching: float, size: int, audience_cv: float = 0.0) -> float:
    """Chance that a post and all that follow from it are so many.

    Borel (1942) for Poisson offspring with mean n: exp(-n k) (n k)^(k-1) / k!. In general
    (Otter 1949; Dwass 1969) it is 1/k times the chance that k posts have k - 1 offspring
    together; with a gamma audience these are negative binomial.
    """
    if branching == 0.0:
        return float(size == 1)
    if audience_cv == 0.0:
        return float(stats.poisson.pmf(size - 1, branching * size)) / size
    shape = size / audience_cv**2
    stays = shape / (shape + branching * size)
    return float(stats.nbinom.pmf(size - 1, shape, stays)) / size


def answered_branching(branching: float, after: float, delay: float, stays: float) -> float:
    """Offspring of a post of whose rate a part stays from an age on.

    The integral of branching exp(-u / delay) / delay, times ``stays`` beyond that age.
    """
    return branching * (1.0 - (1.0 - stays) * math.exp(-after / delay))


def network_rates(fresh: Floats, onward: Floats) -> Floats:
    """Return how often each station is visited: the traffic equations of an open network.

    Jackson (1957), "Networks of waiting lines": rate_j = fresh_j + sum over i of
    rate_i onward[i, j].
    """
    return np.asarray(np.linalg.solve(np.eye(len(fresh)) - onward.T, fresh), dtype=np.float64)


def station_wait(agents: int, rate: float, service: float) -> float:
    """Mean wait of a visit to a station: that of M/M/s on its own (Jackson 1957)."""
    return ErlangA(agents, rate, service).mean_wait_seconds


def clearing_time(cases: int, agents: int, service: float) -> tuple[float, float]:
    """Return mean and variance of the time in which so many waiting cases are all done.

    A pure death process: with k cases left the next one ends at rate min(k, agents) / service.
    """
    steps = [service / min(left, agents) for left in range(1, cases + 1)]
    return sum(steps), sum(step * step for step in steps)


@dataclass(frozen=True)
class Period:
    """A time in which rate and number of agents do not change."""

    length: float
    rate: float
    agents: int


@dataclass(frozen=True)
class PeriodFigures:
    """What is expected to happen within a period."""

    offered: float
    found_all_busy: float  # of those offered
    waiting_time: float  # of everybody together, spent within the period
    start_count: float  # mean number in the system at the start, once agents have come or gone


@dataclass(frozen=True)
class ChangingQueue:
    """M(t)/M/s(t)+M with rates and agents that hold for a period each.

    Where agents go, the ones to go are drawn at random whatever they do, and finish what they
    have in hand. So with n cases at s agents of whom d go, the number of cases that go with them
    is hypergeometric (d at n < s, all d at n >= s), and those cases meet nobody any more: the
    number in the system is a Markov chain, exact by uniformisation within each period.
    """

    service: float
    patience: float  # infinity where nobody leaves
    most: int  # where the number in the system is cut off

    def run(self, start: Floats, periods: Iterable[Period]) -> tuple[list[PeriodFigures], Floats]:
        """Return what is expected in each period and the last distribution."""
        shares, agents = start, 0
        figures = []
        counts = np.arange(self.most + 1)
        for period in periods:
            if period.agents < agents:
                shares = self.gone(shares, agents, agents - period.agents)
            agents = period.agents
            began = float(shares @ counts)
            shares, integral = advance(self._generator(period), shares, period.length)
            waiting = np.maximum(counts - agents, 0)
            figures.append(
                PeriodFigures(
                    period.rate * period.length,
                    period.rate * float(integral[agents:].sum()),
                    float(integral @ waiting),
                    began,
                )
            )
        return figures, shares

    def gone(self, shares: Floats, agents: int, going: int) -> Floats:
        """Return the distribution after some of the agents have gone with their cases."""
        after = np.zeros_like(shares)
        for count, share in enumerate(shares.tolist()):
            if count >= agents:
                after[count - going] += share
                continue
            with_them = np.arange(max(0, count + going - agents), min(count, going) + 1)
            chance = np.exp(
                _log_choose(going, with_them)
                + _log_choose(agents - going, count - with_them)
                - _log_choose(agents, np.array([count]))
            )
            after[count - with_them] += share * chance
        return after

    def _generator(self, period: Period) -> sparse.csr_array:
        counts = np.arange(1, self.most + 1)
        busy = np.minimum(counts, period.agents)
        down = busy / self.service + (counts - busy) / self.patience
        return birth_death(np.full(self.most, period.rate), down)


def _log_choose(of: int, count: Floats) -> Floats:
    return np.asarray(
        special.gammaln(of + 1) - special.gammaln(count + 1) - special.gammaln(of - count + 1)
    )


def square_root_staffing(load: float, spare: float) -> int:
    """Return load + spare sqrt(load), rounded up.

    Halfin & Whitt (1981); with the load of the infinite-server model at that time it keeps the
    chance to wait steady (Feldman, Mandelbaum, Massey & Whitt 2008, section 4).
    """
    return math.ceil(load + spare * math.sqrt(load))


def sinusoidal_load(mean: float, swing: float, time: float) -> float:
    """Return the mean number in M(t)/M/infinity with rate mean + swing sin t and mean service 1.

    Eick, Massey & Whitt (1993): mean + swing (sin t - cos t) / 2.
    """
    return mean + swing * (math.sin(time) - math.cos(time)) / 2.0


def moments(values: Sequence[float], shares: Floats) -> tuple[float, float]:
    """Return mean and variance of a distribution."""
    mean = float(shares @ np.asarray(values))
    return mean, float(shares @ (np.asarray(values) - mean) ** 2)
