"""Costs of a roster: wages, what is missing, heads, wishes, fairness, priced rules, shapes."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from scenarios.cap import CapWindow
from scenarios.cap_layers import all_limits, has_share
from scenarios.queues import groups_of
from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.burdens import fairness_price
from scheduler.checker.heads import heads_cost
from scheduler.checker.hostile_hours import hostile_price
from scheduler.checker.hostile_room import hours_without_room
from scheduler.checker.roster import check_roster
from scheduler.checker.shortage import missing_minutes
from scheduler.checker.wishes import wishes_not_granted
from scheduler.cuts import Cut
from scheduler.plan import Costs
from scheduler.requirement import Floats, Requirement


def costs_of(
    scenario: Scenario, requirement: Requirement, cuts: Sequence[Cut], roster: Roster
) -> Costs:
    """Return the costs of a roster, recomputed from the roster alone.

    Wages are paid minutes at the contract's hourly cost. Short hours are the fewest agent-hours
    missing against the requirement (a linear programme over who serves what), weighted hours
    missing to each cut, the hours of hostile contacts beyond the cap by hours alone, and usual
    shifts' hours for the hostile cases that no shift of a span has room for. The other terms come
    from the rules and the agreements with people; see the modules of each.
    """
    price = {
        agent.id: scenario.team.contracts[agent.contract].hourly_cost
        for agent in scenario.team.agents
    }
    wages = sum(shift.paid_minutes / 60 * price[shift.agent_id] for shift in roster.shifts)
    hours = missing_minutes(scenario, requirement, roster) / 60
    hours += sum(_missing_to(scenario, cut, roster) for cut in cuts)
    hours += _hours_over_cap(scenario, requirement, roster)
    hours += hours_without_room(requirement.rooms, roster)
    return Costs(
        wages=wages,
        short_hours=hours,
        short_cost=hours * scenario.planning.short_hour_cost,
        heads_cost=heads_cost(scenario, requirement, roster),
        wishes=sum(one.price for one in wishes_not_granted(scenario, roster)),
        fairness=fairness_price(scenario, roster) + hostile_price(scenario, requirement, roster),
        broken=_broken(scenario, roster),
        shapes=shape_count(scenario, roster) * scenario.planning.shape_cost,
    )


def _broken(scenario: Scenario, roster: Roster) -> float:
    """Return the price of the rules on people that are broken; heads have a term of their own."""
    return sum(one.price for one in check_roster(scenario, roster) if one.agent_id)


def shape_count(scenario: Scenario, roster: Roster) -> int:
    """Return how many different starts and lengths, by the clock, a roster uses."""
    timeline = Timeline(scenario.horizon)
    used = set()
    for shift in roster.shifts:
        starts, ends = timeline.local(shift.start_minute), timeline.local(shift.end_minute)
        length = ends.replace(tzinfo=None) - starts.replace(tzinfo=None)
        used.add((starts.time(), length))
    return len(used)


def _missing_to(scenario: Scenario, cut: Cut, roster: Roster) -> float:
    """Return the weighted agent-hours by which a roster stays below a cut."""
    group = {name: group.id for group in groups_of(scenario) for name in group.agent_ids}
    reached = 0.0
    for shift in roster.shifts:
        for block in cut.blocks:
            if group[shift.agent_id] not in block.group_ids:
                continue
            for part in shift.segments:
                low = max(part.start_minute, block.start_minute)
                high = min(part.end_minute, block.end_minute)
                if part.activity is Activity.WORK and high > low:
                    reached += block.weight * (high - low) / 60
    return max(0.0, cut.least - reached)


def _hours_over_cap(scenario: Scenario, requirement: Requirement, roster: Roster) -> float:
    """Return the hours of hostile contacts beyond the cap that come from shifts alone."""
    if scenario.cap is None or not has_share(scenario) or not requirement.volumes:
        return 0.0
    hours, limits = 0.0, all_limits(scenario)
    for group in groups_of(scenario):
        own = [volume for volume in requirement.volumes if group.id in volume.group_ids]
        cases = sum((volume.cases for volume in own), np.zeros(1))
        work = sum((volume.work_minutes for volume in own), np.zeros(1))
        hostile = sum((volume.hostile_cases for volume in own), np.zeros(1))
        if cases.sum() <= 0:
            continue
        pace = np.divide(1.0, work, out=np.zeros_like(work), where=work > 0)
        for agent_id in group.agent_ids:
            own_limit = limits[agent_id].hostile
            limit = max(1.0 if own_limit is None else own_limit, hostile.sum() / cases.sum() + 1e-9)
            excess = (hostile - limit * cases) * pace
            for contacts in _by_window(scenario, roster, agent_id, excess):
                hours += max(0.0, contacts) * work.sum() / cases.sum() / 60
    return hours


def _by_window(scenario: Scenario, roster: Roster, agent_id: str, excess: Floats) -> list[float]:
    assert scenario.cap is not None
    timeline = Timeline(scenario.horizon)
    sums: dict[int, float] = defaultdict(float)
    for shift in roster.shifts:
        day = timeline.day_index(shift.date)
        if shift.agent_id == agent_id and day >= 0:
            window = {CapWindow.SHIFT: day, CapWindow.WEEK: day // 7, CapWindow.HORIZON: 0}
            sums[window[scenario.cap.window]] += _contacts_over(
                shift, excess, scenario.horizon.interval_minutes
            )
    return list(sums.values())


def _contacts_over(shift: Shift, excess: Floats, step: int) -> float:
    edges = np.arange(len(excess) + 1) * step
    inside = np.clip(edges, shift.start_minute, shift.end_minute)
    return float((np.diff(inside) * excess).sum())
