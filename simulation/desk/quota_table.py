"""The quota by index: what each agent may meet, and what is known of each queue."""

import math
from dataclasses import dataclass

from scenarios.assignment import GroupRule, Quota, QuotaLimits
from scenarios.cap import CapWindow
from simulation.world import World

_BY_GROUP = {  # numbers by group, and the highest that each may be
    "sure_cases_per_hour": math.inf,
    "sure_chance": 1.0,
    "leak_per_hour": math.inf,
    "leak_minutes_per_hour": math.inf,
}


@dataclass(frozen=True)
class QuotaTable:
    """The quota as flat tables; infinity where a form is not limited."""

    window: CapWindow
    burst: float
    margin_z: float
    known_at_close: bool
    chance: tuple[float, ...]  # by queue: that a case is hostile
    minutes: tuple[float, ...]  # by queue: mean handling time of a hostile case
    square: tuple[float, ...]  # by queue: mean square of it
    cube: tuple[float, ...]  # by queue: mean cube of it
    share: tuple[float, ...]  # by agent, as all below
    contacts: tuple[float, ...]  # a shift
    per_hour: tuple[float, ...]  # hostile minutes a paid hour
    run: tuple[int, ...]  # 0 where it is not limited
    slope: tuple[float, ...]  # largest exponent of the margin of the share
    sure_rate: tuple[float, ...]  # harmless cases counted on, an hour
    sure_chance: tuple[float, ...]
    leak: tuple[float, ...]  # hostile cases among harmless ones to come, an hour
    leak_minutes: tuple[float, ...]
    leak_square: tuple[float, ...]  # variance of these minutes, an hour
    leak_cube: tuple[float, ...]  # third moment of them, an hour


def quota_table(
    world: World, quota: Quota | None, group_rules: tuple[GroupRule, ...]
) -> QuotaTable:
    """Return the quota by index; without one nothing is limited and labels are taken at their word.

    Raises ValueError where the quota names what is not there or lacks what it needs.
    """
    if quota is None:
        quota = Quota(
            limits={},
            window=CapWindow.HORIZON,
            burst=0.0,
            margin_z=0.0,
            hostile_chance={
                queue_id: float(hostile)
                for queue_id, hostile in zip(world.queue_ids, world.queue_hostile, strict=True)
            },
            hostile_minutes={},
        )
    else:
        _check(world, quota)
    limits = [quota.limits.get(agent_id, QuotaLimits()) for agent_id in world.agent_ids]
    minutes = [quota.hostile_minutes.get(queue_id, 0.0) for queue_id in world.queue_ids]
    spread = [quota.hostile_minutes_cv.get(queue_id, 0.0) for queue_id in world.queue_ids]
    missed = [_missed(world, quota, group_rules, group) for group in world.group_ids]
    kinds = [
        (one.hostile, missed[group])
        for one, group in zip(limits, world.agent_group.tolist(), strict=True)
    ]
    slope_of = {kind: ruin_exponent(*kind) for kind in set(kinds)}  # few, and each takes a while
    most = max(spread, default=0.0)  # what leaks is no less certain than any queue
    leak = _by_agent(world, quota.leak_per_hour)
    leak_minutes = _by_agent(world, quota.leak_minutes_per_hour)
    return QuotaTable(
        window=quota.window,
        burst=quota.burst,
        margin_z=quota.margin_z,
        known_at_close=quota.known_at_close,
        chance=tuple(quota.hostile_chance.get(queue_id, 0.0) for queue_id in world.queue_ids),
        minutes=tuple(minutes),
        square=tuple(m**2 * _square(cv) for m, cv in zip(minutes, spread, strict=True)),
        cube=tuple(m**3 * _cube(cv) for m, cv in zip(minutes, spread, strict=True)),
        share=tuple(_or_none(one.hostile) for one in limits),
        contacts=tuple(_or_none(one.contacts_per_shift) for one in limits),
        per_hour=tuple(_or_none(one.minutes_per_paid_hour) for one in limits),
        run=tuple(one.longest_run or 0 for one in limits),
        slope=tuple(slope_of[kind] for kind in kinds),
        sure_rate=_by_agent(world, quota.sure_cases_per_hour),
        sure_chance=_by_agent(world, quota.sure_chance),
        leak=leak,
        leak_minutes=leak_minutes,
        # Moments of a compound Poisson sum: rate x moments of one.
        leak_square=tuple(
            m * m / rate * _square(most) if rate else 0.0
            for rate, m in zip(leak, leak_minutes, strict=True)
        ),
        leak_cube=tuple(
            m**3 / rate**2 * _cube(most) if rate else 0.0
            for rate, m in zip(leak, leak_minutes, strict=True)
        ),
    )


def _square(variation: float) -> float:
    """Return the mean square of a time over the square of its mean."""
    return 1.0 + variation**2


def _cube(variation: float) -> float:
    """Return the mean cube of a time over the cube of its mean, as of a gamma distribution."""
    return (1.0 + variation**2) * (1.0 + 2.0 * variation**2)


def ruin_exponent(share: float | None, missed: float) -> float:
    """Return the largest exponent that bounds how far harmless cases may lead over a share.

    The root l > 0 of w e^(l (1 - c)) + (1 - w) e^(-l c) = 1 (Lundberg's equation) for the share c
    and the chance w that a case labelled harmless is hostile; infinity where there is none, 0
    where w is not below c.
    """
    if share is None or share >= 1.0 or missed == 0.0:
        return math.inf
    if missed >= share:
        return 0.0

    def above(exponent: float) -> bool:
        up = missed * math.exp(exponent * (1.0 - share))
        return up + (1.0 - missed) * math.exp(-exponent * share) > 1.0

    high = 1.0
    while not above(high):
        high *= 2.0
    low = 0.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if above(middle) else (middle, high)
    return low


def _missed(world: World, quota: Quota, group_rules: tuple[GroupRule, ...], group_id: str) -> float:
    """Return the chance that a harmless case of a group is hostile: as said, else the highest."""
    if group_id in quota.sure_chance:
        return quota.sure_chance[group_id]
    harmless = {
        queue_id
        for queue_id, hostile in zip(world.queue_ids, world.queue_hostile, strict=True)
        if not hostile
    }
    own = {rule.queue_id for rule in group_rules if rule.group_id == group_id} & harmless
    return max((quota.hostile_chance.get(queue_id, 0.0) for queue_id in own), default=0.0)


def _or_none(limit: float | None) -> float:
    return math.inf if limit is None else float(limit)


def _by_agent(world: World, numbers: dict[str, float]) -> tuple[float, ...]:
    return tuple(numbers.get(world.group_ids[group], 0.0) for group in world.agent_group.tolist())


def _check(world: World, quota: Quota) -> None:
    _check_queues(world, quota)
    for agent_id in quota.limits:
        if agent_id not in world.agent_ids:
            raise ValueError(f"the quota names an agent who is not there: {agent_id}")
    for name, most in _BY_GROUP.items():
        for group_id, number in getattr(quota, name).items():
            _check_number(world, group_id, name, number, most)
    for group_id, rate in quota.sure_cases_per_hour.items():
        if rate and group_id not in quota.sure_chance:
            raise ValueError(f"the quota has no sure_chance for group {group_id}")


def _check_queues(world: World, quota: Quota) -> None:
    timed = any(one.minutes_per_paid_hour is not None for one in quota.limits.values())
    for queue_id, hostile in zip(world.queue_ids, world.queue_hostile, strict=True):
        if hostile and queue_id not in quota.hostile_chance:
            raise ValueError(f"the quota has no hostile_chance for queue {queue_id}")
        if timed and hostile and queue_id not in quota.hostile_minutes:
            raise ValueError(f"the quota has no hostile_minutes for queue {queue_id}")


def _check_number(world: World, group_id: str, name: str, number: float, most: float) -> None:
    if group_id not in world.group_ids:
        raise ValueError(f"the quota names a group that is not there: {group_id}")
    if not 0 <= number <= most or math.isinf(number):
        wanted = "0 or more" if math.isinf(most) else f"0 to {most:g}"
        raise ValueError(f"{name} of group {group_id} is {number}; {wanted}")
