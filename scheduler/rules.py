"""Assignment rules: from the solution to the router."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from scenarios.assignment import (
    AssignmentRules,
    Quota,
    QuotaLimits,
    Reserve,
    RoutingPolicy,
)
from scenarios.assignment_file import VERSION
from scenarios.cap import CapWindow
from scenarios.cap_forms import CapForm, limit_in
from scenarios.cap_layers import all_limits, cool_downs_of, has_promise
from scenarios.queues import lines_of
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.certify import fresh_replications
from scheduler.division import Division
from scheduler.group_rules import group_rules, rule_periods
from scheduler.hostility import (
    hostile_chance,
    hostile_minutes,
    hostile_minutes_cv,
    labelled_share,
)
from scheduler.requirement import LiveRequirement, Requirement
from simulation.durations import seconds_of

_NEARLY_ALL = np.array([0.9])  # share of handle times for which a case is begun early enough


@dataclass(frozen=True)
class RuleSettings:
    """What the solution leaves open in its rules, for simulation to choose."""

    reserves: tuple[float, ...]
    """By live requirement: part of its agents kept for live contacts; 1 keeps them all."""
    release_share: float
    """Part of the shortest deferrable limit, before a case is due, from which on it is started."""
    margin_factor: float = 1.0  # of the quota's safety margin
    look_ahead_factor: float = 1.0  # of the harmless work that the quota counts on


def plan_rules(
    scenario: Scenario,
    requirement: Requirement,
    division: Division,
    settings: RuleSettings,
) -> AssignmentRules:
    """Return the rules of a solution.

    Raises ValueError unless ``settings`` have a reserve for each live requirement.
    """
    return AssignmentRules(
        version=VERSION,
        policy=RoutingPolicy.PLAN,
        group_rules=group_rules(scenario, division),
        quota=_quota(
            scenario,
            settings.margin_factor,
            division,
            settings.look_ahead_factor,
        ),
        reserves=tuple(
            _reserve(scenario, need, factor)
            for need, factor in zip(requirement.live, settings.reserves, strict=True)
        ),
        release_slack_seconds=_release_slack_seconds(scenario, settings.release_share),
        cool_downs=cool_downs_of(scenario),
        periods=rule_periods(scenario, division),
        due_again_seconds=3600 * scenario.planning.due_again_hours,
    )


def default_rules(scenario: Scenario) -> AssignmentRules:
    """Return rules with the quota but without a solution behind them: everybody asked alike."""
    return AssignmentRules(
        version=VERSION,
        policy=RoutingPolicy.PLAN,
        group_rules=group_rules(scenario, None),
        quota=_quota(scenario, 1.0, None, 1.0),
        reserves=(),
        release_slack_seconds=0.0,
        cool_downs=cool_downs_of(scenario),
    )


def margin_z(scenario: Scenario) -> float:
    """Return the normal quantile of the quota's safety margin.

    A certificate without a failure over n replications is to be more likely than not, so a
    replication may fail with a chance of 1 - 0.5^(1/n). That chance is split evenly over what may
    fail (Bonferroni): each agent's windows, for each form that limits the agent, and in them each
    hand-out where more is known from one to the next (``_looks``). Labels without errors need no
    margin: their variance is zero. No margin helps with runs, so they take no part.
    """
    if scenario.cap is None:
        raise ValueError("without a cap there is no quota, and so no margin")
    windows = {
        CapWindow.SHIFT: scenario.horizon.days,
        CapWindow.WEEK: scenario.horizon.weeks,
        CapWindow.HORIZON: 1,
    }
    own = windows[scenario.cap.window]
    by_form = {CapForm.SHARE: own, CapForm.CONTACTS: scenario.horizon.days, CapForm.MINUTES: own}
    count = sum(
        number * _looks(scenario, form, number)
        for limits in all_limits(scenario).values()
        for form, number in by_form.items()
        if limit_in(limits, form) is not None
    )
    failing = 1 - 0.5 ** (1 / len(fresh_replications(scenario, attempt=1)))
    return float(norm.isf(failing / max(count, 1)))


def _looks(scenario: Scenario, form: CapForm, windows: int) -> float:
    """Return how often in a window an agent's room is looked at anew, for the margin.

    A gate that learns what cases truly were fills up again whenever they were milder than feared,
    and each time may go wrong: once for every hand-out, of the hostile cases expected per agent
    and window. So it is with contacts whose truth is known at close, and with minutes, as it is
    always known how long a case took. The margin of a share covers that by itself.
    """
    assert scenario.cap is not None
    learns = form is CapForm.MINUTES or (form is CapForm.CONTACTS and scenario.cap.known_at_close)
    if not learns:
        return 1.0
    weekly = sum(
        channel.weekly_cases * line.share * labelled_share(scenario, line)
        for line in lines_of(scenario)
        for channel in (scenario.channels[line.channel_id],)
    )
    cases = weekly * scenario.volume.scale * scenario.horizon.weeks
    return max(1.0, cases / (len(scenario.team.agents) * windows))


def _quota(
    scenario: Scenario,
    margin_factor: float,
    division: Division | None,
    look_ahead_factor: float,
) -> Quota | None:
    """Return the quota; without a division nothing is known of harmless work to come."""
    cap = scenario.cap
    if cap is None or not has_promise(scenario):
        return None
    per_hour, chance, minutes = {}, {}, {}
    known = hostile_chance(scenario)
    if division is not None:
        per_hour, chance = division.harmless_per_hour, division.harmless_chance
        minutes, known = division.leak_minutes, dict(division.hostile_chance)
    part = look_ahead_factor * cap.look_ahead
    leak = {group_id: rate * chance[group_id] for group_id, rate in per_hour.items()}
    return Quota(
        limits=_limits(scenario),
        window=cap.window,
        burst=cap.burst,
        margin_z=margin_factor * margin_z(scenario),
        hostile_chance=known,
        hostile_minutes=hostile_minutes(scenario),
        hostile_minutes_cv=hostile_minutes_cv(scenario),
        steps=cap.when_blocked,
        known_at_close=cap.known_at_close,
        sure_cases_per_hour={name: round(part * rate, 6) for name, rate in per_hour.items()},
        sure_chance=dict(chance),
        leak_per_hour={name: round(rate, 6) for name, rate in leak.items()},
        leak_minutes_per_hour={
            name: round(rate * minutes.get(name, 0.0), 6) for name, rate in leak.items()
        },
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
