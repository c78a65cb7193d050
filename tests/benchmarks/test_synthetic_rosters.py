"""Synthetic rosters: reading, judging, making further ones, and the plain model for them."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rosters.data import instances
from benchmarks.rosters.naive_model import solve_naively
from benchmarks.rosters.synthetic_file import Kind, Person, Staffing, read_staffing
from benchmarks.rosters.synthetic_nouns import problem_of
from benchmarks.rosters.synthetic_score import Work, intervals_at_work, score_roster, score_work
from benchmarks.rosters.synthetic_seeds import make_staffing
from tests.benchmarks.rosters import roster_of

LONG = Kind("T0", 480, 990, 8.0, 720, 30)
SHORT = Kind("T1", 480, 840, 6.0, None, 0)
LATE = Kind("T2", 900, 1410, 8.0, 1140, 30)


def one_person(hours: float = 24.0) -> Staffing:
    """Return one week of hours in which nobody is wanted, with day 6 off."""
    nobody = ((0,) * 24,) * 7
    person = Person("A", hours, (6,))
    return Staffing(
        "one", 7, 60, (LONG, SHORT, LATE), (person,), nobody, 11.0, 5, 8.0, 4.0, 10.0, 1.0
    )


def rules_broken(staffing: Staffing, work: list[Work]) -> set[str]:
    return {one.rule for one in score_work(staffing, {"A": work}).broken}


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    said = {
        "name": "tiny",
        "days": 7,
        "interval_minutes": 60,
        "templates": [vars(LONG), vars(SHORT), vars(LATE)],
        "agents": [{"id": "A", "contract_hours_per_week": 24, "days_off": [6]}],
        "required": [[0] * 24] * 7,
        "rules": {
            "rest_hours": 11,
            "max_days_per_week": 5,
            "week_hours_tolerance": 8,
            "four_week_hours_tolerance": 4,
            "max_shifts_per_day": 1,
        },
        "cost": {"under_per_agent_interval": 10, "over_per_agent_interval": 1},
    }
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(said))
    assert read_staffing(path) == replace(one_person(), name="tiny")


def test_a_break_is_no_work() -> None:
    quarters = replace(one_person(), interval_minutes=15)
    assert len(intervals_at_work(quarters, LONG)) == 32
    assert 48 not in intervals_at_work(quarters, LONG)
    assert len(intervals_at_work(quarters, SHORT)) == 24


def test_missing_and_surplus_agents_cost_by_the_interval() -> None:
    wanted = [[0] * 24 for _ in range(7)]
    wanted[0][8:10] = [1, 3]
    staffing = replace(one_person(), required=tuple(tuple(day) for day in wanted))
    # SHORT covers 8 to 14: one wanted at 8, two missing at 9, four hours too many.
    assert score_work(staffing, {"A": [(0, SHORT)]}).cost == 2 * 10 + 4 * 1


@pytest.mark.parametrize(
    ("work", "rule"),
    [
        ([(0, LONG), (2, LONG), (6, LONG)], "absences"),
        ([(0, LATE), (1, LONG), (4, LONG)], "daily_rest_hours"),
        ([(0, LONG), (0, LATE), (4, LONG)], "one_shift_a_day"),
        ([(0, SHORT), (1, LONG)], "contract_hours"),
        ([(day, LONG) for day in range(4)], "contract_hours"),
        ([(day, SHORT) for day in range(6)], "max_days_per_week"),
        ([(-1, LONG), (2, LONG), (4, LONG)], "horizon"),
    ],
)
def test_each_rule_can_be_broken(work: list[Work], rule: str) -> None:
    assert rule in rules_broken(one_person(), work)


def test_a_kept_roster_breaks_nothing() -> None:
    assert rules_broken(one_person(), [(0, LONG), (1, LATE), (3, LONG)]) == set()
    # Rest of exactly 11 hours is enough.
    early = replace(LONG, start_minute=630, end_minute=1140)
    assert rules_broken(one_person(), [(0, LATE), (1, early), (3, LONG)]) == set()


def test_the_same_seed_makes_the_same_instance_and_another_does_not() -> None:
    assert make_staffing(50, 3) == make_staffing(50, 3)
    assert make_staffing(50, 3) != make_staffing(50, 4)


@pytest.mark.parametrize("people", [50, 200, 500])
def test_made_instances_are_of_the_same_kind(people: int) -> None:
    paths = [one for one in instances("roster", "*.json") if one.stem == f"synthetic-{people}"]
    if not paths:
        pytest.skip("the synthetic rosters are not part of a clone")
    given = read_staffing(paths[0])
    for seed in (1, 2):
        made = make_staffing(people, seed)
        plain = replace(made, name=given.name, people=given.people, required=given.required)
        assert plain == given  # shifts, rules, costs
        assert {one.hours_per_week for one in made.people} == {40.0, 32.0, 24.0}
        assert {len(one.days_off) for one in made.people} == {2, 3}
        hours = [sum(one.hours_per_week for one in each.people) for each in (made, given)]
        ours, theirs = (np.array(each.required, dtype=float) for each in (made, given))
        assert ours.sum() / hours[0] == pytest.approx(theirs.sum() / hours[1], rel=0.005)
        profile = ours.sum(axis=0) / ours.sum(), theirs.sum(axis=0) / theirs.sum()
        assert abs(profile[0] - profile[1]).max() < 0.0012
        by_weekday = [one.sum(axis=1).reshape(4, 7).sum(axis=0) for one in (ours, theirs)]
        shares = [one / one.sum() for one in by_weekday]
        np.testing.assert_allclose(shares[0], shares[1], rtol=0.02)


def test_the_nouns_say_the_instance() -> None:
    staffing = make_staffing(6, 1)
    problem = problem_of(staffing)
    scenario = problem.scenario
    (heads,) = problem.requirement.heads
    np.testing.assert_array_equal(heads.wanted.reshape(28, 96), staffing.required)
    assert heads.short_cost is not None
    assert (set(heads.short_cost), set(heads.over_cost)) == ({10.0}, {1.0})
    assert scenario.rules.daily_rest_hours == 11.0
    for agent, person in zip(scenario.team.agents, staffing.people, strict=True):
        contract = scenario.team.contract_of(agent)
        assert contract.hours_per_week == person.hours_per_week
        assert (contract.flexibility_hours, contract.band_hours) == (8.0, 8.0)
        assert len(agent.absences) == len(person.days_off)
    roster = roster_of(scenario, {"A000": {0: "T0", 2: "T5"}})
    by_hand = {"A000": [(0, staffing.kinds[0]), (2, staffing.kinds[5])]}
    assert score_roster(staffing, roster) == score_work(staffing, by_hand)
    assert [shift.work_minutes for shift in roster.shifts] == [480, 360]


def test_the_plain_model_gives_up_work_for_rest_and_days_off() -> None:
    # Wanted: late on day 0, long on day 1 with too little rest before, long on day 6, off.
    wanted = [[0] * 24 for _ in range(7)]
    wanted[0][15:23] = [1] * 8
    wanted[1][8:16] = [1] * 8
    wanted[6][8:16] = [1] * 8
    staffing = replace(one_person(), required=tuple(tuple(day) for day in wanted))
    worked = solve_naively(staffing, 20.0)
    assert worked is not None
    assert score_work(staffing, worked).broken == ()


def test_the_plain_model_breaks_no_rule() -> None:
    made = make_staffing(2, 1)
    week = replace(made, days=7, required=made.required[:7])
    worked = solve_naively(week, 20.0)
    assert worked is not None
    assert score_work(week, worked).broken == ()
