"""Hostile contacts over the cap that hours on duty bring, for the tour search."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.cap_layers import has_share
from scheduler.hostile_excess import excess_per_minute
from scheduler.people.calendar import Calendar
from scheduler.people.prices import cents
from scheduler.requirement import Requirement

Doubles = npt.NDArray[np.float64]


def exposure_of(
    calendar: Calendar,
    requirement: Requirement,
    classes: Sequence[tuple[int, float]],
    places: int,
    width: int,
) -> tuple[npt.NDArray[np.int64], Doubles, Doubles]:
    """Return the cap's span of each place, contacts over the limit, and the price of one.

    ``classes`` of agents are (group, share that each may reach). Contacts have shape (classes,
    places, choices), of a whole duty; prices (classes,). Without a cap, or where no hours are
    over it, spans are -1.
    """
    spans = np.full(places, -1, dtype=np.int64)
    excess = np.zeros((len(classes), places, width))
    price = np.zeros(len(classes))
    cap = calendar.scenario.cap
    scenario = calendar.scenario
    if cap is None or not has_share(scenario) or not requirement.volumes:
        return spans, excess, price
    step = calendar.scenario.horizon.interval_minutes
    short = cents(calendar.scenario.planning.short_hour_cost)
    for number, (group, share) in enumerate(classes):
        group_id = calendar.groups[group].id
        own = [volume for volume in requirement.volumes if group_id in volume.group_ids]
        over, minutes = excess_per_minute(own, share)
        if (over > 0).any():
            price[number] = short * minutes
            excess[number] = _of_duties(calendar, over, step, places, width)
    if price.any():
        spans[:] = [_span(cap.window, place + min(calendar.duties)) for place in range(places)]
        spans[-1] = -1
    return spans, excess, price


def _of_duties(calendar: Calendar, over: Doubles, step: int, places: int, width: int) -> Doubles:
    """Return contacts over the limit of each duty, breaks included, inside the horizon."""
    found = np.zeros((places, width))
    total = np.concatenate([[0.0], np.cumsum(np.repeat(over, step))])  # by minute
    first = min(calendar.duties)
    for day, duties in calendar.duties.items():
        for choice, duty in enumerate(duties, start=1):
            start = min(max(duty.start_minute, 0), len(total) - 1)
            end = min(max(duty.end_minute, 0), len(total) - 1)
            if not duty.on_call:
                found[day - first, choice] = total[end] - total[start]
    return found


def _span(window: CapWindow, day: int) -> int:
    if day < 0:
        return -1
    return {CapWindow.SHIFT: day, CapWindow.WEEK: day // 7, CapWindow.HORIZON: 0}[window]
