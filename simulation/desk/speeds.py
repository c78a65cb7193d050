"""Speeds: how long an agent takes over what the channel says, by training and by experience."""

import datetime as dt
import math

import numpy as np
import numpy.typing as npt

from scenarios.people import Learning
from simulation.world import World

Floats = npt.NDArray[np.float64]


def agent_speed(world: World) -> Floats:
    """Return each agent's handle time over the channel's own, shape (agents, channels).

    What the agent's kind of training says about the channel; 1 where nothing is said.
    """
    team = world.scenario.team
    speed = np.ones((len(team.agents), len(world.channels)))
    for number, agent in enumerate(team.agents):
        if agent.profile is not None:
            factors = team.profiles[agent.profile].handle_time_factor
            speed[number] = [factors.get(channel.id, 1.0) for channel in world.channels]
    return speed


def learning_factor(learning: Learning | None, started: dt.date | None, date: dt.date) -> float:
    """Return an agent's handle time on a date over that of an experienced agent.

    1 + (factor_at_start - 1) exp(-weeks / time_weeks), with the weeks since the first day of
    work; before that day, as on it. 1 for agents without a first day, who are experienced.
    """
    if learning is None or started is None:
        return 1.0
    weeks = max((date - started).days, 0) / 7.0
    return 1.0 + (learning.factor_at_start - 1.0) * math.exp(-weeks / learning.time_weeks)
