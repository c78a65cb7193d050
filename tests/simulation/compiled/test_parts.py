"""The parts of the compiled twin, each against what it stands for."""

import ast
import heapq
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import simulation.compiled
from scenarios.timeline import OpeningClock
from simulation.compiled.clock import due_minutes
from simulation.compiled.heap import KIND_SHIFT, pop, push
from simulation.compiled.jit import SOURCES, entry
from simulation.compiled.layout import EVENT, STATE, event_at
from simulation.compiled.life_layout import CLOCK, clock_at
from simulation.compiled.luck import child_id, luck
from simulation.luck import Luck
from simulation.philox import MASK, Purpose
from simulation.records import Origin

quick = settings(max_examples=200, deadline=None, database=None)
ROOM = Path(simulation.compiled.__file__).parent


@entry
def _luck_of(state, case_id, purpose, visit):
    return luck(state[0], case_id, purpose, visit)


@entry
def _child_of(state, case_id, origin, number):
    return child_id(state[0], case_id, origin, number)


@entry
def _due(address, start, limit):
    return due_minutes(clock_at(address, 0), start, limit)


@entry
def _sort(state, times, keys, order):
    """Push all events, but take one out again after every third; the numbers as they come."""
    s = state[0]
    count = 0
    for k in range(len(times)):
        push(s, times[k], keys[k] >> KIND_SHIFT, keys[k] & ((1 << KIND_SHIFT) - 1))
        if k % 3 == 2:
            order[count] = event_at(s.heap_at, 0).key
            count += 1
            pop(s)
    while s.heap > 0:
        order[count] = event_at(s.heap_at, 0).key
        count += 1
        pop(s)


@quick
@given(
    st.integers(0, 2**64 - 1),
    st.integers(0, 2**31 - 1),
    st.integers(0, 2**63 - 1),
    st.sampled_from(list(Purpose)),
    st.integers(0, 2**16),
)
def test_luck(seed: int, replication: int, case_id: int, purpose: Purpose, visit: int) -> None:
    state = np.zeros(1, dtype=STATE)
    state["replication"], state["key_low"], state["key_high"] = replication, seed & MASK, seed >> 32
    reference = Luck(seed, replication)
    assert _luck_of(state, case_id, int(purpose), visit) == reference.of(case_id, purpose, visit)
    ours = _child_of(state, case_id, int(Origin.SPILL), visit)
    assert ours == reference.child_id(case_id, Origin.SPILL, visit)


@quick
@given(
    st.lists(st.integers(1, 300), max_size=6),
    st.floats(-10.0, 2000.0),
    st.sampled_from([0.0, 1.0, 20.0, 61.5, 400.0]),
    st.booleans(),
)
def test_the_clock(pieces: list[int], start: float, limit: float, whole: bool) -> None:
    edges = np.cumsum(pieces)[: len(pieces) // 2 * 2].reshape(-1, 2)
    start = float(round(start)) if whole else start
    clock = np.zeros(1, dtype=CLOCK)
    lengths = (edges[:, 1] - edges[:, 0]).astype(np.float64)
    parts = {
        "opens_at": edges[:, 0] * 1.0,
        "lengths_at": lengths,
        "before_at": np.concatenate(([0.0], np.cumsum(lengths))),
    }
    clock["windows"] = len(edges)
    for name, part in parts.items():
        clock[name] = part.ctypes.data
    ours = _due(clock.ctypes.data, start, limit)
    assert ours == OpeningClock(edges).due_minutes(np.array([start]), limit)[0]


@quick
@given(st.lists(st.tuples(st.sampled_from([0.0, 1.0, 2.5]), st.integers(0, 2**58)), unique=True))
def test_events_come_in_order(events: list[tuple[float, int]]) -> None:
    state, heap = np.zeros(1, dtype=STATE), np.zeros(len(events) + 1, dtype=EVENT)
    state["heap_at"] = heap.ctypes.data
    order = np.zeros(len(events), dtype=np.int64)
    times = np.array([time for time, _ in events])
    _sort(state, times, np.array([key for _, key in events], dtype=np.int64), order)
    known: list[tuple[float, int]] = []
    expected = []
    for k, event in enumerate(events):
        heapq.heappush(known, event)
        if k % 3 == 2:
            expected.append(heapq.heappop(known)[1])
    expected.extend(key for _, key in sorted(known))
    assert order.tolist() == expected


def test_the_cache_knows_every_source_of_compiled_code() -> None:
    known = {name.removesuffix(".py").replace("/", ".") for name in SOURCES}
    missing = {}
    for path in sorted(ROOM.glob("*.py")):
        source = path.read_text(encoding="utf-8")
        if "@compiled" in source or "@entry" in source:
            used = {
                node.module
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.ImportFrom) and node.module
            }
            house = {one for one in used if one.split(".")[0] in ("simulation", "scenarios")}
            outside = {one for one in house if not one.startswith("simulation.compiled")}
            if outside - known:
                missing[path.name] = outside - known
    assert missing == {}
