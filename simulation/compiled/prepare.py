"""Compiling ahead of the first run, and whether that is needed."""

import numpy as np

from simulation.compiled import decided  # noqa: F401  opens the shared decisions
from simulation.compiled.drawing import DRAWS, draw_day, draw_marks, order_of
from simulation.compiled.draws import key_of
from simulation.compiled.filling import fill_rows, read_rows
from simulation.compiled.jit import is_compiled
from simulation.compiled.layout import ROW, STATE
from simulation.compiled.life_layout import CLOCK
from simulation.compiled.loop import run
from simulation.compiled.quantiles import (
    count_quantile,
    duration_quantile,
    mean_one_quantile,
    patience_quantile,
)

_BOTH = (
    draw_day,
    order_of,
    draw_marks,
    duration_quantile,
    patience_quantile,
    mean_one_quantile,
    count_quantile,
)
_TWIN = (run, fill_rows, read_rows)


def is_prepared(*, whole: bool) -> bool:
    """Whether machine code of all that is called is there; without ``whole`` but for the loop."""
    return all(is_compiled(one) for one in (*_BOTH, *(_TWIN if whole else ())))


def compile_all(*, whole: bool) -> None:
    """Compile what is not compiled yet, by calling it; without ``whole`` all but the loop."""
    duration_quantile(0, 1.0, 1.0, 0.5)
    patience_quantile(0.0, 0, 1.0, 1.0, 0.5)
    mean_one_quantile(1.0, 0.5)
    count_quantile(1.0, 0.5)
    _draw_nothing()
    if whole:
        nobody, nothing = np.zeros(1, dtype=STATE), np.empty(0)
        nobody["broken"] = -1
        run(nobody)
        none = np.empty(0, dtype=np.int64)
        rows = np.empty(0, dtype=ROW)
        fill_rows(rows, none, np.empty(0, dtype=np.bool_), nothing, nothing, nothing, nothing)
        pairs = np.empty((2, 0)), np.empty((2, 0), dtype=np.int64)
        read_rows(rows, 0.0, *pairs, np.empty((2, 0), dtype=np.bool_))


def _draw_nothing() -> None:
    key, curve, shares = key_of(0, 0), np.array([0.0, 1.0]), np.ones(1)
    none, nothing = np.empty(0, dtype=np.int64), np.empty(0)
    brought = np.empty((5, 0), dtype=np.int64), np.empty((2, 0))
    draw_day(key, (0, 0, 0, 0, 0, 0, 0), curve, shares, shares, *brought)
    order_of(nothing, 1.0, none)
    arrivals = (none, none, none, none, nothing, nothing)
    tables = np.empty(0, dtype=DRAWS), np.empty(0, dtype=CLOCK)
    columns = np.empty((2, 0), dtype=np.int64), np.empty((6, 0)), np.empty(0, dtype=np.bool_)
    draw_marks(key, none, arrivals, *tables, *columns)
