"""Coverage of live work: agents on duty against the requirement of every interval."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scheduler.requirement import LiveRequirement
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, total, weighted
from scheduler.roster_model.prices import cents
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


def add_coverage(ground: Ground, live: tuple[LiveRequirement, ...], supply: Supply) -> LiveShort:
    """Cover every union of pools in every interval, or pay for the agent-minutes missing.

    A pool that shares no group with another needs one row for all intervals of a like shape:
    same shifts on duty and same requirement.
    """
    short = LiveShort()
    served_by = [group_indexes(ground, pool.group_ids) for pool in live]
    unions = unions_of(served_by)
    alone = {
        pool
        for pool in range(len(live))
        if all(union.demands == (pool,) for union in unions if pool in union.demands)
    }
    new_short = _short_maker(ground, live, supply, short)
    for pool in sorted(alone):
        _cover_alone(ground, pool, served_by[pool], live[pool], supply, new_short)
    shared = [union for union in unions if not set(union.demands) <= alone]
    for k in supply.intervals:
        _cover_unions(ground, k, shared, live, supply, short, new_short)
    return short


ShortMaker = Callable[[int, tuple[int, ...], int], Linear]


def _short_maker(
    ground: Ground, live: tuple[LiveRequirement, ...], supply: Supply, short: LiveShort
) -> ShortMaker:
    price = cents(ground.calendar.scenario.planning.short_hour_cost)

    def make(pool: int, intervals: tuple[int, ...], grain: int) -> Linear:
        need = int(live[pool].agents[intervals[0]]) * supply.step
        units = ground.model.new_int_var(0, need // grain, f"short_{pool}_{intervals[0]}")
        ground.pay(price * grain * len(intervals), units)
        missing = weighted([(grain, units)])
        for k in intervals:
            short.minutes[pool, k] = missing
        return missing

    return make


def _cover_alone(
    ground: Ground,
    pool: int,
    groups: frozenset[int],
    need: LiveRequirement,
    supply: Supply,
    new_short: ShortMaker,
) -> None:
    alike: dict[tuple[object, ...], list[int]] = {}
    for k in supply.intervals:
        if need.agents[k] > 0:
            terms = supply.of(groups, [k])
            shape = tuple((minutes, id(amount)) for minutes, amount in terms)
            alike.setdefault((int(need.agents[k]), *shape), []).append(k)
    for intervals in alike.values():
        missing = new_short(pool, tuple(intervals), supply.grain)
        have = weighted(supply.of(groups, intervals[:1]))
        ground.model.add(have + missing >= int(need.agents[intervals[0]]) * supply.step)


def _cover_unions(
    ground: Ground,
    k: int,
    unions: list[Union],
    live: tuple[LiveRequirement, ...],
    supply: Supply,
    short: LiveShort,
    new_short: ShortMaker,
) -> None:
    for union in unions:
        needed = [pool for pool in union.demands if live[pool].agents[k] > 0]
        for pool in needed:
            if (pool, k) not in short.minutes:
                new_short(pool, (k,), 1)
        if needed:
            missing = total(short.minutes[pool, k] for pool in needed)
            needed_minutes = sum(int(live[pool].agents[k]) for pool in needed) * supply.step
            ground.model.add(weighted(supply.of(union.groups, [k])) + missing >= needed_minutes)
