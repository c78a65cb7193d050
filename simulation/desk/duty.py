"""Duty: a roster as flat lists of segments, with those left out whose agent does not come."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.roster import Activity, Roster
from simulation.philox import Purpose, uniforms
from simulation.world import SECONDS_PER_MINUTE, World

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Duty:
    """Segments of all agents, agent by agent, in order of time."""

    first: list[int]  # by agent: place of the first segment; one more entry for the end
    starts: list[float]  # seconds
    ends: list[float]
    is_work: list[bool]
    shift: list[int]  # index into roster.shifts


def draw_absences(world: World, roster: Roster, seed: int, replication: int) -> Bools:
    """Return for each shift whether its agent does not come, shape (shifts,).

    The luck belongs to agent and date, so it is the same under every roster. Raises ValueError
    for a shift of somebody who is not in the team.
    """
    check_agents(world, roster)
    if world.unplanned_absence_share == 0:
        return np.zeros(len(roster.shifts), dtype=np.bool_)
    agent_at = {agent_id: number for number, agent_id in enumerate(world.agent_ids)}
    agents = np.array([agent_at[shift.agent_id] for shift in roster.shifts], dtype=np.int64)
    days = [(shift.date - world.first_date).days & 0xFFFF for shift in roster.shifts]
    stream = np.array(days, dtype=np.int64)
    drawn = uniforms(seed, replication, stream, agents, (Purpose.ABSENCE,))[Purpose.ABSENCE]
    return drawn < world.unplanned_absence_share


def compile_duty(world: World, roster: Roster, absent: Bools) -> Duty:
    """Return the roster as flat lists, in seconds.

    Raises ValueError for a shift of somebody who is not in the team.
    """
    check_agents(world, roster)
    shifts_of: dict[str, list[int]] = {agent_id: [] for agent_id in world.agent_ids}
    for number in sorted(range(len(roster.shifts)), key=lambda k: roster.shifts[k].start_minute):
        if not absent[number]:
            shifts_of[roster.shifts[number].agent_id].append(number)
    duty = Duty([0], [], [], [], [])
    for agent_id in world.agent_ids:
        for number in shifts_of[agent_id]:
            for segment in roster.shifts[number].segments:
                duty.starts.append(segment.start_minute * SECONDS_PER_MINUTE)
                duty.ends.append(segment.end_minute * SECONDS_PER_MINUTE)
                duty.is_work.append(segment.activity is Activity.WORK)
                duty.shift.append(number)
        duty.first.append(len(duty.starts))
    return duty


def check_agents(world: World, roster: Roster) -> None:
    """Raise ValueError for a shift of somebody who is not in the team."""
    known = set(world.agent_ids)
    for shift in roster.shifts:
        if shift.agent_id not in known:
            raise ValueError(f"shift {shift.id}: there is no agent {shift.agent_id} in the team")
