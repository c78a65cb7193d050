"""Rosters against brute force, against the checker, and against themselves."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.checker import check_roster, costs_of
from scheduler.cuts import Cut, CutBlock
from scheduler.plan import SolveStatus
from scheduler.requirement import LineVolume, Requirement
from scheduler.roster_model import solve_roster
from scheduler.shapes import is_legal_on, shapes_of, shift_from
from tests.scheduler.small_teams import required, small

SHAPES = {
    "day": {
        "starts": ["08:00", "12:00"],
        "length_minutes": 360,
        "breaks": [
            {
                "minutes": 60,
                "earliest_after_minutes": 120,
                "latest_after_minutes": 180,
                "every_minutes": 60,
            }
        ],
        "days": "mon-tue",
    },
    "short": {"starts": ["09:00"], "length_minutes": 180, "days": "mon-tue"},
}
FREE = {"hours_per_week": 5.0, "flexibility_hours": 5.0, "hourly_cost": 30.0}


def all_rosters(scenario: Scenario) -> list[Roster]:
    """Return every choice of at most one shape for each agent and day."""
    timeline = Timeline(scenario.horizon)
    shapes = shapes_of(scenario)
    places = [
        (agent.id, day)
        for agent in scenario.team.agents
        for day in range(-1, scenario.horizon.days)
        if any(is_legal_on(shape, day, timeline, scenario.rules) for shape in shapes)
        and (day >= 0 or any(shape.end_minute > 1440 for shape in shapes))
    ]
    choices = []
    for agent, day in places:
        legal = [s for s in shapes if is_legal_on(s, day, timeline, scenario.rules)]
        choices.append([None, *(shift_from(agent, day, shape, timeline) for shape in legal)])
    return [
        Roster(tuple(shift for shift in chosen if shift is not None))
        for chosen in itertools.product(*choices)
    ]


def wages(scenario: Scenario, roster: Roster) -> float:
    hourly = scenario.team.contracts["c"].hourly_cost
    return sum(shift.paid_minutes for shift in roster.shifts) / 60.0 * hourly


def cheapest(scenario: Scenario, requirement: Requirement, cuts: tuple[Cut, ...] = ()) -> float:
    """Return the least cost of all lawful rosters.

    All are priced but those whose wages alone come to more than another costs in all.
    """
    best = math.inf
    for roster in sorted(all_rosters(scenario), key=lambda one: wages(scenario, one)):
        if wages(scenario, roster) > best + 1e-6:
            break
        if not check_roster(scenario, roster):
            best = min(best, costs_of(scenario, requirement, cuts, roster).total)
    return best


def two_people(**changes: Any) -> Scenario:
    agents = [{"id": "a"}, {"id": "b", "skills": ["posts"]}]
    return small(**{"shifts": SHAPES, "contract": FREE, "agents": agents, **changes})


def test_same_optimum_as_brute_force_for_calls():
    scenario = two_people()
    requirement = required(scenario, phone={9: 1, 10: 1, 13: 2, 35: 1, 36: 1})
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.status is SolveStatus.OPTIMAL
    assert solution.costs is not None
    assert solution.bound == pytest.approx(solution.costs.total)
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement))


def test_same_optimum_as_brute_force_for_calls_and_posts():
    scenario = two_people()
    work = {8: (200.0, 0.0), 12: (100.0, 130.0), 17: (0.0, 90.0), 40: (0.0, 80.0)}
    requirement = required(scenario, phone={9: 1, 10: 1, 14: 1}, work=work)
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.status is SolveStatus.OPTIMAL
    assert solution.costs is not None
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement))


def test_idle_time_of_live_agents_does_a_part_of_the_posts():
    shifts = {"short": {"starts": ["09:00"], "length_minutes": 180, "days": "mon"}}
    scenario = two_people(shifts=shifts, agents=[{"id": "a"}])
    requirement = required(
        scenario, phone=dict.fromkeys((9, 10, 11), 1), work={8: (100.0, 0.0), 11: (0.0, 100.0)}
    )
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.costs is not None
    # Half of the agent is idle and 30 % of that does posts: 27 minutes of three hours.
    assert solution.costs.wages == pytest.approx(90.0)
    assert solution.costs.short_hours == pytest.approx((100 - 27) / 60)


def test_every_interval_that_lacks_somebody_is_paid_for():
    shifts = {"short": {"starts": ["09:00"], "length_minutes": 180, "days": "mon"}}
    agents = [{"id": "a"}]
    scenario = two_people(shifts=shifts, agents=agents, horizon={"interval_minutes": 15})
    requirement = required(scenario, phone={9: 3, 10: 1, 14: 1})
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.costs is not None
    assert solution.costs.short_hours == pytest.approx(3.0)
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement))


def test_same_optimum_as_brute_force_with_a_cut():
    scenario = two_people()
    blocks = (CutBlock(600, 840, ("g1",), 1.0), CutBlock(1980, 2160, ("g1", "g2"), 0.5))
    cuts = (Cut(blocks, 5.5, "phone", None, "more people would help"),)
    requirement = required(scenario, phone={9: 1})
    solution = solve_roster(scenario, requirement, cuts, seconds=5.0)
    assert solution.costs is not None
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement, cuts))
    without = solve_roster(scenario, requirement, (), seconds=5.0)
    assert without.costs is not None
    assert without.costs.total < solution.costs.total


def test_nobody_is_counted_twice_for_two_pools():
    agents: list[dict[str, Any]] = [
        {"id": "both", "skills": ["phone", "chat"]},
        {"id": "call", "skills": ["phone"]},
    ]
    channels = {
        name: {"medium": name, "volume_per_week": 9.0, "handle_time": {"mean_seconds": 60.0}}
        for name in ("phone", "chat")
    }
    scenario = two_people(agents=agents, channels=channels)
    requirement = required(scenario, phone={9: 2}, chat={9: 1})
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.costs is not None
    # Two people cannot be three: one agent-hour stays short.
    assert solution.costs.short_hours == pytest.approx(1.0)
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement))


def volumes(hostile_at_nine: float) -> tuple[LineVolume, ...]:
    cases = np.zeros(168)
    cases[[9, 10, 33, 34]] = 10.0
    hostile = cases * 0.1
    hostile[[9, 33]] = 10.0 * hostile_at_nine
    return (LineVolume("phone/any", ("g1",), cases, hostile, cases * 5.0),)


@pytest.mark.parametrize("window", ["shift", "week", "horizon"])
def test_the_cap_prices_hours_that_are_too_hostile(window):
    agents = [{"id": "a"}]
    shifts = {
        "bad": {"starts": ["09:00"], "length_minutes": 60, "days": "mon-tue"},
        "long": {"starts": ["09:00"], "length_minutes": 120, "days": "mon-tue"},
    }
    cap = {"hostile": 0.3, "window": window}
    cheap = {**FREE, "hourly_cost": 10.0}
    scenario = two_people(agents=agents, shifts=shifts, cap=cap, contract=cheap)
    need = required(scenario, phone={9: 1})
    requirement = Requirement(need.live, (), need.bucket_ends, volumes(0.45))
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.costs is not None
    assert solution.roster is not None
    # An hour of 45 % alone is over the cap of 30 %, with an hour of 10 % behind it is not.
    assert [shift.shape_id for shift in solution.roster.shifts] == ["long@09:00"]
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement), abs=0.1)


def test_bad_hours_go_to_who_may_have_them():
    """Of two equal people the one who has come back may meet a third at most."""
    agents = [{"id": "back", "cap": {"hostile": 0.3}}, {"id": "other"}]
    shifts = {"bad": {"starts": ["09:00"], "length_minutes": 60, "days": "mon-tue"}}
    cap = {"hostile": 0.6, "window": "week"}
    scenario = two_people(agents=agents, shifts=shifts, cap=cap)
    need = required(scenario, phone={9: 1, 33: 1})
    requirement = Requirement(need.live, (), need.bucket_ends, volumes(0.45))
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.costs is not None
    assert solution.roster is not None
    assert [shift.agent_id for shift in solution.roster.shifts] == ["other", "other"]
    assert solution.costs.total == pytest.approx(cheapest(scenario, requirement), abs=0.1)


def test_the_first_night_may_be_covered_from_the_evening_before():
    shifts = {"night": {"starts": ["22:00"], "length_minutes": 480}}
    scenario = small(shifts=shifts, contract={**FREE, "hours_per_week": 8.0})
    requirement = required(scenario, phone=dict.fromkeys(range(6), 1))
    solution = solve_roster(scenario, requirement, (), seconds=5.0)
    assert solution.roster is not None
    assert solution.costs is not None
    first = solution.roster.shifts[0]
    assert str(first.date) == "2026-11-22"
    assert first.start_minute == -120
    assert solution.costs.short_hours == 0
    assert check_roster(scenario, solution.roster) == ()


def test_deterministic_runs_give_the_same_roster():
    scenario = small(
        shifts=SHAPES,
        contract=FREE,
        agents=[{"id": f"a{i}"} for i in range(4)],
        horizon={"weeks": 2},
    )
    requirement = required(scenario, phone={h: 1 + h % 3 for h in range(8, 18)})
    first, second = (solve_roster(scenario, requirement, (), seconds=1.0) for _ in range(2))
    assert first.roster == second.roster
    assert first == second


def test_a_hint_is_never_made_worse():
    scenario = two_people()
    requirement = required(scenario, phone={9: 1, 10: 1, 33: 1})
    best = solve_roster(scenario, requirement, (), seconds=5.0)
    assert best.roster is not None
    assert best.costs is not None
    again = solve_roster(scenario, requirement, (), seconds=0.01, hint=best.roster)
    assert again.costs is not None
    assert again.costs.total == pytest.approx(best.costs.total)


def test_progress_tells_costs_and_bounds():
    scenario = two_people()
    notes: list[tuple[int, int, str]] = []
    solve_roster(
        scenario,
        required(scenario, phone={9: 1}),
        (),
        seconds=5.0,
        on_progress=lambda done, total, note: notes.append((done, total, note)),
    )
    assert notes[-1][2] == "cost 90, at least 90, gap 0.0%"
    assert all(done <= total == 5 for done, total, _ in notes)
    assert any("at least" in note for _, _, note in notes)


hours = st.integers(8, 20) | st.integers(32, 44)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    phone=st.dictionaries(hours, st.integers(1, 3), min_size=1, max_size=8),
    work=st.dictionaries(hours, st.tuples(st.floats(0, 300), st.floats(0, 1)), max_size=4),
    skills=st.lists(st.sampled_from([("phone",), ("posts",), ("phone", "posts")]), max_size=2),
    weekly=st.sampled_from([(8.0, 3.0), (10.0, 6.0), (20.0, 12.0)]),
    rest=st.sampled_from([None, 11.0, 22.0]),
)
def test_solved_rosters_keep_every_rule_and_cost_what_the_model_says(
    phone, work, skills, weekly, rest
):
    agents: list[dict[str, Any]] = [{"id": "all"}]
    agents += [{"id": f"a{i}", "skills": list(own)} for i, own in enumerate(skills)]
    contract = {"hours_per_week": weekly[0], "flexibility_hours": weekly[1]}
    scenario = small(
        shifts=SHAPES, contract=contract, agents=agents, rules={"daily_rest_hours": rest}
    )
    arrived = {h: (minutes, 0.0) for h, (minutes, _) in work.items()}
    for hour, (minutes, share) in work.items():
        before = arrived.get(hour + 3, (0.0, 0.0))
        arrived[hour + 3] = (before[0], before[1] + minutes * share)
    requirement = required(scenario, phone=phone, work=arrived or None)
    solution = solve_roster(scenario, requirement, (), seconds=2.0)
    if solution.status is SolveStatus.INFEASIBLE:
        assert not any(not check_roster(scenario, r) for r in one_agent_rosters(scenario))
        return
    assert solution.roster is not None
    assert solution.costs is not None
    assert solution.bound is not None
    assert check_roster(scenario, solution.roster) == ()
    recomputed = costs_of(scenario, requirement, (), solution.roster)
    assert solution.costs.wages == pytest.approx(recomputed.wages)
    assert solution.costs.total == pytest.approx(recomputed.total)
    assert solution.bound <= solution.costs.total + 1e-6


def one_agent_rosters(scenario: Scenario) -> list[Roster]:
    """Return the rosters of the first agent alone; contracts are the same for all."""
    team = scenario.team.model_copy(update={"agents": scenario.team.agents[:1]})
    return all_rosters(scenario.model_copy(update={"team": team}))
