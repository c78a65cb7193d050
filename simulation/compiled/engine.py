"""The compiled engine: what the SimPy engine does, row for row, near the speed of the machine."""

import numpy as np
import numpy.typing as npt

from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from simulation.arrivals.volume import Cases
from simulation.compiled import decided  # noqa: F401  opens the shared decisions
from simulation.compiled.loop import BROKEN, DONE, MORE_ROOM, run
from simulation.compiled.memory_tables import Tables
from simulation.compiled.outcome import records_of
from simulation.compiled.tables import lay_out
from simulation.desk.duty import compile_duty
from simulation.desk.router import QuotaBroken, Routing, compile_routing
from simulation.records import Records
from simulation.world import World


def run_cases_compiled(
    world: World,
    roster: Roster,
    rules: AssignmentRules,
    cases: Cases,
    *,
    absent: npt.NDArray[np.bool_] | None = None,
    seed: int = 0,
    replication: int = 0,
) -> Records:
    """Return what happens to given cases: the same records as ``run_cases``, bit for bit.

    Raises what that raises.
    """
    if len(cases) and not bool(np.all(np.diff(cases.arrival_seconds) >= 0)):
        raise ValueError("cases must be sorted by arrival")
    missing = absent if absent is not None else np.zeros(len(roster.shifts), dtype=np.bool_)
    duty = compile_duty(world, roster, missing, seed, replication)
    routing = compile_routing(world, rules)
    tables = lay_out(world, routing, duty, cases, seed, replication)
    _run_out(tables, routing)
    return records_of(tables, world, duty, cases, replication)


def _run_out(tables: Tables, routing: Routing) -> None:
    """Run until nothing is set any more, with more room wherever it is needed."""
    while (said := run(tables.state)) != DONE:
        if said == BROKEN:
            s = tables.state[0]
            raise QuotaBroken(int(s["broken"]), int(s["broken_form"]), routing.quota)
        assert said == MORE_ROOM
        _grow(tables)


def _grow(tables: Tables) -> None:
    s = tables.state[0]
    events = int(s["heap"] + s["waiting"] * s["heap_each"] + s["heap_margin"])
    if events > s["heap_room"]:
        s["heap_room"] = 2 * events
        tables.grow("heap", int(s["heap_room"]))
    if s["rows"] + s["row_margin"] > s["row_room"]:
        s["row_room"] = 2 * (s["rows"] + s["row_margin"])
        tables.grow("rows", int(s["row_room"]))
        tables.grow("lives", int(s["row_room"]))
        tables.grow("overflows", int(s["row_room"] * s["desks"]))
