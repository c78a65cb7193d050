"""The solver: its settings, a run that can be stopped, and what it found."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from scenarios.planning import Planning
from scenarios.roster import Roster
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.plan import SolveStatus
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.solution import roster_from, write_hints
from scheduler.roster_model.solver import solver_for

OnImproved = Callable[[float, float], None]  # objective, bound, in currency

_HINT_SECONDS = 3.0
_LOOK_EVERY_SECONDS = 0.1

_STATUS = {
    cp_model.OPTIMAL: SolveStatus.OPTIMAL,
    cp_model.FEASIBLE: SolveStatus.FEASIBLE,
    cp_model.INFEASIBLE: SolveStatus.INFEASIBLE,
    cp_model.UNKNOWN: SolveStatus.NO_ROSTER_IN_TIME,
}


@dataclass(frozen=True)
class Found:
    """The end of one run of the solver."""

    status: SolveStatus
    roster: Roster | None
    objective: float | None  # in currency
    bound: float | None
    interrupted: bool
    effort: float  # seconds, or deterministic seconds where the plan is to be repeatable


def _ignore(objective: float, bound: float) -> None:
    """Take no notice of an improvement."""


class _Watch(cp_model.CpSolverSolutionCallback):
    def __init__(self, on_improved: OnImproved) -> None:
        super().__init__()
        self._on_improved = on_improved

    def on_solution_callback(self) -> None:
        self._on_improved(
            self.objective_value / UNITS_PER_CURRENCY,
            self.best_objective_bound / UNITS_PER_CURRENCY,
        )


def complete_hints(ground: Ground, planning: Planning) -> Found:
    """Replace the hints for some variables by a whole solution, and return it, if there is one.

    With shifts fixed the rest is a small flow problem; without its values the solver would
    spend most of its time on finding the hinted roster again.
    """
    solver = solver_for(planning, _HINT_SECONDS)
    solver.parameters.fix_variables_to_their_hinted_value = True
    found = _found(ground, solver, solver.solve(ground.model), planning)
    if found.roster is not None:
        write_hints(ground, dict(enumerate(solver.response_proto.solution)))
    # What is proven with shifts fixed proves nothing about other rosters.
    return replace(found, bound=None)


def effort_of(solver: cp_model.CpSolver, planning: Planning) -> float:
    """Return what a finished run took: seconds, or deterministic time in deterministic plans."""
    if planning.deterministic:
        return float(solver.response_proto.deterministic_time)
    return float(solver.wall_time)


def run(
    ground: Ground, planning: Planning, seconds: float, on_improved: OnImproved | None = None
) -> Found:
    """Solve a model; Ctrl-C stops the search and keeps the best roster found so far."""
    solver = solver_for(planning, seconds)
    watch = _Watch(on_improved or _ignore)
    codes: list[cp_model.CpSolverStatus] = []
    done = threading.Event()

    def search() -> None:
        try:
            codes.append(solver.solve(ground.model, watch))
        finally:
            done.set()

    # The search runs beside the main thread, which alone is told of Ctrl-C. It waits for an
    # event: an interrupted join may take a thread for ended that still runs.
    threading.Thread(target=search, daemon=True).start()
    interrupted = False
    while not done.is_set():
        try:
            done.wait(_LOOK_EVERY_SECONDS)
            if interrupted:  # asked until it ends: the solver may not have begun the first time
                solver.stop_search()
        except KeyboardInterrupt:
            interrupted = True
    if not codes:
        raise RuntimeError("the solver ended with an error of its own")
    if codes[0] == cp_model.MODEL_INVALID:
        raise AssertionError(f"the roster model is not valid: {ground.model.validate()}")
    return replace(_found(ground, solver, codes[0], planning), interrupted=interrupted)


def _found(
    ground: Ground, solver: cp_model.CpSolver, code: cp_model.CpSolverStatus, planning: Planning
) -> Found:
    status = _STATUS[code]
    solved = status in (SolveStatus.OPTIMAL, SolveStatus.FEASIBLE)
    return Found(
        status,
        roster_from(ground, solver.value) if solved else None,
        solver.objective_value / UNITS_PER_CURRENCY if solved else None,
        solver.best_objective_bound / UNITS_PER_CURRENCY if solved else None,
        interrupted=False,
        effort=effort_of(solver, planning),
    )
