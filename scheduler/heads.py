"""Heads on duty whatever the volume: a supervisor, a first-aider, nobody alone."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenarios.pledges import OnDuty
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.requirement import HeadCount

NOBODY_ALONE = "nobody alone"


def heads_of(scenario: Scenario) -> tuple[HeadCount, ...]:
    """Return the heads that the team asks for, by interval of the horizon.

    An interval of which any part lies in the hours counts whole, so that nobody is missing for a
    part of it. On days on which the team is closed nobody is asked for.
    """
    return tuple(_counts(scenario))


def _counts(scenario: Scenario) -> Iterator[HeadCount]:
    timeline, team = Timeline(scenario.horizon), scenario.team
    nothing = np.zeros(timeline.intervals)
    for name, asked in team.on_duty.items():
        inside = _touched(timeline, asked)
        hourly, step = asked.hourly_cost, scenario.horizon.interval_minutes
        yield HeadCount(
            name=name,
            agent_ids=tuple(agent.id for agent in team.agents if asked.skill in agent.skills),
            wanted=np.where(inside, asked.agents, 0).astype(np.int64),
            short_cost=None if hourly is None else nothing + hourly * step / 60,
            over_cost=nothing,
        )
    if team.no_lone_worker:
        everybody = tuple(agent.id for agent in team.agents)
        wanted = nothing.astype(np.int64)
        yield HeadCount(NOBODY_ALONE, everybody, wanted, None, nothing, never_alone=True)


def _touched(timeline: Timeline, asked: OnDuty) -> npt.NDArray[np.bool_]:
    """Return the intervals of which a part lies in the hours asked for, shape (intervals,)."""
    step = timeline.horizon.interval_minutes
    inside = np.zeros(timeline.intervals, dtype=np.bool_)
    for start, end in timeline.open_windows(asked.hours):
        inside[start // step : -(-end // step)] = True
    return inside
