"""The routing: assignment rules compiled to tables of indexes."""

from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Reserve,
    RoutingPolicy,
)
from scenarios.cap import BlockedStep, Then
from simulation.desk.quota_table import QuotaTable, quota_table
from simulation.world import World

FORMS = ("hostile share", "hostile contacts", "hostile minutes", "run of hostile contacts")

Levels = tuple[tuple[int, ...], ...]
"""Groups of indexes, each group asked together, the first group first."""


class QuotaBroken(RuntimeError):
    """A hostile case was handed to an agent beyond the quota and not logged as a breach."""

    def __init__(self, agent: int, form: int, quota: QuotaTable) -> None:
        """Name the agent by index and the form by its number, as ``Ledger.exceeded`` gives it."""
        limits = (quota.share, quota.contacts, quota.per_hour, quota.run)
        super().__init__(f"agent {agent}: {FORMS[form - 1]}, quota {limits[form - 1][agent]:g}")


@dataclass(frozen=True)
class ReserveTable:
    """A reserve by index."""

    groups: tuple[int, ...]
    needed: tuple[int, ...]  # by interval of the local week


@dataclass(frozen=True)
class Routing:
    """Assignment rules by index.

    Under LONGEST_IDLE preferences and quota are left out; priorities, reserves and cool-down
    stay. Target shares steer nothing here: they are what the priorities and preferences lead to.
    """

    groups_of_queue: tuple[Levels, ...]  # by queue: groups by preference
    queues_of_group: tuple[Levels, ...]  # by group: queues by priority
    by_exposure: tuple[bool, ...]  # by queue: least exposed first, else longest idle
    gated: tuple[bool, ...]  # by queue: whether the quota stands before it
    quota: QuotaTable
    breaches: bool  # a blocked case is given and logged, else it waits
    reserves: tuple[ReserveTable, ...]
    reserves_of_group: tuple[tuple[int, ...], ...]
    reserved: tuple[bool, ...]  # by queue: deferrable, so that reserves may hold it back
    release_slack_seconds: float
    cool_downs: tuple[CoolDown, ...]  # by agent
    first_come: bool  # what waits is served by arrival, else by due time


def compile_routing(world: World, rules: AssignmentRules) -> Routing:
    """Return the rules by index.

    Raises ValueError for a group or queue that the scenario lacks, for two rules of one group
    and queue, for a hostile queue or sure cases without a chance and for reserves of the wrong
    length.
    """
    _check(world, rules)
    plan = rules.policy is RoutingPolicy.PLAN
    quota = rules.quota if plan else None
    queue_at = {queue_id: number for number, queue_id in enumerate(world.queue_ids)}
    group_at = {group_id: number for number, group_id in enumerate(world.group_ids)}
    hostile = tuple(bool(one) for one in world.queue_hostile)
    realtime = tuple(bool(one) for one in world.queue_live)
    reserves = tuple(
        ReserveTable(tuple(group_at[name] for name in reserve.group_ids), reserve.agents)
        for reserve in rules.reserves
    )
    return Routing(
        groups_of_queue=tuple(
            _levels(
                (rule.preference if plan else 0, group_at[rule.group_id])
                for rule in rules.group_rules
                if rule.queue_id == queue_id
            )
            for queue_id in world.queue_ids
        ),
        queues_of_group=tuple(
            _levels(
                (rule.priority, queue_at[rule.queue_id])
                for rule in rules.group_rules
                if rule.group_id == group_id
            )
            for group_id in world.group_ids
        ),
        by_exposure=tuple(plan and one for one in hostile),
        gated=tuple(quota is not None and one for one in hostile),
        quota=quota_table(world, quota, rules.group_rules),
        breaches=quota is not None and _breaches(quota.steps),
        reserves=reserves,
        reserves_of_group=tuple(
            tuple(number for number, one in enumerate(reserves) if group in one.groups)
            for group in range(len(world.group_ids))
        ),
        reserved=tuple(bool(reserves) and not live for live in realtime),
        release_slack_seconds=rules.release_slack_seconds,
        cool_downs=tuple(rules.cool_downs.get(one, CoolDown(0.0)) for one in world.agent_ids),
        first_come=rules.first_come,
    )


def _levels(ranked: Iterable[tuple[int, int]]) -> Levels:
    levels: dict[int, list[int]] = {}
    for rank, number in sorted(ranked):
        levels.setdefault(rank, []).append(number)
    return tuple(tuple(numbers) for numbers in levels.values())


def _breaches(steps: tuple[BlockedStep, ...]) -> bool:
    """Whether a blocked case is given all the same. Other steps raise ValueError."""
    for step in steps:
        if step.then not in (Then.WAIT, Then.BREACH) or step.after_seconds:
            raise ValueError(
                f"cap.when_blocked: {step.then} after {step.after_seconds:g} s is not built yet; "
                "use wait or breach at once"
            )
    return any(step.then is Then.BREACH for step in steps)


def _check(world: World, rules: AssignmentRules) -> None:
    _check_group_rules(world, rules.group_rules)
    for reserve in rules.reserves:
        _check_reserve(world, reserve)
    if rules.policy in (RoutingPolicy.SKILL_PRIORITY, RoutingPolicy.LEAST_EXPOSED):
        raise ValueError(f"routing by {rules.policy} is not built yet; use plan or longest_idle")
    if rules.release_slack_seconds < 0 or any(c.seconds < 0 for c in rules.cool_downs.values()):
        raise ValueError("cool-down and release slack are times, so not negative")


def _check_group_rules(world: World, group_rules: tuple[GroupRule, ...]) -> None:
    seen: set[tuple[str, str]] = set()
    for rule in group_rules:
        if rule.group_id not in world.group_ids:
            raise ValueError(f"assignment rules name a group that is not there: {rule.group_id}")
        if rule.queue_id not in world.queue_ids:
            raise ValueError(f"assignment rules name a queue that is not there: {rule.queue_id}")
        pair = (rule.group_id, rule.queue_id)
        if pair in seen:
            raise ValueError(f"two assignment rules for group {pair[0]} and queue {pair[1]}")
        seen.add(pair)


def _check_reserve(world: World, reserve: Reserve) -> None:
    if len(reserve.agents) != world.intervals_per_week:
        raise ValueError(
            f"a reserve has {len(reserve.agents)} numbers; one for each of the "
            f"{world.intervals_per_week} intervals of a week is needed"
        )
    for group_id in reserve.group_ids:
        if group_id not in world.group_ids:
            raise ValueError(f"a reserve names a group that is not there: {group_id}")
