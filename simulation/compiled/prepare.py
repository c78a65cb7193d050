"""Compiling ahead of the first run, and whether that is needed."""

import numpy as np

from simulation.compiled import decided  # noqa: F401  opens the shared decisions
from simulation.compiled.jit import is_compiled
from simulation.compiled.layout import STATE
from simulation.compiled.loop import run
from simulation.compiled.quantiles import (
    count_quantile,
    duration_quantile,
    mean_one_quantile,
    patience_quantile,
)


def is_prepared(*, whole: bool) -> bool:
    """Whether machine code of all that is called is there; without ``whole`` but for the loop."""
    single = (duration_quantile, patience_quantile, mean_one_quantile, count_quantile)
    return all(is_compiled(one) for one in single) and (not whole or is_compiled(run))


def compile_all(*, whole: bool) -> None:
    """Compile what is not compiled yet, by calling it; without ``whole`` all but the loop."""
    duration_quantile(0, 1.0, 1.0, 0.5)
    patience_quantile(0.0, 0, 1.0, 1.0, 0.5)
    mean_one_quantile(1.0, 0.5)
    count_quantile(1.0, 0.5)
    if whole:
        nobody = np.zeros(1, dtype=STATE)
        nobody["broken"] = -1
        run(nobody)
