"""Routing problems small enough that the best division under a cap is known from a programme.

The programmes are solved by GLOP of OR-Tools; the house uses HiGHS.
"""

import numpy as np
import pytest
from ortools.linear_solver import pywraplp

from scenarios.scenario import Scenario
from scheduler.division import divide_work
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from simulation.arrivals.volume import workload_of
from simulation.measures.estimates import mean_estimate
from simulation.replications import simulate
from tests.simulation.scenes import agent, around_the_clock, channel, constant, scenario

CAP, MAIL, NOTES = 0.2, 600.0, 200.0
GROUPS = {"g1": MAIL, "g2": NOTES}  # harmless cases that only this group serves
AGENTS = {"g1": ("a0", "a1"), "g2": ("b0", "b1")}


def said(posts: float) -> Scenario:
    """Posts are all hostile and anybody's; mail and notes are harmless and of one group each."""
    quick = {"handle_time": constant(60), "busyness_cv": 0.0}
    return scenario(
        {
            "post": channel("post", volume_per_week=posts, hostility={"share": 1.0}, **quick),
            "mail": channel("email", volume_per_week=MAIL, **quick),
            "notes": channel("message", volume_per_week=NOTES, **quick),
        },
        [
            *(agent(name, "post", "mail") for name in AGENTS["g1"]),
            *(agent(name, "post", "notes") for name in AGENTS["g2"]),
        ],
        cap={"hostile": CAP, "window": "horizon", "look_ahead": 0.0},
    )


def best(posts: float) -> dict[str, float]:
    """Return the hostile flow of each group: most cases within the cap, then least uneven."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    flows = {name: solver.NumVar(0, posts, name) for name in GROUPS}
    most = solver.NumVar(0, posts, "most")
    for name, harmless in GROUPS.items():
        solver.Add(flows[name] <= CAP * (flows[name] + harmless))
        solver.Add(flows[name] <= most)  # all work the same hours
    solver.Add(sum(flows.values()) <= posts)
    solver.Maximize(1000 * sum(flows.values()) - most)
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return {name: flow.solution_value() for name, flow in flows.items()}


def test_target_shares_are_the_best_division() -> None:
    one = said(120.0)
    plan, workload = around_the_clock(one), workload_of(one, seed=1, replications=2)
    division = divide_work(one, workload, plan)
    flows = best(120.0)
    assert flows == pytest.approx({"g1": 70.0, "g2": 50.0})  # the cap binds for the second
    for name, flow in flows.items():
        assert division.shares[name, "post/any/hostile"] * 120.0 == pytest.approx(flow, rel=1e-3)


def test_under_the_plans_rules_flows_are_those_of_the_best_division() -> None:
    # More hostile posts than the cap lets anybody take: all that may be taken is.
    one = said(300.0)
    plan, workload = around_the_clock(one), workload_of(one, seed=1, replications=2)
    division = divide_work(one, workload, plan)
    nothing = Requirement((), (), np.array([], dtype=np.int64))
    rules = plan_rules(one, nothing, division, RuleSettings((), 0.0))
    outcome = simulate(one, plan, rules, seed=5, replications=range(40))
    flows = best(300.0)
    assert flows == pytest.approx({"g1": 150.0, "g2": 50.0})
    for group in outcome.groups:
        harmless = GROUPS[group.group_id]
        taken = [group.handled.mean - harmless]
        half = (group.handled.high - group.handled.low) / 2
        # Each agent is less than one case below the share; the rest is luck, at 95 %.
        rounding = len(AGENTS[group.group_id])
        assert flows[group.group_id] - rounding - half <= taken[0]
        assert taken[0] <= flows[group.group_id] + half
        assert mean_estimate([group.hostile_share.mean], 0.95).mean <= CAP
