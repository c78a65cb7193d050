"""Exact figures of queues in a steady state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulation.erlang import erlang_b, erlang_c
from tests.simulation.theory.chains import explore


def loss_share(agents: int, erlangs: float) -> float:
    """Share of calls lost when nobody waits.

    Erlang (1917), formula B; it holds for any distribution of the handle time with that mean
    (Sevast'yanov 1957).
    """
    return erlang_b(agents, erlangs)


def priority_waits(agents: int, rates: Sequence[float], service: float) -> list[float]:
    """Mean waits of classes with the same exponential service, most urgent first, M/M/s.

    Cobham (1954), "Priority assignment in waiting line problems", equation (6) with s servers:
    W_k = W_0 / ((1 - sigma_(k-1)) (1 - sigma_k)), sigma_k the load of classes 1..k per server and
    W_0 = C(s, a) service / s, the mean time until any server is free.
    """
    first = erlang_c(agents, sum(rates) * service) * service / agents
    return _cobham(first, [rate * service / agents for rate in rates])


def single_server_priority_waits(
    rates: Sequence[float], means: Sequence[float], squares: Sequence[float]
) -> list[float]:
    """Mean waits of classes with services of their own at one server, most urgent first, M/G/1.

    Cobham (1954), equation (3): W_0 = sum of rate x E[S^2] / 2, the mean rest of the service under
    way; ``squares`` are the second moments E[S^2].
    """
    first = sum(rate * square for rate, square in zip(rates, squares, strict=True)) / 2.0
    return _cobham(first, [rate * mean for rate, mean in zip(rates, means, strict=True)])


def _cobham(first: float, loads: Sequence[float]) -> list[float]:
    waits, before = [], 0.0
    for load in loads:
        after = before + load
        waits.append(first / ((1.0 - before) * (1.0 - after)))
        before = after
    return waits


@dataclass(frozen=True)
class Leaving:
    """What became of one class: share of its customers who leave, and mean wait of all."""

    abandonment: float
    wait: float


@dataclass(frozen=True)
class NDesign:
    """Two classes a and b; group 1 serves only a, group 2 both, b first.

    A customer of class a asks group 1 first. Services are exponential with a mean by class,
    patience exponential with a mean by class. Garnett & Mandelbaum (2000), "An introduction to
    skills-based routing", call this the N-design.
    """

    agents: tuple[int, int]
    rates: tuple[float, float]
    service: tuple[float, float]
    patience: tuple[float, float]
    most_waiting: int  # where the queue of each class is cut off

    def solve(self) -> tuple[Leaving, Leaving]:
        """Return what becomes of a and b, from the stationary distribution of the chain.

        States are (a with group 1, a with group 2, b with group 2, a waiting, b waiting).
        """
        chain = explore((0, 0, 0, 0, 0), self._moves)
        shares = chain.stationary()
        waiting = [
            float(shares @ chain.figure(lambda state: state[3])),
            float(shares @ chain.figure(lambda state: state[4])),
        ]
        a, b = (
            Leaving(count / patience / rate, count / rate)
            for count, patience, rate in zip(waiting, self.patience, self.rates, strict=True)
        )
        return a, b

    def _moves(
        self, state: tuple[int, int, int, int, int]
    ) -> Iterator[tuple[tuple[int, int, int, int, int], float]]:
        own, shared_a, shared_b, wait_a, wait_b = state
        full = shared_a + shared_b == self.agents[1]
        if own < self.agents[0]:
            yield (own + 1, shared_a, shared_b, wait_a, wait_b), self.rates[0]
        elif not full:
            yield (own, shared_a + 1, shared_b, wait_a, wait_b), self.rates[0]
        elif wait_a < self.most_waiting:
            yield (own, shared_a, shared_b, wait_a + 1, wait_b), self.rates[0]
        if not full:
            yield (own, shared_a, shared_b + 1, wait_a, wait_b), self.rates[1]
        elif wait_b < self.most_waiting:
            yield (own, shared_a, shared_b, wait_a, wait_b + 1), self.rates[1]
        yield from self._ends(state)

    def _ends(
        self, state: tuple[int, int, int, int, int]
    ) -> Iterator[tuple[tuple[int, int, int, int, int], float]]:
        own, shared_a, shared_b, wait_a, wait_b = state
        next_own = (own, wait_a - 1) if wait_a else (own - 1, wait_a)
        yield (next_own[0], shared_a, shared_b, next_own[1], wait_b), own / self.service[0]
        for count, rest_a, rest_b, service in (
            (shared_a, shared_a - 1, shared_b, self.service[0]),
            (shared_b, shared_a, shared_b - 1, self.service[1]),
        ):
            if wait_b:
                following = (own, rest_a, rest_b + 1, wait_a, wait_b - 1)
            elif wait_a:
                following = (own, rest_a + 1, rest_b, wait_a - 1, wait_b)
            else:
                following = (own, rest_a, rest_b, wait_a, wait_b)
            yield following, count / service
        yield (own, shared_a, shared_b, wait_a - 1, wait_b), wait_a / self.patience[0]
        yield (own, shared_a, shared_b, wait_a, wait_b - 1), wait_b / self.patience[1]


Slots = tuple[int, ...]
"""Chats of one agent by how many the agent had in hand when each began (1, 2, ...)."""


@dataclass(frozen=True)
class SlowChat:
    """Agents with several chats at once, each the slower the more there were when it began.

    A chat that begins as the j-th at once takes an exponential time with mean
    service x (1 + slowdown x (j - 1)). A new chat goes to the agent with the fewest, among equals
    to the one whose last change is longest ago. Patience is exponential.
    """

    agents: int
    slots: int
    rate: float
    service: float
    slowdown: float
    patience: float
    most_waiting: int

    def solve(self) -> Leaving:
        """Return what becomes of the chats, from the stationary distribution of the chain.

        A state holds the agents with room, longest unchanged first, then the full ones, and how
        many wait.
        """
        empty = (((0,) * self.slots,) * self.agents, 0)
        chain = explore(empty, self._moves)
        waiting = float(chain.stationary() @ chain.figure(lambda state: state[1]))
        return Leaving(waiting / self.patience / self.rate, waiting / self.rate)

    def _moves(
        self, state: tuple[tuple[Slots, ...], int]
    ) -> Iterator[tuple[tuple[tuple[Slots, ...], int], float]]:
        agents, waiting = state
        with_room = [place for place, one in enumerate(agents) if sum(one) < self.slots]
        if with_room:
            chosen = min(with_room, key=lambda place: (sum(agents[place]), place))
            yield (self._changed(agents, chosen, self._begun(agents[chosen])), 0), self.rate
        elif waiting < self.most_waiting:
            yield (agents, waiting + 1), self.rate
        for place, one in enumerate(agents):
            for kind, count in enumerate(one):
                if count:
                    rest = tuple(n - (k == kind) for k, n in enumerate(one))
                    after = self._begun(rest) if waiting else rest
                    moved = self._changed(agents, place, after)
                    pace = count / (self.service * (1.0 + self.slowdown * kind))
                    yield (moved, max(waiting - 1, 0)), pace
        if waiting:
            yield (agents, waiting - 1), waiting / self.patience

    def _begun(self, one: Slots) -> Slots:
        place = sum(one)
        return tuple(n + (k == place) for k, n in enumerate(one))

    def _changed(self, agents: tuple[Slots, ...], place: int, after: Slots) -> tuple[Slots, ...]:
        others = [one for number, one in enumerate(agents) if number != place]
        with_room = [one for one in others if sum(one) < self.slots]
        full = [one for one in others if sum(one) == self.slots]
        if sum(after) < self.slots:
            return (*with_room, after, *sorted(full))
        return (*with_room, *sorted([*full, after]))


@dataclass(frozen=True)
class Orbit:
    """M/M/s+M with redialling: who leaves comes back with a chance, after an exponential time.

    Customers who come back are like new ones and may come back again (Falin & Templeton 1997,
    "Retrial queues", chapter 3, there without a queue). States are (in the system, in the orbit).
    """

    agents: int
    rate: float
    service: float
    patience: float
    share: float  # of those who leave that comes back
    delay: float
    most_inside: int
    most_outside: int

    def solve(self) -> tuple[Leaving, float]:
        """Return what becomes of a call, first or not, and the number of calls per first one."""
        chain = explore((0, 0), self._moves)
        shares = chain.stationary()
        waiting = float(shares @ chain.figure(lambda state: max(state[0] - self.agents, 0)))
        calls = self.rate + float(shares @ chain.figure(lambda state: state[1])) / self.delay
        return Leaving(waiting / self.patience / calls, waiting / calls), calls / self.rate

    def _moves(self, state: tuple[int, int]) -> Iterator[tuple[tuple[int, int], float]]:
        inside, outside = state
        if inside < self.most_inside:
            yield (inside + 1, outside), self.rate
            if outside:
                yield (inside + 1, outside - 1), outside / self.delay
        if inside:
            yield (inside - 1, outside), min(inside, self.agents) / self.service
        leaving = max(inside - self.agents, 0) / self.patience
        if outside < self.most_outside:
            yield (inside - 1, outside + 1), leaving * self.share
            yield (inside - 1, outside), leaving * (1.0 - self.share)
        else:
            yield (inside - 1, outside), leaving
