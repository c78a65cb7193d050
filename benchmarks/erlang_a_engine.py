"""Erlang A through the full engine against the naive SimPy idiom, on the same cases.

50 agents, 47 erlangs, mean handle time 5 min, mean patience 10 min. The naive idiom has one
process and one Resource request a case. Both take the same cases from the same arrays, and
must answer each at the same time. Prints cases per second and the ratio, medians of several turns,
and how much memory each further case takes, beside what its record takes.
"""

import argparse
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import fields
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import simpy

from benchmarks._duty import everybody
from scenarios.assignment import AssignmentRules, GroupRule, RoutingPolicy
from scenarios.queues import groups_of, queues_of
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.arrivals.volume import Cases, draw_cases
from simulation.desk.desk import run_cases
from simulation.world import World, compile_world

Floats = npt.NDArray[np.float64]

AGENTS = 50
ERLANGS = 47.0
HANDLE_SECONDS = 300.0
PATIENCE_SECONDS = 600.0
MINUTES_PER_WEEK = 10_080


def erlang_a_scenario(weeks: int) -> Scenario:
    return Scenario.model_validate(
        {
            "fairshift": 1,
            "name": "Erlang A",
            "horizon": {"start": "2026-01-05", "weeks": weeks, "zone": "UTC", "opening": "24/7"},
            "channels": {
                "phone": {
                    "medium": "phone",
                    "volume_per_week": ERLANGS / HANDLE_SECONDS * MINUTES_PER_WEEK * 60,
                    "shape": "flat",
                    "handle_time": {
                        "distribution": "exponential",
                        "mean_seconds": HANDLE_SECONDS,
                    },
                    "patience": {"distribution": "exponential", "mean_seconds": PATIENCE_SECONDS},
                    "sla": {"share": 0.8, "within_seconds": 20.0, "clock": "wall"},
                }
            },
            "team": {
                "contracts": {"full": {"hours_per_week": 40.0}},
                "agents": [
                    {"id": f"a{number}", "contract": "full", "skills": ["phone"]}
                    for number in range(AGENTS)
                ],
            },
            "shifts": {"day": {"starts": ["08:00"], "length_minutes": 480}},
        },
        strict=False,
    )


def around_the_clock(scenario: Scenario) -> Roster:
    return everybody(scenario, 0, scenario.horizon.weeks * MINUTES_PER_WEEK)


def plain_rules(scenario: Scenario) -> AssignmentRules:
    return AssignmentRules(
        version=2,
        policy=RoutingPolicy.PLAN,
        group_rules=tuple(
            GroupRule(group.id, queue.id, priority=1, preference=1, target_share=1.0)
            for group in groups_of(scenario)
            for queue in queues_of(scenario)
        ),
        quota=None,
        reserves=(),
        release_slack_seconds=0.0,
    )


def naive(cases: Cases) -> Floats:
    """Return when each case is answered, NaN if never; one process and one request a case."""
    env = simpy.Environment()
    agents = simpy.Resource(env, capacity=AGENTS)
    arrivals = cases.arrival_seconds.tolist()
    handles = cases.handle_seconds.tolist()
    patiences = cases.patience_seconds.tolist()
    starts = [math.nan] * len(cases)

    def customer(number: int, handle: float, patience: float) -> Generator[simpy.Event, Any, None]:
        with agents.request() as request:
            answered = yield request | env.timeout(patience)
            if request in answered:
                starts[number] = env.now
                yield env.timeout(handle)

    def source() -> Generator[simpy.Event, Any, None]:
        for number, arrival in enumerate(arrivals):
            yield env.timeout(arrival - env.now)
            env.process(customer(number, handles[number], patiences[number]))

    env.process(source())
    env.run()
    return np.array(starts)


def engine(
    world: World, roster: Roster, rules: AssignmentRules, seed: int, replication: int
) -> Floats:
    """Return when each case is answered, through the full engine, drawing included."""
    cases = draw_cases(world, seed, replication)
    return run_cases(world, roster, rules, cases, replication=replication).tasks.start_seconds


def timed(work: Callable[[], Floats]) -> tuple[float, Floats]:
    # Processor time, so that other work on the machine disturbs little.
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def tell_memory(weeks: int) -> None:
    """Print cases, bytes of a record and the most memory of this process after one run."""
    scenario = erlang_a_scenario(weeks)
    world = compile_world(scenario)
    cases = draw_cases(world, 1, 0)
    tasks = run_cases(world, around_the_clock(scenario), plain_rules(scenario), cases).tasks
    record = sum(getattr(tasks, one.name).nbytes for one in fields(tasks)) / len(cases)
    print(len(cases), record, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def bytes_a_case(few: int, many: int) -> tuple[float, float]:
    """Return the memory of one more case between two numbers of weeks, and that of its record."""
    told = []
    for weeks in (few, many):
        command = [sys.executable, "-m", "benchmarks.erlang_a_engine", "--memory", "--weeks"]
        made = subprocess.run([*command, str(weeks)], check=True, capture_output=True, text=True)
        told.append([float(word) for word in made.stdout.split()])
    (cases, record, size), (more_cases, _, more_size) = told
    return (more_size - size) / (more_cases - cases), record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=11, help="about 95,000 cases a week")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="only run once, and tell the memory")
    said = parser.parse_args()
    if said.memory:
        tell_memory(said.weeks)
    else:
        race(said.weeks, said.turns)


def race(weeks: int, turns: int) -> None:
    """Run both in turns and print what they made of it."""
    # First of all: a child's highest memory starts with that of its parent.
    memory, record = bytes_a_case(2, weeks)
    scenario = erlang_a_scenario(weeks)
    world, roster, rules = (
        compile_world(scenario),
        around_the_clock(scenario),
        plain_rules(scenario),
    )
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(turns):
        cases = draw_cases(world, 1, turn)
        seconds, starts = timed(partial(engine, world, roster, rules, 1, turn))
        naive_seconds, naive_starts = timed(partial(naive, cases))
        # The naive agents work on after the horizon, and their clock adds up differences.
        well_before_end = cases.arrival_seconds < world.horizon_seconds - 3 * PATIENCE_SECONDS
        if not np.allclose(
            starts[well_before_end],
            naive_starts[well_before_end],
            rtol=0,
            atol=1e-3,
            equal_nan=True,
        ):
            raise SystemExit("the two do not answer the same cases at the same times")
        ours.append(len(cases) / seconds)
        theirs.append(len(cases) / naive_seconds)
    print(f"Erlang A, {AGENTS} agents, {ERLANGS:g} erlangs, {len(cases):,} cases, one core")
    print(f"full engine: {statistics.median(ours):10,.0f} cases/s (drawing included)")
    print(f"naive SimPy: {statistics.median(theirs):10,.0f} cases/s")
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    print(f"ratio:       {statistics.median(ratios):10.2f}")
    print(f"memory: {memory:.0f} bytes for a further case, of which its record is {record:.0f}")


if __name__ == "__main__":
    main()
