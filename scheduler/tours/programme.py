"""A programme under construction: variables and rows low <= sum <= high, solved by HiGHS."""

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from scheduler.people.prices import UNITS_PER_CURRENCY

Doubles = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]
_NEAR_ENOUGH = 1e-4  # relative gap at which whole numbers are good enough


class Programme:
    """Variables, rows and costs in the model's units."""

    def __init__(self, constant: float) -> None:
        self.constant = constant
        self.costs: list[Doubles] = []
        self.highest: list[Doubles] = []
        self.lowest: list[Doubles] = []
        self.whole: list[npt.NDArray[np.bool_]] = []
        self.count = 0
        self.entries: list[tuple[Doubles, Doubles, Doubles]] = []
        self.lows: list[Doubles] = []
        self.highs: list[Doubles] = []
        self.rows = 0

    def variables(
        self,
        costs: Doubles,
        highest: Doubles,
        *,
        lowest: Doubles | None = None,
        whole: bool = False,
    ) -> npt.NDArray[np.int64]:
        """Add variables and return their numbers."""
        first, size = self.count, len(costs)
        self.costs.append(costs)
        self.highest.append(highest)
        self.lowest.append(np.zeros(size) if lowest is None else lowest)
        self.whole.append(np.full(size, whole))
        self.count += size
        return np.arange(first, first + size)

    def add_rows(
        self,
        rows: npt.ArrayLike,
        columns: npt.ArrayLike,
        factors: npt.ArrayLike,
        low: Doubles,
        high: Doubles,
    ) -> None:
        """Add rows; ``rows`` counts from 0 within them."""
        where = np.asarray(rows, dtype=float) + self.rows
        self.entries.append(
            (where, np.asarray(columns, dtype=float), np.asarray(factors, dtype=float))
        )
        self.lows.append(low)
        self.highs.append(high)
        self.rows += len(low)

    def add_sum(
        self, columns: npt.ArrayLike, factors: npt.ArrayLike, low: float, high: float
    ) -> None:
        """Add one row."""
        size = len(np.asarray(columns))
        self.add_rows(np.zeros(size), columns, factors, np.array([low]), np.array([high]))

    def solve(self, seconds: float, *, whole: bool) -> tuple[float, Doubles | None] | None:
        """Return a bound and the values found; None if there is not even a bound."""
        if self.count == 0:
            return self.constant, np.zeros(0)
        if not self.entries:
            self.add_rows([], [], [], np.zeros(0), np.zeros(0))
        rows, columns, factors = (np.concatenate(one) for one in zip(*self.entries, strict=True))
        matrix = csr_array(
            (factors, (rows.astype(np.int64), columns.astype(np.int64))),
            shape=(self.rows, self.count),
        )
        costs = np.concatenate(self.costs)
        scale = 1.0 / UNITS_PER_CURRENCY  # so that the solver's tolerances make sense
        lows, highs = np.concatenate(self.lows), np.concatenate(self.highs)
        lowest, highest = np.concatenate(self.lowest), np.concatenate(self.highest)
        if not whole:
            return self._relaxed(matrix, costs, lows, highs, lowest, highest, seconds)
        result = milp(
            costs * scale,
            integrality=np.concatenate(self.whole).astype(int),
            constraints=LinearConstraint(matrix, lows, highs),
            bounds=Bounds(lowest, highest),
            options={"time_limit": max(seconds, 0.1), "mip_rel_gap": _NEAR_ENOUGH},
        )
        values = None if result.x is None else np.asarray(result.x, dtype=np.float64)
        dual = getattr(result, "mip_dual_bound", None)
        return (-np.inf if dual is None else float(dual) / scale + self.constant), values

    def _relaxed(
        self,
        matrix: csr_array,
        costs: Doubles,
        lows: Doubles,
        highs: Doubles,
        lowest: Doubles,
        highest: Doubles,
        seconds: float,
    ) -> tuple[float, Doubles | None] | None:
        """Solve the linear programme by an interior point method: many rows, few of them tight."""
        equal = lows == highs
        above, below = np.isfinite(highs) & ~equal, np.isfinite(lows) & ~equal
        most: Any = vstack([matrix[above], -matrix[below]])
        same: Any = matrix[equal]
        limits: Any = np.stack([lowest, highest], axis=1)
        result = linprog(
            costs / UNITS_PER_CURRENCY,
            A_ub=most,
            b_ub=np.concatenate([highs[above], -lows[below]]),
            A_eq=same,
            b_eq=highs[equal],
            bounds=limits,
            method="highs-ipm",
            options={"time_limit": max(seconds, 0.1)},
        )
        if result.status != 0 or result.x is None:
            return None
        values: Doubles = np.asarray(result.x, dtype=np.float64)
        return float(costs @ values) + self.constant, values
