"""What history, waiting and holding replies make of customers; worked out by hand."""

import math
from typing import Any

import pytest

from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, minutes, records_of, tell, world
from tests.simulation.scenes import agent, channel, constant, roster, scenario, shift

NOBODY = roster()
AUTHORS = {
    "regulars": 5, "share": 0.0, "factor_after_hostile": 3.0, "factor_after_unanswered": 2.0,
    "memory_days": 2.0,
}  # fmt: skip


def written(minute: float, chance: float, mark: float = 0.5, **more: Any) -> dict[str, Any]:
    truth = mark < chance
    return case(minute, "email", 10, chance=chance, mark=mark, hostile=truth, author=3, **more)


def known(**parts: Any) -> Scenario:
    return world({"email": medium("email", **parts)}, authors=AUTHORS)


@pytest.mark.parametrize(
    ("first", "minute", "chance", "hostile"),
    [
        (0.6, 20, 0.17, True),  # hostile and answered: 3 x 0.17
        (0.6, 20, 0.16, False),
        (0.6, 5, 0.09, True),  # hostile and not answered yet: 3 x 2 x 0.09
        (0.6, 5, 0.08, False),
        (0.0, 5, 0.26, True),  # not answered: 2 x 0.26
        (0.0, 20, 0.49, False),  # harmless and answered: as usual
        (0.6, 2881, 0.4, False),  # forgotten after two days
        (0.6, 2880, 0.4, True),
    ],
)
def test_the_last_message_shows_in_the_next_one(
    first: float, minute: float, chance: float, hostile: bool
) -> None:
    tasks = records_of(known(), written(0, first), written(minute, chance)).tasks
    assert tasks.hostile.tolist() == [first > 0.5, hostile]
    assert tasks.labelled_hostile.tolist() == [first > 0.5, hostile]


def test_somebody_else_has_no_part_in_the_history() -> None:
    other = {**written(5, 0.4), "author": 2}
    stranger = {**written(6, 0.4), "author": -1}
    tasks = records_of(known(), written(0, 0.6), other, stranger).tasks
    assert tasks.hostile.tolist() == [True, False, False]


def test_what_the_bot_ended_has_been_answered() -> None:
    bot = {"deflection": 1.0, "failed_share": 0.0, "seconds": 60.0}
    tasks = records_of(known(bot=bot), written(0, 0.0), written(0.5, 0.4), written(2, 0.4)).tasks
    assert tasks.hostile.tolist() == [False, True, True]  # the third follows a hostile one
    tasks = records_of(known(bot=bot), written(0, 0.0), written(2, 0.4)).tasks
    assert tasks.hostile.tolist() == [False, False]


def test_a_spared_message_is_nobodys_last() -> None:
    answers = {"deflection": 1.0, "at_most": 1.0, "useful_share": 1.0, "hours": 24.0}
    said = world({"posts": medium("post", public_answers=answers)}, authors=AUTHORS)
    rows = [
        {**written(minute, chance), "channel": "posts"}
        for minute, chance in ((0, 0.0), (20, 0.0), (30, 0.4))
    ]
    tasks = records_of(said, *rows).tasks
    # The second one is spared, so the third follows an answered one: as usual, and spared too.
    assert tasks.outcome.tolist() == [1, 4, 4]


def rising(**more: Any) -> Scenario:
    hostility = {"share": 0.0, "rising_per_hour": 0.5}
    return world({"email": medium("email", hostility=hostility, **more)})


@pytest.mark.parametrize(("hours", "hostile"), [(1.38, False), (1.39, True)])
def test_waiting_makes_hostile_what_was_not(hours: float, hostile: bool) -> None:
    # 1 - exp(-0.5 x 1.3863) = 0.5
    rows = (case(0, "email", hours * 60), case(0, "email", 10, mark=0.5))
    tasks = records_of(rising(), *rows).tasks
    assert tasks.hostile.tolist() == [False, hostile]
    assert tasks.labelled_hostile.tolist() == [False, False]  # the label is that of the arrival


@pytest.mark.parametrize(("mark", "hostile"), [(0.46, True), (0.47, False)])
def test_a_holding_reply_slows_anger_down(mark: float, hostile: bool) -> None:
    holding = {"after_seconds": 1800.0, "rising_factor": 0.5}
    rows = (case(0, "email", 120), case(0, "email", 10, mark=mark))
    tasks = records_of(rising(holding_reply=holding), *rows).tasks
    assert 0.46 < 1 - math.exp(-0.5 * (0.5 + 0.5 * 1.5)) < 0.47
    assert tasks.hostile.tolist() == [False, hostile]
    assert tasks.holding_seconds.tolist()[1] == 1800.0


def test_who_waits_at_the_close_is_what_waiting_has_made_of_them() -> None:
    week = 10_080
    rows = (
        case(week - 120, "email", mark=0.63),  # 1 - exp(-1) = 0.632
        case(week - 120, "email", mark=0.64),
        case(week - 120, "email", mark=0.64, patience=600),  # would leave much later
        case(week - 120, "email", mark=0.39, patience=60),  # left after an hour: 0.393
    )
    said = rising(patience=minutes(60))
    tasks = records_of(said, *rows, plan=NOBODY).tasks
    assert tasks.outcome.tolist() == [0, 0, 0, 2]
    assert tasks.hostile.tolist() == [True, False, False, True]


def holding(factor: float, after: float = 20) -> Scenario:
    reply = {"after_seconds": 60.0 * after, "patience_factor": factor}
    return world({"email": medium("email", holding_reply=reply, patience=minutes(60))})


@pytest.mark.parametrize(("factor", "end"), [(1.5, 80), (1.0, 60), (0.5, 40)])
def test_a_holding_reply_changes_the_rest_of_patience(factor: float, end: float) -> None:
    assert tell(holding(factor), case(0, "email", patience=60), plan=NOBODY) == [
        Task("DRAWN", "ABANDONED", 0, None, end)
    ]


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_a_holding_reply_at_the_end_of_patience_changes_nothing(factor: float) -> None:
    records = records_of(holding(factor, 60), case(0, "email", patience=60), plan=NOBODY)
    assert records.tasks.end_seconds.tolist() == [3600.0]
    assert records.tasks.holding_seconds.tolist() == [3600.0]


def test_nobody_has_a_holding_reply_who_was_helped_before() -> None:
    rows = (case(0, "email", 15), case(0, "email", 10), case(0, "email", 10))
    tasks = records_of(holding(1.0), *rows).tasks
    assert [math.isnan(at) for at in tasks.holding_seconds] == [True, True, False]


def test_work_is_slower_after_a_hostile_case() -> None:
    said = scenario(
        {"email": channel("email", handle_time=constant(600))},
        [agent("a0", "email")],
        team={"after_hostile": {"slowdown": 0.5, "for_seconds": 1200.0}},
    )
    plan = roster(shift("a0", (0, 300)))
    rows = [case(0, "email", 10, hostile=True)] + [case(0, "email", 10) for _ in range(3)]
    assert [row.end for row in tell(said, *rows, plan=plan)] == [10, 25, 40, 50]
