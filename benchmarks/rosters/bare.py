"""A scenario with nothing but people and shifts: the demand comes as heads, not as cases."""

import datetime as dt
from collections.abc import Mapping

import numpy as np

from scenarios.channels import Channel, Medium
from scenarios.durations import Duration
from scenarios.horizon import Horizon
from scenarios.planning import Planning
from scenarios.scenario import Scenario
from scenarios.shift_shapes import ShiftTemplate
from scenarios.team import Agent, Contract, Team
from scenarios.wall import parse_week_windows
from scenarios.working_time import WorkingTimeRules
from scheduler.requirement import HeadCount, Requirement

FIRST_DAY = dt.date(2024, 1, 1)  # a Monday
SKILL = "work"
_ZONE = "UTC"  # no clock changes, so that every day of a problem has its 24 hours


def bare_scenario(
    name: str,
    *,
    weeks: int,
    interval_minutes: int,
    contracts: Mapping[str, Contract],
    agents: tuple[Agent, ...],
    shifts: Mapping[str, ShiftTemplate],
    rules: WorkingTimeRules,
    planning: Planning | None = None,
) -> Scenario:
    """Return a scenario whose one channel is silent."""
    silent = Channel(
        medium=Medium.EMAIL,
        skill=SKILL,
        volume_per_week=0.0,
        handle_time=Duration(mean_seconds=60.0),
    )
    return Scenario(
        fairshift=1,
        name=name,
        horizon=Horizon(
            zone=_ZONE,
            start=FIRST_DAY,
            weeks=weeks,
            interval_minutes=interval_minutes,
            opening=parse_week_windows("24/7"),
        ),
        channels={"silent": silent},
        team=Team(contracts=dict(contracts), agents=agents),
        shifts=dict(shifts),
        rules=rules,
        planning=planning or Planning(),
    )


def only_heads(heads: tuple[HeadCount, ...], *, repeats: bool = False) -> Requirement:
    """Return a requirement of heads alone."""
    nothing = np.zeros(0, dtype=np.int64)
    return Requirement((), (), nothing, heads=heads, repeats=repeats)


def date_of(day: int) -> dt.date:
    """Return the date of a day of the problem, counted from 0."""
    return FIRST_DAY + dt.timedelta(days=day)


def day_of(date: dt.date) -> int:
    """Return the day of the problem on a date."""
    return (date - FIRST_DAY).days
