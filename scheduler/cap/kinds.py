"""Kinds of people for the cap: same lines, same limits, same hours; and when they could work."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapLimits
from scenarios.cap_layers import all_limits
from scenarios.queues import Group
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.people.calendar import Calendar
from scheduler.people.duties import Duty
from scheduler.people.rules.availability import within

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Kind:
    """People of one group under the same limits of the cap who may work at the same hours."""

    group: Group
    limits: CapLimits
    agent_ids: tuple[str, ...]
    duties: tuple[Duty, ...]  # work that is open to them, absences and dated times apart
    there: Bools  # whether such a duty covers an interval, breaks apart, shape (intervals,)
    most_minutes: float | None  # paid at most over the horizon; None where more has a price only

    @property
    def eve_minutes(self) -> int:
        """Paid minutes of the longest shift from the evening before the horizon; 0 without one.

        It passes midnight into the first day, and no week of a contract holds it.
        """
        return max((duty.paid_minutes for duty in self.duties if duty.day < 0), default=0)

    @property
    def name(self) -> str:
        """In the planner's words: an agent, or a group."""
        if len(self.agent_ids) == 1:
            return f"agent {self.agent_ids[0]}"
        whole = len(self.agent_ids) == len(self.group.agent_ids)
        named = f"group {self.group.id}"
        return named if whole else f"{named} ({', '.join(self.agent_ids)})"


def kinds_of(scenario: Scenario) -> tuple[Kind, ...]:
    """Return the kinds of a team in the order of its agents.

    Absences and dated times are not looked at: somebody could have been there in their place, so
    what is proved of the kinds holds for any team that is away more.
    """
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    limits = all_limits(scenario)
    members: dict[tuple[object, ...], list[int]] = {}
    for index, agent in enumerate(calendar.agents):
        hours = repr(agent.availability)
        same = (calendar.group_of[index], limits[agent.id], calendar.kind_of[index], hours)
        members.setdefault(same, []).append(index)
    return tuple(_kind(calendar, limits, indexes) for indexes in members.values())


def _kind(calendar: Calendar, limits: dict[str, CapLimits], indexes: Sequence[int]) -> Kind:
    agent = calendar.agents[indexes[0]]
    table = calendar.table
    allowed = table.work & table.lawful(calendar.kind_of[indexes[0]])
    if agent.availability is not None:
        allowed = allowed & within(calendar, agent.availability)
    rows = [duty for duties in calendar.duties.values() for duty in duties]
    duties = tuple(duty for duty, open_ in zip(rows, allowed, strict=True) if open_)
    ids = tuple(calendar.agents[index].id for index in indexes)
    group = calendar.groups[calendar.group_of[indexes[0]]]
    priced = "contract_hours" in calendar.kinds[calendar.kind_of[indexes[0]]].prices
    most = None if priced else 60.0 * most_paid_hours(calendar.scenario, ids)
    return Kind(group, limits[agent.id], ids, duties, _covered(calendar, duties), most)


def _covered(calendar: Calendar, duties: Sequence[Duty]) -> Bools:
    step, slots = calendar.scenario.horizon.interval_minutes, calendar.timeline.intervals
    found = np.zeros(slots, dtype=np.bool_)
    for start, end in {(duty.start_minute, duty.end_minute) for duty in duties}:
        # Whoever comes or goes within an interval can still take what comes in it.
        found[max(start // step, 0) : max(-(-end // step), 0)] = True
    return found


def most_paid_hours(scenario: Scenario, agent_ids: Sequence[str]) -> float:
    """Return the most paid hours that some agents' contracts allow over the horizon."""
    chosen = [agent for agent in scenario.team.agents if agent.id in agent_ids]
    contracts = [scenario.team.contract_of(agent) for agent in chosen]
    weeks = scenario.horizon.weeks
    return sum(
        weeks * one.hours_per_week + min(weeks * one.weekly_band_hours, one.band_hours)
        for one in contracts
    )


def most_shifts(scenario: Scenario, agent_ids: Sequence[str]) -> int:
    """Return the most shifts that some agents' contracts allow over the horizon."""
    chosen = [agent for agent in scenario.team.agents if agent.id in agent_ids]
    days = [scenario.team.contract_of(agent).max_days_per_week for agent in chosen]
    return sum(days) * scenario.horizon.weeks
