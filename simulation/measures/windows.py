"""Cap windows: the hostile share of each agent in each of them."""

import numpy as np

from scenarios.cap import CapWindow
from simulation.records import AgentRecords, Bools, Floats, Ints, Records, TaskOutcome, TaskRecords
from simulation.world import World

TOLERANCE = 1e-9  # of a case, as in the quota


def interactions(tasks: TaskRecords) -> Bools:
    """Return which tasks somebody of the team handled with a customer at the other end."""
    met: Bools = (tasks.agent >= 0) & (tasks.outcome != TaskOutcome.UNREACHED)
    return met


def window_shares(world: World, records: Records) -> tuple[Floats, Ints]:
    """Return each agent's highest hostile share of a window and the number over the cap."""
    tasks = records.tasks
    size = len(world.agent_ids)
    highest, over = np.zeros(size), np.zeros(size, dtype=np.int64)
    mine = interactions(tasks)
    agent = tasks.agent[mine]
    if not len(agent):
        return highest, over
    window = window_of(world, records.agents, agent, tasks.start_seconds[mine])
    windows = int(window.max()) + 1
    cell = agent * windows + window
    handled = np.bincount(cell, minlength=size * windows).reshape(size, windows)
    hostile = np.bincount(cell, tasks.hostile[mine], minlength=size * windows)
    hostile = hostile.reshape(size, windows)
    share = np.divide(hostile, handled, out=np.zeros(handled.shape), where=handled > 0)
    passed = hostile > world.cap_share * handled + TOLERANCE
    return share.max(axis=1), passed.sum(axis=1)


def window_of(world: World, duty: AgentRecords, agent: Ints, seconds: Floats) -> Ints:
    """Return the cap window in which tasks were handed out, by agent and time.

    Weeks by the local date of the time; shifts by the roster's index; one window of a horizon.
    """
    if world.cap_window is CapWindow.HORIZON:
        return np.zeros(len(agent), dtype=np.int64)
    if world.cap_window is CapWindow.WEEK:
        return np.searchsorted(world.week_seconds, seconds, side="right") - 1
    span = float(duty.end_seconds.max() - duty.start_seconds.min()) + 1.0
    order = np.lexsort((duty.start_seconds, duty.agent))
    begins = duty.start_seconds[order] + duty.agent[order] * span
    place = np.searchsorted(begins, seconds + agent * span, side="right") - 1
    return duty.shift[order][place]
