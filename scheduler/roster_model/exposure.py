"""The cap in the roster: nobody's hours alone may carry more hostile work than the cap."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from scenarios.cap import CapWindow
from scenarios.cap_layers import has_share, share_limits
from scenarios.roster import Activity, Segment
from scheduler.hostile_excess import excess_per_minute
from scheduler.people.duties import Duty
from scheduler.people.prices import cents
from scheduler.requirement import LineVolume
from scheduler.roster_model.coverage import group_indexes
from scheduler.roster_model.ground import Ground, Option
from scheduler.roster_model.linear import weighted
from scheduler.roster_model.supply import Supply
from scheduler.roster_model.wrap import wrapped

Floats = npt.NDArray[np.float64]

_PER_CONTACT = 1000  # whole numbers to a contact


def add_exposure(ground: Ground, volumes: tuple[LineVolume, ...], supply: Supply) -> None:
    """Balance each agent's bad hours by better ones in every window of the cap.

    An agent on duty is taken to meet the mix of contacts that the group's lines bring at that
    time, at the pace of their mean handle time: per window, sum over hours on duty of contacts
    an hour x (hostile share then - limit) <= 0. The limit is the agent's own, or the hostile
    share of the group's whole volume where that is higher already, since then no choice of hours
    can keep the cap and the router has to. What is over is priced as the hours those contacts
    take.
    Rows that hold whatever the shifts are left out.
    """
    scenario = ground.calendar.scenario
    cap = scenario.cap
    if cap is None or not has_share(scenario) or not volumes:
        return
    agents, shares = ground.calendar.agents, share_limits(scenario)
    short_price = cents(scenario.planning.short_hour_cost)
    for group, members in enumerate(ground.calendar.members):
        own = [v for v in volumes if group in group_indexes(ground, v.group_ids)]
        for limit in sorted({shares[agents[one].id] for one in members}):
            excess, minutes_per_contact = excess_per_minute(own, limit)
            if not (excess > 0).any():
                continue
            price = max(1, round(short_price * minutes_per_contact / _PER_CONTACT))
            for agent in (one for one in members if shares[agents[one].id] == limit):
                for options in _windows(ground, agent, cap.window):
                    _add_row(ground, options, excess, supply.step, price)


def _windows(ground: Ground, agent: int, window: CapWindow) -> Iterator[list[Option]]:
    """Yield the shifts that each window of the cap may hold."""
    parts: dict[int, list[Option]] = defaultdict(list)
    for day in range(ground.days.stop):
        key = {CapWindow.SHIFT: day, CapWindow.WEEK: day // 7, CapWindow.HORIZON: 0}[window]
        parts[key].extend(ground.options[agent, day])
    yield from parts.values()


def _add_row(ground: Ground, options: list[Option], excess: Floats, step: int, price: int) -> None:
    week = ground.week_minutes
    terms = [
        (round(_PER_CONTACT * _on_duty(option.duty, excess, step, week)), option.chosen)
        for option in options
    ]
    most = sum(weight for weight, _ in terms if weight > 0)
    if most <= 0:
        return
    over = ground.model.new_int_var(0, most, "")
    ground.model.add(weighted(terms) <= over)
    ground.pay(price, over)


def _on_duty(duty: Duty, excess: Floats, step: int, week_minutes: int | None) -> float:
    """Return the contacts over the limit of a whole shift, breaks included, in the horizon."""
    if duty.on_call:
        return 0.0
    total = 0.0
    whole = Segment(duty.start_minute, duty.end_minute, Activity.WORK)
    for part in wrapped([whole], week_minutes):
        start, end = part.start_minute, part.end_minute
        for k in range(max(start, 0) // step, min(-(-end // step), len(excess))):
            inside = min(end, (k + 1) * step) - max(start, k * step)
            total += float(excess[k]) * inside
    return total
