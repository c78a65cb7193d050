"""The lowest cap before solving, against shares worked out by hand."""

import pytest

from scenarios.scenario import Scenario
from scheduler.cap.cap_bounds import cap_bound, rounded_up
from scheduler.cap.refusal import refuse_impossible_cap
from scheduler.impossible import Impossible
from scheduler.loop import plan
from simulation.arrivals.volume import workload_of
from tests.scheduler.two_groups import two_groups


def bound_of(scenario: Scenario) -> float | None:
    return cap_bound(scenario, workload_of(scenario, seed=1, replications=2)).lowest_share


def test_cross_trained_team_can_reach_the_share_of_the_volume() -> None:
    # (300 x 0.2 + 200 x 0.1) / 500 = 0.16; the social-only agent takes 0.2 at least.
    scenario = two_groups({"team.agents.3.skills": ["social", "voice"]})
    assert bound_of(scenario) == pytest.approx(0.16, abs=2e-4)


def test_narrow_group_may_stay_idle_so_the_volume_share_is_still_the_bound() -> None:
    # Nothing forces work on the social-only agent: the other three have 126 hours for 38.
    assert bound_of(two_groups()) == pytest.approx(0.16, abs=2e-4)


MUST_WORK = {
    "channels.posts.volume_per_week": 900.0,
    "team.agents.1.skills": ["voice"],
    "team.agents.2.skills": ["voice"],
}


def test_narrow_group_that_must_work_raises_the_bound() -> None:
    # Only S1 and one broad agent speak for posts, which take 75 of their 79 hours. The other 4
    # hours are 60 calls, harmless ones by their label: 180 hostile posts of 960 cases.
    assert bound_of(two_groups(MUST_WORK)) == pytest.approx(180 / 960, abs=2e-4)


def test_who_carries_the_bound_is_named() -> None:
    scenario = two_groups(MUST_WORK)
    found = cap_bound(scenario, workload_of(scenario, seed=1, replications=2))
    assert set(found.carriers) == {"agent B1", "agent S1"}


def test_too_small_a_team_is_not_mistaken_for_too_low_a_cap() -> None:
    scenario = two_groups({"channels.posts.volume_per_week": 30_000.0})
    assert bound_of(scenario) == pytest.approx((30_000 * 0.2 + 20) / 30_200, abs=5e-3)


def test_a_cap_below_the_volume_is_refused_with_the_lowest_that_can_hold() -> None:
    scenario = two_groups({"cap.hostile": 0.12})
    with pytest.raises(Impossible) as refusal:
        plan(scenario)
    assert refusal.value.lowest_cap == pytest.approx(0.161, abs=1.1e-3)
    assert "12.0%" in refusal.value.reason


def test_a_cap_at_the_bound_is_not_refused() -> None:
    scenario = two_groups({"cap.hostile": 0.165})
    refuse_impossible_cap(scenario, workload_of(scenario, seed=1, replications=2))


@pytest.mark.parametrize(("share", "rounded"), [(0.1601, 0.161), (0.16, 0.16), (0.0, 0.0)])
def test_rounding_goes_up(share: float, rounded: float) -> None:
    assert rounded_up(share) == pytest.approx(rounded)
