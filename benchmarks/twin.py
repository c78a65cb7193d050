"""The compiled twin beside the SimPy engine, a naive SimPy idiom, Ciw and a loop in C.

Erlang A, 50 agents, 47 erlangs: the same cases for all but Ciw, which draws its own; the C loop
is timed with the same cases given, and with cases drawn by the cheapest generator at hand. Then
the full model of the team of sixty over four weeks, everything on, both engines. Prints cases per
second and ratios, medians over turns in which every contestant has its turn.
"""

import argparse
import ctypes
import gc
import importlib.util
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.erlang_a_engine import (
    AGENTS,
    ERLANGS,
    HANDLE_SECONDS,
    PATIENCE_SECONDS,
    around_the_clock,
    erlang_a_scenario,
    naive,
    plain_rules,
)
from benchmarks.everything import everything, rota
from scheduler.rules import default_rules
from simulation.arrivals.volume import Cases, draw_cases
from simulation.engine import Engine, prepare, run_replication
from simulation.records import Records
from simulation.world import compile_world

Floats = npt.NDArray[np.float64]
SECONDS_PER_WEEK = 604_800.0
C_LOOP = Path(__file__).with_name("erlang_a_loop.c")


class Loop:
    """The event-list loop in C."""

    def __init__(self, library: Path) -> None:
        self.library = ctypes.CDLL(str(library))
        self.library.draw.argtypes = [
            *(ctypes.c_int64, ctypes.c_uint64, ctypes.c_double, ctypes.c_double, ctypes.c_double),
            *(ctypes.c_void_p,) * 3,
        ]
        self.library.run.argtypes = [*(ctypes.c_int64,) * 2, *(ctypes.c_void_p,) * 4]

    def run(self, arrival: Floats, handle: Floats, patience: Floats) -> Floats:
        """Return when each case starts, NaN if never."""
        start = np.empty(len(arrival))
        columns = [np.ascontiguousarray(one) for one in (arrival, handle, patience)]
        self.library.run(len(arrival), AGENTS, *(one.ctypes.data for one in (*columns, start)))
        return start

    def draw_and_run(self, size: int, seed: int) -> Floats:
        columns = np.empty((3, size))
        addresses = [one.ctypes.data for one in columns]
        gap = HANDLE_SECONDS / ERLANGS
        self.library.draw(size, seed, gap, HANDLE_SECONDS, PATIENCE_SECONDS, *addresses)
        return self.run(*columns)


@contextmanager
def c_loop() -> Iterator[Loop | None]:
    """Compile the loop on the spot; None where there is no gcc."""
    gcc = shutil.which("gcc")
    if gcc is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "loop.so"
        options = ["-O3", "-march=native", "-shared", "-fPIC"]
        command = [gcc, *options, "-o", str(library), str(C_LOOP), "-lm"]
        subprocess.run(command, check=True)
        yield Loop(library)


def run_ciw(cases: int) -> int:
    """Simulate about so many cases in Ciw; return how many it recorded."""
    import ciw

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=ERLANGS / HANDLE_SECONDS)],
        service_distributions=[ciw.dists.Exponential(rate=1 / HANDLE_SECONDS)],
        reneging_time_distributions=[ciw.dists.Exponential(rate=1 / PATIENCE_SECONDS)],
        number_of_servers=[AGENTS],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(cases * HANDLE_SECONDS / ERLANGS)
    return len(simulation.get_all_records())


def seconds_of(work: Callable[[], Any]) -> tuple[float, Any]:
    # Processor time, so that other work on the machine disturbs little. The second of two runs
    # in a row, as in a series of replications: nobody cleans up behind another, or has to ask
    # the system for the memory that another has given back.
    gc.collect()
    work()
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


class Rates:
    """Cases per second of each contestant, turn by turn."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = {}

    def time(self, name: str, cases: int, work: Callable[[], Any]) -> Any:
        seconds, result = seconds_of(work)
        self.of.setdefault(name, []).append(cases / seconds)
        return result

    def ratio(self, one: str, other: str) -> float:
        """Median over the turns of one's rate over the other's."""
        pairs = zip(self.of[one], self.of[other], strict=False)
        return statistics.median(first / second for first, second in pairs)

    def show(self) -> None:
        for name, rates in self.of.items():
            print(f"  {name:44} {statistics.median(rates):12,.0f} cases/s")


TWIN, SIMPY = "compiled twin, drawing included", "SimPy engine, drawing included"
GIVEN, NAIVE, CIW = "compiled twin, cases given", "naive SimPy, cases given", "Ciw"
C_DRAWS, C_GIVEN = "event-list loop in C, own cases drawn", "event-list loop in C, cases given"


def erlang_a(weeks: int, turns: int) -> None:
    """Race all on Erlang A, and check that they answer the same cases at the same times."""
    scenario = erlang_a_scenario(weeks)
    world, roster, rules = (
        compile_world(scenario),
        around_the_clock(scenario),
        plain_rules(scenario),
    )

    def run(engine: Engine, turn: int) -> Records:
        return run_replication(world, roster, rules, 1, turn, engine)

    def run_given(cases: Cases, turn: int) -> Records:
        from simulation.compiled.engine import run_cases_compiled

        return run_cases_compiled(world, roster, rules, cases, replication=turn)

    rates, has_ciw = Rates(), importlib.util.find_spec("ciw") is not None
    run(Engine.COMPILED, 0)
    with c_loop() as loop:
        for turn in range(turns):
            cases = draw_cases(world, 1, turn)
            size = len(cases)
            twin = rates.time(TWIN, size, partial(run, Engine.COMPILED, turn))
            if loop is not None:
                rates.time(C_DRAWS, size, partial(loop.draw_and_run, size, turn))
            rates.time(GIVEN, size, partial(run_given, cases, turn))
            columns = cases.arrival_seconds, cases.handle_seconds, cases.patience_seconds
            if loop is not None:
                starts = rates.time(C_GIVEN, size, partial(loop.run, *columns))
                check(twin, starts, world.horizon_seconds, exact=True)
            simpy = rates.time(SIMPY, size, partial(run, Engine.SIMPY, turn))
            check(twin, simpy.tasks.start_seconds, np.inf, exact=True)
            starts = rates.time(NAIVE, size, partial(naive, cases))
            check(twin, starts, world.horizon_seconds, exact=False)
            if has_ciw:
                seconds, recorded = seconds_of(partial(run_ciw, size // 10))
                rates.of.setdefault(CIW, []).append(recorded / seconds)
    print(f"Erlang A, {AGENTS} agents, {ERLANGS:g} erlangs, {size:,} cases a turn, one core")
    rates.show()
    print(f"  ratio to the SimPy engine:         {rates.ratio(TWIN, SIMPY):8.2f}")
    if has_ciw:
        print(f"  ratio to Ciw:                      {rates.ratio(TWIN, CIW):8.2f}")
    if C_DRAWS in rates.of:
        print(f"  ratio to C, each drawing:          {rates.ratio(TWIN, C_DRAWS):8.2f}")
        print(f"  ratio to C, cases given:           {rates.ratio(GIVEN, C_GIVEN):8.2f}")


def check(twin: Records, starts: Floats, end: float, *, exact: bool) -> None:
    """Exit unless all answer the same cases at the same times well before agents go home."""
    inside = twin.tasks.arrival_seconds < end - 6 * PATIENCE_SECONDS
    tolerance = 0.0 if exact else 1e-3  # the naive clock adds up differences
    ours = twin.tasks.start_seconds[inside]
    if not np.allclose(ours, starts[inside], rtol=0, atol=tolerance, equal_nan=True):
        raise SystemExit("the contestants do not answer the same cases at the same times")


def full_model(turns: int) -> None:
    """Race the two engines on the team of sixty over four weeks, everything on."""
    scenario = everything()
    world, roster, rules = compile_world(scenario), rota(scenario), default_rules(scenario)
    seconds: dict[Engine, list[float]] = {Engine.COMPILED: [], Engine.SIMPY: []}
    run_replication(world, roster, rules, 1, 0, Engine.COMPILED)
    for turn in range(turns):
        found = []
        for engine, own in seconds.items():
            taken, records = seconds_of(
                partial(run_replication, world, roster, rules, 1, turn, engine)
            )
            own.append(taken)
            found.append(records)
        for name in ("start_seconds", "end_seconds", "agent", "case_id"):
            np.testing.assert_array_equal(*(getattr(one.tasks, name) for one in found))
    twin, simpy = (statistics.median(own) for own in seconds.values())
    ratio = statistics.median(other / own for own, other in zip(*seconds.values(), strict=True))
    print(f"Team of sixty, four weeks, everything on, {len(found[0].tasks.case_id):,} tasks")
    print(f"  compiled twin {twin:8.3f} s a replication")
    print(f"  SimPy engine  {simpy:8.3f} s a replication")
    print(f"  ratio         {ratio:8.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=2, help="about 95,000 cases a week")
    parser.add_argument("--turns", type=int, default=5)
    said = parser.parse_args()
    prepare(Engine.COMPILED)
    erlang_a(said.weeks, said.turns)
    full_model(said.turns)


if __name__ == "__main__":
    main()
