"""The cap against service: five routers on one team, over caps, hostile shares and labels.

25 agents on duty for eight hours without a break, contacts of six minutes (exponential) at 88 %
load, nobody leaves, and a contact is in time if it is answered within five minutes. Every router
meets the same days. Prints the days on which somebody passed the cap, the service level, and what
of it is lost against longest-idle routing, as a ratio to what the hard quota loses.
"""

import argparse
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from scenarios.assignment import AssignmentRules
from scenarios.roster import Activity, Roster, Segment, Shift
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.baselines import longest_idle_rules
from scheduler.division import divide_work
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from simulation.arrivals.volume import workload_of
from simulation.replications import simulate

AGENTS, HOURS, HANDLE_SECONDS, LOAD, WITHIN_SECONDS = 25, 8, 360.0, 0.88, 300.0
CONTACTS = AGENTS * HOURS * 3600 / HANDLE_SECONDS * LOAD
PROBE = (0.15, 0.20)  # hostile share and cap of the probe
HOSTILE_SHARES = (0.15, 0.19)
CAPS = (0.16, 0.17, 0.18, 0.19, 0.20, 0.21, 0.22, 0.23, 0.24, 0.25)
LABELS = {"perfect labels": (1.0, 1.0), "recall .85, precision .75": (0.85, 0.75)}
NO_GATE = 1e6  # hostile cases ahead of the share


def scenario_of(hostile: float, cap: float, labels: tuple[float, float]) -> Scenario:
    """Return a week with one open day."""
    recall, precision = labels
    return Scenario.model_validate(
        {
            "fairshift": 1,
            "name": "cap frontier",
            "horizon": {
                "start": "2026-01-05",
                "weeks": 1,
                "zone": "UTC",
                "opening": {"mon": "09:00-17:00"},
            },
            "channels": {
                "contacts": {
                    "medium": "phone",
                    "volume_per_week": CONTACTS,
                    "shape": {"by_hour": [0.0] * 9 + [1.0] * HOURS + [0.0] * 7},
                    "handle_time": {"distribution": "exponential", "mean_seconds": HANDLE_SECONDS},
                    "hostility": {"share": hostile},
                    "sla": {"share": 0.8, "within_seconds": WITHIN_SECONDS, "clock": "wall"},
                }
            },
            "classifier": {"recall": recall, "precision": precision},
            "cap": {"hostile": cap, "window": "shift"},
            "team": {
                "contracts": {"full": {"hours_per_week": 8.0}},
                "agents": [
                    {"id": f"a{number:02}", "contract": "full", "skills": ["contacts"]}
                    for number in range(AGENTS)
                ],
            },
            "shifts": {"day": {"starts": ["09:00"], "length_minutes": 60 * HOURS}},
        },
        strict=False,
    )


def roster_of(scenario: Scenario) -> Roster:
    """Return everybody on duty all day."""
    timeline = Timeline(scenario.horizon)
    begin, end = timeline.minute(0, 9 * 60), timeline.minute(0, (9 + HOURS) * 60)
    return Roster(
        tuple(
            Shift(
                id=f"{agent.id}-0",
                agent_id=agent.id,
                date=scenario.horizon.start,
                shape_id="",
                segments=(Segment(begin, end, Activity.WORK),),
                paid_minutes=end - begin,
            )
            for agent in scenario.team.agents
        )
    )


def with_cap(scenario: Scenario, **changes: object) -> Scenario:
    """Return the scenario with fields of its cap changed."""
    assert scenario.cap is not None
    return scenario.model_copy(update={"cap": scenario.cap.model_copy(update=changes)})


def rules_of(scenario: Scenario, burst: float = 0.0) -> AssignmentRules:
    """Return the plan's rules, with a gate that lets so many hostile cases through ahead."""
    roster = roster_of(scenario)
    division = divide_work(scenario, workload_of(scenario, seed=1), roster)
    nothing = Requirement((), (), np.zeros(0, dtype=np.int64))
    rules = plan_rules(scenario, nothing, division, RuleSettings((), 0.0))
    assert rules.quota is not None
    return replace(rules, quota=replace(rules.quota, burst=burst))


ROUTERS: dict[str, Callable[[Scenario], AssignmentRules]] = {
    "longest idle": longest_idle_rules,
    "least share": lambda scenario: rules_of(with_cap(scenario, look_ahead=0.0), NO_GATE),
    "quota, burst 1": lambda scenario: rules_of(with_cap(scenario, look_ahead=0.0), 1.0),
    "hard quota": lambda scenario: rules_of(with_cap(scenario, look_ahead=0.0)),
    "plan": rules_of,
    "plan, known at close": lambda scenario: rules_of(with_cap(scenario, known_at_close=True)),
}


@dataclass(frozen=True)
class Point:
    """What one router made of the days."""

    passed: int
    service_level: float
    half: float


def run(router: str, hostile: float, cap: float, labels: tuple[float, float], days: int) -> Point:
    """Return the days with somebody over the cap and the service level."""
    scenario = scenario_of(hostile, cap, labels)
    rules = ROUTERS[router](scenario)
    outcome = simulate(scenario, roster_of(scenario), rules, seed=1, replications=range(days))
    level = outcome.channels[0].service_level
    assert level is not None
    assert outcome.cap is not None
    return Point(outcome.cap.replications_with_breach, level.mean, (level.high - level.low) / 2)


def table(
    name: str,
    hostile: float,
    caps: tuple[float, ...],
    days: int,
    pool: ProcessPoolExecutor,
) -> None:
    """Print one table: a row for each router and cap."""
    print(f"{name}, {hostile:.0%} hostile")
    grid = list(product(caps, ROUTERS))
    jobs = [pool.submit(run, router, hostile, cap, LABELS[name], days) for cap, router in grid]
    points = {place: job.result() for place, job in zip(grid, jobs, strict=True)}
    for (cap, router), point in points.items():
        free = points[cap, "longest idle"].service_level
        hard = free - points[cap, "hard quota"].service_level
        lost = free - point.service_level
        print(
            f"  cap {cap:.0%}  {router:22} days over {point.passed / days:6.1%}"
            f"  service {point.service_level:.4f} (+/- {point.half:.4f})"
            f"  lost {lost:7.4f}, ratio to the hard quota {lost / hard if hard else 0.0:5.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--frontier", action="store_true", help="every cap, not just the probe's")
    said = parser.parse_args()
    print(f"{AGENTS} agents, {CONTACTS:.0f} contacts a day, {said.days} days")
    with ProcessPoolExecutor(said.processes) as pool:
        for name, hostile in product(LABELS, HOSTILE_SHARES):
            table(name, hostile, CAPS if said.frontier else (PROBE[1],), said.days, pool)


if __name__ == "__main__":
    main()
