"""The full model of the team of sixty, four weeks, everything on: where the time goes.

Runs replications of the SimPy engine under a rota without a solver, and prints seconds and tasks a
replication beside the same weeks with all of it left out, and the share of time by file of the
house (by profiler, so calls weigh too much).
"""

import argparse
import cProfile
import pstats
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scenarios.library import find
from scenarios.reader import read_scenario
from scenarios.roster import Roster, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.rules import default_rules
from scheduler.shapes import is_legal_on, shapes_of, shift_from
from simulation.engine import Engine, run_replication
from simulation.world import compile_world

ROOT = Path(__file__).resolve().parent
SCENARIO = ROOT / "everything_of_60.yaml"
TURNS = 5


def everything() -> Scenario:
    return read_scenario(SCENARIO)


def left_out() -> Scenario:
    """Return the same team and weeks as the ready scenario has them."""
    return read_scenario(find("team-of-60"), settings=["horizon.weeks=4"])


def rota(scenario: Scenario) -> Roster:
    """Return a rota for measuring: five days in seven, the starts of the day by turns."""
    timeline = Timeline(scenario.horizon)
    shapes = shapes_of(scenario)
    shifts: list[Shift] = []
    for number, agent in enumerate(scenario.team.agents):
        for day in range(scenario.horizon.days):
            weekday = timeline.date(day).weekday()
            fitting = [
                shape
                for shape in shapes
                if shape.works_on(weekday) and is_legal_on(shape, day, timeline, scenario.rules)
            ]
            if (day + number) % 7 < 5 and fitting:
                shape = fitting[number * 7 % len(fitting)]
                shifts.append(shift_from(agent.id, day, shape, timeline))
    return Roster(tuple(sorted(shifts, key=lambda one: (one.start_minute, one.agent_id))))


def seconds_of(scenario: Scenario, turns: int) -> tuple[float, float]:
    """Return median seconds and mean tasks of a replication."""
    world, roster, rules = compile_world(scenario), rota(scenario), default_rules(scenario)
    seconds, tasks = [], 0
    for turn in range(turns):
        begin = time.perf_counter()
        records = run_replication(world, roster, rules, 1, turn, Engine.SIMPY)
        seconds.append(time.perf_counter() - begin)
        tasks += len(records.tasks.case_id)
    return statistics.median(seconds), tasks / turns


def shares_by_room(scenario: Scenario) -> list[tuple[str, float]]:
    """Return the share of profiled time of each file of the house, the largest first."""
    world, roster, rules = compile_world(scenario), rota(scenario), default_rules(scenario)
    profile = cProfile.Profile()
    profile.runcall(run_replication, world, roster, rules, 1, 0, Engine.SIMPY)
    own: Counter[str] = Counter()
    for (file, _, _), (_, _, seconds, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        path = Path(file)
        inside = path.is_relative_to(ROOT.parent) and ".venv" not in path.parts
        own[str(path.relative_to(ROOT.parent)) if inside else "libraries and built-ins"] += seconds
    total = sum(own.values())
    return [(name, seconds / total) for name, seconds in own.most_common()]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=TURNS)
    turns = parser.parse_args(arguments).turns
    full, full_tasks = seconds_of(everything(), turns)
    plain, plain_tasks = seconds_of(left_out(), turns)
    print("Team of sixty, four weeks, SimPy engine, one core, medians")
    for name, seconds, tasks in (
        ("everything on:", full, full_tasks),
        ("all left out:", plain, plain_tasks),
    ):
        print(f"{name:15} {seconds:6.2f} s, {tasks:8,.0f} tasks, {tasks / seconds:8,.0f} a second")
    print(f"ratio a task:   {full / full_tasks / (plain / plain_tasks):.2f}")
    print("share of time, everything on:")
    for name, share in shares_by_room(everything())[:14]:
        print(f"  {100 * share:5.1f} %  {name}")


if __name__ == "__main__":
    main()
