"""Slices of a roster model: some people's shifts of some days free, all others as they are.

Only rows with something free in them are left, with what is known moved to their bounds. HiGHS
could find that out itself, but would first read the whole model, for every slice anew.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.requirement import Floats
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.relaxation import NO_LIMIT, Relaxation

Places = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

_NOBODY = -1
_GAP = 1e-7  # relative, at which a slice counts as solved
_NO_NODE_LIMIT = 2**31 - 1
_INFEASIBLE = 2  # status of scipy


@dataclass(frozen=True)
class Slice:
    """What is free: columns and rows of the model."""

    columns: Places
    rows: Places
    coefficients: int  # a measure of the work of solving it


@dataclass(frozen=True)
class Sliced:
    """What came of a slice."""

    values: Floats | None  # of all variables of the model; None if nothing was found
    cost: float  # of the whole roster, in the model's units; infinite if nothing was found
    bound: float  # no roster with the same fixed shifts costs less
    solved: bool  # nothing is left to find
    contradiction: bool  # not even the roster at hand keeps the rows: rounding has crept in
    nodes: int


class Slicer:
    """A model whose variables are known by the agent and the day they decide on."""

    def __init__(self, ground: Ground, relaxation: Relaxation) -> None:
        self.relaxation = relaxation
        self.by_row = csr_array(relaxation.matrix)
        self.by_column = csr_array(relaxation.matrix.T)
        count = len(relaxation.costs)
        self.agent_of = np.full(count, _NOBODY, dtype=np.int64)
        self.day_of = np.full(count, _NOBODY, dtype=np.int64)
        for (agent, day), options in ground.options.items():
            columns = [option.chosen.index for option in options]
            self.agent_of[columns], self.day_of[columns] = agent, day
        self.is_option: Bools = self.agent_of != _NOBODY
        places = [place.amount.index for group in ground.placements.values() for place in group]
        self.is_place = np.zeros(count, dtype=np.bool_)
        self.is_place[places] = True
        self.whole = self.is_option | self.is_place
        self.whole[[variable.index for variable in ground.whole]] = True
        self.near_day = self._near_days()

    def options_of(self, agents: Places, first: int, last: int) -> Places:
        """Return the variables of some agents' shifts of days [first, last)."""
        inside = self.is_option & (self.day_of >= first) & (self.day_of < last)
        found: Places = np.flatnonzero(inside & np.isin(self.agent_of, agents))
        return found

    def cut(self, options: Places) -> Slice:
        """Return the slice in which some shifts are free, and all that may follow them.

        Break places follow the shifts of their own duty; those of others stay.
        """
        free = np.zeros(len(self.is_option), dtype=np.bool_)
        known = np.zeros(self.by_row.shape[0], dtype=np.bool_)
        free[options] = True
        held = self.is_option.copy()
        front = options
        while len(front):
            rows = _touched(self.by_column, front)
            rows = rows[~known[rows]]
            known[rows] = True
            columns = _touched(self.by_row, rows)
            front = columns[~free[columns] & ~held[columns]]
            free[front] = True
            held |= self.is_place
        rows = np.flatnonzero(known)
        columns = np.flatnonzero(free)
        lengths = np.diff(self.by_column.indptr)[columns]
        return Slice(columns, rows, int(lengths.sum()))

    def solve(
        self, part: Slice, values: Floats, seconds: float = NO_LIMIT, nodes: int = _NO_NODE_LIMIT
    ) -> Sliced:
        """Return the best roster that differs from values only in a slice."""
        if not len(part.columns):
            return self._nothing_free(values)
        model = self.relaxation
        rows = self.by_row[part.rows]
        inner = rows[:, part.columns]
        fixed = rows @ values - inner @ values[part.columns]
        costs = model.costs[part.columns] / UNITS_PER_CURRENCY
        integral = self.whole[part.columns]
        result = milp(
            costs,
            integrality=integral.astype(np.int64),
            constraints=LinearConstraint(
                inner, model.lows[part.rows] - fixed, model.highs[part.rows] - fixed
            ),
            bounds=Bounds(model.least[part.columns], model.most[part.columns]),
            options={"mip_rel_gap": _GAP, "time_limit": seconds, "node_limit": nodes},
        )
        inside = float(model.costs[part.columns] @ values[part.columns])
        outside = float(model.costs @ values) + model.offset - inside
        dual = result.mip_dual_bound
        bound = -np.inf if dual is None else outside + float(dual) * UNITS_PER_CURRENCY
        found: Floats | None = None
        cost = np.inf
        if result.x is not None:
            own = np.asarray(result.x, dtype=np.float64)
            found = values.copy()
            found[part.columns] = np.where(integral, np.rint(own), own)
            cost = float(model.costs @ found) + model.offset
        return Sliced(
            found,
            cost,
            bound,
            solved=result.status == 0,
            contradiction=result.status == _INFEASIBLE,
            nodes=int(result.mip_node_count or 0),
        )

    def _nothing_free(self, values: Floats) -> Sliced:
        cost = float(self.relaxation.costs @ values) + self.relaxation.offset
        return Sliced(values, cost, cost, solved=True, contradiction=False, nodes=0)

    def _near_days(self) -> Places:
        """Return of each variable the day of shifts near it; -1 where no row leads to any."""
        found = self.day_of.copy()
        labelled = self.is_option.copy()
        while True:
            row_day = _spread(self.by_row, found, labelled)
            fresh = _spread(self.by_column, row_day, row_day != _NOBODY)
            changed = ~labelled & (fresh != _NOBODY)
            if not changed.any():
                return found
            found[changed] = fresh[changed]
            labelled |= changed


def _touched(matrix: csr_array, lines: Places) -> Places:
    """Return where some lines of a matrix have coefficients, each place once."""
    found: Places = np.unique(matrix[lines].indices)
    return found


def _spread(matrix: csr_array, labels: Places, labelled: Bools) -> Places:
    """Return for each line of a matrix a label of those it touches, the greatest; -1 if none."""
    own = np.where(labelled, labels, _NOBODY)[matrix.indices]
    lengths = np.diff(matrix.indptr)
    found = np.full(matrix.shape[0], _NOBODY, dtype=np.int64)
    some = lengths > 0
    if some.any():
        found[some] = np.maximum.reduceat(own, matrix.indptr[:-1][some])
    return found
