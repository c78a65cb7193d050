"""The floor: which agents are there, what they have in hand, and who is to be asked."""

from collections import deque

from scenarios.cap import CapWindow
from simulation.desk.decisions import (
    exposure_rank,
    exposure_share,
    idle_rank,
    is_released,
    may_take_hostile,
    quota_holds,
    reserve_allows,
    sure_cases,
)
from simulation.desk.duty import Duty
from simulation.desk.kinds import Kinds
from simulation.desk.router import QuotaBroken, Routing
from simulation.desk.work_ahead import WorkAhead
from simulation.world import World

NOBODY = -1
BLOCKED = -2  # somebody is free, but the quota forbids it to all of them


class Floor:
    """State of all agents as flat lists by agent index.

    Free agents are kept in two indexes: ``idle`` by group, those with nothing in hand in the
    order in which they became free; ``partly`` by kind, those with cases of this kind in
    hand and room for more. ``stamp`` numbers every change of what an agent has in hand, so the
    lowest stamp is the agent who has been in this state longest.
    """

    __slots__ = (
        "ahead",
        "concurrency",
        "cool_until",
        "counts",
        "debtors",
        "deferrable",
        "expected",
        "free",
        "group",
        "hand_kind",
        "handed",
        "idle",
        "in_debt",
        "in_hand",
        "looks_ahead",
        "partly",
        "places",
        "present",
        "queue_kind",
        "reserve_off",
        "routing",
        "stamp",
        "stamps",
        "step_seconds",
        "sure_chance",
        "sure_rate",
        "variance",
        "where",
    )  # fmt: skip

    def __init__(
        self, world: World, kinds: Kinds, routing: Routing, duty: Duty, queues: set[int]
    ) -> None:
        """Start with nobody there; ``queues`` are those in which any case will come."""
        agents = len(world.agent_ids)
        self.routing = routing
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
        self.expected = [0.0] * agents  # hostile cases handed out in the window, expected
        self.variance = [0.0] * agents
        self.handed = [0] * agents
        self.counts = any(routing.by_exposure[queue] for queue in queues)
        self.sure_rate = [routing.sure_cases_per_hour[group] for group in self.group]  # an hour
        self.sure_chance = [routing.sure_chance[group] for group in self.group]
        self.looks_ahead = self.counts and any(routing.gated) and any(self.sure_rate)
        weekly = routing.window is CapWindow.WEEK
        later_weeks = world.week_seconds.tolist()[1:] if weekly else []
        self.ahead = WorkAhead(duty, [*later_weeks, world.horizon_seconds])
        self.in_debt = [False] * agents  # beyond the quota but for what is counted on
        self.debtors = 0
        self.reserve_off = [0] * len(routing.reserves)  # on duty and not in deferrable work

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
        """Return the free agent who gets the head of a queue, NOBODY or BLOCKED.

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
        somebody = False
        for groups in routing.groups_of_queue[queue]:
            if by_exposure or held or self.debtors or len(groups) > 1:
                allowed = self._allowed(groups, kind, held, now)
                if by_exposure:
                    agent = self._least_exposed(allowed, queue, routing.gated[queue], now)
                    somebody = somebody or bool(allowed)
                else:
                    agent = self._longest_idle(allowed)
            else:
                line = self.idle[groups[0]]
                if line:
                    return line[0]
                agent = self._longest_idle(self._in_part(groups, kind)) if more else NOBODY
            if agent >= 0:
                return agent
        return BLOCKED if somebody else NOBODY

    def least_exposed_of_all(self, queue: int, due: float, now: float) -> int:
        """Return the least exposed free agent for a queue, quota or not; NOBODY if none."""
        groups = tuple(g for level in self.routing.groups_of_queue[queue] for g in level)
        held = self.routing.reserved[queue] and not self._released(due, now)
        allowed = self._allowed(groups, self.queue_kind[queue], held, now)
        return self._least_exposed(allowed, queue, gated=False, now=now)

    def serves(self, agent: int, queue: int) -> bool:
        """Whether an agent is eligible for a queue."""
        group = self.group[agent]
        return any(group in groups for groups in self.routing.groups_of_queue[queue])

    def present_for(self, queue: int) -> int:
        """Return the number of agents at work who are eligible for a queue."""
        return sum(there and self.serves(agent, queue) for agent, there in enumerate(self.present))

    def somebody_free(self, queue: int) -> bool:
        """Whether an agent is free who is eligible for a queue."""
        for groups in self.routing.groups_of_queue[queue]:
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
        if heed_quota and not self.may_take(agent, queue, now):
            return False
        if not self.routing.reserved[queue] or self._released(due, now):
            return True
        return self.reserves_allow(self.group[agent], not self.in_deferrable(agent), now)

    def may_take(self, agent: int, queue: int, now: float) -> bool:
        """Whether the quota lets an agent take a case of a queue."""
        routing = self.routing
        return not routing.gated[queue] or may_take_hostile(
            self.expected[agent],
            self.variance[agent],
            self.handed[agent],
            routing.chance[queue],
            routing.cap_share,
            routing.burst,
            routing.margin_z,
            self._sure_cases(agent, now) if self.looks_ahead else 0,
            self.sure_chance[agent],
        )

    def count_case(self, agent: int, queue: int, breach: bool, now: float) -> None:
        """Count a case in the agent's window; raises QuotaBroken beyond an unlogged quota."""
        routing = self.routing
        chance = routing.chance[queue]
        handed = self.handed[agent] = self.handed[agent] + 1
        expected = self.expected[agent] = self.expected[agent] + chance
        variance = self.variance[agent] = self.variance[agent] + chance * (1.0 - chance)
        cap, burst, z = routing.cap_share, routing.burst, routing.margin_z
        if routing.gated[queue] and not breach:
            sure = self._sure_cases(agent, now) if self.looks_ahead else 0
            sure_chance = self.sure_chance[agent]
            if not quota_holds(expected, variance, handed, cap, burst, z, sure, sure_chance):
                raise QuotaBroken(
                    f"agent {agent}: {expected:g} of {handed} cases and {sure} to come, "
                    f"quota {cap:g}"
                )
        if self.looks_ahead:
            in_debt = not quota_holds(expected, variance, handed, cap, burst, z)
            if in_debt is not self.in_debt[agent]:
                self._note_debt(agent, in_debt)

    def new_window(self, agent: int, now: float) -> None:
        """Start a new window of the quota."""
        self.expected[agent] = 0.0
        self.variance[agent] = 0.0
        self.handed[agent] = 0
        self._note_debt(agent, False)
        self.ahead.new_window(agent, now)

    def _sure_cases(self, agent: int, now: float) -> int:
        return sure_cases(self.sure_rate[agent], self.ahead.seconds(agent, now))

    def _note_debt(self, agent: int, in_debt: bool) -> None:
        self.debtors += in_debt - self.in_debt[agent]
        self.in_debt[agent] = in_debt

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
        in_debt, in_hand, stamp = self.in_debt, self.in_hand, self.stamp
        return min(
            agents, key=lambda agent: idle_rank(in_debt[agent], in_hand[agent], stamp[agent])
        )

    def _least_exposed(self, agents: list[int], queue: int, gated: bool, now: float) -> int:
        if gated:
            agents = [agent for agent in agents if self.may_take(agent, queue, now)]
        if not agents:
            return NOBODY
        expected, handed = self.expected, self.handed
        in_hand, stamp = self.in_hand, self.stamp
        return min(
            agents,
            key=lambda agent: exposure_rank(
                exposure_share(expected[agent], handed[agent]), in_hand[agent], stamp[agent]
            ),
        )
