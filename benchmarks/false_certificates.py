"""How often plans are certified whose promise is known to fail by a hair, and those a point above.

Each trial is one call of the certificate that the plan loop asks, on random numbers of its own and
with the whole error of 5 %. What is true is known in three ways: a service level from Erlang A; one
with busy and quiet days, which is skewed, from a long run; the compliance of a cap from Poisson
counts. Prints the share of trials certified with its 95 % interval (Clopper and Pearson 1934) and
the replications that were made; every ratio is a share of trials over the 5 % allowed.
"""

import argparse
import math
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from scipy import stats

from benchmarks._duty import everybody
from scenarios.scenario import Scenario
from scheduler.baselines import longest_idle_rules
from scheduler.certify import certify
from scheduler.trials import Trial
from simulation.erlang import ErlangA
from simulation.measures.estimates import share_high, share_low
from simulation.measures.outcome import VerdictStatus
from simulation.replications import simulate

ERROR = 0.05
HAIR = 0.0005  # below the target
POINT = 0.01  # above it
AGENTS, HANDLE_SECONDS, PATIENCE_SECONDS, WITHIN_SECONDS = 4, 300.0, 240.0, 30.0
CALLS_PER_WEEK = 6_048.0  # three erlangs
MINUTES = 10_080
LONG_RUN = 20_000
HOSTILE_SHARE = 0.15
BUSYNESS_CV = 0.3


@dataclass(frozen=True)
class Case:
    """A plan with what is true of it, and the promise that it is held against."""

    name: str
    trial: Trial
    true: float
    target: float


def scenario_of(channel: dict[str, Any], agents: int, **more: Any) -> Scenario:
    """Return a week around the clock of one channel."""
    return Scenario.model_validate(
        {
            "fairshift": 1,
            "name": "known truth",
            "horizon": {"start": "2026-01-05", "weeks": 1, "zone": "UTC", "opening": "24/7"},
            "channels": {"work": {"shape": "flat", **channel}},
            "team": {
                "contracts": {"full": {"hours_per_week": 40.0}},
                "agents": [
                    {"id": f"a{number}", "contract": "full", "skills": ["work"]}
                    for number in range(agents)
                ],
            },
            "shifts": {"day": {"starts": ["08:00"], "length_minutes": 480}},
            "planning": {"max_rounds": 1},
            **more,
        },
        strict=False,
    )


def calls(busyness_cv: float, share: float) -> Trial:
    """Return calls to a few agents with a promise."""
    return trial_of(
        scenario_of(
            {
                "medium": "phone",
                "volume_per_week": CALLS_PER_WEEK,
                "busyness_cv": busyness_cv,
                "handle_time": {"distribution": "exponential", "mean_seconds": HANDLE_SECONDS},
                "patience": {"distribution": "exponential", "mean_seconds": PATIENCE_SECONDS},
                "sla": {"share": share, "within_seconds": WITHIN_SECONDS, "clock": "wall"},
            },
            AGENTS,
        )
    )


def trial_of(scenario: Scenario) -> Trial:
    """Return everybody on duty around the clock, longest idle first."""
    return Trial(scenario, everybody(scenario, 0, MINUTES), longest_idle_rules(scenario))


def erlang_level() -> float:
    """Return the service level of the calls without busy days."""
    rate = CALLS_PER_WEEK / MINUTES / 60.0
    return ErlangA(AGENTS, rate, HANDLE_SECONDS, PATIENCE_SECONDS).service_level(WITHIN_SECONDS)


@cache
def skewed_level(busyness_cv: float, processes: int) -> float:
    """Return the service level with busy days, by one long run on a seed of its own."""
    trial = calls(busyness_cv, 0.5)
    outcome = simulate(
        trial.scenario,
        trial.roster,
        trial.rules,
        seed=0,
        replications=range(LONG_RUN),
        processes=processes,
    )
    level = outcome.channels[0].service_level
    assert level is not None
    return level.mean


def cap_trial(cap: float, posts_per_week: float) -> Trial:
    """Return one agent who answers few posts, so that chance alone passes the cap."""
    channel = {
        "medium": "post",
        "volume_per_week": posts_per_week,
        "handle_time": {"mean_seconds": 60.0},
        "hostility": {"share": HOSTILE_SHARE},
    }
    return trial_of(scenario_of(channel, 1, cap={"hostile": cap, "window": "horizon"}))


def compliance_of(cap: float, posts_per_week: float) -> float:
    """Return the chance that hostile <= cap x all, both kinds Poisson."""
    most = math.ceil(posts_per_week * 3 + 50)
    harmless = np.arange(most)
    chances = stats.poisson.pmf(harmless, (1 - HOSTILE_SHARE) * posts_per_week)
    allowed = np.floor(cap * harmless / (1 - cap) + 1e-9)
    return float(chances @ stats.poisson.cdf(allowed, HOSTILE_SHARE * posts_per_week))


def posts_for(cap: float, compliance: float) -> float:
    """Return the weekly posts at which the cap has a compliance; more posts, fewer breaches."""
    low, high = 20.0, 2_000.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if compliance_of(cap, middle) < compliance else (low, middle)
    return low


def erlang_case(below: float) -> Case:
    """Return calls whose service level lies so far below the target, or above if negative."""
    level = erlang_level()
    return Case("service level, Erlang A", calls(0.0, level + below), level, level + below)


def skewed_case(below: float, processes: int) -> Case:
    """Return calls with busy and quiet days, as far below the target."""
    level = skewed_level(BUSYNESS_CV, processes)
    return Case("service level, busy days", calls(BUSYNESS_CV, level + below), level, level + below)


def cap_case(cap: float, compliance: float) -> Case:
    """Return posts whose cap has a compliance, to be shown to have 95 %."""
    trial = cap_trial(cap, posts_for(cap, compliance))
    return Case(f"cap {100 * cap:g} %, Poisson", trial, compliance, 0.95)


def cases(processes: int) -> dict[str, Callable[[], Case]]:
    """Return every plan by a short name: those that just fail, then those that are above."""
    return {
        "level-below": partial(erlang_case, HAIR),
        "cap-20-below": partial(cap_case, 0.20, 0.95 - HAIR),
        "cap-25-below": partial(cap_case, 0.25, 0.95 - HAIR),
        "busy-level-below": partial(skewed_case, HAIR, processes),
        "level-above": partial(erlang_case, -POINT),
        "busy-level-above": partial(skewed_case, -POINT, processes),
        "cap-96": partial(cap_case, 0.20, 0.96),
        "cap-98": partial(cap_case, 0.20, 0.98),
        "cap-99": partial(cap_case, 0.20, 0.99),
        "cap-99.9": partial(cap_case, 0.20, 0.999),
    }


def certified(trial: Trial, seed: int) -> tuple[VerdictStatus, int]:
    """Return the verdict of one certificate and how many replications it took."""
    planning = trial.scenario.planning.model_copy(update={"seed": seed})
    scenario = trial.scenario.model_copy(update={"planning": planning})
    own = Trial(scenario, trial.roster, trial.rules)
    made = certify(own, attempt=1, processes=1, on_progress=lambda _, __: None)
    return made.verdict.status, len(made.outcome.replications)


def run(case: Case, trials: int, pool: ProcessPoolExecutor) -> tuple[int, float]:
    """Print a row on a plan; return how often it was certified and the mean replications."""
    found = list(pool.map(certified, [case.trial] * trials, range(1, trials + 1), chunksize=10))
    met = sum(status is VerdictStatus.MET for status, _ in found)
    undecided = sum(status is VerdictStatus.UNDECIDED for status, _ in found)
    mean = float(np.mean([count for _, count in found]))
    low, high = share_low(met, trials, 0.975), share_high(met, trials, 0.975)
    print(
        f"{case.name:26} true {case.true:.4f} against {case.target:.4f}: certified {met} of "
        f"{trials} ({met / trials:.3f}, {low:.3f} to {high:.3f}; ratio {met / trials / ERROR:.2f}),"
        f" undecided {undecided}, {mean:.0f} replications",
        flush=True,
    )
    return met, mean


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help=", ".join(cases(1)))
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--processes", type=int, default=2)
    said = parser.parse_args()
    known = cases(said.processes)
    with ProcessPoolExecutor(said.processes) as pool:
        for name in said.only or known:
            run(known[name](), said.trials, pool)


if __name__ == "__main__":
    main()
