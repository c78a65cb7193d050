"""Synthetic instances in the house's nouns."""

from functools import partial

import numpy as np

from benchmarks.rosters.bare import SKILL, bare_scenario, date_of, only_heads
from benchmarks.rosters.problem import Problem
from benchmarks.rosters.synthetic_file import Kind, Person, Staffing
from benchmarks.rosters.synthetic_score import score_roster
from scenarios.shift_shapes import BreakTemplate, ShiftTemplate
from scenarios.team import Absence, Agent, Contract
from scenarios.working_time import WorkingTimeRules
from scheduler.requirement import HeadCount


def problem_of(staffing: Staffing, best_known: float | None = None) -> Problem:
    """Return the problem of an instance: contracts, absences, templates, heads by interval."""
    contracts = {
        _contract_id(person): Contract(
            hours_per_week=float(person.hours_per_week),
            flexibility_hours=float(staffing.week_tolerance_hours),
            horizon_flexibility_hours=float(staffing.horizon_tolerance_hours),
            max_days_per_week=staffing.max_days_per_week,
            hourly_cost=0.0,
        )
        for person in staffing.people
    }
    scenario = bare_scenario(
        staffing.name,
        weeks=staffing.days // 7,
        interval_minutes=staffing.interval_minutes,
        contracts=contracts,
        agents=tuple(_agent(person) for person in staffing.people),
        shifts={kind.id: _template(kind) for kind in staffing.kinds},
        rules=WorkingTimeRules(preset="none", daily_rest_hours=float(staffing.rest_hours)),
    )
    wanted = np.array(staffing.required, dtype=np.int64).ravel()
    heads = HeadCount(
        "agents",
        tuple(person.id for person in staffing.people),
        wanted,
        np.full(len(wanted), float(staffing.short_cost)),
        np.full(len(wanted), float(staffing.over_cost)),
    )
    judge = partial(score_roster, staffing)
    return Problem(staffing.name, scenario, only_heads((heads,)), judge, best_known)


def _contract_id(person: Person) -> str:
    return f"{person.hours_per_week:g}-hours"


def _agent(person: Person) -> Agent:
    return Agent(
        id=person.id,
        contract=_contract_id(person),
        skills=(SKILL,),
        absences=tuple(Absence(first=date_of(day), last=date_of(day)) for day in person.days_off),
    )


def _template(kind: Kind) -> ShiftTemplate:
    breaks: tuple[BreakTemplate, ...] = ()
    if kind.break_start_minute is not None:
        after = kind.break_start_minute - kind.start_minute
        breaks = (BreakTemplate(minutes=kind.break_minutes, earliest_after_minutes=after),)
    return ShiftTemplate(
        starts=(kind.start_minute,),
        length_minutes=kind.end_minute - kind.start_minute,
        breaks=breaks,
    )
