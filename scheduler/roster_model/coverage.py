"""Coverage of live work: agents on duty against the requirement of every interval."""

from dataclasses import dataclass, field

import numpy as np

from scheduler.people.prices import cents
from scheduler.requirement import LiveRequirement, Requirement
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, total, weighted
from scheduler.roster_model.supply import Supply
from scheduler.roster_model.unions import Union, unions_of


@dataclass(frozen=True)
class LiveShort:
    """Agent-minutes missing, by (pool, interval); absent where nothing is required."""

    minutes: dict[tuple[int, int], Linear] = field(default_factory=dict)


def group_indexes(ground: Ground, group_ids: tuple[str, ...]) -> frozenset[int]:
    """Return the indexes of groups by id."""
    ids = [group.id for group in ground.calendar.groups]
    return frozenset(ids.index(group_id) for group_id in group_ids)


def add_coverage(ground: Ground, requirement: Requirement, supply: Supply) -> LiveShort:
    """Cover every union of pools in every interval, or pay for the agent-minutes missing.

    Intervals of one bucket in which the same shifts are on duty and the same is required need
    one set of rows together.
    """
    live = requirement.live
    short = LiveShort()
    served_by = [group_indexes(ground, pool.group_ids) for pool in live]
    unions = unions_of(served_by)
    for intervals in _alike(requirement, supply, frozenset().union(*served_by)):
        _add_short(ground, live, unions, intervals, supply, short)
        for union in unions:
            needed = [pool for pool in union.demands if (pool, intervals[0]) in short.minutes]
            if needed:
                missing = total(short.minutes[pool, intervals[0]] for pool in needed)
                agents = sum(int(live[pool].agents[intervals[0]]) for pool in needed)
                have = weighted(supply.of(union.groups, intervals[:1]))
                ground.model.add(have + missing >= agents * supply.step)
    return short


def _alike(requirement: Requirement, supply: Supply, groups: frozenset[int]) -> list[list[int]]:
    """Return the intervals with a live requirement, those together that need the same rows."""
    classes: dict[tuple[object, ...], list[int]] = {}
    for k in supply.intervals:
        needs = tuple(int(pool.agents[k]) for pool in requirement.live)
        if not any(needs):
            continue
        bucket = int(np.searchsorted(requirement.bucket_ends, k * supply.step, side="right"))
        on_duty = tuple(
            (group, minutes, id(amount))
            for group in sorted(groups)
            for minutes, amount in supply.of([group], [k])
        )
        classes.setdefault((bucket, needs, on_duty), []).append(k)
    return list(classes.values())


def _add_short(
    ground: Ground,
    live: tuple[LiveRequirement, ...],
    unions: tuple[Union, ...],
    intervals: list[int],
    supply: Supply,
    short: LiveShort,
) -> None:
    """Add what each pool lacks in each of some like intervals, and its price."""
    price = cents(ground.calendar.scenario.planning.short_hour_cost)
    for pool, need in enumerate(live):
        needed = int(need.agents[intervals[0]]) * supply.step
        if needed <= 0:
            continue
        shares = any(pool in union.demands and len(union.demands) > 1 for union in unions)
        grain = 1 if shares else supply.grain
        units = ground.model.new_int_var(0, needed // grain, f"short_{pool}_{intervals[0]}")
        ground.pay(price * grain * len(intervals), units)
        for k in intervals:
            short.minutes[pool, k] = weighted([(grain, units)])
