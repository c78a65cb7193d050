"""The roster model: who works which shift, by constraint programming (CP-SAT)."""

from scheduler.roster_model.solve import SolveInterrupted, solve_roster

__all__ = ["SolveInterrupted", "solve_roster"]
