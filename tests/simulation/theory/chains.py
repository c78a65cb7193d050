"""Markov chains in continuous time with finitely many states, solved exactly."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse, special
from scipy.sparse import linalg

Floats = npt.NDArray[np.float64]
State = TypeVar("State", bound=Hashable)
Moves = Callable[[State], Iterable[tuple[State, float]]]
"""The states that follow a state, each with its rate; rates of 0 are no moves."""


@dataclass(frozen=True)
class Chain(Generic[State]):
    """The states that can be reached, and the generator between them."""

    states: tuple[State, ...]
    generator: sparse.csr_array  # rows sum to 0

    def stationary(self) -> Floats:
        """Return the distribution p with p Q = 0 and sum 1."""
        # The first state is given the weight 1, and its own balance, which follows from the
        # others, is left out.
        balance = sparse.csc_array(self.generator.T)[1:, :]
        rest = linalg.spsolve(balance[:, 1:].tocsc(), -balance[:, [0]].toarray().ravel())
        weights = np.concatenate(([1.0], np.atleast_1d(rest)))
        shares: Floats = weights / weights.sum()
        return shares

    def figure(self, value: Callable[[State], float]) -> Floats:
        """Return a figure of each state as an array."""
        return np.array([value(state) for state in self.states], dtype=np.float64)


def explore(start: State, moves: Moves[State]) -> Chain[State]:
    """Return the chain of all states that can be reached from a state."""
    place = {start: 0}
    states = [start]
    rows, columns, rates = [], [], []
    for state in states:  # grows while it is walked through
        for following, rate in moves(state):
            if rate <= 0.0 or following == state:
                continue
            if following not in place:
                place[following] = len(states)
                states.append(following)
            rows.append(place[state])
            columns.append(place[following])
            rates.append(rate)
    return Chain(tuple(states), generator_of(len(states), rows, columns, rates))


def generator_of(
    size: int, rows: list[int], columns: list[int], rates: list[float]
) -> sparse.csr_array:
    """Return a generator from its rates off the diagonal."""
    flow = sparse.csr_array((rates, (rows, columns)), shape=(size, size))
    return sparse.csr_array(flow - sparse.diags_array(np.asarray(flow.sum(axis=1)).ravel()))


def birth_death(up: Floats, down: Floats) -> sparse.csr_array:
    """Return the generator of a chain on 0..n: ``up[k]`` from k to k + 1, ``down[k]`` back."""
    size = len(up) + 1
    stairs = range(size - 1)
    rows, columns = [*stairs, *(k + 1 for k in stairs)], [*(k + 1 for k in stairs), *stairs]
    return generator_of(size, rows, columns, [*up.tolist(), *down.tolist()])


def advance(generator: sparse.csr_array, start: Floats, time: float) -> tuple[Floats, Floats]:
    """Return the distribution after a time, and its integral over that time.

    Uniformisation (Jensen 1953; Grassmann 1977, "Transient solutions in Markovian queueing
    systems"): with events at rate L at least that of every state, p(t) is the mean of p P^N over
    N Poisson with mean L t, and its integral the sum of p P^k P(N > k) / L.
    """
    fastest = float(-generator.diagonal().min())
    if fastest == 0.0 or time == 0.0:
        return start, start * time
    mean = fastest * time
    terms = int(mean + 12.0 * np.sqrt(mean) + 30.0)
    counts = np.arange(terms)
    weight = np.exp(counts * np.log(mean) - mean - special.gammaln(counts + 1))
    later = special.pdtrc(counts, mean)
    step = sparse.csr_array(sparse.eye_array(len(start), format="csr") + generator.T / fastest)
    jumped, end, integral = start, np.zeros(len(start)), np.zeros(len(start))
    for one, beyond in zip(weight.tolist(), later.tolist(), strict=True):
        end += one * jumped
        integral += beyond / fastest * jumped
        jumped = step @ jumped
    return end, integral
