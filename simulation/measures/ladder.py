"""The ladder: what became of hostile cases that nobody might take, step by step, and its cost."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.cap import BlockedStep
from simulation.measures.estimates import mean_estimates
from simulation.measures.outcome import StepOutcome
from simulation.measures.yardstick import Yardstick
from simulation.records import Bools, Floats, Records, TaskRecords
from simulation.world import World


@dataclass(frozen=True)
class LadderSums:
    """What each step did, shape (steps, 3): tasks on which it acted, their longest waits."""

    steps: tuple[BlockedStep, ...]
    figures: Floats


@dataclass(frozen=True)
class Waits:
    """How long each task waited until it was taken up or its waiting ended, shape (tasks,)."""

    seconds: Floats
    opening_seconds: Floats  # of these, opening hours of its channel

    def longest(self, tasks: Bools) -> tuple[float, float]:
        """Return the longest wait of some tasks by each clock, 0 without any."""
        return (
            float(self.seconds[tasks].max(initial=0.0)),
            float(self.opening_seconds[tasks].max(initial=0.0)),
        )


def steps_of(rules: AssignmentRules) -> tuple[BlockedStep, ...]:
    """Return the steps that rules take with blocked cases; none without a quota."""
    plan = rules.policy is RoutingPolicy.PLAN
    return rules.quota.steps if plan and rules.quota is not None else ()


def ladder_of(steps: tuple[BlockedStep, ...], tasks: TaskRecords, waits: Waits) -> LadderSums:
    """Return what the steps did in a replication, given how long its tasks waited.

    A task counts at every step that acted on it: at the step that placed it, and before at those
    that let it wait or hid it.
    """
    figures = np.zeros((len(steps), 3))
    for number in range(len(steps) if tasks.steps.any() else 0):
        own = (tasks.steps >> number) & 1 == 1
        figures[number] = own.sum(), *waits.longest(own)
    return LadderSums(steps, figures)


def waits_of(world: World, yardstick: Yardstick, records: Records) -> Waits:
    """Return how long each task waited, by the clock on the wall and in opening hours."""
    tasks = records.tasks
    closed = max(world.horizon_seconds, float(records.agents.end_seconds.max(initial=0.0)))
    ended = np.where(np.isnan(tasks.end_seconds), closed, tasks.end_seconds)
    until = np.where(np.isnan(tasks.start_seconds), ended, tasks.start_seconds)
    channel = world.queue_channel[tasks.queue]
    opening = np.zeros(len(until))
    for number, clock in enumerate(yardstick.open_time):
        own = channel == number
        opening[own] = clock.between(tasks.arrival_seconds[own], until[own])
    return Waits(until - tasks.arrival_seconds, opening)


def ladder_outcome(sums: Sequence[LadderSums], confidence: float) -> tuple[StepOutcome, ...]:
    """Return what the steps did over several replications."""
    steps = sums[0].steps
    if not steps:
        return ()
    figures = np.array([one.figures for one in sums])
    prices = np.array([step.cost for step in steps])
    cases = mean_estimates(figures[:, :, 0], confidence)
    costs = mean_estimates(figures[:, :, 0] * prices, confidence)
    return tuple(
        StepOutcome(
            id=f"{number}-{step.then.value}" + (f"-{step.to}" if step.to is not None else ""),
            then=step.then.value,
            to=step.to,
            cases=cases[number - 1],
            cost=costs[number - 1],
            longest_wait_seconds=float(figures[:, number - 1, 1].max()),
            longest_wait_opening_seconds=float(figures[:, number - 1, 2].max()),
        )
        for number, step in enumerate(steps, start=1)
    )
