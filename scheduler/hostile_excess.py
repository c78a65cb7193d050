"""How far the mix of contacts of an hour lies above the cap, for who is on duty then."""

import numpy as np
import numpy.typing as npt

from scheduler.requirement import LineVolume

Floats = npt.NDArray[np.float64]


def excess_per_minute(volumes: list[LineVolume], cap: float) -> tuple[Floats, float]:
    """Return hostile contacts over the limit in a minute on duty, by interval, and mean minutes.

    Shape (intervals,); 0 where nothing comes in.
    """
    if not volumes:
        return np.zeros(0), 0.0
    cases = np.sum([volume.cases for volume in volumes], axis=0)
    hostile = np.sum([volume.hostile_cases for volume in volumes], axis=0)
    work = np.sum([volume.work_minutes for volume in volumes], axis=0)
    if cases.sum() <= 0 or work.sum() <= 0:
        return np.zeros(len(cases)), 0.0
    limit = max(cap, float(hostile.sum() / cases.sum()) + 1e-9)
    over = np.divide(hostile - limit * cases, work, out=np.zeros(len(cases)), where=work > 0)
    return over, float(work.sum() / cases.sum())
