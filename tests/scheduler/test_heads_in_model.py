"""Heads on duty, typical weeks and shapes in use in the model, and what a roster costs."""

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from scenarios.pledges import OnDuty
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import check_heads, check_roster, costs_of
from scheduler.heads import heads_of
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tours_of import tour_rules
from scheduler.requirement import HeadCount, Requirement
from scheduler.roster_model.build import build, build_rules
from scheduler.roster_model.costs import roster_costs
from scheduler.roster_model.solution import roster_from
from scheduler.roster_model.solver import counting_solver
from scheduler.shapes import shapes_of, shift_from
from scheduler.tour_costs import BrokenRuleError
from tests.scheduler.small_teams import nothing_required, required, small
from tests.scheduler.test_roster_model import all_rosters

FREE = {"hours_per_week": 6.0, "flexibility_hours": 6.0, "hourly_cost": 3.0}
SHIFTS: dict[str, Any] = {
    "day": {
        "starts": ["08:00"],
        "length_minutes": 240,
        "breaks": [{"minutes": 60, "earliest_after_minutes": 60, "latest_after_minutes": 120}],
        "days": "mon",
    },
    "half": {"starts": ["08:30", "10:00"], "length_minutes": 120, "days": "mon"},
}
SHIFTS["day"]["breaks"][0]["every_minutes"] = 60


def solved(scenario: Scenario, requirement: Requirement) -> tuple[Roster, float] | None:
    """Return the roster that the whole model finds best, with its objective in currency."""
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    ground = build(calendar, tour_rules(calendar, requirement), requirement, ())
    solver = counting_solver(1, 20.0)
    status = solver.solve(ground.model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    return roster_from(ground, solver.value), solver.objective_value / UNITS_PER_CURRENCY


def costs(scenario: Scenario, requirement: Requirement, roster: Roster) -> Any:
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    rules = tour_rules(calendar, requirement)
    return roster_costs(calendar, rules, requirement, (), roster)


def with_heads(scenario: Scenario, *heads: HeadCount) -> Requirement:
    return replace(nothing_required(scenario), heads=heads)


def count_of(
    scenario: Scenario,
    wanted: dict[int, int],
    *,
    short: float | None = 50.0,
    over: float = 0.0,
    agents: tuple[str, ...] = ("a", "b"),
    template: str | None = None,
    never_alone: bool = False,
) -> HeadCount:
    """Return a count by hours (or, with a template, days) in which so many are wanted."""
    timeline = Timeline(scenario.horizon)
    slots = timeline.intervals if template is None else scenario.horizon.days
    numbers = np.zeros(slots, dtype=np.int64)
    numbers[list(wanted)] = list(wanted.values())
    return HeadCount(
        "heads",
        agents,
        numbers,
        None if short is None else np.full(slots, short),
        np.full(slots, over),
        template,
        never_alone,
    )


hours = st.sampled_from([8, 9, 10, 11])


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    wanted=st.dictionaries(hours, st.integers(1, 3), max_size=4),
    halves_wanted=st.integers(0, 2),
    short=st.sampled_from([None, 4.0, 50.0]),
    over=st.sampled_from([0.0, 2.0]),
    never_alone=st.booleans(),
    skills=st.sampled_from([("phone",), ("posts",)]),
    shape_cost=st.sampled_from([0.0, 5.0]),
)
def test_the_model_agrees_with_brute_force_on_heads_and_shapes(
    wanted, halves_wanted, short, over, never_alone, skills, shape_cost
):
    scenario = small(
        shifts=SHIFTS,
        contract=FREE,
        agents=[
            {"id": "a", "skills": list(skills)},
            {"id": "b", "skills": ["phone"]},
            {"id": "c", "skills": list(skills)},
        ],
        planning={"shape_cost": shape_cost, "deterministic": True},
    )
    requirement = with_heads(
        scenario,
        count_of(
            scenario,
            wanted,
            short=short,
            over=over,
            agents=("a", "b", "c"),
            never_alone=never_alone,
        ),
        count_of(scenario, {0: halves_wanted}, over=over, agents=("b", "c"), template="half"),
    )
    prices = [
        costs_of(scenario, requirement, (), roster).total
        for roster in all_rosters(scenario)
        if not check_roster(scenario, roster)
        and not list(check_heads(scenario, requirement, roster))
    ]
    found = solved(scenario, requirement)
    assert (found is None) == (not prices)
    if found is not None:
        roster, objective = found
        assert objective == pytest.approx(min(prices))
        expected = costs_of(scenario, requirement, (), roster)
        assert asdict(costs(scenario, requirement, roster)) == pytest.approx(asdict(expected))


def test_hard_heads_bind_where_only_the_rules_are_looked_at():
    scenario = small(shifts=SHIFTS, contract=FREE, agents=[{"id": "a"}, {"id": "b"}])
    requirement = with_heads(scenario, count_of(scenario, {9: 2}, short=None))
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    ground = build_rules(calendar, tour_rules(calendar), requirement)
    solver = counting_solver(1, 5.0)
    assert solver.solve(ground.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    roster = roster_from(ground, solver.value)
    assert list(check_heads(scenario, requirement, roster)) == []
    three = with_heads(scenario, count_of(scenario, {9: 3}, short=None))
    refused = build_rules(calendar, tour_rules(calendar), three)
    assert solver.solve(refused.model) == cp_model.INFEASIBLE


def test_a_roster_without_its_heads_has_no_cost():
    scenario = small(shifts=SHIFTS, contract=FREE, agents=[{"id": "a"}, {"id": "b"}])
    requirement = with_heads(scenario, count_of(scenario, {9: 1}, short=None))
    with pytest.raises(BrokenRuleError, match="fewer agents are on duty"):
        costs(scenario, requirement, Roster(()))


def test_who_counts_must_be_a_whole_group():
    scenario = small(shifts=SHIFTS, contract=FREE, agents=[{"id": "a"}, {"id": "b"}])
    requirement = with_heads(scenario, count_of(scenario, {9: 1}, agents=("a",)))
    with pytest.raises(ValueError, match='"heads" counts some agents of group g1'):
        solved(scenario, requirement)


NIGHT = {"night": {"starts": ["22:00"], "length_minutes": 480, "days": "sun"}}


@pytest.mark.parametrize(("repeats", "short"), [(True, 0.0), (False, 6.0)])
def test_in_a_typical_week_what_runs_over_its_end_counts_at_its_beginning(repeats, short):
    scenario = small(shifts=NIGHT, contract={**FREE, "flexibility_hours": 9.0})
    wanted = dict.fromkeys(range(6), 1)
    live = required(scenario, phone=wanted)
    requirement = replace(
        live, repeats=repeats, heads=(count_of(scenario, wanted, agents=("a",), short=1.0),)
    )
    found = solved(scenario, requirement)
    assert found is not None
    # The night of Sunday, day 6, is also that before Monday; the one of day -1 is not there.
    days = [Timeline(scenario.horizon).day_index(shift.date) for shift in found[0].shifts]
    assert days == ([6] if repeats else [-1])
    own = costs(scenario, requirement, Roster(found[0].shifts if repeats else ()))
    assert own.short_hours == pytest.approx(short)
    assert own.heads_cost == pytest.approx(short)


def test_every_start_and_length_in_use_costs_once():
    shifts = {
        "one": {"starts": ["08:00"], "length_minutes": 240},
        "same": {"starts": ["08:00"], "length_minutes": 240},
        "other": {"starts": ["09:00"], "length_minutes": 240},
    }
    scenario = small(
        shifts=shifts, contract=FREE, planning={"shape_cost": 7.0, "deterministic": True}
    )
    timeline = Timeline(scenario.horizon)
    shapes = {shape.template: shape for shape in shapes_of(scenario)}
    used = [shapes["one"], shapes["same"], shapes["other"]]
    roster = Roster(tuple(shift_from("a", day, s, timeline) for day, s in enumerate(used)))
    assert costs(scenario, nothing_required(scenario), roster).shapes == pytest.approx(14.0)
    requirement = with_heads(
        scenario, *(count_of(scenario, {8 + 24 * day: 1}, agents=("a",)) for day in range(3))
    )
    found = solved(scenario, requirement)
    assert found is not None
    assert costs(scenario, requirement, found[0]).shapes == pytest.approx(7.0)


def test_costs_name_what_is_not_made_from_a_template():
    scenario = small(shifts=SHIFTS, contract=FREE)
    shape = shapes_of(scenario)[0]
    shift = shift_from("a", 0, shape, Timeline(scenario.horizon))
    edited = Roster((replace(shift, shape_id=""),))
    with pytest.raises(ValueError, match='there is no shape ""'):
        costs(scenario, nothing_required(scenario), edited)


def test_heads_of_a_team_come_from_its_skills_and_hours():
    scenario = small(
        shifts=SHIFTS,
        horizon={"interval_minutes": 60, "opening": {"mon": "08:00-10:00"}},
        agents=[{"id": "a", "skills": ["phone", "first_aid"]}, {"id": "b"}],
    )
    asked = {
        "first aid": OnDuty(skill="first_aid", hours={"tue": ["08:30-09:30"]}, hourly_cost=30.0),
        "phones": OnDuty(skill="phone", agents=2),
    }
    team = scenario.team.model_copy(update={"on_duty": asked, "no_lone_worker": True})
    aid, phones, alone = heads_of(scenario.model_copy(update={"team": team}))
    assert (aid.name, aid.agent_ids) == ("first aid", ("a",))
    # Hours of which a part is asked for count whole.
    assert np.flatnonzero(aid.wanted).tolist() == [24 + 8, 24 + 9]
    assert aid.short_cost is not None
    assert aid.short_cost[24 + 8] == pytest.approx(30.0)
    assert np.flatnonzero(phones.wanted == 2).tolist() == [8, 9]
    assert phones.short_cost is None
    assert alone.never_alone
    assert alone.agent_ids == ("a", "b")
    assert not alone.wanted.any()
