"""The best roster that can be made of some known tours: the master in whole numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, hstack, vstack

from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.tours.columns_frame import Frame
from scheduler.tours.columns_master import Column

_SCALE = float(UNITS_PER_CURRENCY)
_NODES = 500  # where the clock does not count
_NO_LIMIT = 1e9  # seconds


@dataclass(frozen=True)
class Whole:
    """How many people have each of the columns, and what the roster costs."""

    people: dict[int, int]  # by number of the column
    cost: float


def whole_mix(
    frame: Frame,
    columns: Sequence[Column],
    usable: Sequence[int],
    held: Mapping[int, int],
    seconds: float | None,
) -> Whole | None:
    """Return the cheapest roster of usable columns in which held ones have so many people at least.

    None if none is found in the time; without one, in so much work.
    """
    numbers = sorted({*usable, *held})
    chosen = [columns[number] for number in numbers]
    others = len(frame.others)
    sizes = frame.sizes.astype(np.float64)
    owners = np.array([one.number for one in chosen], dtype=np.int64)
    must_be_whole = np.isin(frame.others, frame.whole)
    result = milp(
        np.concatenate([frame.costs[frame.others], [one.cost for one in chosen]]) / _SCALE,
        integrality=np.concatenate([must_be_whole, np.ones(len(chosen))]).astype(np.int64),
        constraints=LinearConstraint(
            _matrix(frame, chosen, owners),
            np.concatenate([frame.lows, sizes]),
            np.concatenate([frame.highs, sizes]),
        ),
        bounds=Bounds(
            np.concatenate(
                [frame.least[frame.others], [float(held.get(number, 0)) for number in numbers]]
            ),
            np.concatenate([frame.most[frame.others], sizes[owners]]),
        ),
        options={
            "mip_rel_gap": 0.0,
            "time_limit": _NO_LIMIT if seconds is None else max(seconds, 0.1),
            **({"node_limit": _NODES} if seconds is None else {}),
        },
    )
    if result.x is None:
        return None
    people = np.rint(result.x[others:]).astype(np.int64).tolist()
    found = {number: count for number, count in zip(numbers, people, strict=True) if count}
    return Whole(found, float(result.fun) * _SCALE + frame.offset)


def _matrix(frame: Frame, columns: Sequence[Column], owners: np.ndarray) -> csr_array:
    """Return the frame's rows and one for each class, over other variables and columns."""
    numbers = np.arange(len(columns))
    rows = np.concatenate([one.rows for one in columns])
    places = np.repeat(numbers, [len(one.rows) for one in columns])
    factors = np.concatenate([one.factors for one in columns])
    served = coo_array((factors, (rows, places)), shape=(len(frame.lows), len(columns)))
    shape = (len(frame.classes), len(columns))
    chosen = coo_array((np.ones(len(columns)), (owners, numbers)), shape=shape)
    others = coo_array(frame.by_variable[frame.others].T)
    none = coo_array((len(frame.classes), len(frame.others)))
    return csr_array(vstack([hstack([others, served]), hstack([none, chosen])]))
