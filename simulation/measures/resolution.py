"""Resolution: whole cases, from the first message to the close for good."""

from dataclasses import dataclass

import numpy as np

from scenarios.promises import Denominator
from simulation.measures.contacts import Contacts
from simulation.measures.estimates import quantiles
from simulation.measures.times import MEDIAN_AND_P90
from simulation.measures.yardstick import Resolution, Yardstick
from simulation.records import Bools, Floats, Ints, TaskRecords


@dataclass(frozen=True)
class ResolutionSums:
    """Cases by the channel of their first contact, shape (channels,); NaN where none resolved."""

    resolved: Ints  # of first contacts offered
    dropped_out: Ints  # answered so far, with no stage under way or lost
    median_seconds: Floats
    p90_seconds: Floats
    judged: Ints  # what the resolution promise is a share of
    in_time: Ints


@dataclass(frozen=True)
class _Fates:
    """What became of the case of each first contact, counted or not, shape (first contacts,)."""

    row: Ints  # into contacts
    resolved_at: Floats  # NaN if not
    goes_on: Bools  # a later stage is open, or was lost or closed unanswered


def resolution_of(
    world_horizon: float, yardstick: Yardstick, tasks: TaskRecords, contacts: Contacts
) -> ResolutionSums:
    """Return how cases ended.

    A case whose next stage would come after the horizon cannot be told from one whose customer
    dropped out; both count as dropped out.
    """
    fates = _fates(tasks, contacts)
    row, resolved_at = fates.row, fates.resolved_at
    offered, channel = contacts.offered[row], contacts.channel[row]
    resolved = offered & ~np.isnan(resolved_at)
    dropped = offered & contacts.answered[row] & np.isnan(resolved_at) & ~fates.goes_on
    seconds = resolved_at - contacts.arrival[row]
    size = len(yardstick.public)
    judged, in_time = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    middle = np.full((2, size), np.nan)
    for number, promise in enumerate(yardstick.resolution):
        own = channel == number
        middle[:, number] = quantiles(seconds[own & resolved], MEDIAN_AND_P90)
        if promise is not None:
            cases = _judged(world_horizon, yardstick, contacts, fates, promise)
            judged[number] = np.count_nonzero(own & cases[0])
            in_time[number] = np.count_nonzero(own & cases[1])
    return ResolutionSums(
        resolved=np.bincount(channel[resolved], minlength=size),
        dropped_out=np.bincount(channel[dropped], minlength=size),
        median_seconds=middle[0],
        p90_seconds=middle[1],
        judged=judged,
        in_time=in_time,
    )


def _judged(
    world_horizon: float,
    yardstick: Yardstick,
    contacts: Contacts,
    fates: _Fates,
    promise: Resolution,
) -> tuple[Bools, Bools]:
    """Return which cases a resolution promise is a share of, and which keep it."""
    row = fates.row
    arrival = contacts.arrival[row]
    due = promise.due_seconds(arrival)
    counted = (due <= world_horizon) & (arrival >= yardstick.counted_from)
    counted &= contacts.needs_answer[row] & ~contacts.in_backlog[row]
    if promise.sla.denominator is Denominator.ANSWERED:
        counted &= ~np.isnan(fates.resolved_at)
    elif promise.sla.denominator is Denominator.OFFERED_LESS_SHORT_ABANDONED:
        counted &= ~(contacts.left[row] & (contacts.closed[row] <= due))
    return counted, counted & (fates.resolved_at <= due)


def _fates(tasks: TaskRecords, contacts: Contacts) -> _Fates:
    row = np.flatnonzero(contacts.from_customer)
    closes = tasks.resolved[contacts.last]
    if len(row) == len(contacts.last):
        resolved_at = np.where(closes, contacts.closed, np.nan)
        return _Fates(row, resolved_at, np.zeros(len(row), dtype=np.bool_))
    row = row[np.argsort(contacts.case_id[row], kind="stable")]
    ids = contacts.case_id[row]
    resolved_at = np.full(len(row), np.nan)
    closing = np.flatnonzero(closes)
    resolved_at[np.searchsorted(ids, contacts.case_id[closing])] = contacts.closed[closing]
    later = np.flatnonzero(~contacts.from_customer & ~contacts.answered)
    goes_on = np.zeros(len(row), dtype=np.bool_)
    goes_on[np.searchsorted(ids, contacts.case_id[later])] = True
    return _Fates(row, resolved_at, goes_on)
