"""The routing: assignment rules compiled to tables of indexes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.assignment import (
    AssignmentRules,
    CoolDown,
    GroupRule,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
)
from scenarios.cap import BlockedStep, CapWindow, Then
from simulation.world import World

Levels = tuple[tuple[int, ...], ...]
"""Groups of indexes, each group asked together, the first group first."""


class QuotaBroken(RuntimeError):
    """A hostile case was handed to an agent beyond the quota and not logged as a breach."""


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
    chance: tuple[float, ...]  # by queue: chance that a case is hostile, for the exposure
    cap_share: float
    burst: float
    margin_z: float
    sure_cases_per_hour: tuple[float, ...]  # by group; 0 is the gate without look-ahead
    sure_chance: tuple[float, ...]  # by group
    window: CapWindow
    breaches: bool  # a blocked case is given and logged, else it waits
    reserves: tuple[ReserveTable, ...]
    reserves_of_group: tuple[tuple[int, ...], ...]
    reserved: tuple[bool, ...]  # by queue: deferrable, so that reserves may hold it back
    release_slack_seconds: float
    cool_down_seconds: float
    cool_down_run: int
    first_come: bool  # what waits is served by arrival, else by due time


def compile_routing(world: World, rules: AssignmentRules) -> Routing:
    """Return the rules by index.

    Raises ValueError for a group or queue that the scenario lacks, for two rules of one group
    and queue, for a hostile queue or sure cases without a chance and for reserves of the wrong
    length.
    """
    _check(world, rules)
    plan = rules.policy is RoutingPolicy.PLAN
    cool_down = _one_cool_down(world, rules)
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
        chance=_chances(world, quota),
        cap_share=_one_share(world, quota),
        burst=quota.burst if quota else 0.0,
        margin_z=quota.margin_z if quota else 0.0,
        sure_cases_per_hour=_by_group(world, quota.sure_cases_per_hour if quota else {}),
        sure_chance=_by_group(world, quota.sure_chance if quota else {}),
        window=quota.window if quota else CapWindow.HORIZON,
        breaches=quota is not None and _breaches(quota.steps),
        reserves=reserves,
        reserves_of_group=tuple(
            tuple(number for number, one in enumerate(reserves) if group in one.groups)
            for group in range(len(world.group_ids))
        ),
        reserved=tuple(bool(reserves) and not live for live in realtime),
        release_slack_seconds=rules.release_slack_seconds,
        cool_down_seconds=cool_down.seconds,
        cool_down_run=cool_down.after_run,
        first_come=rules.first_come,
    )


def _levels(ranked: Iterable[tuple[int, int]]) -> Levels:
    levels: dict[int, list[int]] = {}
    for rank, number in sorted(ranked):
        levels.setdefault(rank, []).append(number)
    return tuple(tuple(numbers) for numbers in levels.values())


def _chances(world: World, quota: Quota | None) -> tuple[float, ...]:
    # Without a quota the label is taken at its word.
    if quota is None:
        return tuple(float(one) for one in world.queue_hostile)
    return tuple(quota.hostile_chance.get(queue_id, 0.0) for queue_id in world.queue_ids)


def _breaches(steps: tuple[BlockedStep, ...]) -> bool:
    """Whether a blocked case is given all the same. Other steps raise ValueError."""
    for step in steps:
        if step.then not in (Then.WAIT, Then.BREACH) or step.after_seconds:
            raise ValueError(
                f"cap.when_blocked: {step.then} after {step.after_seconds:g} s is not built yet; "
                "use wait or breach at once"
            )
    return any(step.then is Then.BREACH for step in steps)


def _one_share(world: World, quota: Quota | None) -> float:
    # TO COME: limits by agent and other forms.
    if quota is None:
        return 1.0
    limits = {quota.limits.get(one, QuotaLimits()) for one in world.agent_ids}
    (only,) = limits if len(limits) == 1 else (QuotaLimits(),)
    if only.hostile is None or only != QuotaLimits(only.hostile):
        raise ValueError("a cap other than one share for everybody is not built yet")
    return only.hostile


def _one_cool_down(world: World, rules: AssignmentRules) -> CoolDown:
    (only, *others) = {rules.cool_downs.get(one, CoolDown(0.0)) for one in world.agent_ids}
    if others:
        raise ValueError("cool-downs that differ between agents are not built yet")
    return only


def _by_group(world: World, numbers: dict[str, float]) -> tuple[float, ...]:
    return tuple(numbers.get(group_id, 0.0) for group_id in world.group_ids)


def _check(world: World, rules: AssignmentRules) -> None:
    _check_group_rules(world, rules.group_rules)
    for reserve in rules.reserves:
        _check_reserve(world, reserve)
    if rules.quota is not None:
        _check_quota(world, rules.quota)
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


def _check_quota(world: World, quota: Quota) -> None:
    for queue_id, hostile in zip(world.queue_ids, world.queue_hostile, strict=True):
        if hostile and queue_id not in quota.hostile_chance:
            raise ValueError(f"the quota has no hostile_chance for queue {queue_id}")
    for group_id, rate in quota.sure_cases_per_hour.items():
        if group_id not in world.group_ids:
            raise ValueError(f"the quota names a group that is not there: {group_id}")
        if not 0 <= rate < math.inf:
            raise ValueError(f"sure_cases_per_hour of group {group_id} is {rate}; 0 or more")
        if rate and group_id not in quota.sure_chance:
            raise ValueError(f"the quota has no sure_chance for group {group_id}")
    for group_id, chance in quota.sure_chance.items():
        if group_id not in world.group_ids:
            raise ValueError(f"the quota names a group that is not there: {group_id}")
        if not 0 <= chance <= 1:
            raise ValueError(f"sure_chance of group {group_id} is {chance}; 0 to 1")
