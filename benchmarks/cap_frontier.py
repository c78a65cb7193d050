"""The cap against service: five routers on one team, over caps, hostile shares and labels.

25 agents on duty for eight hours without a break, contacts of six minutes (exponential) at 88 %
load, nobody leaves, and a contact is in time if it is answered within five minutes. Every router
meets the same days. Prints the days on which somebody passed the cap, the service level, and what
of it is lost against longest-idle routing, as a ratio to what the hard quota loses. ``--frontier``
goes over many caps; ``--margins`` holds what safety margins of several widths allow against what is
seen, a ratio of chances of an agent's day.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from scipy.stats import norm

from benchmarks._duty import everybody
from scenarios.assignment import AssignmentRules
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.baselines import least_exposed_rules, longest_idle_rules
from scheduler.certify import fresh_replications
from scheduler.division import divide_work
from scheduler.requirement import Requirement
from scheduler.rules import RuleSettings, plan_rules
from simulation.arrivals.volume import workload_of
from simulation.measures.estimates import ratio_estimate, share_high, share_low
from simulation.measures.summary import Summary
from simulation.replications import summaries

AGENTS, HOURS, HANDLE_SECONDS, LOAD, WITHIN_SECONDS = 25, 8, 360.0, 0.88, 300.0
CONTACTS = AGENTS * HOURS * 3600 / HANDLE_SECONDS * LOAD
PROBE = (0.15, 0.20)  # hostile share and cap of the probe
HOSTILE_SHARES = (0.15, 0.19)
CAPS = (0.16, 0.17, 0.18, 0.19, 0.20, 0.21, 0.22, 0.23, 0.24, 0.25)
LABELS = {"perfect labels": (1.0, 1.0), "recall .85, precision .75": (0.85, 0.75)}
MARGINS = (2.0, 3.0)  # standard deviations, beside the rules' own
SURE = 0.95
A_HAIR = 1e-9  # so that a share just at the cap holds


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
    return everybody(scenario, begin, end)


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


UNGATED: dict[str, Callable[[Scenario], AssignmentRules]] = {
    "longest idle": longest_idle_rules,
    "least share": least_exposed_rules,
}
GATED: dict[str, Callable[[Scenario], AssignmentRules]] = {
    "quota, burst 1": lambda scenario: rules_of(with_cap(scenario, look_ahead=0.0), 1.0),
    "hard quota": lambda scenario: rules_of(with_cap(scenario, look_ahead=0.0)),
    "plan": rules_of,
    "plan, known at close": lambda scenario: rules_of(with_cap(scenario, known_at_close=True)),
}
ROUTERS = UNGATED | GATED


@dataclass(frozen=True)
class Question:
    """What is asked of some days: a router, a world, and maybe another margin than its own."""

    router: str
    hostile: float
    cap: float
    labels: tuple[float, float]
    margin_z: float | None = None

    @property
    def scenario(self) -> Scenario:
        """The world in which it is asked."""
        return scenario_of(self.hostile, self.cap, self.labels)

    @property
    def rules(self) -> AssignmentRules:
        """The router's rules, with the margin in question."""
        rules = ROUTERS[self.router](self.scenario)
        if self.margin_z is None or rules.quota is None:
            return rules
        return replace(rules, quota=replace(rules.quota, margin_z=self.margin_z))

    def days(self, number: int) -> tuple[Summary, ...]:
        """Return what so many days bring."""
        said = self.scenario
        return summaries(said, roster_of(said), self.rules, seed=1, replications=range(number))


@dataclass(frozen=True)
class Point:
    """What one router made of the days."""

    passed: int  # days with somebody over the cap
    agent_days_over: int
    service_level: float
    half: float


def point_of(made: Sequence[Summary], cap: float) -> Point:
    """Return what days come to, held against a cap."""
    over = np.array([one.agents.max_window_share > cap + A_HAIR for one in made])
    in_time = [float(one.channels.in_time[0]) for one in made]
    offered = [float(one.channels.offered[0]) for one in made]
    level = ratio_estimate(in_time, offered, SURE)
    half = (level.high - level.low) / 2
    return Point(int(over.any(axis=1).sum()), int(over.sum()), level.mean, half)


def run(router: str, hostile: float, cap: float, labels: tuple[float, float], days: int) -> Point:
    """Return the days with somebody over the cap and the service level."""
    return asked(Question(router, hostile, cap, labels), (cap,), days)[0]


def asked(question: Question, caps: Sequence[float], days: int) -> list[Point]:
    """Return what the days of one question come to, held against each of some caps."""
    made = question.days(days)
    return [point_of(made, cap) for cap in caps]


Points = dict[tuple[float, str], Point]
"""What every router made of the days, by cap."""


def points_of(
    name: str, hostile: float, caps: tuple[float, ...], days: int, pool: ProcessPoolExecutor
) -> Points:
    """Return a point for each cap and router; who knows no cap has the same days for all."""
    groups = [(router, caps) for router in UNGATED]
    groups += [(router, (cap,)) for cap, router in product(caps, GATED)]
    jobs = [
        pool.submit(asked, Question(router, hostile, own[0], LABELS[name]), own, days)
        for router, own in groups
    ]
    return {
        (cap, router): point
        for (router, own), job in zip(groups, jobs, strict=True)
        for cap, point in zip(own, job.result(), strict=True)
    }


def show_probe(points: Points, days: int) -> None:
    """Print a row for each router at the cap of the probe."""
    cap = PROBE[1]
    free = points[cap, "longest idle"].service_level
    hard = free - points[cap, "hard quota"].service_level
    for router in ROUTERS:
        point = points[cap, router]
        lost = free - point.service_level
        print(
            f"  cap {cap:.0%}  {router:22} days over {point.passed / days:6.1%}"
            f"  service {point.service_level:.4f} (+/- {point.half:.4f})"
            f"  lost {lost:7.4f}, ratio to the hard quota {lost / hard if hard else 0.0:5.2f}"
        )


def show_frontier(points: Points, caps: tuple[float, ...], days: int) -> None:
    """Print a row for each cap: of every router the service level and the days over."""
    print("  cap", *(f"{router:>20}" for router in ROUTERS))
    for cap in caps:
        cells = (points[cap, router] for router in ROUTERS)
        print(
            f"  {cap:.0%}", *(f"{one.service_level:13.4f}{one.passed / days:7.1%}" for one in cells)
        )


def margins(days: int, pool: ProcessPoolExecutor) -> None:
    """Print for gated routers what each margin allows of agents' days and what is seen."""
    name, labels = list(LABELS.items())[-1]
    cap = PROBE[1]
    for hostile, router in product(HOSTILE_SHARES, ("hard quota", "plan", "plan, known at close")):
        print(f"{name}, {hostile:.0%} hostile, cap {cap:.0%}, {router}")
        own = Question(router, hostile, cap, labels)
        assert own.rules.quota is not None
        widths = (*MARGINS, own.rules.quota.margin_z)
        jobs = [pool.submit(asked, replace(own, margin_z=z), (cap,), days) for z in widths]
        for width, job in zip(widths, jobs, strict=True):
            (point,) = job.result()
            tried, over, allowed = days * AGENTS, point.agent_days_over, float(norm.sf(width))
            low, high = share_low(over, tried, 0.975), share_high(over, tried, 0.975)
            print(
                f"  {width:.2f} deviations allow {allowed:.5f}, seen {over / tried:.5f}"
                f" ({low:.5f} to {high:.5f}), ratio {over / tried / allowed:5.2f};"
                f" days over {point.passed / days:6.2%}, service {point.service_level:.4f}",
                flush=True,
            )


def promised() -> float:
    """Return the chance of a day over that the rules' own margin is made for."""
    scenario = scenario_of(*PROBE, next(iter(LABELS.values())))
    return float(1 - 0.5 ** (1 / len(fresh_replications(scenario, attempt=1))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--frontier", action="store_true", help="every cap, not just the probe's")
    parser.add_argument("--margins", action="store_true", help="margins of several widths instead")
    said = parser.parse_args()
    print(f"{AGENTS} agents, {CONTACTS:.0f} contacts a day, {said.days} days")
    print(f"where labels err, the margin is made for {promised():.2%} of days over", flush=True)
    with ProcessPoolExecutor(said.processes) as pool:
        if said.margins:
            margins(said.days, pool)
            return
        caps = CAPS if said.frontier else (PROBE[1],)
        for name, hostile in product(LABELS, HOSTILE_SHARES):
            points = points_of(name, hostile, caps, said.days, pool)
            print(f"{name}, {hostile:.0%} hostile")
            if said.frontier:
                show_frontier(points, caps, said.days)
            else:
                show_probe(points, said.days)
            sys.stdout.flush()


if __name__ == "__main__":
    main()
