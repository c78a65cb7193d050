"""Calls back from the virtual queue, worked out by hand."""

from typing import Any

from scenarios.scenario import Scenario
from tests.simulation.life.stories import Task, case, medium, records_of, tell, world
from tests.simulation.scenes import quota_of, roster, rules, shift

ALWAYS = {"offer_after_seconds": 0.0, "acceptance": 1.0, "unanswered": 0.0}


def phone(agents: int = 1, team: Any = None, **callback: Any) -> Scenario:
    said = {**ALWAYS, **callback}
    sla = {"share": 0.8, "within_seconds": 60.0, "clock": "wall"}
    one = medium("phone", 10, callback=said, sla=sla, patience={"mean_seconds": 60.0})
    return world({"phone": one}, [("phone",)] * agents, team=team)


def test_who_accepts_keeps_the_turn_and_does_not_leave() -> None:
    said = phone(window_seconds=3600.0)
    late = roster(shift("a0", (30, 100)))
    records = records_of(said, case(0, "phone", patience=1), plan=late)
    assert tell(said, case(0, "phone", patience=1), plan=late) == [
        Task("DRAWN", "ANSWERED", 0, 30, 40, 0, resolved=True)
    ]
    assert records.tasks.called_back.tolist() == [True]
    assert records.tasks.due_seconds.tolist() == [3600.0]


def test_live_calls_come_first_until_the_window_is_over() -> None:
    said = phone(offer_after_seconds=1200.0, window_seconds=1200.0)
    rows = [case(0, "phone", 10, due=1)]
    rows += [case(1 + k / 10, "phone", 10, due=2, patience=100) for k in range(2)]
    # The third one would wait for two calls ahead of it: 20 minutes, so it is offered.
    rows.append(case(2, "phone", 3, due=3, patience=5))
    rows.append(case(20.5, "phone", 5, due=21.5, patience=100))  # after it, but live
    rows.append(case(31, "phone", 5, due=32, patience=100))  # comes when it is over
    tasks = records_of(said, *rows).tasks
    assert tasks.called_back.tolist() == [False, False, False, True, False, False]
    assert (tasks.start_seconds / 60).tolist() == [0, 10, 20, 35, 30, 38]


def test_nobody_is_offered_a_call_back_below_the_expected_wait() -> None:
    said = phone(offer_after_seconds=601.0)
    rows = [case(0, "phone"), case(1, "phone", patience=60), case(2, "phone", patience=60)]
    assert not records_of(said, *rows).tasks.called_back.any()
    assert records_of(phone(offer_after_seconds=600.0), *rows).tasks.called_back[2]
    # Two agents halve the wait.
    assert not records_of(phone(2, offer_after_seconds=600.0), *rows).tasks.called_back.any()


def test_a_call_in_vain_takes_its_time_and_is_tried_again() -> None:
    said = phone(unanswered=1.0, attempts=3, retry_seconds=1200.0, dial_seconds=60.0)
    late = roster(shift("a0", (30, 100)))
    assert tell(said, case(0, "phone", patience=1), plan=late) == [
        Task("DRAWN", "UNREACHED", 0, 30, 31, 0),
        Task("RETRY", "UNREACHED", 0, 51, 52, 0),
        Task("RETRY", "UNREACHED", 0, 72, 73, 0),
    ]


def test_no_call_is_tried_again_behind_the_horizon() -> None:
    said = phone(unanswered=1.0, attempts=3, retry_seconds=1200.0, dial_seconds=60.0)
    late = roster(shift("a0", (10_060, 10_100)))
    assert tell(said, case(10_000, "phone", patience=1), plan=late) == [
        Task("DRAWN", "UNREACHED", 10_000, 10_060, 10_061, 0)
    ]


def test_dialling_in_vain_wears_nobody_down() -> None:
    said = phone(unanswered=1.0, attempts=1, dial_seconds=600.0)
    by = rules(said, cool_down_seconds=3600.0)
    late = roster(shift("a0", (30, 100)))
    rows = (case(0, "phone", patience=1, hostile=True), case(35, "phone", patience=100))
    assert [row.start for row in tell(said, *rows, plan=late, by=by)] == [30, 40]


def test_dialling_in_vain_earns_no_right_to_a_hostile_case() -> None:
    # The second caller comes while the first is dialled, too early to be offered a call back.
    said = phone(unanswered=1.0, attempts=1, dial_seconds=600.0, offer_after_seconds=1.0)
    by = rules(said, quota=quota_of(said, 0.5))
    rows = (
        case(0, "phone", patience=1),  # nobody is there: called back in vain at 30
        case(30, "phone", patience=900, hostile=True, labelled=True, due=200),
        case(100, "phone", 5, patience=900),
    )
    late = roster(shift("a0", (30, 300)))
    starts = [row.start for row in tell(said, *rows, plan=late, by=by)]
    assert starts == [30, 105, 100]


def test_dialling_in_vain_is_not_handed_over() -> None:
    team = {"shift_end": {"live": "hand_over"}}
    said = phone(unanswered=1.0, attempts=1, dial_seconds=600.0, team=team)
    short = roster(shift("a0", (30, 35)))
    assert tell(said, case(0, "phone", patience=1), plan=short) == [
        Task("DRAWN", "UNREACHED", 0, 30, 40, 0)
    ]
