"""What happens to work in hand at the end of a shift, worked out by hand."""

from typing import Any

from scenarios.assignment import Reserve
from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, tell, world
from tests.simulation.scenes import constant, roster, rules, shift

HAND_OVER = {"shift_end": {"live": "hand_over", "deferrable": "hand_over", "hand_over_seconds": 60}}


def team(agents: int, name: str = "email", **more: Any) -> Scenario:
    parts = {"team": more.pop("team", HAND_OVER)}
    return world({name: medium(name, 10, **more)}, [(name,)] * agents, **parts)


def test_the_rest_waits_for_somebody_who_has_to_read_in() -> None:
    plan = roster(shift("a0", (0, 60)), shift("a1", (100, 160)))
    assert tell(team(2), case(50, "email", 40), plan=plan) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 60, 0),
        Task("HAND_OVER", "ANSWERED", 50, 100, 131, 1, resolved=True),
    ]


def test_work_is_put_back_again_and_again_reading_in_counted_only_as_time() -> None:
    plan = roster(shift("a0", (0, 60)), shift("a1", (100, 111)), shift("a0", (200, 300)))
    assert tell(team(2), case(50, "email", 40), plan=plan) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 60, 0),
        Task("HAND_OVER", "HANDED_OVER", 50, 100, 111, 1),
        Task("HAND_OVER", "ANSWERED", 50, 200, 221, 0, resolved=True),
    ]


def test_who_goes_while_reading_in_leaves_all_the_work() -> None:
    plan = roster(shift("a0", (0, 60)), shift("a1", (100, 101)), shift("a0", (200, 300)))
    said = team(2, team={"shift_end": {**HAND_OVER["shift_end"], "hand_over_seconds": 120}})
    assert tell(said, case(50, "email", 40), plan=plan)[1:] == [
        Task("HAND_OVER", "HANDED_OVER", 50, 100, 101, 1),
        Task("HAND_OVER", "ANSWERED", 50, 200, 232, 0, resolved=True),
    ]


def test_what_two_put_back_at_one_moment_goes_to_neither() -> None:
    plan = roster(shift("a0", (0, 60)), shift("a1", (0, 60)), shift("a2", (60, 160)))
    assert tell(team(3), case(50, "email", 20), plan=plan) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 60, 0),
        Task("HAND_OVER", "ANSWERED", 50, 60, 71, 2, resolved=True),
    ]


def test_both_chats_in_hand_are_put_back_with_their_share_of_the_work() -> None:
    said = team(2, "chat", concurrency=2, concurrency_slowdown=0.5)
    plan = roster(shift("a0", (0, 60)), shift("a1", (60, 160)))
    # The second one takes 30 minutes beside the first, of which 20 are done.
    assert tell(said, case(30, "chat", 40), case(40, "chat", 20), plan=plan) == [
        Task("DRAWN", "HANDED_OVER", 30, 30, 60, 0),
        Task("HAND_OVER", "ANSWERED", 30, 60, 71, 1, resolved=True),
        Task("DRAWN", "HANDED_OVER", 40, 40, 60, 0),
        Task("HAND_OVER", "ANSWERED", 40, 60, 71, 1, resolved=True),
    ]


def test_before_a_break_work_is_finished_but_not_beyond_the_shift() -> None:
    plan = roster(shift("a0", (0, 60), (60, 90, "break"), (90, 120)), shift("a1", (200, 300)))
    assert tell(team(2), case(50, "email", 30), plan=plan) == [
        Task("DRAWN", "ANSWERED", 50, 50, 80, 0, resolved=True),
    ]
    assert tell(team(2), case(50, "email", 90), plan=plan) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 120, 0),
        Task("HAND_OVER", "ANSWERED", 50, 200, 221, 1, resolved=True),
    ]


def test_two_late_breaks_of_one_shift_do_not_ring_its_end_twice() -> None:
    plan = roster(
        shift("a0", (0, 60), (60, 70, "break"), (70, 130), (130, 140, "break"), (140, 200))
    )
    assert tell(team(1), case(50, "email", 15), case(120, "email", 100), plan=plan) == [
        Task("DRAWN", "ANSWERED", 50, 50, 65, 0, resolved=True),
        Task("DRAWN", "HANDED_OVER", 120, 120, 200, 0),
        Task("HAND_OVER", "OPEN", 120, None, None),
    ]


def test_calls_are_finished_where_only_deferrable_work_is_put_back() -> None:
    both = world(
        {"phone": medium("phone"), "email": medium("email")},
        [("phone", "email"), ("phone", "email")],
        team={"shift_end": {"deferrable": "hand_over"}},
    )
    plan = roster(shift("a0", (0, 60)), shift("a1", (0, 60)))
    assert tell(both, case(50, "phone", 20), case(51, "email", 20), plan=plan) == [
        Task("DRAWN", "ANSWERED", 50, 50, 70, 0, resolved=True),
        Task("DRAWN", "HANDED_OVER", 51, 51, 60, 1),
        Task("HAND_OVER", "OPEN", 51, None, None),
    ]


def test_a_hostile_case_wears_down_who_ends_it() -> None:
    plan = roster(shift("a0", (0, 60)), shift("a0", (60, 160)), shift("a1", (60, 160)))
    said = team(2)
    by = rules(said, cool_down_seconds=600.0)
    rows = (case(50, "email", 20, hostile=True), case(50.5, "email", 30), case(72, "email", 5))
    assert tell(said, *rows, plan=plan, by=by) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 60, 0),
        Task("HAND_OVER", "ANSWERED", 50, 60, 71, 1, resolved=True),
        Task("DRAWN", "ANSWERED", 50.5, 60, 90, 0, resolved=True),
        Task("DRAWN", "ANSWERED", 72, 81, 86, 1, resolved=True),
    ]


def test_work_put_back_counts_in_no_reserve() -> None:
    said = team(3)
    reserve = Reserve(("g1",), (), (1,) * (7 * 96))
    by = rules(said, reserves=(reserve,))
    plan = roster(
        shift("a0", (0, 60)), shift("a1", (0, 60)), shift("a1", (75, 200)), shift("a2", (90, 200))
    )
    # While one is alone nothing deferrable begins; the second one at 90 is looked at at once.
    assert tell(said, case(50, "email", 20, due=900), plan=plan, by=by) == [
        Task("DRAWN", "HANDED_OVER", 50, 50, 60, 0),
        Task("HAND_OVER", "ANSWERED", 50, 90, 101, 2, resolved=True),
    ]


def test_who_waits_for_the_rest_writes_again() -> None:
    said = team(1, repost={"share": 1.0, "after": constant(1800), "at_most": 2})
    plan = roster(shift("a0", (0, 10), (10, 60)), shift("a0", (200, 300)))
    rows = (case(0, "email", 55), case(1, "email", 20))
    assert [(row.origin, row.outcome, row.arrival) for row in tell(said, *rows, plan=plan)] == [
        ("DRAWN", "ANSWERED", 0),
        ("DRAWN", "HANDED_OVER", 1),
        ("HAND_OVER", "ANSWERED", 1),
        ("REPOST", "ANSWERED", 31),
        ("REPOST", "ANSWERED", 61),
    ]
