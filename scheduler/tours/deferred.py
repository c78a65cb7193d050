"""Deferrable work in the tour search: done by earliest due time with what live work leaves.

In every bucket the live pools first keep what they need, from the groups that serve the fewest
deferrable lines; then each group, again from the least able, does the work that is due soonest
of what has arrived and is its own.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from simulation.compiled.jit import compiled

Doubles = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]


class Deferred(NamedTuple):
    """Work and deadlines by bucket, the minutes there are, and room for the reckoning."""

    bucket_of: Longs  # of each slot
    supply: Doubles  # minutes of work, (groups, buckets)
    kept: Doubles  # minutes that each live pool keeps, (pools, buckets)
    pool_serves: npt.NDArray[np.bool_]  # (pools, groups)
    lacking: Doubles  # minutes that live work lacks, (buckets,)
    arrived: Doubles  # cumulative minutes, (lines, buckets)
    due: Doubles
    serves: npt.NDArray[np.bool_]  # (lines, groups)
    order: Longs  # groups from the least able
    price: float  # of a missing minute
    # Room: what is done before each bucket, what a bucket costs, what is free in one.
    done: Doubles  # (lines, buckets + 1)
    missing: Doubles  # (buckets,)
    trial: Doubles  # (lines,)
    free: Doubles  # (groups,)
    taken: Doubles  # by live pools, (pools, groups)
    next_due: Longs  # (lines,)


@compiled
def reckon(work: Any) -> float:
    """Do all work from the first bucket on; return the minutes that are missing."""
    total = 0.0
    work.trial[:] = 0.0
    work.next_due[:] = 0
    for bucket in range(len(work.missing)):
        for line in range(len(work.trial)):
            work.done[line, bucket] = work.trial[line]
        work.missing[bucket] = _bucket(work, bucket, -1, 0.0)
        total += work.missing[bucket]
    for line in range(len(work.trial)):
        work.done[line, len(work.missing)] = work.trial[line]
    return total


@compiled
def worth(work: Any, group: int, bucket: int, minutes: float) -> float:
    """Return how many missing minutes some more minutes of a group in a bucket would save."""
    saved = 0.0
    for line in range(len(work.trial)):
        work.trial[line] = work.done[line, bucket]
        work.next_due[line] = bucket
    for later in range(bucket, len(work.missing)):
        extra = minutes if later == bucket else 0.0
        saved += work.missing[later] - _bucket(work, later, group, extra)
        same = True
        for line in range(len(work.trial)):
            if abs(work.trial[line] - work.done[line, later + 1]) > 1e-6:
                same = False
        if same:
            break
    return saved


@compiled
def _bucket(work: Any, bucket: int, group: int, extra: float) -> float:
    """Do the work of one bucket; return the minutes missing at its end."""
    for one in range(len(work.order)):
        work.free[one] = work.supply[one, bucket]
    if group >= 0:
        work.free[group] += extra
    missing = _keep_for_live(work, bucket)
    for place in range(len(work.order)):
        one = work.order[place]
        while work.free[one] > 1e-9:
            line = _soonest(work, one, bucket)
            if line < 0:
                break
            wanted = work.due[line, work.next_due[line]] - work.trial[line]
            there = work.arrived[line, bucket] - work.trial[line]
            amount = min(work.free[one], min(wanted, there))
            work.trial[line] += amount
            work.free[one] -= amount
    for line in range(len(work.trial)):
        lack = work.due[line, bucket] - work.trial[line]
        if lack > 0:
            missing += lack
            work.trial[line] = work.due[line, bucket]
    return missing


@compiled
def _keep_for_live(work: Any, bucket: int) -> float:
    """Let the live pools keep their minutes; return what they cannot."""
    lacking, unmet = work.lacking[bucket], 0.0
    for pool in range(len(work.kept)):
        kept = work.kept[pool, bucket]
        less = min(kept, lacking)
        kept, lacking = kept - less, lacking - less
        for place in range(len(work.order)):
            one = work.order[place]
            taken = min(kept, work.free[one]) if work.pool_serves[pool, one] else 0.0
            work.taken[pool, one] = taken
            work.free[one] -= taken
            kept -= taken
        if kept > 1e-9:
            kept -= _make_room(work, pool, kept)
        unmet += max(kept, 0.0)
    return unmet


@compiled
def _make_room(work: Any, pool: int, wanted: float) -> float:
    """Let earlier pools move to groups that are free, and take what they leave."""
    found = 0.0
    for one in range(len(work.order)):
        if not work.pool_serves[pool, one]:
            continue
        for earlier in range(pool):
            for other in range(len(work.order)):
                if other == one or not work.pool_serves[earlier, other]:
                    continue
                amount = min(wanted - found, min(work.taken[earlier, one], work.free[other]))
                if amount > 0:
                    work.taken[earlier, one] -= amount
                    work.taken[earlier, other] += amount
                    work.free[other] -= amount
                    work.taken[pool, one] += amount
                    found += amount
    return found


@compiled
def _soonest(work: Any, group: int, bucket: int) -> int:
    """Return the line whose next work is due soonest, of those that a group can do now."""
    best, soonest = -1, len(work.missing)
    for line in range(len(work.trial)):
        if not work.serves[line, group]:
            continue
        if work.arrived[line, bucket] - work.trial[line] <= 1e-9:
            continue
        due = max(work.next_due[line], bucket)
        while due < len(work.missing) and work.due[line, due] - work.trial[line] <= 1e-9:
            due += 1
        work.next_due[line] = due
        if due < soonest:
            best, soonest = line, due
    return best
