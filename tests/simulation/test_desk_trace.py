"""What happens at the desk, worked out by hand, to the second."""

from typing import Any

import numpy as np
import pytest

from scenarios.scenario import Scenario
from simulation.desk.desk import run_cases
from simulation.world import compile_world
from tests.simulation.desk_run import (
    ABANDONED,
    ANSWERED,
    OPEN,
    call,
    duty_of,
    phone_team,
    rows_of,
    run,
)
from tests.simulation.scenes import (
    agent,
    around_the_clock,
    cases,
    channel,
    roster,
    rules,
    scenario,
    shift,
)


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
