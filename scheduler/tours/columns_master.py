"""The master programme: which mix of the tours known so far serves the work best."""

from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.tours.columns_frame import Doubles, Frame, Longs, Tour

_SCALE = float(UNITS_PER_CURRENCY)  # the simplex code likes small numbers
_MISSING = 10.0  # price of what no known tour serves, times the dearest price; then tenfold
_WORK_OF_AN_ITERATION = 2e-8  # seconds for each row, about


@dataclass(frozen=True)
class Column:
    """A tour that somebody of a class may have."""

    number: int  # of the class
    tour: Tour
    cost: float  # all that is charged for the tour itself, in the model's units
    rows: Longs
    factors: Doubles


@dataclass(frozen=True)
class Mix:
    """An optimum of the master programme."""

    cost: float
    duals: Doubles  # of the frame's rows
    class_duals: Doubles
    weights: Doubles  # of the columns: how many of their class have them
    others: Doubles  # values of the frame's other variables
    missing: bool  # hard rows are not kept yet


class Master:
    """The programme over the columns so far; it goes on from its last optimum.

    Columns can be held: so many people of the class have that tour at least.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.columns: list[Column] = []
        self.known: dict[tuple[int, bytes], int] = {}
        self.held: dict[int, int] = {}  # people by column
        self.work = 0.0
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        # Preprocessing would make another programme of it each time.
        self._solver.SetSolverSpecificParametersAsString("use_preprocessing: false")
        self._goal = self._solver.Objective()
        self._goal.SetMinimization()
        self._rows = [
            self._solver.Constraint(float(low), float(high))
            for low, high in zip(frame.lows, frame.highs, strict=True)
        ]
        self._classes = [self._solver.Constraint(float(n), float(n)) for n in frame.sizes]
        self._weights: list[pywraplp.Variable] = []
        self._missing: list[pywraplp.Variable] = []
        self._dearest = max(1.0, float(np.abs(frame.costs).max(initial=0.0)))
        self._times = _MISSING
        self._others = [self._add_other(int(variable)) for variable in frame.others]

    def add(self, number: int, tour: Tour, own_cost: float) -> bool:
        """Add a tour of a class with what the sheet says it costs; False if it is known."""
        if (number, tour.tobytes()) in self.known:
            return False
        rows, factors, cost = self.frame.column(number, tour)
        self.put(Column(number, tour.copy(), own_cost + cost, rows, factors))
        return True

    def put(self, column: Column) -> int:
        """Add a column unless it is there; return its number."""
        key = column.number, column.tour.tobytes()
        if key in self.known:
            return self.known[key]
        self.known[key] = len(self.columns)
        self.columns.append(column)
        self._dearest = max(self._dearest, abs(column.cost))
        variable = self._solver.NumVar(0.0, self._solver.infinity(), "")
        self._goal.SetCoefficient(variable, column.cost / _SCALE)
        self._classes[column.number].SetCoefficient(variable, 1.0)
        for row, factor in zip(column.rows, column.factors, strict=True):
            self._rows[row].SetCoefficient(variable, float(factor))
        self._weights.append(variable)
        return self.known[key]

    def hold(self, column: int, people: int) -> None:
        """Have at least so many people of its class work a column."""
        self._weights[column].SetLb(float(people))
        self.held.pop(column, None)
        if people:
            self.held[column] = people

    def release(self) -> None:
        """Hold no column any more."""
        for column in list(self.held):
            self.hold(column, 0)

    def limit(self, least: Doubles, most: Doubles) -> None:
        """Set other limits of the frame's variables."""
        for made, variable in zip(self._others, self.frame.others, strict=True):
            made.SetBounds(float(least[variable]), float(most[variable]))

    def reduced(self, mix: Mix) -> Doubles:
        """Return by how much each column is dearer than what the mix would pay for it."""
        return np.array(
            [
                one.cost - float(mix.duals[one.rows] @ one.factors) - mix.class_duals[one.number]
                for one in self.columns
            ]
        )

    def solve(self) -> Mix | None:
        """Return the best mix of the columns, or None if the solver gives up."""
        status = self._run()
        if status == pywraplp.Solver.INFEASIBLE and not self._missing:
            self._add_missing()
            status = self._run()
        if status != pywraplp.Solver.OPTIMAL:
            return None
        missing = any(one.solution_value() > 1e-6 for one in self._missing)
        return Mix(
            self._goal.Value() * _SCALE + self.frame.offset,
            np.array([row.dual_value() for row in self._rows]) * _SCALE,
            np.array([row.dual_value() for row in self._classes]) * _SCALE,
            np.array([weight.solution_value() for weight in self._weights]),
            np.array([other.solution_value() for other in self._others]),
            missing,
        )

    def charge_missing(self) -> bool:
        """Make what is missing of hard rows dearer; False when it is as dear as can be."""
        if self._times > 1e6:
            return False
        self._times *= 10.0
        for one in self._missing:
            self._goal.SetCoefficient(one, self._times * self._dearest / _SCALE)
        return True

    def _run(self) -> int:
        status = int(self._solver.Solve())
        rows = len(self._rows) + len(self._classes)
        self.work += self._solver.iterations() * rows * _WORK_OF_AN_ITERATION
        return status

    def _add_other(self, variable: int) -> pywraplp.Variable:
        frame = self.frame
        made = self._solver.NumVar(float(frame.least[variable]), float(frame.most[variable]), "")
        if frame.costs[variable]:
            self._goal.SetCoefficient(made, float(frame.costs[variable]) / _SCALE)
        begin, end = frame.by_variable.indptr[variable : variable + 2]
        for at in range(begin, end):
            row = int(frame.by_variable.indices[at])
            self._rows[row].SetCoefficient(made, float(frame.by_variable.data[at]))
        return made

    def _add_missing(self) -> None:
        for row, low, high in zip(self._rows, self.frame.lows, self.frame.highs, strict=True):
            for side, factor in ((low, 1.0), (high, -1.0)):
                if np.isfinite(side):
                    made = self._solver.NumVar(0.0, self._solver.infinity(), "")
                    self._goal.SetCoefficient(made, self._times * self._dearest / _SCALE)
                    row.SetCoefficient(made, factor)
                    self._missing.append(made)
