"""Absence: shifts whose agent does not come, for one day or ill for several."""

import math

import numpy as np
import numpy.typing as npt

from scenarios.people import Sickness
from scenarios.roster import Roster
from simulation.philox import Purpose, uniforms
from simulation.world import World

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

DAYS_PER_YEAR = 365.0
DAY_MASK = 0xFFFF  # days before the horizon's first count down from the top
_FIRST_LOOK_BACK_DAYS = 32


def draw_absences(world: World, roster: Roster, seed: int, replication: int) -> Bools:
    """Return for each shift whether its agent does not come, shape (shifts,).

    Ill on the local date of the shift's start, or not there for this one shift. The luck belongs
    to agent and date, so it is the same under every roster. Raises ValueError for a shift of
    somebody who is not in the team.
    """
    agents, days = shift_places(world, roster)
    absent = np.zeros(len(agents), dtype=np.bool_)
    if world.unplanned_absence_share > 0:
        drawn = uniforms(seed, replication, days & DAY_MASK, agents, (Purpose.ABSENCE,))
        absent |= drawn[Purpose.ABSENCE] < world.unplanned_absence_share
    if world.scenario.team.sickness is not None and len(agents):
        first, last = int(days.min()), int(days.max())
        sick = draw_sick_days(world, seed, replication, first, last)
        absent |= sick[agents, days - first]
    return absent


def shift_places(world: World, roster: Roster) -> tuple[Ints, Ints]:
    """Return agent index and day index of each shift, both of shape (shifts,).

    Raises ValueError for a shift of somebody who is not in the team.
    """
    check_agents(world, roster)
    agent_at = {agent_id: number for number, agent_id in enumerate(world.agent_ids)}
    agents = [agent_at[shift.agent_id] for shift in roster.shifts]
    days = [(shift.date - world.first_date).days for shift in roster.shifts]
    return np.array(agents, dtype=np.int64), np.array(days, dtype=np.int64)


def check_agents(world: World, roster: Roster) -> None:
    """Raise ValueError for a shift of somebody who is not in the team."""
    known = set(world.agent_ids)
    for shift in roster.shifts:
        if shift.agent_id not in known:
            raise ValueError(f"shift {shift.id}: there is no agent {shift.agent_id} in the team")


def draw_sick_days(world: World, seed: int, replication: int, first: int, last: int) -> Bools:
    """Return who is ill on the days ``first`` to ``last``, shape (agents, days).

    Day indexes count from the horizon's first date. On every date a spell starts with chance
    ``spell_chance``, and whoever was ill the day before stays ill with chance 1 - 1 / mean days,
    so that a spell has a geometric length; all false without sickness in the scenario.

    The state on the first day is exactly that of people who have always lived like this: one
    looks back until a date on which a spell starts, or on which neither a spell starts nor an
    old one would go on; what lay before it no longer matters (coupling from the past, Propp &
    Wilson 1996).
    """
    sickness = world.scenario.team.sickness
    agents = len(world.agent_ids)
    if sickness is None:
        return np.zeros((agents, last - first + 1), dtype=np.bool_)
    look_back = _FIRST_LOOK_BACK_DAYS
    while True:
        starts, stays = _daily_luck(agents, sickness, seed, replication, first - look_back, last)
        if bool((starts | ~stays)[:, : look_back + 1].any(axis=1).all()):
            break
        look_back *= 2
    sick = np.empty_like(starts)
    ill = np.zeros(agents, dtype=np.bool_)
    for day in range(starts.shape[1]):
        ill = sick[:, day] = starts[:, day] | (ill & stays[:, day])
    return sick[:, look_back:]


def _daily_luck(
    agents: int, sickness: Sickness, seed: int, replication: int, first: int, last: int
) -> tuple[Bools, Bools]:
    """Return by agent and day whether a spell starts, and whether an old one would go on."""
    days = last - first + 1
    stream = np.tile(np.arange(first, last + 1) & DAY_MASK, agents)
    index = np.repeat(np.arange(agents), days)
    drawn = uniforms(seed, replication, stream, index, (Purpose.SICK_START, Purpose.SICK_STAY))
    starts = drawn[Purpose.SICK_START] < spell_chance(sickness)
    stays = drawn[Purpose.SICK_STAY] < 1.0 - recovery_chance(sickness)
    return starts.reshape(agents, days), stays.reshape(agents, days)


def spell_chance(sickness: Sickness) -> float:
    """Return the chance that a spell starts on a date: Poisson in time, at least one that day."""
    return -math.expm1(-sickness.spells_per_year / DAYS_PER_YEAR)


def recovery_chance(sickness: Sickness) -> float:
    """Return the chance that a spell has ended the day after; a spell lasts at least one day."""
    return 1.0 / max(sickness.mean_days, 1.0)


def sick_share(sickness: Sickness | None) -> float:
    """Return the share of days on which an agent is ill.

    The stationary chance of a Markov chain of two states, with q = ``spell_chance`` and
    p = ``recovery_chance``: well people fall ill with chance q, ill ones are well the next day
    with chance p (1 - q), so the share is q / (q + p (1 - q)) (Kemeny & Snell 1960, section 4.1).
    """
    if sickness is None:
        return 0.0
    start = spell_chance(sickness)
    return start / (start + recovery_chance(sickness) * (1.0 - start))
