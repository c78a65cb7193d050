"""Deferrable work in the programme of counts, as flows of minutes."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from scheduler.tours.cover import Cover
from scheduler.tours.deferred import Deferred
from scheduler.tours.programme import Programme

Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
There = tuple[Doubles, Doubles, Doubles]  # slots, variables, part of the slot


def add_deferred(
    programme: Programme, work: Deferred, cover: Cover, short: Numbers, there: Mapping[int, There]
) -> None:
    """Add flows of minutes from groups to lines and to what live pools keep, by bucket.

    ``short`` has the variables of what each live block lacks by slot, -1 for none; ``there`` has
    who covers which slots, by cover class.
    """
    uses: list[list[Numbers]] = [[] for _ in work.order]
    for line in range(len(work.due)):
        _line(programme, work, line, uses)
    for pool in range(len(work.kept)):
        _kept(programme, work, cover, short, pool, uses)
    for group in range(len(work.order)):
        if not uses[group]:
            continue
        _fits(programme, work, cover, there, group, uses[group])


def _line(programme: Programme, work: Deferred, line: int, uses: list[list[Numbers]]) -> None:
    buckets = work.due.shape[1]
    high = work.arrived[line]
    done = programme.variables(np.zeros(buckets), high, lowest=work.due[line])
    rises = np.diff(work.due[line], prepend=0.0)
    missing = programme.variables(np.full(buckets, work.price), np.maximum(rises, 0.0))
    at = np.arange(buckets, dtype=float)
    rows, columns = [at, at[1:], at], [done, done[:-1], missing]
    factors = [np.ones(buckets), -np.ones(buckets - 1), -np.ones(buckets)]
    for group in np.flatnonzero(work.serves[line]).tolist():
        flow = programme.variables(np.zeros(buckets), np.full(buckets, np.inf))
        uses[group].append(flow)
        rows.append(at)
        columns.append(flow)
        factors.append(-np.ones(buckets))
    zero = np.zeros(buckets)
    programme.add_rows(
        np.concatenate(rows), np.concatenate(columns), np.concatenate(factors), zero, zero
    )


def _kept(
    programme: Programme,
    work: Deferred,
    cover: Cover,
    short: Numbers,
    pool: int,
    uses: list[list[Numbers]],
) -> None:
    """A pool keeps its minutes, less what live work lacks (of all pools: a relaxation)."""
    buckets = work.kept.shape[1]
    at = np.arange(buckets, dtype=float)
    rows, columns, factors = [], [], []
    for group in np.flatnonzero(work.pool_serves[pool]).tolist():
        flow = programme.variables(np.zeros(buckets), np.full(buckets, np.inf))
        uses[group].append(flow)
        rows.append(at)
        columns.append(flow)
        factors.append(np.ones(buckets))
    for block in range(cover.live_blocks):
        slots = np.flatnonzero((short[block] >= 0) & (work.bucket_of >= 0))
        rows.append(work.bucket_of[slots].astype(float))
        columns.append(short[block, slots])
        factors.append(cover.shape_minutes[slots])
    programme.add_rows(
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(factors),
        np.floor(work.kept[pool]),
        np.full(buckets, np.inf),
    )


def _fits(
    programme: Programme,
    work: Deferred,
    cover: Cover,
    there: Mapping[int, There],
    group: int,
    uses: list[Numbers],
) -> None:
    """All that a group does in a bucket fits into its minutes of work there."""
    buckets = len(work.missing)
    at = np.arange(buckets, dtype=float)
    rows = [at for _ in uses]
    columns = list(uses)
    factors = [np.ones(buckets) for _ in uses]
    for one, (slots, amounts, parts) in there.items():
        if cover.group_of[one] != group:
            continue
        places = slots.astype(int)
        inside = work.bucket_of[places] >= 0
        rows.append(work.bucket_of[places[inside]].astype(float))
        columns.append(amounts[inside].astype(np.int64))
        factors.append(-parts[inside] * cover.shape_minutes[places[inside]])
    programme.add_rows(
        np.concatenate(rows),
        np.concatenate(columns),
        np.concatenate(factors),
        np.full(buckets, -np.inf),
        np.zeros(buckets),
    )
