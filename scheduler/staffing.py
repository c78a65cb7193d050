"""The requirement of a scenario: agents for live pools, work and deadlines for the rest."""

import math
from collections.abc import Sequence

import numpy as np

from scenarios.cap_layers import cool_downs_of
from scenarios.channels import Channel
from scenarios.queues import Group, Line, groups_of, lines_of, serves
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.cap.room_rows import room_rows
from scheduler.gross_up import away_share, mean_pace
from scheduler.heads import heads_of
from scheduler.line_promise import deferrable_limits_seconds, due_parts, line_promise
from scheduler.live_staffing import Contacts, LivePromise, agents_needed, offered_load
from scheduler.requirement import (
    DeferrableRequirement,
    Floats,
    Ints,
    LineVolume,
    LiveRequirement,
    Requirement,
)
from simulation.arrivals.workload import Workload

_LONGEST_BUCKET_MINUTES = 60
# Part of the misses that an SLA allows which is kept for what Erlang A leaves out: deferrable work
# in hand when a call comes, cases that the quota holds back. More is learned by the plan's loop.
_HEADROOM = 0.25


def compute_requirement(scenario: Scenario, workload: Workload) -> Requirement:
    """Return what the expected work needs, grossed up for absence, illness and pauses.

    Work takes as long as the groups that serve it need on average. Slower work after hostile
    cases and what waiting brings forth are left to the plan's loop. Raises ValueError if nobody
    can serve a line.
    """
    timeline = Timeline(scenario.horizon)
    lines = lines_of(scenario)
    ends = _bucket_ends(scenario, timeline)
    volumes = tuple(_volume(scenario, workload, line) for line in lines)
    return Requirement(
        live=tuple(
            _live_requirement(scenario, timeline, workload, pool, groups)
            for pool, groups in _live_pools(scenario)
        ),
        deferrable=tuple(
            _deferrable_requirement(scenario, timeline, workload, line, ends)
            for line in lines
            if not line.live
        ),
        bucket_ends=ends,
        volumes=volumes,
        heads=heads_of(scenario),
        rooms=room_rows(scenario, volumes),
    )


def _serving(scenario: Scenario, line: Line) -> tuple[Group, ...]:
    groups = tuple(g for g in groups_of(scenario) if serves(g, line))
    if not groups:
        raise ValueError(f"no agent has the skill and language of {line.id}")
    return groups


def _ids(groups: Sequence[Group]) -> tuple[str, ...]:
    return tuple(group.id for group in groups)


def _live_pools(scenario: Scenario) -> list[tuple[list[Line], tuple[Group, ...]]]:
    """Return the live lines joined where exactly the same groups serve them."""
    pools: dict[tuple[str, ...], tuple[list[Line], tuple[Group, ...]]] = {}
    for line in lines_of(scenario):
        if line.live:
            groups = _serving(scenario, line)
            pools.setdefault(_ids(groups), ([], groups))[0].append(line)
    return list(pools.values())


def _volume(scenario: Scenario, workload: Workload, line: Line) -> LineVolume:
    row = workload.line_ids.index(line.id)
    return LineVolume(
        line.id,
        _ids(_serving(scenario, line)),
        workload.cases[row],
        workload.hostile_cases[row],
        workload.work_minutes[row],
    )


def _live_requirement(
    scenario: Scenario,
    timeline: Timeline,
    workload: Workload,
    lines: list[Line],
    groups: tuple[Group, ...],
) -> LiveRequirement:
    """Return the agents of one pool.

    The pool's lines are joined: arrivals add up, handle time is their mean by work, customers'
    leaving rate and busyness their mean by cases, and the strictest target share and time limit
    of any of them hold for all.
    """
    channels = [scenario.channels[line.channel_id] for line in lines]
    contacts = [_contacts(workload, line, scenario, groups) for line in lines]
    step = scenario.horizon.interval_minutes
    open_now = np.max([_open_share(timeline, channel) for channel in channels], axis=0) > 0
    load = np.sum([offered_load(one, step) for one in contacts], axis=0)
    away = away_share(scenario.team)
    agents = agents_needed(contacts, load, _promise(scenario, lines), away, open_now)
    return LiveRequirement(tuple(line.id for line in lines), _ids(groups), load, agents)


def _contacts(
    workload: Workload, line: Line, scenario: Scenario, groups: tuple[Group, ...]
) -> Contacts:
    """Return a line's contacts with the time that one takes of an agent.

    An agent with K cases at once takes (1 + slowdown x (K - 1)) times as long for each and
    finishes K of them in that time.
    """
    channel = scenario.channels[line.channel_id]
    row = workload.line_ids.index(line.id)
    at_once = channel.concurrency
    factor = (1 + channel.concurrency_slowdown * (at_once - 1)) / at_once
    factor *= mean_pace(scenario, line.channel_id, groups)
    patience = channel.patience.mean_seconds if channel.patience else math.inf
    return Contacts(
        workload.cases[row],
        workload.work_minutes[row] * factor + _cool_down_minutes(scenario, workload, row),
        patience,
        channel.busyness_cv,
    )


def _cool_down_minutes(scenario: Scenario, workload: Workload, row: int) -> Floats:
    """Return the time after hostile cases in which agents take nothing new, (intervals,)."""
    serving = [
        one for group in _serving(scenario, lines_of(scenario)[row]) for one in group.agent_ids
    ]
    cool_downs = cool_downs_of(scenario)
    seconds = sum(
        one.seconds * _cool_downs_per_hostile_case(workload, row, one.after_run)
        for one in (cool_downs[agent_id] for agent_id in serving if agent_id in cool_downs)
    )
    minutes: Floats = workload.hostile_cases[row] * (seconds / max(len(serving), 1) / 60)
    return minutes


def _cool_downs_per_hostile_case(workload: Workload, row: int, run: int) -> float:
    """Return how often a hostile case of a line is followed by a cool-down after a run of them.

    With a hostile share h and a cool-down after r hostile cases in a row, then counted anew, one
    comes every (1 - h^r) / ((1 - h) h^r) cases (mean waiting time for a run; Feller 1968, "An
    Introduction to Probability Theory", vol. 1, section XIII.7, equation 7.7).
    """
    cases, hostile = workload.cases[row].sum(), workload.hostile_cases[row].sum()
    if run == 1 or cases <= 0 or hostile <= 0:
        return 1.0
    share = float(hostile / cases)
    if share >= 1:
        return 1 / run
    return share ** (run - 1) * (1 - share) / (1 - share**run)


def _promise(scenario: Scenario, lines: list[Line]) -> LivePromise | None:
    promises = [sla for line in lines if (sla := line_promise(scenario, line)) is not None]
    if not promises:
        return None
    share = max(sla.share for sla in promises)
    return LivePromise(share + _HEADROOM * (1 - share), min(sla.within_seconds for sla in promises))


def _open_share(timeline: Timeline, channel: Channel) -> Floats:
    """Return the part of each interval in which a channel is open, shape (intervals,)."""
    step = timeline.horizon.interval_minutes
    minutes: Floats = np.zeros(timeline.total_minutes)
    for start, end in timeline.open_windows(channel.opening):
        minutes[start:end] = 1.0
    shares: Floats = minutes[: timeline.intervals * step].reshape(-1, step).mean(axis=1)
    return shares


def _bucket_ends(scenario: Scenario, timeline: Timeline) -> Ints:
    """Return the ends of the buckets.

    A bucket is no longer than the shortest limit of a deferrable line: within a longer one,
    work could come in and be due without a row to see it. An hour is enough otherwise.
    """
    step = scenario.horizon.interval_minutes
    limits = [seconds / 60 for seconds in deferrable_limits_seconds(scenario)]
    longest = min([_LONGEST_BUCKET_MINUTES, *limits])
    length = max(int(longest // step), 1) * step
    ends = np.arange(length, timeline.total_minutes + length, length)
    return np.unique(np.minimum(ends, timeline.total_minutes)).astype(np.int64)


def _deferrable_requirement(
    scenario: Scenario, timeline: Timeline, workload: Workload, line: Line, ends: Ints
) -> DeferrableRequirement:
    step = scenario.horizon.interval_minutes
    serving = _serving(scenario, line)
    present = 1 - away_share(scenario.team)
    row = workload.line_ids.index(line.id)
    work_minutes = workload.work_minutes[row] * mean_pace(scenario, line.channel_id, serving)
    occupied = work_minutes + _cool_down_minutes(scenario, workload, row)
    work: Floats = np.divide(occupied, present)
    arrived = np.cumsum(work)[ends // step - 1]
    due: Floats = np.zeros(len(ends))
    for share, up in due_parts(scenario, timeline, line):
        due += share * _due_work(work, up, ends)
    return DeferrableRequirement(line.id, _ids(serving), arrived, np.minimum(due, arrived))


def _due_work(work: Floats, due_minutes: Floats, ends: Ints) -> Floats:
    """Return the work due by the end of each bucket, cumulative."""
    order = np.argsort(due_minutes, kind="stable")
    so_far = np.concatenate(([0.0], np.cumsum(work[order])))
    return so_far[np.searchsorted(due_minutes[order], ends.astype(np.float64), side="right")]
