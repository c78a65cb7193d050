"""Public problems go through the solver of every plan, and their own judges say what comes out."""

from dataclasses import replace

import pytest

from benchmarks.rosters.curtois_file import parse_instance, read_instance
from benchmarks.rosters.curtois_nouns import problem_of as curtois_problem
from benchmarks.rosters.data import FOLDER
from benchmarks.rosters.measure import report, solve
from benchmarks.rosters.naive_model import solve_naively
from benchmarks.rosters.problem import Problem
from benchmarks.rosters.shift_design_nouns import problem_of as design_problem
from benchmarks.rosters.synthetic_nouns import problem_of as synthetic_problem
from benchmarks.rosters.synthetic_score import score_work
from benchmarks.rosters.synthetic_seeds import make_staffing
from scheduler.plan import SolveStatus
from tests.benchmarks.test_shift_design import design


def cost_of(problem: Problem, seconds: float = 20.0) -> float:
    """Return the judged cost of an optimal roster, which the planner must see likewise."""
    turn = solve(problem, seconds, seed=1)
    assert turn.score is not None
    assert turn.solution.costs is not None
    assert turn.score.broken == ()
    assert turn.violations == 0
    assert turn.solution.costs.total == pytest.approx(turn.score.cost)
    assert turn.solution.status is SolveStatus.OPTIMAL
    return turn.score.cost


def test_the_first_curtois_instance_is_solved_to_607() -> None:
    path = FOLDER / "curtois" / "Instance1.txt"
    if not path.exists():
        pytest.skip("the public instances are not part of a clone")
    assert cost_of(curtois_problem(read_instance(path))) == 607


def test_a_single_shift_on_the_first_or_last_day_is_let_be() -> None:
    # Blocks have two shifts at least, except where they touch an end: nothing need be missing.
    text = (
        "SECTION_HORIZON\n14\nSECTION_SHIFTS\nE,480,\n"
        "SECTION_STAFF\nA,E=14,960,960,5,2,2,1\n"
        "SECTION_COVER\n0,E,1,100,1\n13,E,1,100,1\n"
    )
    assert cost_of(curtois_problem(parse_instance("ends", text))) == 0


def test_a_small_shift_design_needs_two_kinds_of_shifts() -> None:
    # Two at 8:00 on Monday and one in Sunday's night, nothing missing, nothing too much.
    assert cost_of(design_problem(design())) == 120


def test_a_week_of_few_people_costs_what_the_plain_model_finds() -> None:
    made = make_staffing(2, 1)
    week = replace(made, days=7, required=made.required[:7])
    worked = solve_naively(week, 20.0)
    assert worked is not None
    assert cost_of(synthetic_problem(week)) == score_work(week, worked).cost


def test_the_table_says_what_is_reached_and_what_is_broken() -> None:
    made = make_staffing(2, 1)
    week = replace(made, days=7, required=made.required[:7])
    problem = replace(synthetic_problem(week), best_known=1.0)
    (row,) = report(problem, 5.0, 1, mark=0.5)
    assert row.split()[0] == week.name
    assert row.split()[-1] == "missed"
    (row,) = report(problem, 5.0, 1, mark=1e9)
    assert row.split()[-1] == "met"
