"""Deferrable work: done between its arrival and its due time, with what live work leaves free."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scheduler.people.prices import cents
from scheduler.requirement import IDLE_USE, DeferrableRequirement, Requirement
from scheduler.roster_model.coverage import LiveShort, group_indexes
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear, constant, total, weighted
from scheduler.roster_model.supply import Supply
from scheduler.roster_model.unions import unions_of


@dataclass(frozen=True)
class Bucket:
    """A span of whole intervals in which deferrable work is counted."""

    number: int
    intervals: range


def buckets_of(requirement: Requirement, supply: Supply) -> tuple[Bucket, ...]:
    """Return the buckets that matter: where somebody could work or some work falls due.

    Between them nothing can change, so the others need no variables.
    """
    ends = [int(end) // supply.step for end in requirement.bucket_ends]
    starts = [0, *ends[:-1]]
    dues = np.sum([whole_minutes(one.due_minutes) for one in requirement.deferrable], axis=0)
    rises = np.diff(dues, prepend=0) > 0
    staffed = {k for _, k in supply.terms}
    return tuple(
        Bucket(number, range(start, end))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
        if start in supply.intervals
        and (rises[number] or any(k in staffed for k in range(start, end)))
    )


def add_deferrable(
    ground: Ground, requirement: Requirement, supply: Supply, short: LiveShort
) -> None:
    """Do all deferrable work in time, or pay for the agent-minutes missing.

    In every bucket and for every union of demands: work done on the lines plus minutes kept for
    live pools fit into the working minutes of the groups. Missing minutes are work that nobody
    of the team does; each is paid for once.
    """
    if not requirement.deferrable:
        return
    lines, live = requirement.deferrable, requirement.live
    served_by = [group_indexes(ground, line.group_ids) for line in lines]
    served_by += [group_indexes(ground, pool.group_ids) for pool in live]
    unions = [union for union in unions_of(served_by) if any(i < len(lines) for i in union.demands)]
    buckets = buckets_of(requirement, supply)
    done = [_add_line(ground, line, buckets) for line in lines]
    for place, bucket in enumerate(buckets):
        used: dict[int, Linear] = {i: done[i][place] for i in range(len(lines))}
        for pool in range(len(live)):
            kept = _kept_for_live(ground, requirement, pool, bucket, supply, short)
            used[len(lines) + pool] = kept
        for union in unions:
            terms = supply.of(union.groups, bucket.intervals)
            demand = total(used[i] for i in union.demands)
            ground.model.add(demand <= weighted(terms))


def _add_line(
    ground: Ground, line: DeferrableRequirement, buckets: tuple[Bucket, ...]
) -> list[Linear]:
    """Return the work that agents do on a line in each bucket, agent-minutes.

    Work is given up for missing only in the bucket in which it falls due: earlier brings nothing.
    """
    price = cents(ground.calendar.scenario.planning.short_hour_cost)
    arrived, due = whole_minutes(line.arrived_minutes), whole_minutes(line.due_minutes)
    model = ground.model
    before, due_before = constant(0), 0
    done: list[Linear] = []
    for bucket in buckets:
        k = bucket.number
        low, high = int(due[k]), int(arrived[k])
        total_done = model.new_int_var(low, high, f"{line.line_id}_total_{k}")
        own: Linear = total_done - before
        if low > due_before:
            missing = model.new_int_var(0, low - due_before, missing_name(line.line_id, k))
            own = total_done - before - missing
            ground.pay(price, missing)
        model.add(own >= 0)
        done.append(own)
        before, due_before = total_done, low
    return done


def missing_name(line_id: str, bucket: int) -> str:
    """Return the name of the variable of what is given up of a line in a bucket."""
    return f"{line_id}_missing_{bucket}"


def whole_minutes(minutes: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Return minutes rounded to whole ones; order between rows is kept."""
    return np.rint(minutes).astype(np.int64)


def _kept_for_live(
    ground: Ground,
    requirement: Requirement,
    pool: int,
    bucket: Bucket,
    supply: Supply,
    short: LiveShort,
) -> Linear:
    """Return the minutes of a bucket that a live pool keeps: staff less the idle time used."""
    need = requirement.live[pool]
    absent = ground.calendar.scenario.team.unplanned_absence_share
    span = slice(bucket.intervals.start, bucket.intervals.stop)
    agents = need.agents[span].astype(np.float64)
    idle = np.maximum(agents - need.offered_load[span] / (1 - absent), 0.0)
    kept = int(np.floor((agents - IDLE_USE * idle).sum() * supply.step))
    if kept <= 0:
        return constant(0)
    missing = [short.minutes[pool, k] for k in bucket.intervals if (pool, k) in short.minutes]
    own = ground.model.new_int_var(0, kept, f"kept_{pool}_{bucket.number}")
    ground.model.add(own + total(missing) >= kept)
    return own
