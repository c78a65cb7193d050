"""Shift design instances in the house's nouns."""

import math
from functools import partial

import numpy as np

from benchmarks.rosters.bare import SKILL, bare_scenario, only_heads
from benchmarks.rosters.problem import Problem
from benchmarks.rosters.shift_design_file import Design
from benchmarks.rosters.shift_design_score import score_roster
from scenarios.planning import Planning
from scenarios.shift_shapes import ShiftTemplate
from scenarios.team import Agent, Contract
from scenarios.working_time import WorkingTimeRules
from scheduler.requirement import HeadCount

_CONTRACT = "any-hours"


def problem_of(design: Design, best_known: float | None = None) -> Problem:
    """Return the problem of an instance.

    The staff is a crowd without rules, as large as could be of use on any day; the week repeats;
    demand is heads by interval; the weight of a shift in use is planning.shape_cost.
    """
    if design.days != 7:
        raise ValueError(f"{design.name}: {design.days} days are not one week")
    longest = max(max(kind.lengths) for kind in design.types) / 60
    contract = Contract(
        hours_per_week=7 * longest / 2,
        flexibility_hours=None,
        horizon_flexibility_hours=7 * longest / 2,
        max_days_per_week=7,
        hourly_cost=0.0,
    )
    names = tuple(f"p{number:03d}" for number in range(1, crowd(design) + 1))
    scenario = bare_scenario(
        design.name,
        weeks=1,
        interval_minutes=design.interval_minutes,
        contracts={_CONTRACT: contract},
        agents=tuple(Agent(id=name, contract=_CONTRACT, skills=(SKILL,)) for name in names),
        shifts=templates(design),
        rules=WorkingTimeRules(preset="none"),
        planning=Planning(shape_cost=float(design.shift_weight)),
    )
    slots = len(design.demand)
    step = design.interval_minutes
    heads = HeadCount(
        "staff",
        names,
        np.array(design.demand, dtype=np.int64),
        np.full(slots, float(design.short_weight * step)),
        np.full(slots, float(design.over_weight * step)),
    )
    judge = partial(score_roster, design)
    return Problem(design.name, scenario, only_heads((heads,), repeats=True), judge, best_known)


def templates(design: Design) -> dict[str, ShiftTemplate]:
    """Return templates that offer every start with every length once, though types may overlap."""
    offered: set[tuple[int, int]] = set()
    made: dict[str, ShiftTemplate] = {}
    for number, kind in enumerate(design.types, start=1):
        by_lengths: dict[tuple[int, ...], list[int]] = {}
        for start in kind.starts:
            new = tuple(length for length in kind.lengths if (start, length) not in offered)
            offered.update((start, length) for length in new)
            by_lengths.setdefault(new, []).append(start)
        for part, (lengths, starts) in enumerate(by_lengths.items()):
            if lengths:
                name = f"type-{number}" + (f"-{part}" if part else "")
                made[name] = ShiftTemplate(starts=tuple(starts), lengths_minutes=lengths)
    return made


def crowd(design: Design) -> int:
    """Return a number of people above which nobody would help on any day.

    Of the intervals of a shift, a share of over / (over + short) at least has no more people than
    are wanted, or the week would be cheaper without it. So the shifts of a day, and those of the
    evening before that run into it, are no more than the demand they can reach divided by that
    share of the shortest length; and so many people can work them all.
    """
    step = design.interval_minutes
    shortest = min(min(kind.lengths) for kind in design.types) // step
    last = max(kind.starts[-1] + kind.lengths[-1] for kind in design.types) // step
    share = design.over_weight / (design.over_weight + design.short_weight)
    a_day = 1440 // step
    evenings = [
        start for kind in design.types for start in kind.starts if start + kind.lengths[-1] > 1440
    ]
    first = min(evenings, default=1440) // step - a_day
    slots = len(design.demand)
    most = 0
    for day in range(design.days):
        reach = range(day * a_day + first, day * a_day + last)
        wanted = sum(design.demand[slot % slots] for slot in reach)
        most = max(most, math.floor(wanted / (share * shortest)) if share else wanted)
    return max(most, 1)
