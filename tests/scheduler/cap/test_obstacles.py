"""What cannot hold is said with its numbers, and a twin that just can is not."""

from typing import Any

import pytest

from scenarios.scenario import Scenario
from scheduler.cap.obstacles import ObstacleKind, Outlook, outlook
from scheduler.cap.refusal import refuse_impossible_cap
from scheduler.impossible import Impossible
from simulation.arrivals.volume import workload_of
from tests.scheduler.two_groups import two_groups

# Calls also on Saturday from 10 to 14, when only B1 can work.
LONE_SATURDAY: dict[str, Any] = {
    "horizon.opening": {"mon-fri": "09:00-17:00", "sat": "10:00-14:00"},
    "channels.phone.hostility": {"share": 0.3},
    "channels.phone.shape": {"by_weekday": [1, 1, 1, 1, 1, 4, 0]},
    "channels.posts.hostility": {"share": 0.0},
    "team.agents.1.availability": {"mon-fri": "09:00-17:00"},
    "team.agents.2.availability": {"mon-fri": "09:00-17:00"},
    "shifts.day.days": "mon-fri",
    "shifts.saturday": {"starts": ["10:00"], "length_minutes": 240, "days": "sat"},
}


def seen(changes: dict[str, Any]) -> Outlook:
    scenario = two_groups(changes)
    return outlook(scenario, workload_of(scenario, seed=1, replications=2))


def kinds(found: Outlook) -> set[ObstacleKind]:
    return {one.kind for one in found.proven}


def test_the_volume_alone() -> None:
    found = seen({"cap.hostile": 0.12})
    (one,) = found.proven
    assert one.kind is ObstacleKind.VOLUME
    assert one.lowest == pytest.approx(0.161, abs=1.1e-3)
    assert "16.0% of all cases are hostile" in one.sentence
    assert not seen({"cap.hostile": 0.165}).proven


def test_people_whose_lines_are_hostile_whatever_the_division() -> None:
    # Calls need 13.3 hours of voice; nobody but V speaks, and V can do nothing else.
    alone = {
        "team.agents": [
            {"id": "V", "contract": "full", "skills": ["voice"]},
            {"id": "S", "contract": "full", "skills": ["social"]},
        ],
        "channels.phone.hostility": {"share": 0.3},
        "channels.posts.hostility": {"share": 0.05},
    }
    found = seen(alone | {"cap.hostile": 0.25})
    (one,) = found.proven
    assert one.kind is ObstacleKind.SKILLS
    assert "agent V" in one.sentence
    assert found.lowest_cap == pytest.approx(0.3, abs=1.1e-3)
    assert not seen(alone | {"cap.hostile": 0.301}).proven
    alone["team.agents"][0]["skills"] = ["voice", "social"]  # type: ignore[index]
    assert not seen(alone | {"cap.hostile": 0.25}).proven


def test_a_shift_that_cannot_balance_its_own_calls() -> None:
    # 16 of 56 weights, so 57.1 calls, fall on Saturday. They fill 228.6 minutes of B1's 240; in
    # the rest 2.3 harmless posts can be answered.
    by_shift = LONE_SATURDAY | {"cap.window": "shift"}
    calls = 200 * 16 / 56
    posts = (240 - 4 * calls) / 5
    (one,) = seen(by_shift | {"cap.hostile": 0.2}).proven
    assert one.kind is ObstacleKind.ALONE
    assert "on a sat" in one.sentence
    assert "agent B1 on a shift 10:00-14:00" in one.sentence
    assert one.lowest == pytest.approx(0.3 * calls / (calls + posts), abs=1.2e-3)
    assert not seen(by_shift | {"cap.hostile": one.lowest}).proven


def test_a_longer_shift_balances_them_with_what_has_waited() -> None:
    longer = {"starts": ["08:00"], "length_minutes": 360, "days": "sat"}
    changes = LONE_SATURDAY | {"cap.window": "shift", "cap.hostile": 0.21}
    assert not seen(changes | {"shifts.saturday": longer}).proven


# Calls alone, from Friday evening into Saturday.
CALLS_AT_NIGHT: dict[str, Any] = {
    "channels.posts.volume_per_week": 0.0,
    "channels.phone.shape": {"by_weekday": [0, 0, 0, 0, 1, 1, 0]},
    "cap": {"hostile": 0.2, "window": "shift"},
}


def test_hours_that_the_evening_shift_before_may_reach_into_prove_nothing() -> None:
    # All calls after midnight are hostile to 30 %, none of those before: whoever comes at ten
    # balances them, and whoever comes at midnight cannot.
    night = CALLS_AT_NIGHT | {
        "horizon.opening": {"fri": "20:00-24:00", "sat": "00:00-04:00"},
        "channels.phone.hostility": {"share": 0.15, "by_hour": [2.0] * 4 + [0.0] * 20},
        "shifts": {"night": {"starts": ["00:00"], "length_minutes": 240, "days": "sat"}},
    }
    (one,) = [o for o in seen(night).proven if o.kind is ObstacleKind.ALONE]
    assert one.lowest == pytest.approx(0.3, abs=1.1e-3)
    evening = {"starts": ["22:00"], "length_minutes": 360, "days": "fri"}
    assert not seen(night | {"shifts.evening": evening}).proven


def test_calls_after_midnight_balance_those_before_it_in_the_same_shift() -> None:
    # Of the calls of two hours before midnight 30 % are hostile, of those after it none.
    night = CALLS_AT_NIGHT | {
        "horizon.opening": {"fri": "22:00-24:00", "sat": "00:00-04:00"},
        "channels.phone.hostility": {"share": 0.1, "by_hour": [0.0] * 22 + [3.0] * 2},
        "shifts": {"night": {"starts": ["22:00"], "length_minutes": 360, "days": "fri"}},
    }
    assert not seen(night).proven
    short = {"starts": ["22:00"], "length_minutes": 120, "days": "fri"}
    found = seen(night | {"shifts.night": short}).proven
    (one,) = [o for o in found if o.kind is ObstacleKind.ALONE]
    assert one.lowest == pytest.approx(0.3, abs=1.1e-3)


def test_lone_hours_are_a_warning_where_the_week_can_make_up_for_them() -> None:
    found = seen(LONE_SATURDAY | {"cap.hostile": 0.25})
    assert not found.proven
    (warning,) = [one for one in found.obstacles if "sat" in one.sentence]
    assert "agent B1 is the only one who can be on duty for phone" in warning.sentence
    assert "30.0% is hostile against a cap of 25.0%" in warning.sentence
    # 57.1 calls, 17.1 of them hostile: as many more than a quarter as 11.4 others make up for.
    assert "11.4 harmless contacts each time" in warning.sentence
    twice = seen(LONE_SATURDAY | {"cap.hostile": 0.25, "horizon.weeks": 2})
    assert warning.sentence in [one.sentence for one in twice.obstacles]
    with_b2 = LONE_SATURDAY | {"team.agents.1.availability": {"mon-sat": "09:00-17:00"}}
    told = [one.sentence for one in seen(with_b2 | {"cap.hostile": 0.25}).obstacles]
    assert not any(sentence.startswith("sat") and "only one" in sentence for sentence in told)


@pytest.mark.parametrize(("flexibility", "alone"), [(2.0, True), (3.0, False)])
def test_contracts_for_fewer_than_two_at_a_time_leave_somebody_alone(
    flexibility: float, alone: bool
) -> None:
    # Forty hours of calls a week, and two contracts of 37.5 hours with so many more.
    two = [{"id": name, "contract": "full", "skills": ["voice"]} for name in ("V", "W")]
    changes = {
        "team.agents": [*two, {"id": "S", "contract": "full", "skills": ["social"]}],
        "team.contracts.full.flexibility_hours": flexibility,
        "channels.phone.shape": {"by_hour": [0.0] * 9 + [1.0] * 8 + [0.0] * 7},
        "channels.phone.hostility": {"share": 0.3},
        "cap.hostile": 0.35,
        "team.agents.0.cap": {"hostile": 0.25},
    }
    told = [one.sentence for one in seen(changes).obstacles if one.kind is ObstacleKind.ALONE]
    assert any("whoever is on duty will often be alone" in sentence for sentence in told) is alone


def test_only_days_that_differ_are_told_by_the_worst_of_them() -> None:
    alone = {
        "team.agents": [
            {"id": "V", "contract": "full", "skills": ["voice"]},
            {"id": "S", "contract": "full", "skills": ["social"]},
        ],
        "channels.phone.hostility": {"share": 0.3},
    }
    for weights, said in (([1, 1, 1, 1, 1, 0, 0], "where 30.0%"), ([3, 1, 1, 1, 1, 0, 0], "up to")):
        shape = {"channels.phone.shape": {"by_weekday": weights}}
        (one,) = [o for o in seen(alone | shape).obstacles if o.kind is ObstacleKind.ALONE]
        assert one.sentence.startswith("mon, tue, wed, thu, fri")
        assert said in one.sentence
        assert ("up to" in one.sentence) is (said == "up to")


def test_an_own_limit_that_forces_others_over_theirs() -> None:
    # All 80 hostile cases; S1 and the others together may take 16.5 %, S1 only 2 %. With all
    # hours needed, S1 has to take posts of which only so many are harmless.
    tight = {
        "cap.hostile": 0.205,
        "channels.posts.volume_per_week": 900.0,
        "team.agents.1.skills": ["voice"],
        "team.agents.2.skills": ["voice"],
        "team.agents.3.cap": {"hostile": 0.02},
    }
    found = seen(tight)
    (one,) = found.proven
    assert one.kind is ObstacleKind.OWN_LIMITS
    assert "agent S1 at most 2.0%" in one.sentence
    # 9 to 9.8 of S1's 474 may be hostile, so B1 has to take at least 170 of 486.
    assert one.lowest == pytest.approx(0.35, abs=0.01)
    assert not seen(tight | {"cap.hostile": one.lowest}).proven
    assert not seen({k: v for k, v in tight.items() if k != "team.agents.3.cap"}).proven


def test_own_limits_that_hold_under_no_cap() -> None:
    everybody = {f"team.agents.{n}.cap": {"hostile": 0.05} for n in range(4)}
    found = seen(everybody)
    assert kinds(found) == {ObstacleKind.OWN_LIMITS}
    assert found.lowest_cap is None
    assert "nowhere to go" in found.proven[0].sentence


def test_own_limits_that_hold_under_no_cap_beside_a_cap_too_low_for_the_others() -> None:
    alone = {
        "team.agents": [
            {"id": "V", "contract": "full", "skills": ["voice"], "cap": {"hostile": 0.05}},
            {"id": "S", "contract": "full", "skills": ["social"]},
        ],
        "channels.phone.hostility": {"share": 0.3},
        "channels.posts.hostility": {"share": 0.05},
    }
    found = seen(alone | {"cap.hostile": 0.25})
    (one,) = found.proven
    assert one.kind is ObstacleKind.OWN_LIMITS
    assert "agent V at most 5.0%" in one.sentence
    assert one.sentence.endswith("without that, the lowest that can hold is 30.0%")
    assert found.lowest_cap is None
    assert "without that" not in seen(alone | {"cap.hostile": 0.31}).proven[0].sentence


@pytest.mark.parametrize(("limit", "holds"), [(3, False), (4, True)])
def test_contacts_per_shift(limit: int, holds: bool) -> None:
    # 80 hostile contacts a week and twenty shifts.
    found = seen({"cap": {"contacts_per_shift": limit}})
    assert bool(found.proven) is not holds
    if not holds:
        (one,) = found.proven
        assert one.kind is ObstacleKind.CONTACTS
        assert one.lowest == 4
        assert "80 hostile contacts come in" in one.sentence
        assert "may take 60" in one.sentence


@pytest.mark.parametrize(("start", "holds"), [("22:00", True), ("00:00", False)])
@pytest.mark.parametrize("limit", [{"contacts_per_shift": 3}, {"minutes_per_paid_hour": 2.0}])
def test_a_shift_of_the_evening_before_the_horizon_may_take_its_part(
    limit: dict[str, Any], start: str, holds: bool
) -> None:
    # 66 hostile posts, 330 minutes. Twenty shifts of the week may take three each, and four of
    # the evening before; 158 paid hours two minutes each, and four times six hours.
    night: dict[str, Any] = {
        "horizon.opening": {"mon-sun": "00:00-24:00"},
        "channels.phone.volume_per_week": 0.0,
        "channels.posts.volume_per_week": 330.0,
        "shifts": {"night": {"starts": [start], "length_minutes": 360}},
    }
    assert bool(seen(night | {"cap": limit}).proven) is not holds


@pytest.mark.parametrize("form", ["contacts_per_shift", "minutes_per_paid_hour"])
def test_a_limit_of_nothing_is_told_without_a_number_that_is_none(form: str) -> None:
    (one,) = seen({"cap": {form: 0}}).proven
    assert one.lowest is None
    assert one.sentence.endswith("where such a limit is 0, no multiple of it is enough")


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"contacts_per_shift": 3}, "whoever has such a limit may take 15 in all shifts"),
        ({"minutes_per_paid_hour": 0.5}, "whoever has such a limit may take 0 h of it by"),
    ],
)
def test_what_may_be_taken_is_that_of_those_with_a_limit(limits: dict[str, Any], told: str) -> None:
    alone = [
        {"id": "V", "contract": "full", "skills": ["voice"], "cap": limits},
        {"id": "S", "contract": "full", "skills": ["social"]},
    ]
    (one,) = seen({"team.agents": alone, "cap": {"hostile": 0.9}}).proven
    assert told in one.sentence


@pytest.mark.parametrize(("limit", "holds"), [(2.3, False), (2.5, True)])
def test_minutes_per_paid_hour(limit: float, holds: bool) -> None:
    # 60 posts of 5 and 20 calls of 4 minutes are 380, on 158 paid hours at most: 2.41 each.
    found = seen({"cap": {"minutes_per_paid_hour": limit}})
    assert bool(found.proven) is not holds
    if not holds:
        (one,) = found.proven
        assert one.kind is ObstacleKind.MINUTES
        assert one.lowest == pytest.approx(2.5)


def test_an_agency_for_hostile_cases_takes_the_volume_off_the_team() -> None:
    desk = {"channels": ["posts"], "after_seconds": 0.0, "capacity": 5, "only_hostile": True}
    scenario = {"cap.hostile": 0.12, "external_desks": {"agency": desk}}
    assert not seen(scenario).proven
    assert seen(scenario | {"cap.hostile": 0.03}).proven  # the calls' 20 of 460 stay


def test_a_step_to_moderation_takes_labelled_cases_only() -> None:
    moderated = {
        "cap.hostile": 0.02,
        "cap.when_blocked": [{"then": "moderate"}],
        "classifier": {"recall": 0.5, "precision": 1.0},
    }
    found = seen(moderated)
    assert found.lowest_cap == pytest.approx(40 / 460, abs=1.1e-3)  # half of 80 are not seen
    assert not seen(moderated | {"classifier": {"recall": 1.0, "precision": 1.0}}).proven


def test_a_cap_that_cannot_hold_is_refused_with_the_lowest_that_can() -> None:
    scenario: Scenario = two_groups({"cap.hostile": 0.12})
    with pytest.raises(Impossible) as refusal:
        refuse_impossible_cap(scenario, workload_of(scenario, seed=1, replications=2))
    assert refusal.value.lowest_cap == pytest.approx(0.161, abs=1.1e-3)
    assert "12.0%" in refusal.value.reason
