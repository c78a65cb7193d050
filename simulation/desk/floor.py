"""The floor: which agents are there, what they have in hand, and who is to be asked."""

from collections import deque

from simulation.desk.decisions import (
    exposure_rank,
    exposure_share,
    idle_rank,
    is_released,
    reserve_allows,
)
from simulation.desk.duty import Duty
from simulation.desk.kinds import Kinds
from simulation.desk.ledger import Ledger
from simulation.desk.router import Routing
from simulation.world import World

NOBODY = -1


class Floor:
    """State of all agents as flat lists by agent index.

    Free agents are kept in two indexes: ``idle`` by group, those with nothing in hand in the
    order in which they became free; ``partly`` by kind, those with cases of this kind in
    hand and room for more. ``stamp`` numbers every change of what an agent has in hand, so the
    lowest stamp is the agent who has been in this state longest.
    """

    __slots__ = (
        "concurrency",
        "cool_until",
        "counts",
        "deferrable",
        "free",
        "group",
        "groups_of_queue",
        "hand_kind",
        "helpers_of_queue",
        "idle",
        "in_hand",
        "ledger",
        "partly",
        "places",
        "present",
        "queue_kind",
        "queues_of_group",
        "reserve_off",
        "routing",
        "stamp",
        "stamps",
        "step_seconds",
        "where",
    )  # fmt: skip

    def __init__(
        self, world: World, kinds: Kinds, routing: Routing, duty: Duty, queues: set[int]
    ) -> None:
        """Start with nobody there; ``queues`` are those in which any case will come."""
        agents = len(world.agent_ids)
        self.routing = routing
        self.begin_period(0)
        self.group: list[int] = world.agent_group.tolist()
        self.queue_kind: list[int] = kinds.of_queue
        self.concurrency = kinds.concurrency
        self.deferrable = kinds.deferrable
        self.step_seconds = world.step_seconds
        self.places: list[int] = world.interval_of_week.tolist()
        self.present = [False] * agents
        self.cool_until = [-1.0e300] * agents
        self.in_hand = [0] * agents
        self.hand_kind = [-1] * agents
        self.stamp = [0] * agents
        self.stamps = 0
        self.where = [0] * agents  # 0 not free, 1 in idle, 2 in partly
        self.idle: list[deque[int]] = [deque() for _ in world.group_ids]
        self.partly: list[list[int]] = [[] for _ in kinds.concurrency]
        self.free = 0
        self.counts = any(routing.by_exposure[queue] for queue in queues)
        self.ledger = Ledger(world, routing, duty, self.counts)
        self.reserve_off = [0] * len(routing.reserves)  # on duty and not in deferrable work

    def begin_period(self, number: int) -> None:
        """Let the group rules of a time of the week hold."""
        rules = self.routing.periods.rules[number]
        self.groups_of_queue = rules.groups_of_queue
        self.queues_of_group = rules.queues_of_group
        self.helpers_of_queue = rules.helpers_of_queue

    def put(self, agent: int) -> None:
        """Enter an agent among the free ones."""
        self.stamps += 1
        self.stamp[agent] = self.stamps
        self.free += 1
        if self.in_hand[agent]:
            self.where[agent] = 2
            self.partly[self.hand_kind[agent]].append(agent)
        else:
            self.where[agent] = 1
            self.idle[self.group[agent]].append(agent)

    def take(self, agent: int) -> None:
        """Take an agent out of the free ones, if there."""
        where = self.where[agent]
        if where == 0:
            return
        self.where[agent] = 0
        self.free -= 1
        if where == 1:
            line = self.idle[self.group[agent]]
            if line[0] == agent:
                line.popleft()
            else:
                line.remove(agent)
        else:
            self.partly[self.hand_kind[agent]].remove(agent)

    def choose(self, queue: int, due: float, now: float) -> int:
        """Return the free agent who gets the head of a queue, or NOBODY.

        Groups are asked by preference. Among equals the one idle longest gets it, after those
        in debt of harmless work; where the exposure counts, the least exposed. Agents with
        nothing in hand come before those with room for more, except that exposure and debt come
        first. ``due`` is the head's.
        """
        routing = self.routing
        by_exposure = routing.by_exposure[queue]
        held = routing.reserved[queue] and not self._released(due, now)
        kind = self.queue_kind[queue]
        more = self.concurrency[kind] > 1
        for groups in self.groups_of_queue[queue]:
            if by_exposure or held or self.ledger.debtors or len(groups) > 1:
                allowed = self._allowed(groups, kind, held, now)
                if by_exposure:
                    agent = self._least_exposed(allowed, queue, routing.gated[queue], now)
                else:
                    agent = self._longest_idle(allowed)
            else:
                line = self.idle[groups[0]]
                if line:
                    return line[0]
                agent = self._longest_idle(self._in_part(groups, kind)) if more else NOBODY
            if agent >= 0:
                return agent
        return NOBODY

    def least_exposed_of_all(self, queue: int, due: float, now: float) -> int:
        """Return the least exposed free agent for a queue, quota or not; NOBODY if none."""
        groups = tuple(g for level in self.groups_of_queue[queue] for g in level)
        held = self.routing.reserved[queue] and not self._released(due, now)
        allowed = self._allowed(groups, self.queue_kind[queue], held, now)
        return self._least_exposed(allowed, queue, gated=False, now=now)

    def choose_helper(self, group: int, queue: int, due: float, now: float) -> int:
        """Return the least exposed free agent of a group that a step asks, or NOBODY."""
        if group not in self.helpers_of_queue[queue]:
            return NOBODY
        held = self.routing.reserved[queue] and not self._released(due, now)
        allowed = self._allowed((group,), self.queue_kind[queue], held, now)
        return self._least_exposed(allowed, queue, gated=True, now=now)

    def serves(self, agent: int, queue: int) -> bool:
        """Whether an agent is asked for the cases of a queue, by more than a step."""
        group = self.group[agent]
        return any(group in groups for groups in self.groups_of_queue[queue])

    def helps(self, agent: int, queue: int) -> bool:
        """Whether an agent is asked for the cases of a queue by a step alone."""
        return self.group[agent] in self.helpers_of_queue[queue]

    def present_for(self, queue: int) -> int:
        """Return the number of agents at work who are eligible for a queue."""
        return sum(there and self.serves(agent, queue) for agent, there in enumerate(self.present))

    def somebody_free(self, queue: int) -> bool:
        """Whether an agent is free who is eligible for a queue."""
        for groups in self.groups_of_queue[queue]:
            if any(self.idle[group] for group in groups):
                return True
            if self._in_part(groups, self.queue_kind[queue]):
                return True
        return False

    def reserves_allow(self, group: int, itself: bool, now: float) -> bool:
        """Whether an agent of a group may start deferrable work, as far as reserves go.

        ``itself`` says whether the agent is counted as off deferrable work at present.
        """
        own = self.routing.reserves_of_group[group]
        if not own:
            return True
        place = self.places[min(int(now // self.step_seconds), len(self.places) - 1)]
        for number in own:
            needed = self.routing.reserves[number].needed[place]
            if not reserve_allows(self.reserve_off[number], itself, needed):
                return False
        return True

    def in_deferrable(self, agent: int) -> bool:
        """Whether an agent has deferrable work in hand."""
        return self.in_hand[agent] > 0 and self.deferrable[self.hand_kind[agent]]

    def count_reserve(self, agent: int, change: int) -> None:
        """Note that an agent is or is no longer on duty and off deferrable work."""
        for number in self.routing.reserves_of_group[self.group[agent]]:
            self.reserve_off[number] += change

    def may_begin(self, agent: int, queue: int, due: float, now: float, heed_quota: bool) -> bool:
        """Whether quota and reserves let a free agent begin the head of a queue."""
        if heed_quota and not self.ledger.may_take(agent, queue, now):
            return False
        if not self.routing.reserved[queue] or self._released(due, now):
            return True
        return self.reserves_allow(self.group[agent], not self.in_deferrable(agent), now)

    def _released(self, due: float, now: float) -> bool:
        return is_released(due, self.routing.release_slack_seconds, now)

    def _in_part(self, groups: tuple[int, ...], kind: int) -> list[int]:
        return [agent for agent in self.partly[kind] if self.group[agent] in groups]

    def _allowed(self, groups: tuple[int, ...], kind: int, held: bool, now: float) -> list[int]:
        """Free agents of some groups for a kind of work whom no reserve holds back."""
        agents: list[int] = []
        for group in groups:
            if self.idle[group] and (not held or self.reserves_allow(group, True, now)):
                agents.extend(self.idle[group])
        for agent in self._in_part(groups, kind):
            # With deferrable cases in hand the agent is not counted in the reserve.
            if not held or self.reserves_allow(self.group[agent], False, now):
                agents.append(agent)
        return agents

    def _longest_idle(self, agents: list[int]) -> int:
        if not agents:
            return NOBODY
        in_debt, in_hand, stamp = self.ledger.in_debt, self.in_hand, self.stamp
        return min(
            agents, key=lambda agent: idle_rank(in_debt[agent], in_hand[agent], stamp[agent])
        )

    def _least_exposed(self, agents: list[int], queue: int, gated: bool, now: float) -> int:
        if gated:
            agents = [agent for agent in agents if self.ledger.may_take(agent, queue, now)]
        if not agents:
            return NOBODY
        expected, handed = self.ledger.expected, self.ledger.handed
        limit = self.routing.quota.share
        in_hand, stamp = self.in_hand, self.stamp
        return min(
            agents,
            key=lambda agent: exposure_rank(
                exposure_share(expected[agent], handed[agent], limit[agent]),
                in_hand[agent],
                stamp[agent],
            ),
        )
