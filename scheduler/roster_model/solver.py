"""The settings of the solver, in one place: one that is set elsewhere is easily forgotten."""

import os

from ortools.sat.python import cp_model

from scenarios.planning import Planning

# Different ways to search do more for small teams than a processor for each: on two processors
# the gap of the team of twelve after 20 s was 0.96 % with eight workers and 1.92 % with two.
_LEAST_WORKERS = 8


def solver_for(planning: Planning, seconds: float) -> cp_model.CpSolver:
    """Return a solver with the plan's settings.

    Deterministic runs have one worker and a limit in deterministic time, which counts work
    instead of seconds; nothing then depends on the clock.
    """
    solver = _solver(planning.seed)
    if planning.deterministic:
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = seconds
    else:
        processors = os.cpu_count() or 1
        workers = planning.solver_workers or max(_LEAST_WORKERS, processors)
        solver.parameters.num_workers = workers
        solver.parameters.max_time_in_seconds = seconds
    return solver


def counting_solver(seed: int, effort: float) -> cp_model.CpSolver:
    """Return a solver for a small problem: one worker, limited in deterministic time."""
    solver = _solver(seed)
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = effort
    return solver


def _solver(seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.random_seed = seed % (2**31)
    # Its own handler would leave the process without one: the next Ctrl-C would kill it.
    solver.parameters.catch_sigint_signal = False
    return solver
