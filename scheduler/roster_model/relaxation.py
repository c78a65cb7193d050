"""The linear relaxation of a roster model, solved apart by HiGHS.

CP-SAT takes its relaxation row by row and needs minutes for what a simplex code does in a second
here: a roster is much flow and few decisions. So the bound of the relaxation, and where it points
to, are fetched from outside.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.requirement import Floats

NO_LIMIT = 1e9  # seconds
_INFINITE = 2.0**60  # CP-SAT's bounds beyond this mean that there is none


@dataclass(frozen=True)
class Relaxed:
    """Values of all variables and the objective, in the model's units."""

    values: Floats
    objective: float


class Relaxation:
    """A model's rows and bounds."""

    def __init__(self, model: cp_model.CpModel) -> None:
        proto = model.proto
        count = len(proto.variables)
        rows = _Rows()
        for constraint in proto.constraints:
            rows.add(constraint)
        self.matrix = rows.matrix(count)
        self.lows, self.highs = np.array(rows.lows), np.array(rows.highs)
        domains = [list(variable.domain) for variable in proto.variables]
        self.least = np.array([float(domain[0]) for domain in domains])
        self.most = np.array([float(domain[-1]) for domain in domains])
        self.costs = np.zeros(count)
        self.costs[list(proto.objective.vars)] = list(proto.objective.coeffs)
        self.offset = float(proto.objective.offset)

    @property
    def size(self) -> int:
        """Coefficients of all rows, a measure of the work that one solution takes."""
        return int(self.matrix.nnz)

    def solve(
        self,
        fixed: Mapping[int, int],
        seconds: float | None = None,
        whole: Sequence[int] = (),
    ) -> Relaxed | None:
        """Return the optimum with some variables fixed, ``whole`` ones at whole numbers.

        None if it is not found in the time (without one: ever).
        """
        if not len(self.costs):  # a model of rows alone: HiGHS asks for a variable
            kept = bool((self.lows <= 0).all() and (self.highs >= 0).all())
            return Relaxed(np.zeros(0), self.offset) if kept else None
        least, most = self.least.copy(), self.most.copy()
        places = list(fixed)
        least[places] = most[places] = list(fixed.values())
        integrality = np.zeros(len(self.costs), dtype=np.int64)
        integrality[list(whole)] = 1
        limit = NO_LIMIT if seconds is None else max(seconds, 0.1)
        result = milp(
            self.costs / UNITS_PER_CURRENCY,  # in units the simplex code takes three times as long
            integrality=integrality,
            constraints=LinearConstraint(self.matrix, self.lows, self.highs),
            bounds=Bounds(least, most),
            options={"time_limit": limit},
        )
        if result.status != 0 or result.x is None:
            return None
        values: Floats = np.asarray(result.x, dtype=np.float64)
        return Relaxed(values, float(self.costs @ values) + self.offset)


class _Rows:
    """Rows low <= sum <= high, collected from the kinds of constraints that the model uses."""

    def __init__(self) -> None:
        self.columns: list[int] = []  # of all rows, one after the other
        self.factors: list[int] = []
        self.ends: list[int] = [0]  # where each row ends
        self.lows: list[float] = []
        self.highs: list[float] = []

    def add(self, constraint: object) -> None:
        """Add a constraint. Raises TypeError for a kind that the model did not use so far."""
        found = constraint
        if found.enforcement_literal:  # type: ignore[attr-defined]
            raise TypeError(f"the relaxation does not know conditions: {constraint}")
        if found.has_linear():  # type: ignore[attr-defined]
            linear = found.linear  # type: ignore[attr-defined]
            domain = list(linear.domain) or [1, 0]  # an empty domain: nothing keeps the row
            low, high = float(domain[0]), float(domain[-1])
            self._row(list(linear.vars), list(linear.coeffs), low, high)
        elif found.has_exactly_one():  # type: ignore[attr-defined]
            self._literals(found.exactly_one.literals, 1.0, 1.0)  # type: ignore[attr-defined]
        elif found.has_at_most_one():  # type: ignore[attr-defined]
            self._literals(found.at_most_one.literals, -np.inf, 1.0)  # type: ignore[attr-defined]
        elif found.has_bool_or():  # type: ignore[attr-defined]
            self._literals(found.bool_or.literals, 1.0, np.inf)  # type: ignore[attr-defined]
        else:
            raise TypeError(f"the relaxation does not know {constraint}")

    def _literals(self, literals: Iterable[int], low: float, high: float) -> None:
        """Add a row over yes-or-no variables; a negative number stands for a negated one."""
        found = list(literals)
        negated = sum(literal < 0 for literal in found)
        columns = [literal if literal >= 0 else -literal - 1 for literal in found]
        factors = [1 if literal >= 0 else -1 for literal in found]
        self._row(columns, factors, low - negated, high - negated)

    def _row(self, columns: list[int], factors: list[int], low: float, high: float) -> None:
        self.columns += columns
        self.factors += factors
        self.ends.append(len(self.columns))
        self.lows.append(low if low > -_INFINITE else -np.inf)
        self.highs.append(high if high < _INFINITE else np.inf)

    def matrix(self, columns: int) -> csr_array:
        """Return the collected rows."""
        found = csr_array(
            (
                np.array(self.factors, dtype=np.float64),
                np.array(self.columns, dtype=np.int32),
                np.array(self.ends, dtype=np.int32),
            ),
            shape=(len(self.lows), columns),
        )
        found.sum_duplicates()
        return found
