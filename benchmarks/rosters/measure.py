"""Solving a problem as a plan does, some turns over, and what came of it."""

import argparse
import statistics
import time
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.rosters.problem import Problem, Score
from benchmarks.rosters.table import head, line, number, percent
from scheduler.checker import check_roster
from scheduler.plan import RosterSolution
from scheduler.roster_model import solve_roster

_CENT = 0.01
TITLES = (
    "instance",
    "seconds",
    "took",
    "cost",
    "best known",
    "above it",
    "bound",
    "gap",
    "broken",
    "checker",
    "mark",
)


@dataclass(frozen=True)
class Turn:
    """One solution of a problem."""

    seconds: float  # wall time that it took
    solution: RosterSolution
    score: Score | None  # by the problem's own judge; None without a roster
    violations: int  # by the checker

    @property
    def cost(self) -> float:
        """Cost by the problem's own judge; infinity without a roster."""
        return float("inf") if self.score is None else self.score.cost

    @property
    def broken(self) -> int:
        """How many of the problem's hard rules are broken."""
        return 0 if self.score is None else len(self.score.broken)


def arguments_of(said: str | None, seconds: str) -> argparse.ArgumentParser:
    """Return the parser of the arguments that all benchmarks of rosters have."""
    parser = argparse.ArgumentParser(description=said)
    parser.add_argument("instances", nargs="*", help="names, numbers or files; left out, all")
    parser.add_argument("--seconds", type=float, help=f"time for each; left out, {seconds}")
    parser.add_argument("--turns", type=int, default=1, help="how often, with seeds 1, 2, ...")
    return parser


def solve(problem: Problem, seconds: float, seed: int) -> Turn:
    """Return what one solution with a seed brings."""
    planning = problem.scenario.planning.model_copy(update={"seed": seed})
    scenario = problem.scenario.model_copy(update={"planning": planning})
    began = time.perf_counter()
    solution = solve_roster(scenario, problem.requirement, (), seconds=seconds)
    took = time.perf_counter() - began
    if solution.roster is None:
        return Turn(took, solution, None, 0)
    violations = len(check_roster(scenario, solution.roster))
    return Turn(took, solution, problem.judge(solution.roster), violations)


def report(
    problem: Problem, seconds: float, turns: int, mark: float | None = None
) -> Iterable[str]:
    """Yield a line of the table with medians, then what a reader must not overlook."""
    done = [solve(problem, seconds, seed) for seed in range(1, turns + 1)]
    cost = statistics.median(turn.cost for turn in done)
    best = problem.best_known
    broken = max(turn.broken for turn in done)
    violations = max(turn.violations for turn in done)
    found = cost < float("inf")
    kept = mark is not None and cost <= mark and not broken
    yield line(
        (
            problem.name,
            number(seconds),
            number(statistics.median(turn.seconds for turn in done), 1),
            number(cost) if found else "none",
            number(best),
            percent(cost / best - 1) if found and best else "-",
            number(_median(turn.solution.bound for turn in done)),
            percent(_median(turn.solution.gap for turn in done)),
            str(broken),
            str(violations),
            "-" if mark is None else "met" if kept else "missed",
        )
    )
    for turn in done:
        yield from _remarks(turn)


def titles() -> str:
    """Return the first line of the table."""
    return head(*TITLES)


def _median(values: Iterable[float | None]) -> float | None:
    said = [value for value in values if value is not None]
    return statistics.median(said) if said else None


def _remarks(turn: Turn) -> Iterable[str]:
    if turn.score is None:
        yield f"  {turn.solution.status.value}"
        return
    yield from (f"  broken: {one.rule}: {one.words}" for one in turn.score.broken[:3])
    costs = turn.solution.costs
    if costs is not None and abs(costs.total - turn.score.cost) > _CENT:
        yield f"  the planner takes the cost for {costs.total:,.2f}, not {turn.score.cost:,.2f}"
