"""Further instances of the same kind as the synthetic ones, of any size, from a seed.

The figures below describe the kind: contracts of 40, 32 and 24 hours alike often, two or three
days off, a day with a morning, an afternoon and an evening peak, quieter weekends, five per cent
of noise on every interval, and 97 % of the contracts' hours wanted.
"""

import numpy as np
import numpy.typing as npt

from benchmarks.rosters.synthetic_file import Kind, Person, Staffing

Floats = npt.NDArray[np.float64]

_DAYS = 28
_STEP = 15
_OPEN = (6 * 60, 23 * 60 + 30)  # when anybody is wanted
_STARTS = range(6 * 60, 15 * 60 + 1, 60)
_CONTRACTS = (40.0, 32.0, 24.0)
_WEEKDAYS = np.array([1.0, 0.97, 0.95, 0.97, 1.0, 0.75, 0.70])
_BASE = 0.26
_PEAKS = ((1.0, 10.95, 1.68), (0.52, 14.95, 1.88), (0.91, 19.52, 1.40))  # height, hour, spread
_NOISE = 0.05
_WANTED_SHARE = 0.97


def make_staffing(agents: int, seed: int) -> Staffing:
    """Return an instance with so many agents; the same numbers give the same instance."""
    chance = np.random.default_rng([agents, seed])
    people = tuple(
        Person(
            f"A{number:03d}",
            _CONTRACTS[int(chance.integers(len(_CONTRACTS)))],
            _days_off(chance),
        )
        for number in range(agents)
    )
    hours = sum(person.hours_per_week for person in people) * _DAYS / 7
    required = _required(chance, _WANTED_SHARE * hours * 60 / _STEP)
    return Staffing(
        f"synthetic-{agents}-seed-{seed}",
        _DAYS,
        _STEP,
        _kinds(),
        people,
        tuple(tuple(int(count) for count in day) for day in required),
        rest_hours=11.0,
        max_days_per_week=5,
        week_tolerance_hours=8.0,
        horizon_tolerance_hours=8.0,
        short_cost=10.0,
        over_cost=1.0,
    )


def _days_off(chance: np.random.Generator) -> tuple[int, ...]:
    count = int(chance.integers(2, 4))
    return tuple(sorted(int(day) for day in chance.choice(_DAYS, count, replace=False)))


def _kinds() -> tuple[Kind, ...]:
    kinds: list[Kind] = []
    for start in _STARTS:
        long = Kind(f"T{len(kinds)}", start, start + 510, 8.0, start + 240, 30)
        kinds += [long, Kind(f"T{len(kinds) + 1}", start, start + 360, 6.0, None, 0)]
    return tuple(kinds)


def _required(chance: np.random.Generator, total: float) -> npt.NDArray[np.int64]:
    """Return agents wanted, shape (days, intervals), about so many agent-intervals in all."""
    shape = np.tile(_WEEKDAYS, _DAYS // 7)[:, None] * _day_profile()[None, :]
    noisy = shape * (1 + _NOISE * chance.standard_normal(shape.shape))
    wanted: npt.NDArray[np.int64] = np.rint(np.maximum(noisy, 0.0) / noisy.sum() * total).astype(
        np.int64
    )
    return wanted


def _day_profile() -> Floats:
    minutes = np.arange(0, 1440, _STEP)
    hours = minutes / 60
    level = np.full(len(minutes), _BASE)
    for height, hour, spread in _PEAKS:
        level += height * np.exp(-0.5 * ((hours - hour) / spread) ** 2)
    return np.where((minutes >= _OPEN[0]) & (minutes < _OPEN[1]), level, 0.0)
