"""Compiling before the tests, each part by one worker only, so that no two do the same work."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scenarios.timeline import Timeline
from scheduler.explain.standing import Standing, Wanted
from scheduler.explain.standing import needs_compiling as explaining_needs_compiling
from scheduler.people.calendar import Calendar
from scheduler.people.tours_of import tour_rules
from scheduler.roster_model import solve_roster
from scheduler.tours.tasks import do
from simulation.compiled.jit import is_compiled
from simulation.engine import Engine, needs_compiling, prepare
from tests.scheduler.small_teams import required, small

PATIENCE_SECONDS = 300.0
"""How long a worker waits for the others; after that it compiles for itself what it needs."""


@dataclass(frozen=True)
class Part:
    """A part of the compiled code: whether it is still to be compiled, and how it is."""

    is_missing: Callable[[], bool]
    compile: Callable[[], None]


def _tours_are_missing() -> bool:
    return not is_compiled(do) or explaining_needs_compiling()


def _compile_tours() -> None:
    """Solve a roster of one and ask what another choice would cost: all of the search is used."""
    day = {"day": {"starts": ["09:00"], "length_minutes": 480, "days": "mon"}}
    scenario = small(shifts=day, contract={"flexibility_hours": 8.0})
    requirement = required(scenario, phone={10: 1})
    roster = solve_roster(scenario, requirement, (), seconds=1.0).roster
    assert roster is not None
    calendar = Calendar(scenario, Timeline(scenario.horizon))
    Standing(calendar, tour_rules(calendar, requirement), requirement, roster).best([Wanted(0)])


PARTS: Sequence[Part] = (
    Part(_tours_are_missing, _compile_tours),
    Part(lambda: needs_compiling(Engine.COMPILED), lambda: prepare(Engine.COMPILED)),
)


def compile_share(worker: int, workers: int) -> None:
    """Compile what is missing of a worker's own parts, and wait for the parts of the others."""
    for part in PARTS[worker::workers]:
        if part.is_missing():
            part.compile()
    until = time.monotonic() + PATIENCE_SECONDS
    while any(part.is_missing() for part in PARTS) and time.monotonic() < until:
        time.sleep(0.5)
