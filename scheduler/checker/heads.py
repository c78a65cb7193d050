"""Heads that a requirement wants in its slots: what is short, over or alone, and its price."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.roster import Activity, Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker.clocks import template_of
from scheduler.checker.violation import Violation
from scheduler.requirement import HeadCount, Requirement

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class _Slots:
    """What the slots of a count hold."""

    heads: Ints
    alone: Bools  # whether somebody is alone at some moment


def heads_cost(scenario: Scenario, requirement: Requirement, roster: Roster) -> float:
    """Return the price of heads too few and too many, in currency.

    Where nobody may be alone, a slot in which somebody is costs a missing head. What must not be
    short has no price here; see ``check_heads``.
    """
    cost = 0.0
    for count in requirement.heads:
        slots = _slots(scenario, requirement, count, roster)
        missing = np.maximum(count.wanted - slots.heads, 0) + slots.alone
        if count.short_cost is not None:
            cost += float((missing * count.short_cost).sum())
        cost += float((np.maximum(slots.heads - count.wanted, 0) * count.over_cost).sum())
    return cost


def check_heads(
    scenario: Scenario, requirement: Requirement, roster: Roster
) -> Iterator[Violation]:
    """Yield the slots in which a count that has no price is not met."""
    timeline = Timeline(scenario.horizon)
    for count in requirement.heads:
        if count.short_cost is not None:
            continue
        slots = _slots(scenario, requirement, count, roster)
        for number in np.flatnonzero((slots.heads < count.wanted) | slots.alone).tolist():
            if count.template_id is not None:
                date, at = timeline.date(number), ""
            else:
                local = timeline.local(number * scenario.horizon.interval_minutes)
                date, at = local.date(), f" {local:%H:%M}"
            found, wanted = int(slots.heads[number]), int(count.wanted[number])
            words = f"{count.name}, {date}{at}: {found} there, {wanted} wanted"
            if found >= wanted:
                words = f"{count.name}, {date}{at}: somebody is alone"
            yield Violation("heads", "scenario", "", date, words)


def _slots(
    scenario: Scenario, requirement: Requirement, count: HeadCount, roster: Roster
) -> _Slots:
    if count.template_id is not None:
        heads = _starting(scenario, count, roster)
        return _Slots(heads, (heads == 1) & count.never_alone)
    step = scenario.horizon.interval_minutes
    minutes = len(count.wanted) * step
    present = np.zeros((len(count.wanted), step), dtype=np.int64)
    through = np.zeros(len(count.wanted), dtype=np.int64)
    shifts: dict[str, list[Shift]] = {agent_id: [] for agent_id in count.agent_ids}
    for shift in roster.shifts:
        if shift.agent_id in shifts:
            shifts[shift.agent_id].append(shift)
    for listed in shifts.values():
        own = _minutes_of_work(listed, minutes, repeats=requirement.repeats)
        by_slot = own.reshape(-1, step)
        present += by_slot
        through += by_slot.all(axis=1)
    return _Slots(through, (present == 1).any(axis=1) & count.never_alone)


def _starting(scenario: Scenario, count: HeadCount, roster: Roster) -> Ints:
    timeline = Timeline(scenario.horizon)
    heads = np.zeros(len(count.wanted), dtype=np.int64)
    for shift in roster.shifts:
        day = timeline.day_index(shift.date)
        if shift.agent_id in count.agent_ids and 0 <= day < len(heads):
            heads[day] += template_of(scenario, timeline, shift) == count.template_id
    return heads


def _minutes_of_work(shifts: Sequence[Shift], minutes: int, *, repeats: bool) -> Bools:
    """Return in which minutes of the horizon somebody's shifts have work, shape (minutes,)."""
    own = np.zeros(minutes, dtype=bool)
    for shift in shifts:
        for part in shift.segments:
            if part.activity is Activity.WORK:
                worked = np.arange(part.start_minute, part.end_minute)
                inside = worked % minutes if repeats else worked
                own[inside[(inside >= 0) & (inside < minutes)]] = True
    return own
