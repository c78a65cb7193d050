"""Judges and the independent checker find the same rules broken and the same costs.

Lines are drawn at random. The judges know the problem alone, the checker the scenario alone: where
they agree, the scenario says the problem.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks.rosters.curtois_file import Instance, parse_instance, read_instance
from benchmarks.rosters.curtois_nouns import problem_of as curtois_problem
from benchmarks.rosters.data import instances
from benchmarks.rosters.problem import Problem
from benchmarks.rosters.shift_design_nouns import problem_of as design_problem
from benchmarks.rosters.synthetic_nouns import problem_of as synthetic_problem
from benchmarks.rosters.synthetic_seeds import make_staffing
from scenarios.roster import Roster
from scheduler.checker import check_roster, costs_of
from tests.benchmarks.rosters import roster_of
from tests.benchmarks.small_curtois import TEXT, small_instance
from tests.benchmarks.test_shift_design import design

# Limits so wide that a good part of random lines keeps them all.
WIDE = (
    TEXT.split("SECTION_STAFF")[0]
    + "SECTION_STAFF\n"
    + "".join(f"{name},E=8|L=8|N=2,7200,960,5,2,1,2\n" for name in "ABCDEFGH")
    + "SECTION_DAYS_OFF\nA,3\nB,6,7\n"
)


def random_lines(
    problem: Problem, chance: np.random.Generator, work_share: float
) -> dict[str, dict[int, str]]:
    """Return a line for everybody: blocks of work of one template, and blocks off."""
    names = list(problem.scenario.shifts)
    lines: dict[str, dict[int, str]] = {}
    for agent in problem.scenario.team.agents:
        line: dict[int, str] = {}
        day = 0
        while day < problem.scenario.horizon.days:
            works = chance.random() < work_share
            length = int(chance.integers(1, 6 if works else 4))
            name = names[int(chance.integers(len(names)))]
            for one in range(day, min(day + length, problem.scenario.horizon.days)):
                if works:
                    changes = chance.random() < 0.2
                    line[one] = names[int(chance.integers(len(names)))] if changes else name
            day += length
        lines[agent.id] = line
    return lines


def broken_by_both(problem: Problem, roster: Roster) -> tuple[dict[str, set[str]], ...]:
    """Return the rules broken by agent, as the judge and as the checker find them."""
    judged, checked = defaultdict(set), defaultdict(set)
    for one in problem.judge(roster).broken:
        judged[one.agent_id].add(one.rule)
    for violation in check_roster(problem.scenario, roster):
        checked[violation.agent_id].add(violation.rule)
    return judged, checked


def compare(problem: Problem, turns: int, seed: int) -> tuple[set[str], int]:
    """Compare both on random lines; return the rules seen broken, and how many lines kept all."""
    chance = np.random.default_rng(seed)
    seen: set[str] = set()
    kept = 0
    for _ in range(turns):
        lines = random_lines(problem, chance, float(chance.uniform(0.3, 0.9)))
        roster = roster_of(problem.scenario, lines)
        judged, checked = broken_by_both(problem, roster)
        assert judged == checked
        costs = costs_of(problem.scenario, problem.requirement, (), roster)
        assert costs.total == pytest.approx(problem.judge(roster).cost)
        seen.update(rule for rules in judged.values() for rule in rules)
        kept += sum(not judged[name] for name in lines)
    return seen, kept


def wide_instance() -> Instance:
    return parse_instance("wide", WIDE)


def test_on_small_curtois_instances() -> None:
    strict, _ = compare(curtois_problem(small_instance()), turns=60, seed=1)
    assert strict == {
        "absences",
        "contract_hours",
        "forbidden_successions",
        "max_consecutive_days",
        "max_shifts",
        "max_weekends",
        "min_consecutive_days",
        "min_consecutive_days_off",
    }
    _, kept = compare(curtois_problem(wide_instance()), turns=40, seed=2)
    assert kept >= 20


@pytest.mark.parametrize("path", instances("curtois", "Instance*.txt"), ids=lambda path: path.stem)
def test_on_public_curtois_instances(path: Path) -> None:
    compare(curtois_problem(read_instance(path)), turns=3, seed=3)


def test_on_synthetic_rosters() -> None:
    seen, _ = compare(synthetic_problem(make_staffing(12, 1)), turns=20, seed=4)
    assert seen == {"absences", "contract_hours", "daily_rest_hours", "max_days_per_week"}


def test_in_shift_design_anything_goes_and_costs_the_same() -> None:
    problem = design_problem(design())
    names = [agent.id for agent in problem.scenario.team.agents]
    night, day = "type-2", "type-1"
    for lines in (
        {names[0]: dict.fromkeys(range(7), night)},
        {names[0]: {0: day, 6: night}, names[1]: {0: day}},
        {names[0]: {6: night}, names[1]: {6: night}},
    ):
        roster = roster_of(problem.scenario, lines)
        judged, checked = broken_by_both(problem, roster)
        assert not judged
        assert not checked
        costs = costs_of(problem.scenario, problem.requirement, (), roster)
        assert costs.total == pytest.approx(problem.judge(roster).cost)
