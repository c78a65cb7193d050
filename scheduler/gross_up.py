"""Gross-up: what rostered people lose to absence, and how fast they are."""

import datetime as dt
from collections.abc import Sequence

from scenarios.queues import Group
from scenarios.scenario import Scenario
from scenarios.team import Agent, Team
from simulation.desk.absence import sick_share
from simulation.desk.speeds import learning_factor, training_factor


def away_share(team: Team) -> float:
    """Return the share of rostered working time in which an agent is not at the desk.

    Not there for the shift, ill, or on an unplanned pause, each independent of the others:
    1 - (1 - unplanned absence)(1 - sick share)(1 - shrinkage); gross = net / (1 - share)
    (Cleveland 2012, "Call Center Management on Fast Forward", chapter 7). Whoever is rostered is
    at the desk with that chance at any moment, so of n agents a binomial number is there.
    """
    away = absent_share(team)
    if team.shrinkage is not None:
        away = 1.0 - (1.0 - away) * (1.0 - team.shrinkage.share)
    return away


def absent_share(team: Team) -> float:
    """Return the share of rostered shifts whose agent does not come: not there, or ill."""
    absent = team.unplanned_absence_share
    if team.sickness is not None:
        absent = 1.0 - (1.0 - absent) * (1.0 - sick_share(team.sickness))
    return absent


def mean_pace(scenario: Scenario, channel_id: str, groups: Sequence[Group]) -> float:
    """Return the handle time of some groups together over the channel's own.

    The harmonic mean of the agents' factors weighted by contract hours: people who are busy
    alike handle cases in proportion to their speed. Training and the learning curve, the latter
    on average over the weeks of the horizon. An approximation: who takes which case depends on
    the roster, which is not known yet.
    """
    hours, cases = 0.0, 0.0
    for agent in _members(scenario, groups):
        contract = scenario.team.contract_of(agent).hours_per_week
        hours += contract
        cases += contract * _mean_speed(scenario, agent, channel_id)
    return hours / cases


def best_pace(scenario: Scenario, channel_id: str, group: Group) -> float:
    """Return the least handle time of anybody in a group over the channel's own."""
    return min(
        training_factor(scenario.team, agent, channel_id)
        * min(
            learning_factor(scenario.team.learning, agent.started, date)
            for date in (_first(scenario), _first(scenario) + _length(scenario))
        )
        for agent in _members(scenario, [group])
    )


def _members(scenario: Scenario, groups: Sequence[Group]) -> list[Agent]:
    ids = {agent_id for group in groups for agent_id in group.agent_ids}
    return [agent for agent in scenario.team.agents if agent.id in ids]


def _mean_speed(scenario: Scenario, agent: Agent, channel_id: str) -> float:
    """Return how many cases an agent handles in the time of one by the channel's handle time."""
    trained = training_factor(scenario.team, agent, channel_id)
    middles = [_first(scenario) + dt.timedelta(days=7 * week + 3) for week in _weeks(scenario)]
    learned = [learning_factor(scenario.team.learning, agent.started, date) for date in middles]
    return sum(1.0 / factor for factor in learned) / len(learned) / trained


def _first(scenario: Scenario) -> dt.date:
    return scenario.horizon.start


def _length(scenario: Scenario) -> dt.timedelta:
    return dt.timedelta(days=scenario.horizon.days)


def _weeks(scenario: Scenario) -> range:
    return range(scenario.horizon.weeks)
