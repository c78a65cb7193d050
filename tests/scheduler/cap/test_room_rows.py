"""Rows that ask for room for hostile cases, worked out by hand."""

from typing import Any

import pytest

from scenarios.queues import lines_of
from scenarios.scenario import Scenario
from scheduler.cap.gate_room import CaseLoad, GateRoom, Moments, cases_within
from scheduler.requirement import Requirement, RoomRow
from scheduler.staffing import compute_requirement
from simulation.arrivals.volume import workload_of
from simulation.desk.decisions import amount_holds
from tests.scheduler.two_groups import two_groups

SATURDAY = 5 * 1440
# Posts on Saturdays alone, 9 to 17, six in ten of them hostile; harmless calls on working days.
HARSH: dict[str, Any] = {
    "horizon.opening": {"mon-sat": "09:00-17:00"},
    "channels.phone.volume_per_week": 250.0,
    "channels.phone.shape": {"by_weekday": [1, 1, 1, 1, 1, 0, 0]},
    "channels.phone.hostility": {"share": 0.0},
    "channels.posts.volume_per_week": 50.0,
    "channels.posts.shape": {
        "by_weekday": [0, 0, 0, 0, 0, 1, 0],
        "by_hour": [0.0] * 9 + [1.0] * 8 + [0.0] * 7,
    },
    "channels.posts.hostility": {"share": 0.6},
    "cap": {"contacts_per_shift": 5},
    "team.contracts.full": {"hours_per_week": 30.0, "flexibility_hours": 8.0},
    "team.agents": [
        {"id": f"A{number}", "contract": "full", "skills": ["social", "voice"]}
        for number in range(9)
    ],
}


def required(scenario: Scenario) -> Requirement:
    return compute_requirement(scenario, workload_of(scenario, seed=1, replications=2))


def rows(changes: dict[str, Any]) -> tuple[RoomRow, ...]:
    return required(two_groups(HARSH | changes)).rooms


def by_span(found: tuple[RoomRow, ...]) -> dict[tuple[float, float], RoomRow]:
    """Return rows by their span in hours after Saturday's midnight."""
    return {
        ((one.start_minute - SATURDAY) / 60, (one.end_minute - SATURDAY) / 60): one for one in found
    }


def test_posts_that_come_and_are_due_in_a_span_are_counted_in_it() -> None:
    """3.75 hostile posts an hour from 9 to 17; four in five are due within the hour."""
    found = by_span(rows({}))
    # The last hour's are due when the team opens again, which it does not within the week.
    assert found[6.0, 12.0].cases == pytest.approx(0.8 * 3.75 * 2)
    assert found[12.0, 18.0].cases == pytest.approx(0.8 * 3.75 * 4)
    assert found[6.0, 18.0].cases == pytest.approx(0.8 * 3.75 * 7)
    # The rest is due a day later, in the two days that end with Sunday.
    assert found[0.0, 48.0].cases == pytest.approx(3.75 * 7)
    assert len(found) == 4  # all others ask for no more than a shorter one
    for row in found.values():
        (room,) = row.rooms
        assert (room.per_shift, room.per_paid_hour) == (5.0, None)
        assert row.hours_per_case == pytest.approx(7.5 / 5)


def test_live_cases_are_counted_where_they_come() -> None:
    calls = {
        "channels.phone.volume_per_week": 80.0,
        "channels.phone.shape": {"by_weekday": [0, 0, 0, 0, 1, 0, 0]},
        "channels.phone.hostility": {"share": 0.3},
        "channels.posts.volume_per_week": 0.0,
    }
    found = by_span(rows(calls))
    # From 9 to 12 and from 12 to 17 on Friday, 24 in all.
    assert found[-18.0, -12.0].cases == pytest.approx(9.0)
    assert found[-12.0, -6.0].cases == pytest.approx(15.0)
    assert found[-18.0, -6.0].cases == pytest.approx(24.0)
    assert len(found) == 3


def test_whoever_does_not_come_is_made_up_for() -> None:
    absent = {"team.unplanned_absence_share": 0.1, "team.shrinkage": {"share": 0.2}}
    found = by_span(rows(absent))
    # Pauses take time, but no room for cases.
    assert found[6.0, 18.0].cases == pytest.approx(0.8 * 3.75 * 7 / 0.9)


def test_each_agent_has_the_own_limit() -> None:
    agents = HARSH["team.agents"]
    back = [{**agents[0], "cap": {"contacts_per_shift": 1}}, *agents[1:]]
    row = by_span(rows({"team.agents": back}))[6.0, 18.0]
    assert {room.per_shift: len(room.agent_ids) for room in row.rooms} == {1.0: 1, 5.0: 8}
    assert row.hours_per_case == pytest.approx(7.5 / (41 / 9))


def test_without_a_limit_for_somebody_there_is_no_row() -> None:
    agents = HARSH["team.agents"]
    capped = [{**one, "cap": {"contacts_per_shift": 5}} for one in agents]
    some = {"cap": {"hostile": 0.3}, "team.agents": [agents[0], *capped[1:]]}
    assert rows(some) == ()
    assert len(rows({"cap": {"hostile": 0.3}, "team.agents": capped})) == 4
    assert rows({"cap": {"hostile": 0.3}}) == ()


def test_lines_that_fewer_people_serve_have_rows_of_their_own() -> None:
    agents = [
        {**one, "skills": ["social"] if number < 3 else ["voice"]}
        for number, one in enumerate(HARSH["team.agents"])
    ]
    both = {
        "team.agents": [*agents[:8], {**agents[8], "skills": ["social", "voice"]}],
        "channels.phone.hostility": {"share": 0.1},
    }
    named = {row.line_ids: sum(len(room.agent_ids) for room in row.rooms) for row in rows(both)}
    assert named == {("posts/any",): 4, ("phone/any",): 6, ("posts/any", "phone/any"): 9}


@pytest.mark.parametrize(
    ("steps", "left"),
    [
        ([{"then": "moderate"}], 0.0),
        ([{"then": "moderate", "after_seconds": 7200}, {"then": "wait"}], 1.0),
        ([{"then": "breach", "after_seconds": 60}], 1.0),
    ],
)
def test_what_a_step_takes_in_time_needs_no_room(steps: list[dict[str, Any]], left: float) -> None:
    moderated = {"channels.posts.moderation": {"share": 0.0, "closes_share": 1.0}}
    found = by_span(rows(moderated | {"cap.contacts_per_shift": 5, "cap.when_blocked": steps}))
    if left:
        assert found[6.0, 18.0].cases == pytest.approx(21.0)
    else:
        assert found == {}


def test_a_desk_takes_what_it_may_in_a_day() -> None:
    desk = {
        "external_desks": {
            "agency": {
                "channels": ["posts"], "after_seconds": 900.0, "capacity": 9,
                "most_cases_per_day": 8,
            }
        }
    }  # fmt: skip
    found = by_span(rows(desk))
    assert found[6.0, 18.0].cases == pytest.approx(21.0 - 8)
    assert (0.0, 48.0) not in found  # 16 on two days leave no more than that
    desk["external_desks"]["agency"]["after_seconds"] = 7200.0  # too late for the hour promised
    assert by_span(rows(desk))[6.0, 18.0].cases == pytest.approx(21.0)


def test_minutes_of_a_week_are_asked_for_by_the_shifts_begun() -> None:
    """Ten hostile minutes a paid hour are two posts of five minutes, so 15 a shift."""
    timed = {"cap": {"minutes_per_paid_hour": 10.0}, "channels.posts.handle_time": FIXED}
    row, whole = rows(timed)
    assert (row.start_minute, row.end_minute) == (0, 6 * 1440)
    assert row.cases == pytest.approx(0.8 * 3.75 * 7)
    assert (whole.start_minute, whole.end_minute) == (0, 7 * 1440)
    assert whole.cases == pytest.approx(3.75 * 7)
    (room,) = row.rooms
    assert room.per_shift is None
    assert room.per_paid_hour == pytest.approx(2.0)
    assert row.hours_per_case == pytest.approx(0.5)


FIXED = {"mean_seconds": 300.0, "distribution": "constant"}


def test_minutes_of_a_shift_are_asked_for_by_the_day() -> None:
    timed = {
        "cap": {"minutes_per_paid_hour": 10.0, "window": "shift", "contacts_per_shift": 6},
        "channels.posts.handle_time": FIXED,
    }
    row = by_span(rows(timed))[6.0, 18.0]
    (room,) = row.rooms
    assert room.per_shift == 6.0
    assert room.per_paid_hour == pytest.approx(2.0)
    assert row.hours_per_case == pytest.approx(7.5 / 6)  # the narrower of the two


def test_labels_that_may_be_wrong_leave_less_room() -> None:
    doubtful = {"classifier": {"recall": 0.8, "precision": 0.75}, "cap.contacts_per_shift": 5}
    row = by_span(rows(doubtful))[6.0, 18.0]
    # 0.8 of the hostile posts are found, with a third as many harmless ones beside them.
    assert row.cases == pytest.approx(21.0 * 0.8 / 0.75)
    (room,) = row.rooms
    assert room.per_shift is not None
    assert room.per_shift < 5 / 0.75 - 1


def test_a_margin_that_leaves_nobody_any_room_asks_for_nothing() -> None:
    assert (
        rows({"classifier": {"recall": 0.5, "precision": 0.5}, "cap.contacts_per_shift": 1}) == ()
    )


@pytest.mark.parametrize("z", [0.0, 1.5, 3.0])
@pytest.mark.parametrize("limit", [0.0, 1.0, 4.0, 9.5])
def test_the_room_is_the_last_case_that_the_gate_lets_through(limit: float, z: float) -> None:
    case = CaseLoad(Moments(0.75, 0.1875, -0.09), Moments(0.75, 0.1875, -0.09))
    leak = Moments(0.2, 0.2, 0.2)
    most = cases_within(limit, case, leak, z)

    def passes(count: int) -> bool:
        third = max(-0.09 * count + 0.2, 0.0)
        return amount_holds(0.75 * count + 0.2, 0.1875 * count + 0.2, third, z, limit)

    assert most == 0 or passes(most)
    assert not passes(most + 1)


def gates(cap: dict[str, Any]) -> tuple[GateRoom, dict[str, float]]:
    """The gates of nine people with labels that may be wrong, and a mix of posts alone."""
    scenario = two_groups(
        HARSH
        | {
            "cap": cap,
            "classifier": {"recall": 0.8, "precision": 0.75},
            "channels.posts.handle_time": {"mean_seconds": 300.0, "cv": 0.5},
            "channels.phone.handle_time": {"mean_seconds": 240.0, "cv": 0.5},
        }
    )
    (posts,) = [line.id for line in lines_of(scenario) if line.channel_id == "posts"]
    return GateRoom(scenario, required(scenario).volumes), {posts: 1.0}


# Of 50 posts 30 are hostile and 24 are labelled so, with 8 others: a chance of 0.75. Six leak into
# 9 contracts of 30 hours.
CHANCE, LEAK_AN_HOUR = 0.75, 6 / 270


@pytest.mark.parametrize("known", [False, True])
def test_the_contacts_of_a_shift_are_those_that_labels_and_leaks_leave(known: bool) -> None:
    for limit in range(4, 25):
        found, mix = gates({"contacts_per_shift": limit, "known_at_close": known})
        variance = CHANCE * (1 - CHANCE)
        one = Moments(CHANCE, variance, variance * (1 - 2 * CHANCE))
        leak = Moments(*[7.5 * LEAK_AN_HOUR] * 3)
        load = CaseLoad(one, Moments(CHANCE) if known else one)
        room = found.of_shift("A0", mix)
        assert room is not None
        assert room.per_shift == cases_within(limit, load, leak, found.z)


@pytest.mark.parametrize("known", [False, True])
def test_the_minutes_of_a_shift_are_those_that_labels_times_and_leaks_leave(known: bool) -> None:
    square, cube = 25 * 1.25, 125 * 1.25 * 1.5  # of five minutes whose spread is half their mean
    one = Moments(
        CHANCE * 5,
        CHANCE * square - (CHANCE * 5) ** 2,
        CHANCE * cube - 3 * CHANCE * 5 * CHANCE * square + 2 * (CHANCE * 5) ** 3,
    )
    doubt = CHANCE * (1 - CHANCE)
    after = Moments(CHANCE * 5, doubt * square, doubt * (1 - 2 * CHANCE) * cube)
    hourly = Moments(LEAK_AN_HOUR * 5, LEAK_AN_HOUR * square, LEAK_AN_HOUR * cube)
    for limit in range(4, 25):
        cap = {"minutes_per_paid_hour": float(limit), "window": "shift", "known_at_close": known}
        found, mix = gates(cap)
        load = CaseLoad(one, Moments(CHANCE * 5) if known else after)
        room = found.of_shift("A0", mix)
        assert room is not None
        most = cases_within(7.5 * limit, load, hourly.times(7.5), found.z)
        assert room.per_paid_hour == pytest.approx(most / 7.5)
