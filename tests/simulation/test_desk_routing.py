"""Who gets what: quota, preference, priority and reserves, worked out by hand."""

from typing import Any

import pytest

from scenarios.assignment import AssignmentRules, Reserve, RoutingPolicy
from scenarios.cap import CapWindow, Then
from scenarios.scenario import Scenario
from tests.simulation.desk_run import (
    ANSWERED,
    OPEN,
    call,
    phone_team,
    rows_of,
    run,
)
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    channel,
    quota_of,
    roster,
    rules,
    scenario,
    shift,
)


@pytest.mark.parametrize("when_blocked", [Then.WAIT, Then.BREACH])
def test_the_quota_holds_a_hostile_case_back_for_somebody_who_may_take_it(
    when_blocked: Then,
) -> None:
    said = phone_team(2)
    quota = quota_of(said, 0.5, when_blocked=when_blocked)
    records = run(
        said,
        around_the_clock(said),
        rules(said, quota=quota),
        call(0, 5),  # a0
        call(1, 1, hostile=True),  # a1 is free, but 1 <= 0.5 x 1 is false; a0 at 5: 1 <= 0.5 x 2
    )
    assert rows_of(records)[1] == (300, 360, 0, ANSWERED)
    assert not records.tasks.breach.any()


def test_a_blocked_case_is_passed_over_for_others() -> None:
    said = phone_team(1)
    records = run(
        said,
        around_the_clock(said),
        rules(said, quota=quota_of(said, 0.5)),
        call(0, 1, hostile=True),  # waits for two harmless ones? no: for one, 1 <= 0.5 x 2
        call(1, 1),
        call(1.5, 1, hostile=True),  # 2 <= 0.5 x 3 is false, so after the next harmless one
        call(1.6, 1),
    )
    assert records.tasks.start_seconds.tolist() == [120, 60, 240, 180]


def test_a_new_week_brings_a_new_quota() -> None:
    said = phone_team(1, horizon={"weeks": 2})
    # Burst 1: 1 <= 0.5 + 1 and 2 <= 1 + 1 hold, 3 <= 1.5 + 1 does not.
    records = run(
        said,
        around_the_clock(said),
        rules(said, quota=quota_of(said, 0.5, burst=1.0)),
        *(call(minute, 1, hostile=True) for minute in (0, 10, 20)),
    )
    assert records.tasks.start_seconds.tolist() == [0, 600, 7 * 86_400]


def test_a_new_shift_brings_a_new_quota() -> None:
    said = phone_team(1)
    plan = roster(shift("a0", (0, 60)), shift("a0", (90, 150)))
    quota = quota_of(said, 0.5, burst=0.5, window=CapWindow.SHIFT)  # 1 <= 0.5 + 0.5 holds once
    records = run(
        said, plan, rules(said, quota=quota), *(call(m, 1, hostile=True) for m in (0, 10, 20))
    )
    assert records.tasks.start_seconds[:2].tolist() == [0, 90 * 60]
    assert records.tasks.outcome.tolist() == [ANSWERED, ANSWERED, OPEN]


def test_the_margin_asks_for_more_when_labels_are_uncertain() -> None:
    said = phone_team(1)
    # Chance 0.8 labelled, 0.1 not. After n harmless-looking and this one:
    # mean 0.1 n + 0.8, variance 0.09 n + 0.16, bound 0.5 (n + 1); with z = 1.645
    # n = 3: 1.1 + 1.08 > 2.0;  n = 4: 1.2 + 1.19 <= 2.5.
    quota = quota_of(said, 0.5, margin_z=1.645, chance=(0.1, 0.8))
    records = run(
        said,
        around_the_clock(said),
        rules(said, quota=quota),
        call(0, 1, hostile=True),
        *(call(minute, 1) for minute in (1, 2, 3, 4, 5, 6)),
    )
    assert records.tasks.start_seconds[0] == 300  # when the fourth harmless one has ended


def test_least_exposed_gets_the_hostile_case_and_longest_idle_the_harmless() -> None:
    said = phone_team(2)
    hostile = {"hostile": True}
    sequence = [
        call(0, 1),  # a0
        call(0, 1),  # a1
        call(2, 1, **hostile),  # exposures equal: longest idle, a0
        call(4, 1, **hostile),  # a0 has 1 of 2, a1 0 of 1: a1
        call(6, 1),  # longest idle: a0
        call(8, 1, **hostile),  # a0 1 of 3, a1 1 of 2: a0 although a1 is idle longer
    ]
    plan = around_the_clock(said)
    fair = run(said, plan, rules(said, quota=quota_of(said, 0.9)), *sequence)
    assert fair.tasks.agent.tolist() == [0, 1, 0, 1, 0, 0]
    plain = run(said, plan, rules(said, policy=RoutingPolicy.LONGEST_IDLE), *sequence)
    assert plain.tasks.agent.tolist() == [0, 1, 0, 1, 0, 1]


def groups_team() -> Scenario:
    return scenario(
        {"phone": channel(), "posts": channel("post")},
        [agent("both", "phone", "posts"), agent("caller", "phone")],
    )


def test_preferred_groups_are_asked_first_except_by_longest_idle() -> None:
    said = groups_team()
    plan = around_the_clock(said)
    preference = {"g1": 2, "g2": 1}
    planned = run(said, plan, rules(said, preference=preference), call(0, 1), call(2, 1))
    assert planned.tasks.agent.tolist() == [1, 1]
    longest = RoutingPolicy.LONGEST_IDLE
    plain = run(said, plan, rules(said, policy=longest, preference=preference), call(0, 1))
    assert plain.tasks.agent.tolist() == [0]


def post(minute: float, handle: float, **more: Any) -> dict[str, Any]:
    return {**call(minute, handle, **more), "channel": "posts"}


def test_queues_by_priority_then_by_due_time_or_by_arrival() -> None:
    said = groups_team()
    plan = roster(shift("both", (10, 600)))
    waiting = (post(0, 1, due=30), post(1, 1, due=90), call(2, 1, due=60), call(3, 1, due=99))
    first_phone = run(said, plan, rules(said, priority={"phone": 1, "posts": 2}), *waiting)
    assert first_phone.tasks.start_seconds.tolist() == [720, 780, 600, 660]
    equal = run(said, plan, rules(said), *waiting)
    assert equal.tasks.start_seconds.tolist() == [600, 720, 660, 780]
    by_arrival = run(said, plan, rules(said, first_come=True), *waiting)
    assert by_arrival.tasks.start_seconds.tolist() == [600, 660, 720, 780]


def test_what_is_late_gives_way_once_to_what_can_still_be_in_time() -> None:
    said = groups_team()
    plan = roster(shift("both", (10, 600)))
    # Late when somebody comes, in time until 12, in time at first but late at its turn, late call.
    waiting = (post(0, 5, due=4), post(1, 1, due=12), post(2, 1, due=11.5), call(3, 1, due=5))
    strict = run(said, plan, rules(said), *waiting)
    assert strict.tasks.start_seconds.tolist() == [600, 1020, 960, 900]
    first_call = {"phone": 1, "posts": 2}
    by = rules(said, priority=first_call, due_again_seconds=3600.0)
    # A call is never put back. After it at 11: 11.5, then 12 at its due time, then what is late.
    again = run(said, plan, by, *waiting)
    assert again.tasks.start_seconds.tolist() == [780, 720, 660, 600]
    soon = run(said, plan, rules(said, priority=first_call, due_again_seconds=360.0), *waiting)
    # Due again at 10, before 11.5: the oldest late one is first once more.
    assert soon.tasks.start_seconds.tolist() == [660, 1020, 960, 600]
    never = rules(said, priority=first_call, due_again_seconds=3600.0, first_come=True)
    assert run(said, plan, never, *waiting).tasks.start_seconds.tolist() == [660, 960, 1020, 600]


def reserve_rules(said: Scenario, agents: tuple[int, ...], slack: float) -> AssignmentRules:
    per_week = 7 * 24 * 4
    needed = (*agents, *[agents[-1]] * (per_week - len(agents)))
    reserve = Reserve(("g1", "g2"), ("phone/any",), needed)
    return rules(said, reserves=(reserve,), release_slack_seconds=slack)


def test_a_reserve_holds_deferrable_work_until_it_is_due() -> None:
    said = groups_team()
    by = reserve_rules(said, (2,), slack=1800.0)
    records = run(
        said,
        around_the_clock(said),
        by,
        post(0, 5, due=60),  # one other is not two: held until 60 - 30 = 30
        post(1, 5, due=70),  # in hand with the first until 35; released at 40
        call(2, 1),  # live calls go at once
        call(50, 1),
    )
    assert records.tasks.start_seconds.tolist() == [1800, 2400, 120, 3000]


def test_a_held_case_that_gives_way_to_one_due_earlier_is_still_released_once() -> None:
    said = groups_team()
    by = reserve_rules(said, (2,), slack=1800.0)
    waiting = (post(0, 5, due=70), post(1, 5, due=60), post(2, 5, due=80))
    records = run(said, around_the_clock(said), by, *waiting)
    assert records.tasks.start_seconds.tolist() == [2400, 1800, 3000]


def test_a_reserve_that_falls_is_noticed_at_the_next_interval() -> None:
    said = groups_team()
    by = reserve_rules(said, (2, 2, 1), slack=0.0)
    records = run(said, around_the_clock(said), by, post(1, 5))
    assert records.tasks.start_seconds.tolist() == [1800]  # third interval: one other is enough


def test_an_other_in_deferrable_work_or_off_duty_is_no_reserve() -> None:
    said = scenario({"posts": channel("post")}, [agent("a0", "posts"), agent("a1", "posts")])
    per_week = 7 * 24 * 4
    by = rules(said, reserves=(Reserve(("g1",), (), (1,) * per_week),), release_slack_seconds=0.0)
    plan = roster(shift("a0", (0, 600)), shift("a1", (0, 300)))
    records = run(
        said,
        plan,
        by,
        post(0, 10),  # a0; a1 is the reserve
        post(1, 10),  # held until a0 is free again at 10
        post(400, 10),  # a1 has gone: never
    )
    assert rows_of(records) == [
        (0, 600, 0, ANSWERED),
        (600, 1200, 0, ANSWERED),
        (None, None, -1, OPEN),
    ]
