"""What must hold of the records of any world, recomputed from the records alone."""

import math
from collections import defaultdict
from itertools import pairwise

import numpy as np

from scenarios.assignment import AssignmentRules
from scenarios.queues import queues_of
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from simulation.records import Origin, Records, TaskOutcome, TaskRecords
from tests.simulation.identities import (
    NEAR,
    check_eligibility,
    check_quota,
)

BY_AGENT = (TaskOutcome.ANSWERED, TaskOutcome.UNREACHED, TaskOutcome.HANDED_OVER)
ENDED = (TaskOutcome.ANSWERED,)  # by an agent who met the customer and was done
WORKED_ON = (*BY_AGENT, TaskOutcome.EXTERNAL)
FURTHER = {
    Origin.STAGE: (TaskOutcome.ANSWERED, TaskOutcome.EXTERNAL),
    Origin.HAND_OVER: (TaskOutcome.HANDED_OVER,),
    Origin.RETRY: (TaskOutcome.UNREACHED,),
}
"""Origins of a case's later tasks, and how the task before each of them ended."""
CAUSED = (Origin.BACKLASH, Origin.SPILL, Origin.REPOST, Origin.REPEAT, Origin.BOT_RETURN)


def check_world(said: Scenario, plan: Roster, by: AssignmentRules, records: Records) -> None:
    check_columns(records.tasks)
    check_cases(records.tasks)
    check_parents(records.tasks)
    check_clocks(said, records)
    check_nobody_works_off_shift(records)
    check_segments(plan, records)
    check_in_hand(said, records)
    check_external_desks(said, records.tasks)
    check_eligibility(said, by, records)
    check_cool_down(said, by, records)
    check_quota(said, plan, by, records)


def check_columns(tasks: TaskRecords) -> None:
    """Each outcome is exactly one, and the other columns say so alike."""
    assert set(tasks.outcome.tolist()) <= {int(one) for one in TaskOutcome}
    assert (np.diff(tasks.arrival_seconds) >= 0).all()
    begun, ended = ~np.isnan(tasks.start_seconds), ~np.isnan(tasks.end_seconds)
    assert ((tasks.agent >= 0) == np.isin(tasks.outcome, BY_AGENT)).all()
    assert ((tasks.desk >= 0) == (tasks.outcome == TaskOutcome.EXTERNAL)).all()
    assert (begun == np.isin(tasks.outcome, WORKED_ON)).all()
    assert (ended == (tasks.outcome != TaskOutcome.OPEN)).all()
    closed = np.isin(tasks.outcome, (TaskOutcome.ANSWERED, TaskOutcome.EXTERNAL, TaskOutcome.BOT))
    assert closed[tasks.resolved].all()
    moderated = tasks.outcome == TaskOutcome.MODERATED
    assert (tasks.moderated_seconds[moderated] == tasks.end_seconds[moderated]).all()


def tasks_by_case(tasks: TaskRecords) -> dict[int, list[int]]:
    """Return the rows of each case in their order."""
    rows: dict[int, list[int]] = defaultdict(list)
    for row, case in enumerate(tasks.case_id.tolist()):
        rows[case].append(row)
    return rows


def check_cases(tasks: TaskRecords) -> None:
    """Every case comes in once and goes from task to task until one of them is its last."""
    for rows in tasks_by_case(tasks).values():
        first, last = rows[0], rows[-1]
        assert tasks.origin[first] not in FURTHER
        assert tasks.stage[first] == 0
        assert not tasks.resolved[rows[:-1]].any()
        assert tasks.outcome[last] != TaskOutcome.HANDED_OVER
        for before, row in pairwise(rows):
            origin = Origin(int(tasks.origin[row]))
            assert tasks.outcome[before] in FURTHER[origin]
            assert tasks.author[row] == tasks.author[first]
            assert tasks.parent_id[row] == tasks.parent_id[first]
            if origin is Origin.STAGE:
                assert tasks.arrival_seconds[row] >= tasks.end_seconds[before] - NEAR
                continue
            for column in (tasks.stage, tasks.queue, tasks.arrival_seconds, tasks.due_seconds):
                assert column[row] == column[before]
            if not math.isnan(tasks.start_seconds[row]):
                assert tasks.start_seconds[row] >= tasks.end_seconds[before] - NEAR


def check_parents(tasks: TaskRecords) -> None:
    """Who was led here came after the case that led here, which ended as it had to."""
    by_case = tasks_by_case(tasks)
    for rows in by_case.values():
        row = rows[0]
        origin, parent = Origin(int(tasks.origin[row])), int(tasks.parent_id[row])
        assert (parent >= 0) == (origin in CAUSED)
        if parent < 0:
            continue
        cause = by_case[parent]
        came = tasks.arrival_seconds[row]
        assert came >= tasks.arrival_seconds[cause[0]]
        end = TaskOutcome(int(tasks.outcome[cause[-1]]))
        if origin is Origin.SPILL:
            assert end is TaskOutcome.ABANDONED
            assert came >= tasks.end_seconds[cause[-1]]
        elif origin is Origin.REPEAT:
            assert tasks.resolved[cause[-1]]
            assert came >= tasks.end_seconds[cause[-1]]
        elif origin is Origin.BOT_RETURN:
            assert end is TaskOutcome.BOT
            assert not tasks.resolved[cause[-1]]


def check_clocks(said: Scenario, records: Records) -> None:
    """No time runs backwards, and nothing new comes in after the horizon."""
    tasks = records.tasks
    opens = np.maximum(tasks.arrival_seconds, 0.0)
    horizon = 60.0 * Timeline(said.horizon).total_minutes
    assert (tasks.arrival_seconds < horizon).all()
    early = tasks.arrival_seconds < 0.0
    first = np.isin(tasks.origin, (Origin.BACKLOG, Origin.HAND_OVER, Origin.RETRY))
    assert first[early].all()
    assert (tasks.due_seconds >= tasks.arrival_seconds).all()
    begun, ended = ~np.isnan(tasks.start_seconds), ~np.isnan(tasks.end_seconds)
    assert (tasks.start_seconds[begun] >= opens[begun]).all()
    assert (tasks.end_seconds[ended] >= opens[ended] - NEAR).all()
    assert (tasks.end_seconds[begun] >= tasks.start_seconds[begun]).all()
    until = np.where(begun, tasks.start_seconds, np.where(ended, tasks.end_seconds, np.inf))
    for column in (tasks.holding_seconds, tasks.moderated_seconds):
        seen = ~np.isnan(column)
        assert (column[seen] >= opens[seen]).all()
        assert (column[seen] <= until[seen]).all()


def check_nobody_works_off_shift(records: Records) -> None:
    """Each task is begun within a working segment, and ended or put back within it.

    What begins at the very end of a shift, since another task ended just then, is put back at the
    same moment.
    """
    tasks, duty = records.tasks, records.agents
    for row in np.flatnonzero(tasks.agent >= 0):
        start, end = tasks.start_seconds[row], tasks.end_seconds[row]
        put_back = start == end and tasks.outcome[row] == TaskOutcome.HANDED_OVER
        mine = (duty.agent == tasks.agent[row]) & duty.is_work & (duty.start_seconds <= start)
        holding = mine & ((start < duty.end_seconds) | (put_back & (start == duty.end_seconds)))
        assert holding.sum() == 1
        assert end <= duty.end_seconds[holding][0] + NEAR


def check_segments(plan: Roster, records: Records) -> None:
    """Segments of an agent do not overlap and start no earlier than rostered."""
    duty = records.agents
    until: dict[int, float] = defaultdict(lambda: -math.inf)
    for row in np.lexsort((duty.start_seconds, duty.agent)):
        agent = int(duty.agent[row])
        assert duty.start_seconds[row] >= until[agent]
        assert duty.start_seconds[row] >= 60.0 * plan.shifts[duty.shift[row]].start_minute
        assert duty.end_seconds[row] >= duty.start_seconds[row]
        until[agent] = float(duty.end_seconds[row])
    assert not (duty.is_pause & duty.is_work).any()


def check_in_hand(said: Scenario, records: Records) -> None:
    """At no moment more at once than allowed, never two channels, nor calls and their rest."""
    tasks, queues = records.tasks, queues_of(said)
    for agent in set(tasks.agent[tasks.agent >= 0].tolist()):
        mine = np.flatnonzero(tasks.agent == agent)
        starts, ends = tasks.start_seconds[mine], tasks.end_seconds[mine]
        for start in starts:
            at_once = mine[(starts <= start) & (start < ends)]
            lines = [queues[tasks.queue[row]].line for row in at_once]
            kinds = {(line.channel_id, line.live) for line in lines}
            assert len(kinds) <= 1
            for channel_id, live in kinds:
                channel = said.channels[channel_id]
                after_a_call = channel.realtime and not live
                assert len(at_once) <= (1 if after_a_call else channel.concurrency)


def check_external_desks(said: Scenario, tasks: TaskRecords) -> None:
    """A desk takes only what it may, no more at once and on a day than it can, while open."""
    timeline, queues = Timeline(said.horizon), queues_of(said)
    days = 60.0 * np.array([timeline.minute(day, 0) for day in range(said.horizon.days + 1)])
    for number, desk in enumerate(said.external_desks.values()):
        mine = np.flatnonzero(tasks.desk == number)
        starts, ends = tasks.start_seconds[mine], tasks.end_seconds[mine]
        for row, start in zip(mine.tolist(), starts.tolist(), strict=True):
            queue = queues[tasks.queue[row]]
            assert queue.line.channel_id in desk.channels
            assert queue.labelled_hostile or not desk.only_hostile
            waited = start - tasks.arrival_seconds[row]
            assert waited >= desk.after_seconds - NEAR
            assert ((starts <= start) & (start < ends)).sum() <= desk.capacity
            if desk.opening is not None:
                windows = timeline.open_windows(desk.opening)
                assert any(60.0 * begin <= start < 60.0 * end for begin, end in windows)
        if desk.most_cases_per_day is not None:
            taken = np.bincount(np.searchsorted(days, starts, side="right"), minlength=1)
            assert taken.max() <= desk.most_cases_per_day


def check_cool_down(said: Scenario, by: AssignmentRules, records: Records) -> None:
    """Nothing is begun within the cool-down after a run of hostile cases.

    Calls in vain and what was put back do not count. Agents of whom two tasks end at one instant
    are passed over, as the records do not say which came first.
    """
    tasks = records.tasks
    met = ~np.isin(tasks.outcome, (TaskOutcome.HANDED_OVER, TaskOutcome.UNREACHED))
    for agent in set(tasks.agent[tasks.agent >= 0].tolist()):
        own = tasks.agent == agent
        ends, begun = tasks.end_seconds[own], tasks.start_seconds[own]
        if len(np.unique(ends)) < len(ends):
            continue
        run, own_cool_down = 0, by.cool_downs[said.team.agents[agent].id]
        mine = np.flatnonzero(own & met)
        for row in mine[np.argsort(tasks.end_seconds[mine])]:
            run = run + 1 if tasks.hostile[row] else 0
            if run == own_cool_down.after_run:
                run, end = 0, tasks.end_seconds[row]
                assert not ((begun >= end) & (begun < end + own_cool_down.seconds - NEAR)).any()
