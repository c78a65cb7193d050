"""Cap windows: what each agent met in each of them, against the own limits."""

from dataclasses import dataclass

import numpy as np

from scenarios.cap import CapWindow
from scenarios.cap_forms import CapForm, limit_in
from simulation.measures.yardstick import ShiftFacts
from simulation.records import AgentRecords, Bools, Floats, Ints, Records, TaskOutcome, TaskRecords
from simulation.world import SECONDS_PER_MINUTE, World

TOLERANCE = 1e-9  # of a case, as in the quota


def interactions(tasks: TaskRecords) -> Bools:
    """Return which tasks somebody of the team handled with a customer at the other end."""
    met: Bools = (tasks.agent >= 0) & (tasks.outcome != TaskOutcome.UNREACHED)
    return met


@dataclass(frozen=True)
class FormSums:
    """How one form of the cap went, by agent, shape (agents,)."""

    highest: Floats  # of any window; 0 without cases
    windows: Ints  # with at least one case; shifts for contacts, the horizon for runs
    over: Ints  # of these, over the agent's own limit


def cap_sums(
    world: World, shifts: ShiftFacts, records: Records, longest_run: Ints
) -> dict[CapForm, FormSums]:
    """Return how each form of the cap went, against each agent's own limits.

    Shares and minutes are judged by window, contacts by shift, runs over the horizon.
    """
    tasks, duty = records.tasks, records.agents
    mine = interactions(tasks)
    agent, start = tasks.agent[mine], tasks.start_seconds[mine]
    hostile = tasks.hostile[mine].astype(np.float64)
    minutes = hostile * (tasks.end_seconds[mine] - start) / SECONDS_PER_MINUTE
    window = window_of(world, duty, agent, start, world.cap_window)
    shift = window_of(world, duty, agent, start, CapWindow.SHIFT)
    size = len(world.agent_ids)
    handled = _by_window(size, agent, window, np.ones(len(agent)))
    met = _by_window(size, agent, window, hostile)
    spent = _by_window(size, agent, window, minutes)
    paid = paid_hours(world, shifts, duty, handled.shape[1])
    by_shift = _by_window(size, agent, shift, hostile)
    some = handled > 0
    return {
        CapForm.SHARE: _sums(
            _ratio(met, handled), some, met, handled, _limits(world, CapForm.SHARE)
        ),
        CapForm.CONTACTS: _sums(
            by_shift,
            _by_window(size, agent, shift, np.ones(len(agent))) > 0,
            by_shift,
            np.ones(by_shift.shape),
            _limits(world, CapForm.CONTACTS),
        ),
        CapForm.MINUTES: _sums(
            _ratio(spent, paid), some, spent, paid, _limits(world, CapForm.MINUTES)
        ),
        CapForm.RUN: _run_sums(longest_run, some, _limits(world, CapForm.RUN)),
    }


def _limits(world: World, form: CapForm) -> Floats:
    """Return each agent's limit of a form, infinity where there is none."""
    said = [limit_in(limits, form) for limits in world.cap_limits]
    return np.array([np.inf if limit is None else limit for limit in said], dtype=np.float64)


def _by_window(size: int, agent: Ints, window: Ints, values: Floats) -> Floats:
    """Return sums of shape (agents, windows)."""
    windows = int(window.max(initial=-1)) + 1
    total = np.bincount(agent * windows + window, values, minlength=size * windows)
    sums: Floats = total.reshape(size, windows).astype(np.float64)
    return sums


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros(above.shape), where=below > 0)


def _sums(values: Floats, some: Bools, amount: Floats, base: Floats, limit: Floats) -> FormSums:
    """Judge amounts, shape (agents, windows), by limit x base."""
    bounded = np.where(np.isinf(limit), 0.0, limit)[:, None]
    over = (amount > bounded * base + TOLERANCE) & ~np.isinf(limit)[:, None]
    windows: Ints = np.count_nonzero(some, axis=1).astype(np.int64)
    passed: Ints = np.count_nonzero(over, axis=1).astype(np.int64)
    return FormSums(values.max(axis=1, initial=0.0), windows, passed)


def _run_sums(longest: Ints, some: Bools, limit: Floats) -> FormSums:
    over = (longest > limit).astype(np.int64)
    return FormSums(longest.astype(np.float64), np.asarray(some.any(axis=1), dtype=np.int64), over)


def paid_hours(world: World, shifts: ShiftFacts, duty: AgentRecords, windows: int) -> Floats:
    """Return paid hours by agent and window, of shifts that the agent came to.

    A shift that passes the end of a week is split by time, paid evenly from start to end.
    """
    came = np.unique(duty.shift)
    agent, paid = shifts.agent[came], shifts.paid_minutes[came] / 60.0
    begin, end = shifts.start_minute[came], shifts.end_minute[came]
    found = np.zeros((len(world.agent_ids), windows))
    if world.cap_window is CapWindow.SHIFT:
        inside = came < windows  # shifts behind the last one with a case
        np.add.at(found, (agent[inside], came[inside]), paid[inside])
        return found
    edges = np.array([-np.inf, np.inf])
    if world.cap_window is CapWindow.WEEK:
        edges = np.concatenate(([-np.inf], world.week_seconds[1:] / SECONDS_PER_MINUTE, [np.inf]))
    for window in range(windows):
        low, high = np.maximum(begin, edges[window]), np.minimum(end, edges[window + 1])
        np.add.at(found[:, window], agent, paid * np.maximum(high - low, 0.0) / (end - begin))
    return found


def window_of(
    world: World, duty: AgentRecords, agent: Ints, seconds: Floats, window: CapWindow
) -> Ints:
    """Return the cap window in which tasks were handed out, by agent and time.

    Weeks by the local date of the time; shifts by the roster's index; one window of a horizon.
    Raises ValueError for a task of an agent who has not come to any shift before it.
    """
    if window is CapWindow.HORIZON or not len(agent):
        return np.zeros(len(agent), dtype=np.int64)
    if window is CapWindow.WEEK:
        return np.searchsorted(world.week_seconds, seconds, side="right") - 1
    if not len(duty.agent):
        raise _no_shift(int(agent[0]), float(seconds[0]))
    moments = np.concatenate((duty.start_seconds, seconds))
    span = float(moments.max() - moments.min()) + 1.0  # so that agents cannot overlap
    order = np.lexsort((duty.start_seconds, duty.agent))
    begins = duty.start_seconds[order] + duty.agent[order] * span
    place = np.searchsorted(begins, seconds + agent * span, side="right") - 1
    strange = (place < 0) | (duty.agent[order][place] != agent)
    if strange.any():
        first = int(np.argmax(strange))
        raise _no_shift(int(agent[first]), float(seconds[first]))
    return duty.shift[order][place]


def _no_shift(agent: int, seconds: float) -> ValueError:
    return ValueError(f"agent {agent} was handed a task at second {seconds:g} before any shift")
