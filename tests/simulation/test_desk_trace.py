"""What happens at the desk, worked out by hand, to the second."""

import math
from typing import Any

import numpy as np
import pytest

from scenarios.assignment import AssignmentRules, Reserve, RoutingPolicy
from scenarios.cap import CapWindow, WhenBlocked
from scenarios.roster import Roster
from scenarios.scenario import Scenario
from simulation.desk import run_cases
from simulation.records import Records, TaskOutcome
from simulation.world import compile_world
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

OPEN, ANSWERED, ABANDONED = (
    int(one) for one in (TaskOutcome.OPEN, TaskOutcome.ANSWERED, TaskOutcome.ABANDONED)
)


def run(said: Scenario, plan: Roster, by: AssignmentRules, *rows: dict[str, Any]) -> Records:
    return run_cases(compile_world(said), plan, by, cases(said, *rows))


def rows_of(records: Records) -> list[tuple[float, float, int, int]]:
    """(start, end, agent, outcome) by case; None stands for NaN."""
    tasks = records.tasks
    return [
        tuple(None if isinstance(x, float) and math.isnan(x) else x for x in row)  # type: ignore[misc]
        for row in zip(
            tasks.start_seconds.tolist(),
            tasks.end_seconds.tolist(),
            tasks.agent.tolist(),
            tasks.outcome.tolist(),
            strict=True,
        )
    ]


def duty_of(records: Records) -> list[tuple[int, bool, float, float]]:
    duty = records.agents
    return list(
        zip(
            duty.agent.tolist(),
            duty.is_work.tolist(),
            (duty.start_seconds / 60).tolist(),
            (duty.end_seconds / 60).tolist(),
            strict=True,
        )
    )


def phone_team(agents: int = 1, **parts: Any) -> Scenario:
    names = [agent(f"a{number}", "phone") for number in range(agents)]
    return scenario({"phone": channel()}, names, **parts)


def call(minute: float, handle: float, **more: Any) -> dict[str, Any]:
    more = {key: 60.0 * v if key in ("patience", "due") else v for key, v in more.items()}
    return {"at": 60.0 * minute, "channel": "phone", "handle": 60.0 * handle, **more}


def test_late_break_keeps_its_length_and_nothing_new_after_the_shift() -> None:
    said = phone_team()
    plan = roster(shift("a0", (540, 600), (600, 630, "break"), (630, 720)))
    records = run(
        said,
        plan,
        rules(said),
        call(500, 5),  # before anybody is there: waits until 540
        call(590, 20),  # in hand at the break: finished at 610
        call(595, 5),  # waits over the break, which lasts from 610 to 640
        call(600, 5, patience=10),  # gives up at 610
        call(715, 10),  # in hand at the end of the shift: finished at 725
        call(716, 5),  # nobody any more
    )
    assert rows_of(records) == [
        (540 * 60, 545 * 60, 0, ANSWERED),
        (590 * 60, 610 * 60, 0, ANSWERED),
        (640 * 60, 645 * 60, 0, ANSWERED),
        (None, 610 * 60, -1, ABANDONED),
        (715 * 60, 725 * 60, 0, ANSWERED),
        (None, None, -1, OPEN),
    ]
    assert duty_of(records) == [(0, True, 540, 610), (0, False, 610, 640), (0, True, 640, 725)]


def test_a_break_that_swallows_the_next_stretch_of_work() -> None:
    said = phone_team()
    plan = roster(
        shift("a0", (0, 60), (60, 70, "break"), (70, 75), (75, 85, "break"), (85, 120)),
        shift("a0", (125, 200)),
    )
    # Busy until 66; the break 66-76 passes 70-75 by; the second break follows at once, 76-86.
    records = run(said, plan, rules(said), call(50, 16), call(72, 1), call(110, 20))
    assert rows_of(records) == [
        (3000, 3960, 0, ANSWERED),
        (86 * 60, 87 * 60, 0, ANSWERED),
        (110 * 60, 130 * 60, 0, ANSWERED),
    ]
    # The first shift ends at 130 only, so the second begins then, not at 125.
    assert duty_of(records) == [
        (0, True, 0, 66),
        (0, False, 66, 76),
        (0, False, 76, 86),
        (0, True, 86, 130),
        (0, True, 130, 200),
    ]
    assert records.agents.shift.tolist() == [0, 0, 0, 0, 1]


def test_shifts_before_and_after_the_horizon() -> None:
    said = phone_team()
    week = 10_080
    plan = roster(shift("a0", (-120, 60)), shift("a0", (week - 60, week + 120)))
    records = run(said, plan, rules(said), call(0, 10), call(week - 1, 100, patience=7))
    assert rows_of(records) == [
        (0, 600, 0, ANSWERED),
        ((week - 1) * 60, (week + 99) * 60, 0, ANSWERED),
    ]
    assert duty_of(records) == [(0, True, -120, 60), (0, True, week - 60, week + 120)]


def test_longest_idle_gets_the_call() -> None:
    said = phone_team(3)
    records = run(
        said,
        around_the_clock(said),
        rules(said),
        call(0, 10),  # all idle since 0: by order of the team, a0
        call(1, 3),  # a1, free again at 4
        call(2, 1),  # a2, free again at 3
        call(5, 1),  # a2 has been idle since 3, a1 since 4
        call(5.5, 1),  # a1
        call(10, 1),  # at 10 a0 has just become free; a2 since 6, a1 since 6.5
    )
    assert records.tasks.agent.tolist() == [0, 1, 2, 2, 1, 2]


def test_who_becomes_free_at_the_moment_patience_ends_still_answers() -> None:
    said = phone_team()
    records = run(said, around_the_clock(said), rules(said), call(0, 5), call(1, 1, patience=4))
    assert rows_of(records)[1] == (300, 360, 0, ANSWERED)


def test_the_waiting_call_comes_before_the_one_arriving_as_the_agent_becomes_free() -> None:
    said = phone_team()
    records = run(said, around_the_clock(said), rules(said), call(0, 5), call(1, 1), call(5, 1))
    assert [row[0] for row in rows_of(records)] == [0, 300, 360]


def two_channels(**chat: Any) -> Scenario:
    return scenario(
        {"phone": channel(), "chat": channel("chat", **chat)}, [agent("a0", "phone", "chat")]
    )


def chat(second: float, handle: float) -> dict[str, Any]:
    return {"at": second, "channel": "chat", "handle": handle}


def test_chats_at_once_are_slower_and_shut_out_other_work() -> None:
    said = two_channels(concurrency=2, concurrency_slowdown=0.5)
    records = run(
        said,
        around_the_clock(said),
        rules(said, priority={"phone": 1, "chat": 2}),
        chat(0, 100),  # alone when it starts: 100 s
        chat(10, 100),  # second at once: 150 s
        chat(20, 100),  # no room until 100; then second at once: 150 s
        {"at": 30.0, "channel": "phone", "handle": 10.0},  # until no chat is left, at 250
        chat(170, 20),  # beside the chat in hand: 30 s
        chat(240, 100),  # beside the last 10 s of a chat: 150 s, so the phone waits until 390
    )
    assert rows_of(records) == [
        (0, 100, 0, ANSWERED),
        (10, 160, 0, ANSWERED),
        (100, 250, 0, ANSWERED),
        (390, 400, 0, ANSWERED),
        (170, 200, 0, ANSWERED),
        (240, 390, 0, ANSWERED),
    ]


def test_an_idle_agent_comes_before_one_with_a_chat_in_hand() -> None:
    said = scenario(
        {"chat": channel("chat", concurrency=3)}, [agent("a0", "chat"), agent("a1", "chat")]
    )
    records = run(
        said,
        around_the_clock(said),
        rules(said),
        *(chat(second, 1000) for second in (0, 1, 2, 3, 4, 5, 6)),
    )
    # a0 and a1 in turn: fewest in hand first, then who has changed longest ago; then all full.
    assert records.tasks.agent.tolist() == [0, 1, 0, 1, 0, 1, 0]
    assert records.tasks.start_seconds.tolist() == [0, 1, 2, 3, 4, 5, 1000]


def test_cool_down_after_a_truly_hostile_case_only() -> None:
    said = phone_team(1)
    records = run(
        said,
        around_the_clock(said),
        rules(said, cool_down_seconds=60.0),
        call(0, 1, hostile=True, labelled=False),  # mislabelled, but met: cools down 1 to 2
        call(0.5, 1),
        call(0.5, 1, hostile=False, labelled=True),  # labelled, but harmless: no cool-down
        call(0.5, 1),
    )
    assert records.tasks.start_seconds.tolist() == [0, 120, 180, 240]


def test_a_cool_down_may_overlap_a_break() -> None:
    said = phone_team(1)
    plan = roster(shift("a0", (0, 10), (10, 12, "break"), (12, 60)))
    records = run(
        said,
        plan,
        rules(said, cool_down_seconds=600.0),
        call(5, 4, hostile=True),  # ends at 9, cools down until 19
        call(9.5, 1),
    )
    assert records.tasks.start_seconds.tolist() == [300, 19 * 60]
    assert duty_of(records)[1] == (0, False, 10, 12)


@pytest.mark.parametrize(
    ("when_blocked", "start", "agent_index", "breach"),
    [(WhenBlocked.WAIT, 300, 0, False), (WhenBlocked.BREACH, 60, 1, True)],
)
def test_the_quota_holds_a_hostile_case_back_or_logs_a_breach(
    when_blocked: WhenBlocked, start: float, agent_index: int, breach: bool
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
    assert rows_of(records)[1] == (start, start + 60, agent_index, ANSWERED)
    assert records.tasks.breach.tolist() == [False, breach]


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


def test_queues_by_priority_then_by_due_time() -> None:
    said = groups_team()
    plan = roster(shift("both", (10, 600)))
    waiting = (post(0, 1, due=30), post(1, 1, due=90), call(2, 1, due=60), call(3, 1, due=99))
    first_phone = run(said, plan, rules(said, priority={"phone": 1, "posts": 2}), *waiting)
    assert first_phone.tasks.start_seconds.tolist() == [720, 780, 600, 660]
    equal = run(said, plan, rules(said), *waiting)
    assert equal.tasks.start_seconds.tolist() == [600, 720, 660, 780]


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


def test_an_absent_agent_leaves_no_trace() -> None:
    said = phone_team(2)
    plan = roster(shift("a0", (0, 60)), shift("a1", (0, 60)))
    records = run_cases(
        compile_world(said),
        plan,
        rules(said),
        cases(said, call(0, 1), call(0, 1)),
        absent=np.array([True, False]),
    )
    assert records.tasks.agent.tolist() == [1, 1]
    assert duty_of(records) == [(1, True, 0, 60)]


def test_given_cases_must_be_in_order() -> None:
    said = phone_team()
    with pytest.raises(ValueError, match="sorted by arrival"):
        run(said, around_the_clock(said), rules(said), call(5, 1), call(4, 1))


def test_nobody_and_nothing() -> None:
    said = phone_team()
    records = run(said, roster(), rules(said))
    assert len(records.tasks.case_id) == 0
    assert len(records.agents.agent) == 0


def test_a_stranger_in_the_roster_is_refused() -> None:
    said = phone_team()
    with pytest.raises(ValueError, match="no agent zoe"):
        run(said, roster(shift("zoe", (0, 60))), rules(said))
