"""Stages of a case, worked out by hand, to the minute."""

from typing import Any

import pytest

from scenarios.assignment import Reserve
from scenarios.cap import Then
from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, minutes, records_of, tell, world
from tests.simulation.scenes import quota_of, roster, rules, shift


def walked(*stages: dict[str, Any], agents: int = 1, name: str = "email", **more: Any) -> Scenario:
    """One channel with these stages after a first one of 10 minutes."""
    listed = [{"id": "first"}, *({"id": f"s{k}", **one} for k, one in enumerate(stages))]
    return world({name: medium(name, workflow={"stages": listed}, **more)}, [(name,)] * agents)


def test_a_case_goes_through_its_stages_with_delays_before_them() -> None:
    office = {"share": 1.0, "delay": minutes(60)}
    said = walked(
        {"work_share": 0.5, "think_time": minutes(30)},
        {"probability": 0.0},
        {"handle_time": minutes(2), "think_time": minutes(5), "back_office": office},
    )
    assert tell(said, case(0, "email")) == [
        Task("DRAWN", "ANSWERED", 0, 0, 10, 0),
        Task("STAGE", "ANSWERED", 40, 40, 45, 0, stage=1),
        Task("STAGE", "ANSWERED", 110, 110, 112, 0, resolved=True, stage=3),
    ]


def test_who_drops_out_leaves_no_resolved_row() -> None:
    said = walked({"drop_out": 1.0, "think_time": minutes(5)})
    assert tell(said, case(0, "email")) == [Task("DRAWN", "ANSWERED", 0, 0, 10, 0)]


def test_what_comes_after_the_horizon_does_not_come() -> None:
    said = walked({"think_time": minutes(30)})
    end = 10_080
    assert tell(said, case(end - 41, "email"), case(end - 31, "email"), case(end - 1, "email")) == [
        Task("DRAWN", "ANSWERED", end - 41, end - 41, end - 31, 0),
        Task("DRAWN", "ANSWERED", end - 31, end - 31, end - 21, 0),
        Task("DRAWN", "ANSWERED", end - 1, end - 1, end + 9, 0),
        Task("STAGE", "OPEN", end - 1, None, None, stage=1),
    ]


def test_a_later_stage_has_its_own_limit_and_the_first_due_comes_first() -> None:
    said = walked({"sla": {"share": 0.8, "within_seconds": 60.0}})
    records = records_of(said, case(0, "email"), case(5, "email", due=100), case(6, "email", due=9))
    assert [round(due / 60) for due in records.tasks.due_seconds.tolist()[1:]] == [
        100, 9, 11, 21, 51,
    ]  # fmt: skip
    assert (records.tasks.start_seconds / 60).tolist() == [0, 40, 10, 20, 30, 50]


def test_after_a_call_there_is_work_that_calls_interrupt_nowhere_and_go_before() -> None:
    said = walked({"work_share": 2.0}, name="phone", sla={"share": 0.8, "within_seconds": 20.0})
    assert tell(said, case(0, "phone", due=1), case(5, "phone", due=6)) == [
        Task("DRAWN", "ANSWERED", 0, 0, 10, 0),
        Task("DRAWN", "ANSWERED", 5, 10, 20, 0),
        Task("STAGE", "ANSWERED", 10, 20, 40, 0, resolved=True, stage=1),
        Task("STAGE", "ANSWERED", 20, 40, 60, 0, resolved=True, stage=1),
    ]


def test_hostility_stays_or_goes_between_stages() -> None:
    said = walked({"still_hostile": 1.0}, {"still_hostile": 0.0}, {"still_hostile": 1.0})
    tasks = records_of(said, case(0, "email", hostile=True)).tasks
    assert tasks.hostile.tolist() == [True, True, False, False]
    assert tasks.labelled_hostile.tolist() == [True, True, False, False]


HELD = {"same_agent_seconds": 1200.0}


def test_the_agent_of_the_stage_before_goes_on_although_another_is_free() -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    rows = tell(said, case(0, "email"), case(5, "email", 3))
    assert rows == [
        Task("DRAWN", "ANSWERED", 0, 0, 10, 0),
        Task("DRAWN", "ANSWERED", 5, 5, 8, 1),
        Task("STAGE", "ANSWERED", 9, 9, 19, 1, resolved=True, stage=1),
        Task("STAGE", "ANSWERED", 11, 11, 21, 0, resolved=True, stage=1),
    ]


@pytest.mark.parametrize(("length", "start", "who"), [(15, 26, 0), (40, 31, 1)])
def test_a_held_task_waits_for_its_agent_but_not_longer_than_said(
    length: float, start: float, who: int
) -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    # a1 has been idle since 0, but is kept busy until 11 so that a0 gets the second case.
    rows = tell(said, case(0, "email"), case(0, "email", 11), case(10.5, "email", length))
    (held,) = (row for row in rows if row.stage == 1 and row.arrival == 11)
    assert (held.start, held.agent) == (25.5 if who == 0 else start, who)


def test_a_held_task_goes_to_all_when_its_agent_goes() -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    plan = roster(shift("a0", (0, 20), (20, 50, "break"), (50, 90)), shift("a1", (15, 90)))
    assert tell(said, case(0, "email"), case(10.5, "email", 14.5), plan=plan)[1:] == [
        Task("DRAWN", "ANSWERED", 10.5, 10.5, 25, 0),
        Task("STAGE", "ANSWERED", 11, 20, 30, 1, resolved=True, stage=1),
        Task("STAGE", "ANSWERED", 26, 30, 40, 1, resolved=True, stage=1),
    ]


def test_a_held_task_waits_out_a_cool_down() -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    by = rules(said, cool_down_seconds=300.0)
    assert tell(said, case(0, "email", hostile=True), by=by)[1].start == 15


@pytest.mark.parametrize("when", [Then.WAIT, Then.BREACH])
def test_a_held_task_that_the_quota_blocks_is_given_only_where_it_may_be(when: Then) -> None:
    # Others may take it, so it is not blocked: when its time is over, it goes to one of them.
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    # The first hostile case is what the burst allows to each of the two.
    by = rules(said, quota=quota_of(said, 0.1, burst=0.95, when_blocked=when))
    records = records_of(said, case(0, "email", hostile=True), by=by)
    assert records.tasks.start_seconds.tolist() == [0, 60 * 31]
    assert records.tasks.agent.tolist() == [0, 1]
    assert not records.tasks.breach.any()


def test_the_watch_gives_a_held_task_once_when_the_reserve_has_come() -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    plan = roster(shift("a0", (0, 90)), shift("a1", (12, 90)))
    # From 00:00 one agent has to be off deferrable work; the first case is due, so it goes.
    reserve = Reserve(("g1",), (), (1,) * (7 * 96))
    by = rules(said, reserves=(reserve,))
    # Nobody else is there until 12; the watch looks again at 15.
    assert tell(said, case(0, "email", due=0), plan=plan, by=by) == [
        Task("DRAWN", "ANSWERED", 0, 0, 10, 0),
        Task("STAGE", "ANSWERED", 11, 15, 25, 0, resolved=True, stage=1),
    ]


def test_a_held_task_does_not_go_to_somebody_who_goes_at_the_same_moment() -> None:
    said = walked({**HELD, "think_time": minutes(1)}, agents=2)
    plan = roster(shift("a0", (0, 20)), shift("a1", (15, 20)))
    # a0 is busy with the second case, a1 is free, and both go at 20.
    rows = (case(0, "email"), case(10.5, "email", 14.5))
    assert [(row.outcome, row.stage) for row in tell(said, *rows, plan=plan)] == [
        ("ANSWERED", 0),
        ("ANSWERED", 0),
        ("OPEN", 1),
        ("OPEN", 1),
    ]


def test_a_task_goes_back_and_its_luck_goes_on() -> None:
    said = walked({"back_to": "first", "back_share": 0.5, "think_time": minutes(1)})
    rows = [row for k in range(20) for row in tell(said, case(100 * k, "email"))[1:]]
    assert {row.stage for row in rows} == {0, 1}
    records = records_of(said, *(case(200 * k, "email") for k in range(20)))
    tasks = records.tasks
    for number in range(20):
        stages = tasks.stage[tasks.case_id == number].tolist()
        assert stages == [0, 1] * (len(stages) // 2)
        assert tasks.resolved[tasks.case_id == number].tolist() == [False] * (len(stages) - 1) + [
            True
        ]
