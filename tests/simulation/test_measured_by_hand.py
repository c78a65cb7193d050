"""Measures of which the long log has one kind alone: denominators, stages, the price of steps."""

from typing import Any

import numpy as np
import pytest

from scenarios.cap import BlockedStep, Then
from scenarios.scenario import Scenario
from simulation.measures.contacts import contacts_of
from simulation.measures.ladder import LadderSums, ladder_outcome, waits_of
from simulation.measures.resolution import resolution_of
from simulation.measures.times import times_of
from simulation.measures.yardstick import compile_yardstick
from simulation.records import AgentRecords, Records, TaskOutcome
from simulation.world import compile_world
from tests.simulation.scenes import agent, channel, constant, roster, scenario, shift
from tests.simulation.test_metrics_contacts import row, tasks

WEEK = 604_800.0
POSTS = 0


def posts(*agents: dict[str, Any], **workflow: Any) -> Scenario:
    """Posts with a second stage that the customer's message does not start."""
    stages = [
        {"id": "answer", "public": True},
        {"id": "tell", "public": True},
        {"id": "resolve", "think_time": constant(500)},
    ]
    said = channel("post", workflow={"stages": stages, **workflow})
    return scenario({"posts": said}, agents or [agent("ann", "posts")])


@pytest.mark.parametrize(
    ("denominator", "judged"),
    [("offered", 4), ("offered_less_short_abandoned", 3), ("answered", 2)],
)
def test_a_promise_on_whole_cases_is_a_share_of_what_its_denominator_says(
    denominator: str, judged: int
) -> None:
    within = {"share": 0.8, "within_seconds": 2000.0, "clock": "wall", "denominator": denominator}
    world = compile_world(posts(resolution=within))
    soon = row(POSTS, TaskOutcome.ANSWERED, case=1, start=36_100.0, end=37_000.0, agent=0)
    late = soon | {"case": 2, "end": 39_000.0}
    left = row(POSTS, TaskOutcome.ABANDONED, case=3, end=36_500.0)
    still = row(POSTS, TaskOutcome.OPEN, case=4)
    some = tasks(soon | {"resolved": True}, late | {"resolved": True}, left, still)
    stick = compile_yardstick(world, roster(shift("ann", (0, 1000))))
    found = resolution_of(WEEK, stick, some, contacts_of(world, stick, some))
    assert (found.judged[POSTS], found.in_time[POSTS], found.resolved[POSTS]) == (judged, 1, 2)


def test_a_stage_that_no_message_starts_has_no_response_time() -> None:
    world = compile_world(posts())
    stick = compile_yardstick(world, roster(shift("ann", (0, 1000))))
    answered = row(POSTS, TaskOutcome.ANSWERED, start=36_100.0, end=36_200.0, agent=0)
    stages = [answered | {"stage": place, "at": 36_000.0 + place} for place in range(3)]
    some = tasks(*stages)
    found = times_of(stick, contacts_of(world, stick, some))
    assert found.responses[POSTS] == 2
    assert found.response_seconds[POSTS] == 200.0 + 198.0


def test_a_step_costs_its_price_for_every_case_on_which_it_acted() -> None:
    steps = (BlockedStep(then=Then.MODERATE, cost=2.5), BlockedStep(then=Then.WAIT))
    one = LadderSums(steps, np.array([[2.0, 50.0, 40.0], [1.0, 90.0, 10.0]]))
    two = LadderSums(steps, np.array([[4.0, 60.0, 30.0], [1.0, 70.0, 20.0]]))
    moderate, wait = ladder_outcome([one, two], 0.95)
    assert (moderate.cases.mean, moderate.cost.mean, wait.cost.mean) == (3.0, 7.5, 0.0)
    assert (moderate.longest_wait_seconds, moderate.longest_wait_opening_seconds) == (60.0, 40.0)
    assert (wait.longest_wait_seconds, wait.longest_wait_opening_seconds) == (90.0, 20.0)


def test_what_is_never_taken_up_waits_until_the_last_agent_has_left() -> None:
    world, way = compile_world(posts()), roster(shift("ann", (0, 60)))
    open_one = tasks(row(POSTS, TaskOutcome.OPEN))
    for last, waited in ((3600.0, WEEK - 36_000.0), (WEEK + 55.0, WEEK + 55.0 - 36_000.0)):
        duty = AgentRecords(
            agent=np.array([0]),
            shift=np.array([0]),
            is_work=np.array([True]),
            start_seconds=np.array([0.0]),
            end_seconds=np.array([last]),
            is_pause=np.array([False]),
        )
        found = waits_of(world, compile_yardstick(world, way), Records(0, open_one, duty))
        assert found.seconds.tolist() == [waited]


def test_an_absence_outside_the_horizon_is_no_paid_time_of_it() -> None:
    away = {"first": "2026-01-07", "last": "2026-01-08", "credited_hours_per_day": 4.0}
    before = away | {"first": "2025-12-01", "last": "2025-12-10"}
    over = away | {"first": "2025-12-30", "last": "2026-01-05"}  # one day of it in the horizon
    for absences, hours in (([away], 8.0), ([away, before], 8.0), ([over], 4.0)):
        said = posts(agent("ann", "posts") | {"absences": absences})
        stick = compile_yardstick(compile_world(said), roster(shift("ann", (0, 60))))
        assert stick.credited_minutes == 60.0 * hours
