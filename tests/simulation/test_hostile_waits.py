"""How long hostile cases wait over a closed weekend, by the wall clock and in opening hours."""

import pytest

from scenarios.assignment import QuotaLimits, RoutingPolicy
from scenarios.cap import BlockedStep, Then
from simulation.measures.metrics import outcome_of
from simulation.measures.outcome import Outcome
from simulation.measures.summary import summarise
from simulation.world import compile_world
from tests.simulation.compiled.same import check_same_cases
from tests.simulation.desk_run import call
from tests.simulation.scenes import agent, cases, channel, quota_of, roster, rules, scenario, shift

HOUR = 60
FRIDAY, MONDAY = 4 * 24 * HOUR, 7 * 24 * HOUR


@pytest.fixture(scope="module")
def weekend() -> Outcome:
    """A hostile post on Friday at 17:00 that nobody may take; a breach on Monday at 9:30.

    Then one on Monday at 10:00 that is put off for two hours. Both engines agree on it.
    """
    said = scenario(
        {"posts": channel("post", opening={"mon-fri": "09:00-18:00"})},
        [agent("a0", "posts")],
        horizon={"weeks": 2},
        cap={"contacts_per_shift": 0},
    )
    steps = (BlockedStep(then=Then.WAIT), BlockedStep(then=Then.BREACH, after_seconds=7200.0))
    limits = {"a0": QuotaLimits(contacts_per_shift=0)}
    how = rules(said, quota=quota_of(said, limits, when_blocked=steps))
    plan = roster(shift("a0", (MONDAY + 9 * HOUR + 30, MONDAY + 18 * HOUR)))
    given = cases(
        said,
        {**call(FRIDAY + 17 * HOUR, 5, hostile=True), "channel": "posts"},
        {**call(MONDAY + 10 * HOUR, 5, hostile=True), "channel": "posts"},
    )
    world = compile_world(said)
    made = summarise(world, plan, check_same_cases(world, plan, how, given), steps=steps)
    return outcome_of(said, RoutingPolicy.PLAN, 1, [made], confidence=0.95)


def test_a_closed_weekend_is_a_wait_by_the_wall_clock_alone(weekend: Outcome) -> None:
    assert weekend.cap is not None
    assert weekend.cap.oldest_hostile_wait_seconds == (7 + 48 + 9.5) * 3600
    # An hour on Friday and half of one on Monday; the longest of that kind is the second case.
    assert weekend.cap.oldest_hostile_wait_opening_seconds == 2 * 3600


def test_steps_have_the_longest_wait_by_each_clock(weekend: Outcome) -> None:
    wait, breach = weekend.ladder  # the breach of the first case is due before anybody looks
    assert (wait.cases.mean, breach.cases.mean) == (1, 2)
    assert (wait.longest_wait_seconds, wait.longest_wait_opening_seconds) == (7200, 7200)
    assert breach.longest_wait_seconds == (7 + 48 + 9.5) * 3600
    assert breach.longest_wait_opening_seconds == 2 * 3600
