"""Staffing of live work: Erlang A on the modified offered load."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, gamma

from scheduler.requirement import Floats, Ints
from simulation.erlang import ErlangA

_BUSYNESS_QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9)
_TINY = 1e-9  # so that a target of 100 % can be met in rounded numbers
_NO_LOAD = 1e-6


@dataclass(frozen=True)
class Contacts:
    """Expected live contacts of one line in each interval."""

    cases: Floats  # shape (intervals,)
    agent_minutes: Floats  # time they take of agents, concurrency included, shape (intervals,)
    patience_seconds: float  # infinity if nobody leaves
    busyness_cv: float


@dataclass(frozen=True)
class LivePromise:
    """A share of all contacts to be answered within a time."""

    share: float
    within_seconds: float


@dataclass(frozen=True)
class _Mix:
    """The joined lines of a pool as one stream."""

    service_seconds: float
    patience_seconds: float
    factors: tuple[float, ...]  # busyness at equally likely quantiles


def offered_load(contacts: Contacts, step_minutes: int) -> Floats:
    """Return the modified offered load in erlangs, the mean of each interval, shape (intervals,).

    The mean number of busy agents if there were infinitely many: dm/dt = lambda - m / S, solved
    exactly over each interval with constant arrivals (Jennings, Mandelbaum, Massey & Whitt 1996,
    equation 5 for exponential handle times; Green, Kolesar & Whitt 2007, section 4).
    """
    load = np.zeros(len(contacts.cases))
    if contacts.cases.sum() <= 0:
        return load
    usual = contacts.agent_minutes.sum() / contacts.cases.sum()
    busy = 0.0
    for k, (cases, work) in enumerate(zip(contacts.cases, contacts.agent_minutes, strict=True)):
        service = work / cases if cases > 0 else usual
        steady = work / step_minutes
        kept = math.exp(-step_minutes / service)
        load[k] = steady + (busy - steady) * (1 - kept) * service / step_minutes
        busy = steady + (busy - steady) * kept
    return load


def agents_needed(
    contacts: Sequence[Contacts],
    load: Floats,
    promise: LivePromise | None,
    absent_share: float,
    open_now: npt.NDArray[np.bool_],
) -> Ints:
    """Return the fewest rostered agents that keep the promise in each interval, (intervals,).

    The service level is that of Erlang A at the modified offered load, the mean over equally
    likely quantiles of the gamma busyness factor, each weighted by its volume, and over how many
    of the rostered agents come (binomial). Without a promise it is enough that the queue is
    stable. Closed intervals need nobody.
    """
    staff = _Staff(_mix(contacts), promise, absent_share)
    needed = np.zeros(len(load), dtype=np.int64)
    known: dict[float, int] = {}
    last = 1
    for k in np.flatnonzero(open_now & (load > _NO_LOAD)):
        erlangs = round(float(load[k]), 6)
        if erlangs not in known:
            known[erlangs] = staff.fewest(erlangs, last)
        last = needed[k] = known[erlangs]
    return needed


def _mix(contacts: Sequence[Contacts]) -> _Mix:
    cases = np.array([one.cases.sum() for one in contacts])
    total = cases.sum()
    if total <= 0:
        return _Mix(1.0, math.inf, (1.0,))
    service = 60 * sum(one.agent_minutes.sum() for one in contacts) / total
    shares = cases / total
    leaving = sum(share / one.patience_seconds for share, one in zip(shares, contacts, strict=True))
    busyness = sum(share * one.busyness_cv for share, one in zip(shares, contacts, strict=True))
    patience = 1 / leaving if leaving > 0 else math.inf
    return _Mix(float(service), float(patience), _factors(float(busyness)))


def _factors(cv: float) -> tuple[float, ...]:
    """Return the busyness factor at its quantiles, scaled so that the mean is one."""
    if cv == 0:
        return (1.0,)
    shape = 1 / cv**2
    drawn = np.array([float(gamma.ppf(q, shape, scale=1 / shape)) for q in _BUSYNESS_QUANTILES])
    return tuple(float(factor) for factor in drawn / drawn.mean())


class _Staff:
    """Searches for the fewest agents, keeping the service levels it has seen."""

    def __init__(self, mix: _Mix, promise: LivePromise | None, absent_share: float) -> None:
        self.mix, self.promise, self.absent_share = mix, promise, absent_share
        self.levels: dict[tuple[float, int], float] = {}

    def fewest(self, erlangs: float, guess: int) -> int:
        """Return the fewest rostered agents for a load; ``guess`` only saves time."""
        if self.promise is None:
            return math.floor(erlangs / (1 - self.absent_share)) + 1
        agents = max(guess, 1)
        if self._keeps(erlangs, agents):
            while agents > 1 and self._keeps(erlangs, agents - 1):
                agents -= 1
            return agents
        while not self._keeps(erlangs, agents):
            agents += 1
        return agents

    def _keeps(self, erlangs: float, agents: int) -> bool:
        assert self.promise is not None
        coming = binom.pmf(np.arange(agents + 1), agents, 1 - self.absent_share)
        level = sum(
            float(chance) * self._level(erlangs, present)
            for present, chance in enumerate(coming)
            if chance > _TINY
        )
        return level >= self.promise.share - _TINY * (agents + 1)

    def _level(self, erlangs: float, present: int) -> float:
        if (erlangs, present) not in self.levels:
            self.levels[erlangs, present] = self._service_level(erlangs, present)
        return self.levels[erlangs, present]

    def _service_level(self, erlangs: float, present: int) -> float:
        """Return the share of contacts answered in time, over quiet and busy days."""
        assert self.promise is not None
        mix, answered = self.mix, 0.0
        for factor in mix.factors:
            for_ever = math.isinf(mix.patience_seconds)
            if present == 0 or (for_ever and factor * erlangs >= present):
                continue  # nobody there, or a queue that grows without end
            rate = factor * erlangs / mix.service_seconds
            queue = ErlangA(present, rate, mix.service_seconds, mix.patience_seconds)
            answered += factor * queue.service_level(self.promise.within_seconds)
        return answered / sum(mix.factors)
