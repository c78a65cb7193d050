"""The division of work over groups, against a roster small enough to see."""

import pytest

from scenarios.roster import Roster
from scheduler.division import divide_work
from simulation.arrivals.volume import workload_of
from tests.scheduler.test_learned_cuts import one_shift
from tests.scheduler.two_groups import two_groups


def roster() -> Roster:
    shifts = [one_shift(agent, day) for day in range(5) for agent in ("B1", "B2", "B3", "S1")]
    return Roster(tuple(shifts))


def test_every_queue_is_divided_whole() -> None:
    scenario = two_groups()
    division = divide_work(scenario, workload_of(scenario, seed=1, replications=2), roster())
    for queue in ("posts/any/harmless", "posts/any/hostile", "phone/any/harmless"):
        total = sum(share for (_, q), share in division.shares.items() if q == queue)
        assert total == pytest.approx(1)


def test_hostile_work_is_spread_over_paid_hours() -> None:
    # 60 hostile posts and 20 hostile calls in 150 hours: S1 has a quarter of the hours, so 20.
    scenario = two_groups()
    division = divide_work(scenario, workload_of(scenario, seed=1, replications=2), roster())
    assert division.shares["g2", "posts/any/hostile"] * 60 == pytest.approx(20, rel=0.02)


def test_harmless_cases_per_hour_add_up_to_all_of_them() -> None:
    scenario = two_groups()
    workload = workload_of(scenario, seed=1, replications=2)
    division = divide_work(scenario, workload, roster())
    hours = {"g1": 0.0, "g2": 0.0}
    for shift in roster().shifts:
        hours["g2" if shift.agent_id == "S1" else "g1"] += shift.work_minutes / 60
    seen = sum(division.harmless_per_hour[group] * hours[group] for group in hours)
    perfect = sum(
        float(workload.cases[line].sum()) * (1 - scenario.channels[name].hostility.share)
        for line, name in enumerate(("posts", "phone"))
    )
    assert seen == pytest.approx(perfect)
    assert set(division.harmless_chance.values()) == {0.0}


def test_both_groups_stay_within_the_cap() -> None:
    scenario = two_groups({"cap.hostile": 0.17})
    division = divide_work(scenario, workload_of(scenario, seed=1, replications=2), roster())
    assert max(division.hostile_share.values()) <= 0.17 + 1e-6


@pytest.mark.parametrize(("days", "share"), [(5, 0.09), (1, (5 * 0.15 + 0.03) / 6)])
def test_a_group_may_meet_what_its_people_may_by_their_hours(days: int, share: float) -> None:
    """Of two people one has come back, may meet 3 %, and works all five days or one of them."""
    said = {"contract": "full", "skills": ["social", "voice"]}
    agents = [
        {**said, "id": "B1", "cap": {"hostile": 0.15}},
        {**said, "id": "back", "cap": {"hostile": 0.03}},
        {**said, "id": "S1", "skills": ["social"], "cap": {"hostile": 1.0}},
    ]
    scenario = two_groups({"team.agents": agents, "channels.phone.volume_per_week": 0.0})
    worked = {"B1": 5, "back": days, "S1": 5}
    shifts = [one_shift(agent, day) for agent, count in worked.items() for day in range(count)]
    workload = workload_of(scenario, seed=1, replications=2)
    division = divide_work(scenario, workload, Roster(tuple(shifts)))
    # Evenly spread hostile posts would be more, so the limit of the group is what it meets.
    assert division.hostile_share["g1"] == pytest.approx(share)


def test_more_work_than_time_is_divided_all_the_same() -> None:
    scenario = two_groups({"channels.posts.volume_per_week": 30_000.0})
    division = divide_work(scenario, workload_of(scenario, seed=1, replications=2), roster())
    assert max(division.occupancy.values()) > 1
