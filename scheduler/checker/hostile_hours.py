"""Hours' worth of hostile contacts that people meet by the hours they work, and their price."""

import numpy as np

from scenarios.queues import groups_of
from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scheduler.requirement import Floats, LineVolume, Requirement

_TENTHS = 10  # hours are counted in tenths, shift by shift


def hostile_price(scenario: Scenario, requirement: Requirement, roster: Roster) -> float:
    """Return the price of everybody's hostile hours, what was carried over counting first.

    Who is on duty meets the mix of contacts that the lines of the group bring at that time. The
    n-th hour costs about n times the first: n hours in tenths, T = 10 n, cost T (T + 1) / 200.
    """
    price = 0.0 if scenario.fairness is None else scenario.fairness.hostile_hour
    if not price:
        return 0.0
    tenths = 0.0
    carried = {one.id: one.carry_over.hostile_hours for one in scenario.team.agents}
    for group in groups_of(scenario):
        lines = [line for line in requirement.volumes if group.id in line.group_ids]
        if sum(line.cases.sum() for line in lines) <= 0:
            continue
        met = {
            agent_id: [_hours_met(scenario, lines, shift) for shift in roster.of(agent_id)]
            for agent_id in group.agent_ids
        }
        for agent_id, hours in met.items():
            total = round(_TENTHS * carried[agent_id]) + sum(round(_TENTHS * h) for h in hours)
            tenths += total * (total + 1) / 2
    return price * tenths / _TENTHS**2


def _hours_met(scenario: Scenario, lines: list[LineVolume], shift: Shift) -> float:
    """Return the hours of hostile contacts of a shift, breaks included, within the horizon."""
    if shift.is_on_call or shift.date < scenario.horizon.start:
        return 0.0
    cases = sum(float(line.cases.sum()) for line in lines)
    work: Floats = np.sum([line.work_minutes for line in lines], axis=0)
    hostile: Floats = np.sum([line.hostile_cases for line in lines], axis=0)
    step = scenario.horizon.interval_minutes
    edges = np.clip(np.arange(len(work) + 1) * step, shift.start_minute, shift.end_minute)
    busy = work > 0
    contacts = float((np.diff(edges)[busy] * hostile[busy] / work[busy]).sum())
    return contacts * float(work.sum()) / cases / 60
