"""Agents: what each of them worked and met, and how that went with the roster."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from scenarios.cap_forms import CapForm
from simulation.measures.pieces import Pieces
from simulation.measures.windows import cap_sums, interactions
from simulation.measures.yardstick import ShiftFacts, Yardstick
from simulation.records import AgentRecords, Bools, Floats, Ints, Records, TaskRecords
from simulation.world import SECONDS_PER_MINUTE, World


@dataclass(frozen=True)
class AgentSums:
    """Counts and sums by agent, shape (agents,), over everything that they handled."""

    handled: Ints  # tasks; a call back that nobody answered is none
    hostile: Ints  # truth
    hostile_seconds: Floats  # handling time of these
    longest_run: Ints  # most hostile tasks in a row, by start
    busy_seconds: Floats  # with at least one task in hand
    available_seconds: Floats  # in working segments
    overtime_minutes: Floats  # after the rostered end of shifts
    max_window_share: Floats  # highest hostile share of a window; 0 without cases
    share_windows: Ints  # windows with a case; over: beyond the agent's limit
    share_over: Ints
    max_shift_contacts: Floats  # most hostile tasks in a shift
    contacts_windows: Ints
    contacts_over: Ints
    max_window_minutes: Floats  # most hostile minutes per paid hour in a window
    minutes_windows: Ints
    minutes_over: Ints
    run_windows: Ints
    run_over: Ints
    rostered_seconds: Floats  # of work and breaks, absent shifts too
    kept_seconds: Floats  # in the state that was rostered
    rostered_work_seconds: Floats
    paid_minutes: Floats  # of shifts that they came to
    absent_minutes: Floats  # paid minutes of the others
    absent_work_minutes: Floats  # working minutes of the others
    pause_seconds: Floats  # unplanned


def agent_sums(world: World, yardstick: Yardstick, records: Records, pieces: Pieces) -> AgentSums:
    """Return the sums of a replication by agent."""
    size = len(world.agent_ids)
    tasks, duty, shifts = records.tasks, records.agents, yardstick.shifts
    met = interactions(tasks)
    hostile = met & tasks.hostile
    spent = tasks.end_seconds - tasks.start_seconds
    length = duty.end_seconds - duty.start_seconds
    runs = _longest_runs(tasks, met, size)
    forms = cap_sums(world, shifts, records, runs)
    share, contacts = forms[CapForm.SHARE], forms[CapForm.CONTACTS]
    minutes, run = forms[CapForm.MINUTES], forms[CapForm.RUN]
    came = _came(shifts, duty)

    def total(agent: Ints, values: Floats) -> Floats:
        return np.bincount(agent, values, minlength=size).astype(np.float64)

    def by_shift(values: Floats, which: Bools) -> Floats:
        return total(shifts.agent[which], values[which])

    return AgentSums(
        handled=np.bincount(tasks.agent[met], minlength=size),
        hostile=np.bincount(tasks.agent[hostile], minlength=size),
        hostile_seconds=total(tasks.agent[hostile], spent[hostile]),
        longest_run=runs,
        busy_seconds=total(pieces.agent, pieces.end - pieces.start),
        available_seconds=total(duty.agent[duty.is_work], length[duty.is_work]),
        overtime_minutes=_overtime_minutes(size, shifts, duty),
        max_window_share=share.highest,
        share_windows=share.windows,
        share_over=share.over,
        max_shift_contacts=contacts.highest,
        contacts_windows=contacts.windows,
        contacts_over=contacts.over,
        max_window_minutes=minutes.highest,
        minutes_windows=minutes.windows,
        minutes_over=minutes.over,
        run_windows=run.windows,
        run_over=run.over,
        rostered_seconds=shifts.work.seconds + shifts.breaks.seconds,
        kept_seconds=total(duty.agent, _kept(shifts, duty)),
        rostered_work_seconds=shifts.work.seconds,
        paid_minutes=by_shift(shifts.paid_minutes, came),
        absent_minutes=by_shift(shifts.paid_minutes, ~came),
        absent_work_minutes=by_shift(shifts.work_minutes, ~came),
        pause_seconds=total(duty.agent[duty.is_pause], length[duty.is_pause]),
    )


def _came(shifts: ShiftFacts, duty: AgentRecords) -> Bools:
    came = np.zeros(len(shifts.agent), dtype=np.bool_)
    came[duty.shift] = True
    return came


def _kept(shifts: ShiftFacts, duty: AgentRecords) -> Floats:
    """Return how much of each segment was in the rostered state: work, or a planned break.

    Pauses are cut out of the work, so they never lie in a planned break.
    """
    kept = np.zeros(len(duty.agent))
    for rostered, which in ((shifts.work, duty.is_work), (shifts.breaks, ~duty.is_work)):
        kept[which] = rostered.within(
            duty.agent[which], duty.start_seconds[which], duty.end_seconds[which]
        )
    return kept


def _overtime_minutes(size: int, shifts: ShiftFacts, duty: AgentRecords) -> Floats:
    left = np.full(len(shifts.agent), -np.inf)
    np.maximum.at(left, duty.shift, duty.end_seconds / SECONDS_PER_MINUTE)
    late = np.maximum(left - shifts.end_minute, 0.0)
    return np.bincount(shifts.agent, late, minlength=size).astype(np.float64)


def _longest_runs(tasks: TaskRecords, met: Bools, size: int) -> Ints:
    """Return the most hostile tasks in a row of each agent, by start."""
    rows = np.flatnonzero(met)
    longest = np.zeros(size, dtype=np.int64)
    if not len(rows):
        return longest
    order = rows[np.lexsort((tasks.start_seconds[rows], tasks.agent[rows]))]
    agent, hostile = tasks.agent[order], tasks.hostile[order]
    place = np.arange(len(order))
    begins = np.concatenate(([True], np.diff(agent) != 0))
    # A run begins after the last harmless task, or with the agent's first one.
    before = np.maximum.accumulate(np.where(~hostile, place, np.where(begins, place - 1, -1)))
    np.maximum.at(longest, agent, place - before)
    return longest


def stacked(sums: Sequence[AgentSums]) -> dict[str, Floats]:
    """Return the columns of several replications, each of shape (replications, agents)."""
    return {
        field.name: np.array([getattr(one, field.name) for one in sums], dtype=np.float64)
        for field in fields(AgentSums)
    }
