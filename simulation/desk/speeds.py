"""Speeds: how long an agent takes over what the channel says, by training and by experience."""

import datetime as dt
import math

import numpy as np
import numpy.typing as npt

from scenarios.people import Learning
from scenarios.team import Agent, Team
from simulation.world import World

Floats = npt.NDArray[np.float64]


def agent_speed(world: World) -> Floats:
    """Return each agent's handle time over the channel's own, shape (agents, channels).

    What the agent's kind of training says about the channel; 1 where nothing is said.
    """
    team = world.scenario.team
    return np.array(
        [
            [training_factor(team, agent, channel.id) for channel in world.channels]
            for agent in team.agents
        ]
    )


def training_factor(team: Team, agent: Agent, channel_id: str) -> float:
    """Return an agent's handle time on a channel over the channel's own, by kind of training."""
    if agent.profile is None:
        return 1.0
    return team.profiles[agent.profile].handle_time_factor.get(channel_id, 1.0)


def learning_factor(learning: Learning | None, started: dt.date | None, date: dt.date) -> float:
    """Return an agent's handle time on a date over that of an experienced agent.

    1 + (factor_at_start - 1) exp(-weeks / time_weeks), with the weeks since the first day of
    work; before that day, as on it. 1 for agents without a first day, who are experienced.
    """
    if learning is None or started is None:
        return 1.0
    weeks = max((date - started).days, 0) / 7.0
    return 1.0 + (learning.factor_at_start - 1.0) * math.exp(-weeks / learning.time_weeks)
