"""Who comes back: from elsewhere, again, while waiting, or from the bot; worked out by hand."""

from typing import Any

import pytest

from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, minutes, records_of, tell, world
from tests.simulation.scenes import roster, shift

NOBODY = roster()


def back(to: str, delay: float, **more: Any) -> dict[str, Any]:
    return {"to": to, "share": 1.0, "delay": minutes(delay), **more}


def test_who_leaves_comes_back_elsewhere_and_then_waits_there() -> None:
    said = world(
        {
            "phone": medium("phone", spill=[back("email", 30)], patience=minutes(5)),
            "email": medium("email", 7, hostility={"share": 0.6}),
        }
    )
    late = roster(shift("a0", (60, 120)))
    records = records_of(said, case(0, "phone", patience=5), plan=late)
    assert tell(said, case(0, "phone", patience=5), plan=late) == [
        Task("DRAWN", "ABANDONED", 0, None, 5),
        Task("SPILL", "ANSWERED", 35, 60, 67, 0, resolved=True, parent=0),
    ]
    assert records.tasks.hostile.tolist() == [False, True]  # 0.6 x 2 is certain
    assert records.tasks.labelled_hostile.tolist() == [False, True]


@pytest.mark.parametrize("at_most", [1, 2])
def test_redialling_ends_when_the_matter_has_come_back_often_enough(at_most: int) -> None:
    redial = back("phone", 10, at_most=at_most)
    said = world({"phone": medium("phone", spill=[redial], patience=minutes(5))})
    expected = [Task("DRAWN", "ABANDONED", 0, None, 5)]
    for number in range(at_most):
        came = 15.0 * (number + 1)
        expected.append(Task("SPILL", "ABANDONED", came, None, came + 5, parent=number))
    assert tell(said, case(0, "phone", patience=5), plan=NOBODY) == expected


def test_redialling_goes_on_to_the_end_of_the_horizon_without_a_limit() -> None:
    redial = back("phone", 1435, at_most=None)
    said = world({"phone": medium("phone", spill=[redial], patience=minutes(5))})
    rows = tell(said, case(0, "phone", patience=5), plan=NOBODY)
    assert [row.arrival for row in rows] == [1440.0 * day for day in range(7)]


def test_spill_and_repeat_count_the_same_matter() -> None:
    said = world(
        {
            "phone": medium("phone", spill=[back("email", 10, at_most=3)], patience=minutes(5)),
            "email": medium("email", repeat={**back("email", 60), "at_most": 2}),
        },
        [("email",)],
    )
    rows = tell(said, case(0, "phone", patience=5))
    assert [(row.origin, row.arrival) for row in rows] == [
        ("DRAWN", 0), ("SPILL", 15), ("REPEAT", 85),
    ]  # fmt: skip
    assert [row.resolved for row in rows] == [False, True, True]


def writing(**repost: Any) -> Scenario:
    said = {"share": 1.0, "after": minutes(30), **repost}
    return world({"email": medium("email", 10, repost=said, patience=minutes(300))})


def test_who_gets_no_reply_writes_again_until_there_is_one() -> None:
    said = writing(at_most=3)
    plan = roster(shift("a0", (80, 200)))
    assert tell(said, case(0, "email", 10, due=90), plan=plan) == [
        Task("DRAWN", "ANSWERED", 0, 80, 90, 0, resolved=True),
        Task("REPOST", "ANSWERED", 30, 90, 92.5, 0, resolved=True, parent=0),
        Task("REPOST", "ANSWERED", 60, 92.5, 95, 0, resolved=True, parent=0),
    ]


def test_a_repost_comes_while_the_first_message_is_in_hand() -> None:
    plan = roster(shift("a0", (25, 200)))
    assert tell(writing(), case(0, "email", 10), plan=plan) == [
        Task("DRAWN", "ANSWERED", 0, 25, 35, 0, resolved=True),
        Task("REPOST", "ANSWERED", 30, 35, 37.5, 0, resolved=True, parent=0),
    ]


def test_nobody_writes_again_after_giving_up_nor_more_often_than_said() -> None:
    rows = tell(writing(at_most=2), case(0, "email", patience=70), plan=NOBODY)
    assert [(row.origin, row.arrival) for row in rows] == [
        ("DRAWN", 0), ("REPOST", 30), ("REPOST", 60),
    ]  # fmt: skip
    rows = tell(writing(at_most=2), case(0, "email", patience=50), plan=NOBODY)
    assert [(row.origin, row.arrival) for row in rows] == [("DRAWN", 0), ("REPOST", 30)]
    rows = tell(writing(at_most=1), case(0, "email"), plan=NOBODY)
    assert [(row.origin, row.arrival) for row in rows] == [("DRAWN", 0), ("REPOST", 30)]


def test_a_customer_who_wrote_twice_comes_back_once() -> None:
    said = world(
        {
            "email": medium(
                "email",
                repost={"share": 1.0, "after": minutes(30), "at_most": 1},
                patience=minutes(60),
                spill=[back("phone", 10)],
            ),
            "phone": medium("phone"),
        },
        [("phone",)],
    )
    assert tell(said, case(0, "email", patience=60)) == [
        Task("DRAWN", "ABANDONED", 0, None, 60),
        Task("REPOST", "ABANDONED", 30, None, 90, parent=0),
        Task("SPILL", "ANSWERED", 70, 70, 80, 0, resolved=True, parent=0),
    ]


def test_an_answered_customer_comes_back_on_another_channel() -> None:
    said = world(
        {
            "email": medium("email", repeat={**back("phone", 60), "at_most": 1}),
            "phone": medium("phone", 3, repeat={**back("email", 60), "at_most": 1}),
        }
    )
    assert tell(said, case(0, "email", 10)) == [
        Task("DRAWN", "ANSWERED", 0, 0, 10, 0, resolved=True),
        Task("REPEAT", "ANSWERED", 70, 70, 73, 0, resolved=True, parent=0),
    ]


def helped(**bot: Any) -> Scenario:
    said = {"deflection": 1.0, "failed_share": 0.0, "seconds": 60.0, **bot}
    return world({"email": medium("email", 10, bot=said)})


def test_the_bot_ends_a_case_after_its_time_even_behind_the_horizon() -> None:
    end = 10_079.5
    assert tell(helped(), case(0, "email"), case(end, "email")) == [
        Task("DRAWN", "BOT", 0, None, 1, resolved=True),
        Task("DRAWN", "BOT", end, None, end + 1, resolved=True),
    ]


def test_what_the_bot_does_not_end_goes_on_to_the_team() -> None:
    rows = [Task("DRAWN", "ANSWERED", 0, 1, 11, 0, resolved=True)]
    assert tell(helped(deflection=0.0), case(0, "email")) == rows
    at_once = [Task("DRAWN", "ANSWERED", 0, 0, 10, 0, resolved=True)]
    assert tell(helped(deflection=0.0, seconds=0.0), case(0, "email")) == at_once
    assert tell(helped(tried_share=0.0), case(0, "email")) == at_once


def test_whom_the_bot_did_not_help_comes_back_past_it() -> None:
    said = helped(failed_share=1.0, returns=minutes(30))
    assert tell(said, case(0, "email", 4)) == [
        Task("DRAWN", "BOT", 0, None, 1),
        Task("BOT_RETURN", "ANSWERED", 31, 31, 41, 0, resolved=True, parent=0),
    ]
