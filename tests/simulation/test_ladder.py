"""The ladder for hostile cases that nobody may take: traces worked out by hand, in both engines."""

from typing import Any

import pytest

from scenarios.assignment import AssignmentRules, QuotaLimits
from scenarios.cap import BlockedStep, Then
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.records import TaskOutcome, TaskRecords
from simulation.world import compile_world
from tests.simulation.compiled.same import check_same_cases
from tests.simulation.desk_run import call
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    cases,
    channel,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)

NONE, ONE = QuotaLimits(contacts_per_shift=0), QuotaLimits(contacts_per_shift=1)
NINE = 9 * 60


def step(then: Then, minutes: float = 0.0, to: str | None = None) -> BlockedStep:
    return BlockedStep(then=then, after_seconds=60.0 * minutes, to=to)


def team(**parts: Any) -> Scenario:
    """Two agents, and a lead whom only a step asks for hostile cases."""
    people = [agent("a0", "phone"), agent("a1", "phone")]
    return scenario({"phone": channel()}, [*people, {**agent("s0", "phone"), "group": "leads"}])


def by(said: Scenario, limits: dict[str, QuotaLimits], *steps: BlockedStep) -> AssignmentRules:
    return rules(said, quota=quota_of(said, limits, when_blocked=steps))


def happened(
    said: Scenario, plan: Roster, how: AssignmentRules, *rows: dict[str, Any]
) -> TaskRecords:
    return check_same_cases(compile_world(said), plan, how, cases(said, *rows)).tasks


def trace(tasks: TaskRecords, *given: int) -> list[tuple[float, int, int]]:
    """(start in minutes, agent, steps in bits) of some tasks."""
    starts, agents = (tasks.start_seconds / 60).tolist(), tasks.agent.tolist()
    return [(starts[k], agents[k], int(tasks.steps[k])) for k in given]


def test_without_further_steps_it_waits_for_good() -> None:
    said = team()
    limits = dict.fromkeys(("a0", "a1", "s0"), NONE)
    how = by(said, limits, step(Then.WAIT))
    tasks = happened(said, around_the_clock(said), how, call(1, 5, hostile=True), call(2, 5))
    assert tasks.outcome.tolist() == [TaskOutcome.OPEN, TaskOutcome.ANSWERED]
    assert tasks.steps.tolist() == [1, 0]


def test_leads_are_asked_only_by_their_step_and_within_their_own_limits() -> None:
    said = team()
    how = by(said, {"a0": NONE, "a1": NONE, "s0": ONE}, step(Then.GROUP, 5, "leads"))
    tasks = happened(
        said,
        around_the_clock(said),
        how,
        call(1, 2, hostile=True),  # the lead is free all along, but is asked at 6
        call(2, 2, hostile=True),  # that would be a second one
        call(3, 30),
        call(3, 30),
        call(4, 1),  # harmless ones go to the lead as to anybody: at 4 only the lead is free
    )
    assert trace(tasks, 0, 4) == [(6, 2, 1), (4, 2, 0)]
    assert tasks.outcome[1] == TaskOutcome.OPEN


def test_a_lead_who_becomes_free_takes_what_a_step_has_opened() -> None:
    said = team()
    how = by(said, {"a0": NONE, "a1": NONE}, step(Then.GROUP, 5, "leads"))
    plan = roster(shift("a0", (0, 60)), shift("s0", (0, 60)))
    first = (call(0, 20), call(0, 10))  # a0 and the lead
    tasks = happened(said, plan, how, *first, call(1, 2, hostile=True), call(8, 1))
    # At 10 the lead takes the hostile case, which came before the harmless one.
    assert trace(tasks, 1, 2, 3) == [(0, 2, 0), (10, 2, 1), (12, 2, 0)]


def test_a_case_that_somebody_at_work_may_take_is_not_blocked() -> None:
    said = team()
    how = by(said, {"a0": ONE, "a1": NONE}, step(Then.GROUP, 5, "leads"), step(Then.BREACH, 5))
    tasks = happened(said, around_the_clock(said), how, call(0, 20), call(1, 2, hostile=True))
    assert trace(tasks, 0, 1) == [(0, 0, 0), (20, 0, 0)]
    assert not tasks.breach.any()


def test_nobody_at_work_is_not_blocked_but_waits_for_the_morning() -> None:
    said = team()
    how = by(said, {"a0": NONE}, step(Then.BREACH, 5))
    tasks = happened(said, roster(shift("a0", (60, 120))), how, call(1, 2, hostile=True))
    # The step was due at 6, when nobody was there; whoever comes looks at once.
    assert trace(tasks, 0) == [(60, 0, 1)]
    assert tasks.breach.tolist() == [True]


def test_what_becomes_blocked_later_is_seen_when_an_interval_begins() -> None:
    said = team()
    how = by(said, {"a0": ONE, "a1": NONE}, step(Then.GROUP, 5, "leads"))
    plan = roster(shift("a0", (0, 20)), shift("a1", (0, 60)), shift("s0", (0, 60)))
    tasks = happened(said, plan, how, call(0, 40), call(1, 2, hostile=True))
    # a0 may take it but is busy, and goes at 40; the step is due since 6. At 45 it is looked at.
    assert trace(tasks, 0, 1) == [(0, 0, 0), (30, 2, 1)]


def test_a_breach_goes_to_the_least_exposed_and_is_logged() -> None:
    said = team()
    limits = {"a0": ONE, "a1": ONE, "s0": NONE}
    how = by(said, limits, step(Then.BREACH, 3))
    plan = roster(shift("a0", (0, 99)), shift("a1", (0, 99)))
    hostile = [call(minute, 1, hostile=True) for minute in (0, 2, 4)]
    tasks = happened(said, plan, how, *hostile, call(5, 1))
    # Each may have one. The harmless case at 5 went to a0, idle for longest, who is now at a half.
    assert trace(tasks, 0, 1, 2, 3) == [(0, 0, 0), (2, 1, 0), (7, 0, 1), (5, 0, 0)]
    assert tasks.breach.tolist() == [False, False, True, False]


def test_who_has_other_work_is_not_given_a_breach() -> None:
    said = team()
    how = by(said, {"a0": NONE}, step(Then.BREACH))
    plan = roster(shift("a0", (0, 99)))
    tasks = happened(said, plan, how, call(0, 5), call(1, 1, hostile=True), call(2, 5))
    assert trace(tasks, 0, 1, 2) == [(0, 0, 0), (10, 0, 1), (5, 0, 0)]


def test_steps_are_taken_in_their_order() -> None:
    said = team()
    steps = (step(Then.WAIT), step(Then.GROUP, 5, "leads"), step(Then.BREACH, 10))
    how = by(said, {"a0": NONE, "s0": ONE}, *steps)
    plan = roster(shift("a0", (0, 99)), shift("s0", (0, 99)))
    tasks = happened(said, plan, how, call(0, 1, hostile=True), call(1, 1, hostile=True))
    assert trace(tasks, 0, 1) == [(5, 2, 0b011), (11, 0, 0b101)]


def desk_team(**desk: Any) -> Scenario:
    """One agent, and an agency that takes calls and would take them at once if it were asked."""
    agency = {"channels": ["phone"], "after_seconds": 0.0, "capacity": 1, **desk}
    steps = [{"then": "desk", "to": "agency", "after_seconds": 300.0}]
    return scenario(
        {"phone": channel()},
        [agent("a0", "phone")],
        external_desks={"agency": agency},
        cap={"hostile": 0.2, "when_blocked": steps},
    )


def test_a_desk_takes_only_what_the_ladder_hands_it_by_capacity_and_hours() -> None:
    said = desk_team(opening={"mon-sat": "09:00-18:00"}, handle_time_factor=1.5)
    how = by(said, {"a0": NONE}, step(Then.DESK, 5, "agency"))
    tasks = happened(
        said,
        around_the_clock(said),
        how,
        call(NINE - 10, 10, hostile=True),  # due at 8:55, taken at 9:00
        call(NINE - 9, 10, hostile=True),  # taken at 9:15, when the first is done
        call(NINE, 40),  # a0
        call(NINE + 1, 1),  # waits for a0 and is nothing for the desk
        call(NINE + 20, 10, hostile=True),  # due at 9:25, taken at 9:30
    )
    starts = [NINE, NINE + 15, NINE, NINE + 40, NINE + 30]
    assert (tasks.start_seconds / 60).tolist() == starts
    assert tasks.desk.tolist() == [0, 0, -1, -1, 0]
    assert tasks.steps.tolist() == [1, 1, 0, 0, 1]


def test_without_a_quota_a_desk_of_the_ladder_is_handed_nothing() -> None:
    said = desk_team()
    tasks = happened(said, roster(), rules(said), call(1, 1, hostile=True))
    assert tasks.outcome.tolist() == [TaskOutcome.OPEN]


def post(minute: float, **more: Any) -> dict[str, Any]:
    return {**call(minute, 5, **more), "channel": "post"}


@pytest.mark.parametrize("lively", [False, True])
def test_moderation_closes_posts_without_an_answer_but_nothing_private(lively: bool) -> None:
    repost = {"repost": {"share": 0.0, "after": {"mean_seconds": 600.0}}} if lively else {}
    said = scenario(
        {"post": channel("post", **repost), "phone": channel()}, [agent("a0", "post", "phone")]
    )
    how = by(said, {"a0": NONE}, step(Then.MODERATE, 5))
    rows = (post(1, hostile=True), call(1, 1, hostile=True))
    tasks = happened(said, around_the_clock(said), how, *rows)
    assert tasks.outcome.tolist() == [TaskOutcome.MODERATED, TaskOutcome.OPEN]
    assert tasks.end_seconds[0] == tasks.moderated_seconds[0] == 360
    assert tasks.steps.tolist() == [1, 0]


def test_moderation_moves_on_as_the_scenario_says_and_the_ladder_begins_anew() -> None:
    moderation = {"share": 0.0, "to": "message"}
    said = scenario(
        {
            "post": channel("post", moderation=moderation),
            "message": channel("message"),
        },
        [agent("a0", "post", "message"), {**agent("s0", "message"), "group": "leads"}],
    )
    steps = (step(Then.MODERATE, 5), step(Then.GROUP, 10, "leads"))
    how = by(said, {"a0": NONE}, *steps)
    tasks = happened(said, around_the_clock(said), how, post(1, hostile=True))
    assert tasks.moderated_seconds.tolist() == [360]
    assert trace(tasks, 0) == [(16, 1, 0b11)]  # ten minutes after it came to messages


def test_steps_that_cannot_be_are_refused() -> None:
    said = team()
    for steps, words in (
        ((step(Then.GROUP, 0, "nobody"),), "not there"),
        ((step(Then.DESK, 0, "agency"),), "not there"),
        ((step(Then.BREACH), step(Then.BREACH, 5)), "two steps breach"),
    ):
        with pytest.raises(ValueError, match=words):
            happened(said, roster(), by(said, {"a0": NONE}, *steps), call(1, 1))
