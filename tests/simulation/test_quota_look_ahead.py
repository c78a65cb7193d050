"""The quota that counts on work still to come, worked out by hand."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from scenarios.assignment import AssignmentRules
from scenarios.scenario import Scenario
from simulation.desk.duty import compile_duty
from simulation.desk.work_ahead import WorkAhead
from simulation.records import to_frame
from simulation.world import compile_world
from tests.simulation.desk_run import OPEN, call, phone_team, rows_of, run, run_replication
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    channel,
    exponential,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)

WEEK = 10_080  # minutes


def ahead_of(minutes: list[tuple[int, int] | tuple[int, int, str]], ends: list[float]) -> WorkAhead:
    world = compile_world(phone_team(1))
    plan = roster(shift("a0", *minutes), shift("a0", (3000, 3600)))
    return WorkAhead(compile_duty(world, plan, np.zeros(2, dtype=np.bool_), 0, 0), ends)


def test_breaks_and_other_shifts_are_no_work_ahead() -> None:
    ahead = ahead_of([(0, 60), (60, 90, "break"), (90, 150)], [1e9])
    ahead.begin(0, 0, 0.0)
    assert ahead.seconds(0, 0.0) == 120 * 60
    assert ahead.seconds(0, 45 * 60.0) == 75 * 60
    ahead.begin(0, 2, 90 * 60.0)
    assert ahead.seconds(0, 100 * 60.0) == 50 * 60


def test_work_behind_the_end_of_the_window_does_not_count() -> None:
    ahead = ahead_of([(0, 60), (60, 90, "break"), (90, 150)], [100 * 60.0, 120 * 60.0])
    ahead.begin(0, 0, 0.0)
    assert ahead.seconds(0, 0.0) == 70 * 60  # 60 and 10 of the later segment
    ahead.begin(0, 2, 90 * 60.0)
    assert ahead.seconds(0, 95 * 60.0) == 5 * 60
    ahead.new_window(0, 100 * 60.0)
    assert ahead.seconds(0, 100 * 60.0) == 20 * 60
    ahead.new_window(0, 120 * 60.0)
    assert ahead.seconds(0, 120 * 60.0) == 0  # behind the last end nothing comes


def counting(said: Scenario, share: float, per_hour: float) -> AssignmentRules:
    return rules(said, quota=quota_of(said, share, sure=(per_hour, 0.0)))


def test_a_hostile_case_is_taken_early_in_a_shift_and_not_near_its_end() -> None:
    said = phone_team(1)
    plan = roster(shift("a0", (0, 60), (60, 90, "break"), (90, 150)))
    early = [call(0, 1, hostile=True)]  # 1 <= 0.25 x (1 + floor(2 x 2 h))
    assert rows_of(run(said, plan, counting(said, 0.25, 2.0), *early))[0][0] == 0
    late = [call(31, 1, hostile=True)]  # 89 minutes left: floor(2.97), 1 <= 0.25 x 3 is false
    assert rows_of(run(said, plan, counting(said, 0.25, 2.0), *late))[0][3] == OPEN
    just = [call(30, 1, hostile=True)]  # 90 minutes left: three cases
    assert rows_of(run(said, plan, counting(said, 0.25, 2.0), *just))[0][0] == 30 * 60
    assert rows_of(run(said, plan, counting(said, 0.25, 0.0), *early))[0][3] == OPEN


def test_a_night_shift_counts_only_on_work_before_the_week_ends() -> None:
    said = phone_team(1, horizon={"weeks": 2})
    plan = roster(shift("a0", (WEEK - 120, WEEK + 240)))
    taken = run(said, plan, counting(said, 0.25, 2.0), call(WEEK - 90, 1, hostile=True))
    assert rows_of(taken)[0][0] == (WEEK - 90) * 60  # 90 minutes of this week: three cases
    # 89 minutes of this week bring two; in the new week 240 minutes bring eight.
    waits = run(said, plan, counting(said, 0.25, 2.0), call(WEEK - 89, 1, hostile=True))
    assert rows_of(waits)[0][0] == WEEK * 60


def test_whoever_is_in_debt_is_asked_first_for_harmless_work() -> None:
    said = phone_team(2)
    sequence = [
        call(0, 1, hostile=True),  # a0, now 1 of 1 at a cap of 0.25: in debt
        call(2, 1),  # a1 is idle longer, a0 is in debt: a0, 1 of 2
        call(4, 1),  # a0, 1 of 3
        call(6, 1),  # a0, 1 of 4: out of debt
        call(8, 1),  # a1, idle longest
    ]
    plan = around_the_clock(said)
    ahead = run(said, plan, counting(said, 0.25, 1.0), *sequence)
    assert ahead.tasks.agent.tolist() == [0, 0, 0, 0, 1]
    burst = run(said, plan, rules(said, quota=quota_of(said, 0.25, burst=1.0)), *sequence)
    assert burst.tasks.agent.tolist() == [0, 1, 0, 1, 0]


def busy_team() -> Scenario:
    hostile = {"share": 0.3, "handle_time_factor": 1.2}
    return scenario(
        {
            "chat": channel("chat", concurrency=2, hostility=hostile, volume_per_week=600.0),
            "posts": channel("post", hostility=hostile, handle_time=exponential(600)),
        },
        [agent("a0", "chat"), agent("a1", "chat", "posts"), agent("a2", "chat", "posts")],
        classifier={"recall": 0.8, "precision": 0.8},
    )


@pytest.mark.parametrize("chance", [0.0, 0.1])
def test_counting_on_nothing_is_exactly_the_gate_without_look_ahead(chance: float) -> None:
    said = busy_team()
    world, plan = compile_world(said), around_the_clock(said)
    lacking = rules(said, quota=quota_of(said, 0.35, margin_z=1.0, chance=(0.1, 0.8)))
    assert lacking.quota is not None
    groups = dict.fromkeys((rule.group_id for rule in lacking.group_rules), 0.0)
    naught = replace(
        lacking,
        quota=replace(
            lacking.quota,
            sure_cases_per_hour=groups,
            sure_chance=dict.fromkeys(groups, chance),
        ),
    )
    some = replace(
        lacking,
        quota=replace(
            lacking.quota,
            sure_cases_per_hour=dict.fromkeys(groups, 2.0),
            sure_chance=dict.fromkeys(groups, chance),
        ),
    )
    frames = [
        to_frame(run_replication(world, plan, by, seed=3, replication=1).tasks)
        for by in (lacking, naught, some)
    ]
    same = [one.equals(other) for one, other in pairwise(frames)]
    assert same == [True, False]


def test_the_night_after_the_horizon_belongs_to_its_last_week() -> None:
    said = phone_team(1)
    plan = roster(shift("a0", (WEEK - 120, WEEK + 240)))
    # The second call waits for the first, which ends in the new week: one week, one count.
    calls = [call(WEEK - 3, 4), call(WEEK - 2, 1, hostile=True)]
    waits = run(said, plan, rules(said, quota=quota_of(said, 0.5)), *calls)
    assert rows_of(waits)[1][0] == (WEEK + 1) * 60
