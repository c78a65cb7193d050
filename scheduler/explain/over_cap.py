"""Whose hours bring more hostile work than the cap allows, whatever the routing does in them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.cap_layers import has_share, share_limits
from scenarios.roster import Roster, Shift
from scheduler.hostile_excess import excess_per_minute
from scheduler.people.calendar import Calendar
from scheduler.requirement import Requirement

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Over:
    """An agent's window of the cap whose hours alone bring too much."""

    agent_id: str
    day: int  # first of the window
    window: CapWindow
    limit: float
    contacts: float  # hostile ones over the limit
    hours: float  # that they take


def over_cap(calendar: Calendar, requirement: Requirement, roster: Roster) -> Iterator[Over]:
    """Yield what the roster model prices as hours of hostile contacts over the cap.

    An agent on duty is taken to meet the mix of contacts that comes in then on the group's lines.
    """
    cap = calendar.scenario.cap
    if cap is None or not has_share(calendar.scenario):
        return
    shares, step = share_limits(calendar.scenario), calendar.scenario.horizon.interval_minutes
    for group, members in zip(calendar.groups, calendar.members, strict=True):
        own = [volume for volume in requirement.volumes if group.id in volume.group_ids]
        for agent_id in (calendar.agents[one].id for one in members):
            limit = shares[agent_id]
            excess, minutes = excess_per_minute(own, limit)
            for day, shifts in _windows(calendar, roster, agent_id, cap.window):
                contacts = sum(_over(shift, excess, step) for shift in shifts)
                if contacts > 0:
                    hours = contacts * minutes / 60
                    yield Over(agent_id, day, cap.window, limit, contacts, hours)


def _windows(
    calendar: Calendar, roster: Roster, agent_id: str, window: CapWindow
) -> Iterator[tuple[int, list[Shift]]]:
    found: dict[int, list[Shift]] = defaultdict(list)
    for shift in roster.of(agent_id):
        day = calendar.timeline.day_index(shift.date)
        if day >= 0 and not shift.is_on_call:
            first = {CapWindow.SHIFT: day, CapWindow.WEEK: day - day % 7, CapWindow.HORIZON: 0}
            found[first[window]].append(shift)
    yield from sorted(found.items())


def _over(shift: Shift, excess: Floats, step: int) -> float:
    """Return the hostile contacts over the limit of a whole shift, breaks included."""
    edges = np.arange(len(excess) + 1) * step
    inside = np.clip(edges, shift.start_minute, shift.end_minute)
    return float((np.diff(inside) * excess).sum())
