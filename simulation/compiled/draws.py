"""What is drawn of a world's cases, laid out for compiled code, and the calls that draw it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.timeline import OpeningClock
from simulation.compiled.drawing import DRAWS, KEY, draw_marks, order_of
from simulation.compiled.life_layout import CLOCK
from simulation.compiled.quantiles import KINDS
from simulation.philox import MASK
from simulation.world import World

Table = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Drawn:
    """Cases in order of arrival with what they bring; ``order`` are their places before."""

    order: Ints
    case_id: Ints
    queue: Ints
    hostile: Bools
    arrival: Floats
    due: Floats
    handle: Floats
    patience: Floats
    hostile_mark: Floats | None = None  # only where they are asked for
    label_mark: Floats | None = None


def key_of(seed: int, replication: int) -> Table:
    """Return the key of a replication's luck."""
    return np.array([(replication, seed & MASK, seed >> 32 & MASK)], dtype=KEY)


def drawn_of(
    world: World,
    arrivals: tuple[Ints | Floats, ...],
    seed: int,
    replication: int,
    *,
    marks: bool,
) -> Drawn:
    """Return cases with the luck that they bring, and if asked for the marks behind it.

    ``arrivals`` are channel, stream, index, line, time and chance of hostility, by case.
    """
    seconds = arrivals[4]
    size = len(seconds)
    order = np.empty(size, dtype=np.int64)
    if not order_of(np.ascontiguousarray(seconds), world.horizon_seconds, order):
        order = np.argsort(seconds, kind="stable")
    columns = np.empty((2, size), dtype=np.int64)
    floats, hostile = np.empty((6 if marks else 4, size)), np.empty(size, dtype=np.bool_)
    channels, clocks, _kept = _channels(world)
    given = tuple(np.ascontiguousarray(one) for one in arrivals)  # one type, so compiled once
    draw_marks(key_of(seed, replication), order, given, channels, clocks, columns, floats, hostile)
    return Drawn(order, columns[0], columns[1], hostile, *floats)


def clock_table(clocks: list[OpeningClock]) -> tuple[Table, list[Table]]:
    """Return clocks that limits run by, and the arrays to which they point."""
    table, kept = np.zeros(len(clocks), dtype=CLOCK), []
    for number, clock in enumerate(clocks):
        lengths = (clock.windows[:, 1] - clock.windows[:, 0]).astype(np.float64)
        parts = {
            "opens_at": clock.windows[:, 0] * 1.0,
            "closes_at": clock.windows[:, 1] * 1.0,
            "lengths_at": lengths,
            "before_at": np.concatenate(([0.0], np.cumsum(lengths))),
        }
        table[number]["windows"] = len(clock.windows)
        for name, part in parts.items():
            kept.append(np.ascontiguousarray(part))
            table[number][name] = kept[-1].ctypes.data
    return table, kept


def _channels(world: World) -> tuple[Table, Table, list[Table]]:
    """Return what is drawn of each channel's cases, their clocks, and what these point to."""
    table = np.zeros(len(world.channels), dtype=DRAWS)
    clocks: list[OpeningClock] = []
    for own, facts in zip(table, world.channels, strict=True):
        own["recall"], own["false_positive"] = facts.recall, facts.false_positive_rate
        own["kind"] = KINDS[facts.handle.distribution]
        own["mean"], own["cv"] = facts.handle.mean_seconds, facts.handle.cv
        own["sla_seconds"], own["clock"], own["patience_kind"] = facts.sla_seconds, -1, -1
        if facts.clock is not None:
            own["clock"] = len(clocks)
            clocks.append(facts.clock)
        if facts.patience is not None:
            own["patience_kind"] = KINDS[facts.patience.distribution]
            own["at_once"] = facts.patience.at_once_share
            own["patience_mean"] = facts.patience.mean_seconds
            own["patience_cv"] = facts.patience.cv
    return table, *clock_table(clocks)
