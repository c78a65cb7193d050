"""What fairshift promises, seen on the team of twelve: the cap, the rules, the costs, the bytes."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from scenarios.library import locate
from scenarios.reader import read_scenario
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scheduler.baselines import longest_idle_rules
from scheduler.checker import check_roster, costs_of
from scheduler.division import divide_work
from scheduler.plan import RosterSolution
from scheduler.requirement import Requirement
from scheduler.roster_model import solve_roster
from scheduler.rules import RuleSettings, plan_rules
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of
from simulation.measures.outcome import Outcome
from simulation.replications import simulate

FRESH = range(500_000, 500_060)
FAIRSHIFT = Path(sys.executable).parent / "fairshift"


@dataclass(frozen=True)
class Solved:
    """A roster of the team of twelve under perfect labels, and both ways of routing."""

    scenario: Scenario
    requirement: Requirement
    solution: RosterSolution
    roster: Roster
    planned: Outcome
    longest_idle: Outcome


@pytest.fixture(scope="module")
def solved() -> Solved:
    scenario = read_scenario(locate("team-of-12"), overrides=["perfect-labels"])
    workload = workload_of(scenario, seed=1)
    requirement = compute_requirement(scenario, workload)
    solution = solve_roster(scenario, requirement, (), seconds=8.0)
    roster = solution.roster
    assert roster is not None
    division = divide_work(scenario, workload, roster)
    rules = plan_rules(
        scenario, requirement, division, RuleSettings((0.75,) * len(requirement.live), 0.5)
    )
    planned, longest_idle = (
        simulate(scenario, roster, one, seed=1, replications=FRESH, processes=2)
        for one in (rules, longest_idle_rules(scenario))
    )
    return Solved(scenario, requirement, solution, roster, planned, longest_idle)


def test_the_team_has_the_hostile_shares_that_the_cap_is_to_hold_against(solved: Solved) -> None:
    channels = solved.scenario.channels
    assert channels["phone"].hostility.share == 0.25
    assert channels["posts"].hostility.share == 0.20
    assert solved.scenario.cap is not None
    assert solved.scenario.cap.hostile == 0.22


def test_with_the_quota_nobody_passes_the_cap_in_any_week_of_60_horizons(solved: Solved) -> None:
    cap = solved.planned.cap
    assert cap is not None
    assert cap.replications == 60
    assert cap.replications_with_breach == 0
    assert sum(agent.windows_over_cap for agent in solved.planned.agents) == 0


def test_longest_idle_routing_passes_it_on_the_same_seeds(solved: Solved) -> None:
    cap = solved.longest_idle.cap
    assert cap is not None
    assert solved.longest_idle.replications == solved.planned.replications
    assert cap.replications_with_breach > 10


def test_the_independent_checker_finds_no_broken_rule(solved: Solved) -> None:
    assert check_roster(solved.scenario, solved.roster) == ()


def test_the_independent_checker_finds_the_same_costs(solved: Solved) -> None:
    again = costs_of(solved.scenario, solved.requirement, (), solved.roster)
    costs = solved.solution.costs
    assert costs is not None
    assert again.wages == pytest.approx(costs.wages, abs=0.01)
    assert again.total == pytest.approx(costs.total, rel=2e-3)


def test_the_bound_lies_below_the_cost(solved: Solved) -> None:
    solution = solved.solution
    assert solution.costs is not None
    assert solution.bound is not None
    assert solution.bound <= solution.costs.total + 1e-6


def plan_in(folder: Path, seed: int = 1) -> dict[str, bytes]:
    changes = ("planning.deterministic=true", "planning.max_rounds=1", "horizon.weeks=2")
    settings = [part for change in changes for part in ("--set", change)]
    command = [str(FAIRSHIFT), "plan", "team-of-3", "--out", "run", "--json", *settings]
    ended = subprocess.run(
        [*command, "--seed", str(seed)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert ended.returncode in (0, 1), ended.stderr
    assert json.loads(ended.stdout)["status"]
    files = (path for path in (folder / "run").rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_two_deterministic_runs_leave_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = plan_in(tmp_path / "one"), plan_in(tmp_path / "two")
    assert one.keys() == two.keys()
    assert [path for path in one if one[path] != two[path]] == []
