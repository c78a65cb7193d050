"""Curtois instances in the house's nouns."""

from functools import partial

import numpy as np

from benchmarks.rosters.bare import SKILL, bare_scenario, date_of, only_heads
from benchmarks.rosters.curtois_file import Employee, Instance
from benchmarks.rosters.curtois_score import score_roster
from benchmarks.rosters.problem import Problem
from scenarios.limits import Limits
from scenarios.pledges import Wish, WishFor
from scenarios.shift_shapes import ShiftTemplate
from scenarios.team import Absence, Agent, Contract
from scenarios.wall import MINUTES_PER_DAY
from scenarios.working_time import WorkingTimeRules
from scheduler.requirement import HeadCount

_STEPS = (60, 30, 15, 5)  # coarsest first: nothing is counted by interval
_MORNING = 6 * 60


def problem_of(instance: Instance, best_known: float | None = None) -> Problem:
    """Return the problem of an instance.

    A type of shift becomes a template with one start and no break, a line's limits become rules
    of the agent, days off become absences that count for no hours, requests become wishes and
    cover becomes heads by template and day. Cost and currency are the instance's penalty.
    """
    weeks, rest = divmod(instance.days, 7)
    if rest:
        raise ValueError(f"{instance.name}: {instance.days} days are no whole weeks")
    step, starts = _starts(instance)
    shifts = {
        kind.id: ShiftTemplate(starts=(starts[kind.id],), length_minutes=kind.minutes)
        for kind in instance.types
    }
    successions = {
        kind.id: tuple(sorted(kind.not_before)) for kind in instance.types if kind.not_before
    }
    scenario = bare_scenario(
        instance.name,
        weeks=weeks,
        interval_minutes=step,
        contracts={_contract_id(one): _contract(one, weeks) for one in instance.employees},
        agents=tuple(_agent(instance, one) for one in instance.employees),
        shifts=shifts,
        rules=WorkingTimeRules(preset="none", forbidden_successions=successions),
    )
    return Problem(
        instance.name,
        scenario,
        only_heads(_heads(instance)),
        partial(score_roster, instance),
        best_known,
    )


def _starts(instance: Instance) -> tuple[int, dict[str, int]]:
    """Return the planning interval and a start for each type, different ones where there is room.

    The instance says no times of day: which type may follow which is all of its daily rest. So
    that no shift can overlap one of the next day, all lie within their day. Types that bar more
    others the day after start later.
    """
    longest = max(kind.minutes for kind in instance.types)
    if longest > MINUTES_PER_DAY:
        raise ValueError(f"{instance.name}: a shift of {longest} minutes is longer than a day")
    ranked = sorted(instance.types, key=lambda kind: len(kind.not_before))
    first = min(_MORNING, (MINUTES_PER_DAY - longest) // 60 * 60)
    room = MINUTES_PER_DAY - longest - first
    step = next((one for one in _STEPS if room // one + 1 >= len(ranked)), _STEPS[-1])
    apart = room // max(len(ranked) - 1, 1) // step * step
    return step, {kind.id: first + place * apart for place, kind in enumerate(ranked)}


def _contract_id(employee: Employee) -> str:
    return f"{employee.min_minutes}-to-{employee.max_minutes}"


def _contract(employee: Employee, weeks: int) -> Contract:
    middle = (employee.min_minutes + employee.max_minutes) / 2
    return Contract(
        hours_per_week=middle / 60 / weeks,
        flexibility_hours=None,
        horizon_flexibility_hours=(employee.max_minutes - employee.min_minutes) / 2 / 60,
        max_days_per_week=7,
        hourly_cost=0.0,
    )


def _agent(instance: Instance, employee: Employee) -> Agent:
    return Agent(
        id=employee.id,
        contract=_contract_id(employee),
        skills=(SKILL,),
        rules=Limits(
            max_shifts=dict(employee.max_shifts),
            max_consecutive_days=employee.max_consecutive,
            min_consecutive_days=employee.min_consecutive,
            min_consecutive_days_off=employee.min_days_off,
            max_weekends=employee.max_weekends,
        ),
        absences=tuple(
            Absence(first=date_of(day), last=date_of(day)) for day in sorted(employee.days_off)
        ),
        wishes=tuple(
            Wish(first=date_of(one.day), wish=wish, shifts=(one.shift,), cost=float(one.weight))
            for wish, requests in ((WishFor.WORK, instance.on), (WishFor.OFF, instance.off))
            for one in requests
            if one.employee == employee.id
        ),
    )


def _heads(instance: Instance) -> tuple[HeadCount, ...]:
    everybody = tuple(employee.id for employee in instance.employees)
    heads = []
    for kind in instance.types:
        wanted = np.zeros(instance.days, dtype=np.int64)
        short, over = np.zeros(instance.days), np.zeros(instance.days)
        for need in instance.cover:
            if need.shift == kind.id:
                wanted[need.day] = need.wanted
                short[need.day], over[need.day] = need.short_weight, need.over_weight
        heads.append(HeadCount(f"cover of {kind.id}", everybody, wanted, short, over, kind.id))
    return tuple(heads)
