"""Rosters of the ready teams and of five hundred people: gap proven, what is missing, memory.

The marks: the team of twelve within 1 % in 60 seconds, the team of a hundred within 2 % in five
minutes, five hundred people within 4 % in ten minutes and 6 GB, and nothing broken. The five
hundred are the team of a hundred five times over, with five times the volume.
"""

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.rosters.measure import arguments_of
from benchmarks.rosters.table import head, line, number, percent
from scenarios.library import find
from scenarios.reader import read_scenario
from scenarios.scenario import Scenario
from scheduler.checker import check_roster
from scheduler.plan import RosterSolution
from scheduler.roster_model import solve_roster
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of

LARGE = "team-of-500"
TIMES_LARGER = 5
TITLES = (
    "scenario",
    "seconds",
    "took",
    "cost",
    "bound",
    "gap",
    "missing h",
    "broken",
    "GB",
    "mark",
)


@dataclass(frozen=True)
class Mark:
    """What is asked for."""

    seconds: float
    gap: float
    gigabytes: float | None = None


MARKS = {
    "team-of-12": Mark(60.0, 0.01),
    "team-of-100": Mark(300.0, 0.02),
    LARGE: Mark(600.0, 0.04, 6.0),
}


@dataclass(frozen=True)
class Turn:
    """One solution, with the wall time it took and the broken rules the checker found."""

    seconds: float
    solution: RosterSolution
    violations: int


def scenario_of(name: str) -> Scenario:
    """Return a ready scenario; raises KeyError for one that there is not."""
    if name == LARGE:
        return times(read_scenario(find("team-of-100")), TIMES_LARGER)
    return read_scenario(find(name))


def times(scenario: Scenario, factor: int) -> Scenario:
    """Return a scenario with everybody and all volume so many times over."""
    agents = tuple(
        agent.model_copy(update={"id": f"{agent.id}-{copy}"})
        for copy in range(1, factor + 1)
        for agent in scenario.team.agents
    )
    duties = {
        key: one.model_copy(update={"agents": factor * one.agents})
        for key, one in scenario.team.on_duty.items()
    }
    volume = scenario.volume.model_copy(update={"scale": factor * scenario.volume.scale})
    return scenario.replace(
        name=f"{scenario.name}, {factor} times",
        team=scenario.team.model_copy(update={"agents": agents, "on_duty": duties}),
        volume=volume,
    )


def solve(scenario: Scenario, seconds: float, seed: int) -> Turn:
    """Return what one solution brings; the requirement is that of a plan."""
    planning = scenario.planning.model_copy(update={"seed": seed})
    seeded = scenario.model_copy(update={"planning": planning})
    requirement = compute_requirement(seeded, workload_of(seeded, seed=seed))
    began = time.perf_counter()
    solution = solve_roster(seeded, requirement, (), seconds=seconds)
    took = time.perf_counter() - began
    found = () if solution.roster is None else check_roster(seeded, solution.roster)
    return Turn(took, solution, sum(not one.priced for one in found))


def row(name: str, seconds: float, turns: int) -> str:
    """Return the line of a scenario: medians, most broken rules, most memory."""
    mark = MARKS.get(name)
    done = [solve(scenario_of(name), seconds, seed) for seed in range(1, turns + 1)]
    took = statistics.median(turn.seconds for turn in done)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    broken = max(turn.violations for turn in done)
    if any(turn.solution.costs is None for turn in done):
        return line((name, number(seconds), number(took, 1), "none", *["-"] * 5, "missed"))
    gap = _median([turn.solution.gap for turn in done])
    light = mark is None or mark.gigabytes is None or used <= mark.gigabytes
    kept = mark is not None and gap is not None and gap <= mark.gap and light and not broken
    costs = [turn.solution.costs for turn in done if turn.solution.costs is not None]
    return line(
        (
            name,
            number(seconds),
            number(took, 1),
            number(statistics.median(one.total for one in costs)),
            number(_median([turn.solution.bound for turn in done])),
            percent(gap),
            number(statistics.median(one.short_hours for one in costs), 1),
            str(broken),
            number(used, 1),
            "-" if mark is None else "met" if kept else "missed",
        )
    )


def _median(values: Sequence[float | None]) -> float | None:
    said = [value for value in values if value is not None]
    return statistics.median(said) if said else None


def main(arguments: Sequence[str] | None = None) -> int:
    said = arguments_of(__doc__, "that of the mark").parse_args(arguments)
    names = said.instances or list(MARKS)
    try:
        for name in names:
            find("team-of-100" if name == LARGE else name)
    except KeyError as error:
        sys.stderr.write(f"{error.args[0]}\n")
        return 2
    if len(names) > 1:
        return _one_by_one(names, said.seconds, said.turns)
    seconds = said.seconds or (MARKS[names[0]].seconds if names[0] in MARKS else 60.0)
    print(head(*TITLES), flush=True)
    print(row(names[0], seconds, said.turns), flush=True)
    return 0


def _one_by_one(names: Sequence[str], seconds: float | None, turns: int) -> int:
    """Measure each in an interpreter of its own, so that its memory is its own as well."""
    code = 0
    for name in names:
        command = [sys.executable, "-m", "benchmarks.own_rosters", name, "--turns", str(turns)]
        command += [] if seconds is None else ["--seconds", str(seconds)]
        code = subprocess.run(command, check=False).returncode or code
    return code


if __name__ == "__main__":
    sys.exit(main())
