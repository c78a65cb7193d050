"""External desks, worked out by hand."""

from typing import Any

from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, minutes, records_of, tell, world
from tests.simulation.scenes import roster, shift

NOBODY = roster()


def agency(channels: tuple[str, ...] = ("email",), more: Any = None, **desk: Any) -> Scenario:
    said = {"channels": channels, "after_seconds": 1800.0, "capacity": 1, **desk}
    parts = {"email": medium("email", **(more or {}))}
    return world(parts, external_desks={"agency": said})


def external(arrival: float, start: float, end: float, **more: Any) -> Task:
    return Task("DRAWN", "EXTERNAL", arrival, start, end, **{"resolved": True, **more})


def test_a_desk_takes_what_has_waited_long_enough_one_at_a_time() -> None:
    said = agency(handle_time_factor=1.5)
    rows = (case(0, "email", 10), case(5, "email", 20), case(6, "email", 10))
    records = records_of(said, *rows, plan=NOBODY)
    assert tell(said, *rows, plan=NOBODY) == [
        external(0, 30, 45), external(5, 45, 75), external(6, 75, 90),
    ]  # fmt: skip
    assert records.tasks.desk.tolist() == [0, 0, 0]


def test_the_team_comes_first_as_long_as_it_can() -> None:
    rows = (case(0, "email", 40), case(5, "email", 10), case(20, "email", 10))
    assert tell(agency(), *rows) == [
        Task("DRAWN", "ANSWERED", 0, 0, 40, 0, resolved=True),
        external(5, 35, 45),
        Task("DRAWN", "ANSWERED", 20, 40, 50, 0, resolved=True),
    ]


def test_a_desk_keeps_its_hours_and_its_daily_limit() -> None:
    said = agency(opening={"mon-sun": "08:00-09:00"}, most_cases_per_day=2)
    rows = tuple(case(number, "email", 10) for number in range(5))
    rows = (*rows, case(1440 + 525, "email", 30))
    assert [row.start for row in tell(said, *rows, plan=NOBODY)] == [
        480, 490, 1440 + 480, 1440 + 490, 2880 + 480, 2880 + 490,
    ]  # fmt: skip


def test_a_desk_may_take_only_what_is_labelled_hostile() -> None:
    said = agency(only_hostile=True)
    rows = (
        case(0, "email", 10),
        case(1, "email", 10, hostile=True),
        case(2, "email", 10, hostile=True, labelled=False),
        case(3, "email", 10, hostile=False, labelled=True),
    )
    taken = [row.outcome for row in tell(said, *rows, plan=NOBODY)]
    assert taken == ["OPEN", "EXTERNAL", "OPEN", "EXTERNAL"]


def test_a_desk_works_slower_on_hostile_cases_and_the_case_goes_on() -> None:
    stages = {"stages": [{"id": "one"}, {"id": "two", "think_time": minutes(5)}]}
    more = {"hostility": {"share": 0.0, "handle_time_factor": 2.0}, "workflow": stages}
    assert tell(agency(more=more), case(0, "email", 10, hostile=True), plan=NOBODY) == [
        external(0, 30, 50, resolved=False),
        Task("STAGE", "EXTERNAL", 55, 85, 105, resolved=True, stage=1),
    ]


def test_waiting_makes_hostile_what_a_desk_takes() -> None:
    more = {"hostility": {"share": 0.0, "rising_per_hour": 1.0}}
    rows = (case(0, "email", mark=0.39), case(0, "email", mark=0.40))
    tasks = records_of(agency(more=more, capacity=2), *rows, plan=NOBODY).tasks
    assert tasks.hostile.tolist() == [True, False]  # 1 - exp(-0.5) = 0.393


def test_who_leaves_or_is_answered_is_no_longer_for_the_desk() -> None:
    said = agency(more={"patience": minutes(30)}, capacity=1)
    rows = (case(0, "email", 40, patience=100), case(1, "email", 10, patience=35))
    assert tell(said, *rows, plan=NOBODY) == [
        external(0, 30, 70),
        Task("DRAWN", "ABANDONED", 1, None, 36),
    ]


def test_a_desk_ends_after_the_horizon_what_it_has_begun() -> None:
    end = 10_080
    rows = (case(end - 31, "email", 10), case(end - 30, "email", 10))
    assert tell(agency(capacity=2), *rows, plan=NOBODY) == [
        external(end - 31, end - 1, end + 9),
        Task("DRAWN", "OPEN", end - 30, None, None),
    ]


def test_two_desks_may_take_a_case_and_one_does() -> None:
    desk = {"channels": ["email"], "capacity": 1}
    said = world(
        {"email": medium("email")},
        external_desks={
            "slow": {**desk, "after_seconds": 1800.0},
            "fast": {**desk, "after_seconds": 600.0},
        },
    )
    rows = (case(0, "email", 30), case(1, "email", 10))
    tasks = records_of(said, *rows, plan=NOBODY).tasks
    assert tasks.desk.tolist() == [1, 0]
    assert (tasks.start_seconds / 60).tolist() == [10, 31]


def test_the_rest_of_work_put_back_counts_its_wait_from_the_message() -> None:
    said = world(
        {"email": medium("email")},
        external_desks={"x": {"channels": ["email"], "capacity": 1, "after_seconds": 1800.0}},
        team={"shift_end": {"deferrable": "hand_over"}},
    )
    assert tell(said, case(0, "email", 40), plan=roster(shift("a0", (0, 35)))) == [
        Task("DRAWN", "HANDED_OVER", 0, 0, 35, 0),
        Task("HAND_OVER", "EXTERNAL", 0, 35, 40, resolved=True),
    ]
