"""The lowest cap before solving, against shares worked out by hand."""

import pytest

from scenarios.scenario import Scenario
from scheduler.cap.cap_bounds import rounded_up
from scheduler.cap.lots import lots_of, share_classes
from scheduler.cap.refusal import refuse_impossible_cap
from scheduler.cap.team_flows import together
from scheduler.impossible import Impossible
from scheduler.loop import plan
from simulation.arrivals.volume import workload_of
from tests.scheduler.cap.bounds import cap_bound
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


@pytest.mark.parametrize(("closes", "gone"), [(1.0, 30), (0.4, 12)])
def test_moderation_takes_the_posts_away_that_it_closes(closes: float, gone: int) -> None:
    # Half of 60 hostile posts are hidden, and of these so many closed for good.
    scenario = two_groups({"channels.posts.moderation": {"share": 0.5, "closes_share": closes}})
    assert bound_of(scenario) == pytest.approx((80 - gone) / (500 - gone), abs=2e-4)


def test_moderation_of_a_team_that_is_too_small_takes_no_more_than_its_share() -> None:
    small = {"channels.posts.handle_time": {"mean_seconds": 3000.0}}
    moderated = small | {"channels.posts.moderation": {"share": 0.5, "closes_share": 1.0}}
    assert bound_of(two_groups(moderated)) == pytest.approx(50 / 470, abs=2e-4)


def test_lots_hold_all_the_cases_the_work_and_the_hostility_of_a_line() -> None:
    scenario = two_groups(
        {
            "channels.posts.hostility": {"share": 0.2, "handle_time_factor": 1.5},
            "classifier": {"recall": 0.8, "precision": 0.6},
        }
    )
    workload = workload_of(scenario, seed=1, replications=2)
    lots = lots_of(scenario, workload, share_classes(workload))
    for number in range(len(workload.line_ids)):
        own = [lot for lot in lots if lot.line == number]
        hostile = sum(lot.cases * lot.hostile_chance for lot in own)
        assert sum(lot.cases for lot in own) == pytest.approx(workload.cases[number].sum())
        assert hostile == pytest.approx(workload.hostile_cases[number].sum())
        spent = sum(lot.cases * lot.minutes for lot in own)
        assert spent == pytest.approx(workload.work_minutes[number].sum())


@pytest.mark.parametrize(
    ("at_once", "slowdown", "least"),
    [(1, 0.5, 1.0), (3, 0.5, 2 / 3), (2, 0.9, 0.95), (4, 0.0, 0.25)],
)
def test_chats_at_once_save_the_time_that_their_slowdown_leaves(
    at_once: int, slowdown: float, least: float
) -> None:
    chat = {
        "channels.phone.medium": "chat",
        "channels.phone.concurrency": at_once,
        "channels.phone.concurrency_slowdown": slowdown,
    }
    assert together(two_groups(chat).channels["phone"]) == pytest.approx(least)
