"""Assignment rules: from the solution to the router."""

import numpy as np
from scipy.stats import norm

from scenarios.assignment import (
    AssignmentRules,
    GroupRule,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
)
from scenarios.assignment_file import VERSION
from scenarios.cap import CapWindow
from scenarios.cap_layers import all_limits, cool_downs_of, has_promise
from scenarios.queues import groups_of, queues_of, serves
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.certify import fresh_replications
from scheduler.division import Division
from scheduler.hostility import hostile_chance, hostile_minutes
from scheduler.requirement import LiveRequirement, Requirement
from simulation.durations import seconds_of

_LIVE_PRIORITY = 0
_DEFERRABLE_PRIORITY = 1
_ASKED_FIRST = 0
_ASKED_SECOND = 1
# A group that the solution gives less than this part of its even share is asked second.
_CLEARLY_LESS = 0.5
_NEARLY_ALL = np.array([0.9])  # share of handle times for which a case is begun early enough


def plan_rules(
    scenario: Scenario,
    requirement: Requirement,
    division: Division,
    *,
    reserve_factor: float,
    release_share: float,
    margin_factor: float = 1.0,
    look_ahead_factor: float = 1.0,
) -> AssignmentRules:
    """Return the rules of a solution.

    ``reserve_factor`` scales the agents kept for live contacts (1 keeps the whole live
    requirement); ``release_share`` is the part of the shortest deferrable limit, before a case
    is due, from which on it is started all the same; ``margin_factor`` scales the quota's
    safety margin, ``look_ahead_factor`` the harmless work that it counts on.
    """
    return AssignmentRules(
        version=VERSION,
        policy=RoutingPolicy.PLAN,
        group_rules=_group_rules(scenario, division),
        quota=_quota(
            scenario,
            margin_factor,
            _sure_cases_per_hour(scenario, division, look_ahead_factor),
            dict(division.harmless_chance),
            dict(division.hostile_chance),
        ),
        reserves=tuple(_reserve(scenario, need, reserve_factor) for need in requirement.live),
        release_slack_seconds=_release_slack_seconds(scenario, release_share),
        cool_downs=cool_downs_of(scenario),
    )


def default_rules(scenario: Scenario) -> AssignmentRules:
    """Return rules with the quota but without a solution behind them: everybody asked alike."""
    return AssignmentRules(
        version=VERSION,
        policy=RoutingPolicy.PLAN,
        group_rules=_group_rules(scenario, None),
        quota=_quota(scenario, 1.0, {}, {}, hostile_chance(scenario)),
        reserves=(),
        release_slack_seconds=0.0,
        cool_downs=cool_downs_of(scenario),
    )


def longest_idle_rules(scenario: Scenario) -> AssignmentRules:
    """Return what most teams have today: whoever has been idle longest, and no quota."""
    return AssignmentRules(
        version=VERSION,
        policy=RoutingPolicy.LONGEST_IDLE,
        group_rules=_group_rules(scenario, None),
        quota=None,
        reserves=(),
        release_slack_seconds=0.0,
        cool_downs=cool_downs_of(scenario),
    )


def margin_z(scenario: Scenario) -> float:
    """Return the normal quantile of the quota's safety margin.

    A certificate without a failure over n replications is to be more likely than not, so a
    replication may fail with a chance of 1 - 0.5^(1/n). That chance is split evenly over agents
    and windows (Bonferroni). Labels without errors need no margin: their variance is zero.
    """
    windows = {
        CapWindow.SHIFT: scenario.horizon.days,
        CapWindow.WEEK: scenario.horizon.weeks,
        CapWindow.HORIZON: 1,
    }
    count = len(scenario.team.agents) * (windows[scenario.cap.window] if scenario.cap else 1)
    failing = 1 - 0.5 ** (1 / len(fresh_replications(scenario, attempt=1)))
    return float(norm.isf(failing / count))


def _sure_cases_per_hour(
    scenario: Scenario, division: Division, look_ahead_factor: float
) -> dict[str, float]:
    if scenario.cap is None:
        return {}
    part = look_ahead_factor * scenario.cap.look_ahead
    return {
        group_id: round(part * per_hour, 6)
        for group_id, per_hour in division.harmless_per_hour.items()
    }


def _quota(
    scenario: Scenario,
    margin_factor: float,
    sure_cases_per_hour: dict[str, float],
    sure_chance: dict[str, float],
    chance: dict[str, float],
) -> Quota | None:
    if scenario.cap is None or not has_promise(scenario):
        return None
    return Quota(
        limits=_limits(scenario),
        window=scenario.cap.window,
        burst=scenario.cap.burst,
        steps=scenario.cap.when_blocked,
        known_at_close=scenario.cap.known_at_close,
        margin_z=margin_factor * margin_z(scenario),
        hostile_chance=chance,
        hostile_minutes=hostile_minutes(scenario),
        sure_cases_per_hour=sure_cases_per_hour,
        sure_chance=sure_chance,
    )


def _limits(scenario: Scenario) -> dict[str, QuotaLimits]:
    """Return the limits of each agent who has any."""
    limits = {
        agent_id: QuotaLimits(
            one.hostile, one.contacts_per_shift, one.minutes_per_paid_hour, one.longest_run
        )
        for agent_id, one in all_limits(scenario).items()
    }
    return {agent_id: one for agent_id, one in limits.items() if one != QuotaLimits()}


def _group_rules(scenario: Scenario, division: Division | None) -> tuple[GroupRule, ...]:
    rules = []
    groups = groups_of(scenario)
    for queue in queues_of(scenario):
        serving = [group for group in groups if serves(group, queue.line)]
        people = sum(len(group.agent_ids) for group in serving)
        live = queue.line.live
        for group in serving:
            even = len(group.agent_ids) / people
            share = division.shares[group.id, queue.id] if division else even
            rules.append(
                GroupRule(
                    group_id=group.id,
                    queue_id=queue.id,
                    priority=_LIVE_PRIORITY if live else _DEFERRABLE_PRIORITY,
                    preference=_ASKED_SECOND if share < _CLEARLY_LESS * even else _ASKED_FIRST,
                    target_share=round(share, 6),
                )
            )
    return tuple(rules)


def _release_slack_seconds(scenario: Scenario, release_share: float) -> float:
    """Return how long before it is due deferrable work is begun whatever a reserve says.

    A part of the shortest limit, but no less than nearly all of this work takes: a reply goes out
    at the end of handling, so what is begun later is done too late.
    """
    limits: list[float] = []
    handling: list[float] = []
    for channel in scenario.channels.values():
        for place, stage in enumerate(channel.stages):
            sla = channel.sla if place == 0 else stage.sla
            if sla is None or (channel.realtime and place == 0):
                continue
            share = 1.0 if stage.handle_time is not None else stage.work_share
            longest = seconds_of(stage.handle_time or channel.handle_time, _NEARLY_ALL)
            limits.append(sla.within_seconds)
            handling.append(share * float(longest[0]))
    return max([release_share * min(limits, default=0.0), *handling])


def _reserve(scenario: Scenario, need: LiveRequirement, factor: float) -> Reserve:
    """Return the live requirement by interval of the week: the highest of the horizon's weeks."""
    timeline = Timeline(scenario.horizon)
    agents = np.zeros(timeline.intervals_per_week, dtype=np.int64)
    np.maximum.at(agents, timeline.interval_of_week, np.ceil(factor * need.agents).astype(np.int64))
    return Reserve(need.group_ids, need.line_ids, tuple(int(count) for count in agents))
