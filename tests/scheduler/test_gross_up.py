"""What rostered people lose and how fast they are, against numbers worked out by hand."""

import math
from typing import Any

import numpy as np
import pytest

from scenarios.queues import groups_of, lines_of
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scheduler.gross_up import away_share, best_pace, mean_pace
from scheduler.requirement import Requirement
from scheduler.staffing import compute_requirement
from simulation.arrivals.workload import Workload
from tests.scheduler.cap.bounds import cap_bound
from tests.scheduler.two_groups import two_groups

# One date in ten a spell starts, of two days on average: 0.1 / 0.55 of all days are ill.
ILL = {"spells_per_year": -365 * math.log(0.9), "mean_days": 2.0}
SICK_SHARE = 0.1 / 0.55


def workload(scenario: Scenario, a_case: float = 5.0, hostile: float = 0.2) -> Workload:
    """Two cases in every interval of every line, five minutes each."""
    cases = np.full((len(lines_of(scenario)), Timeline(scenario.horizon).intervals), 2.0)
    ids = tuple(line.id for line in lines_of(scenario))
    return Workload(ids, cases, hostile * cases, a_case * cases, cases, cases)


def required(changes: dict[str, Any] | None = None) -> Requirement:
    scenario = two_groups(changes)
    return compute_requirement(scenario, workload(scenario))


def test_absence_illness_and_pauses_are_independent() -> None:
    team = two_groups(
        {
            "team.unplanned_absence_share": 0.1,
            "team.sickness": ILL,
            "team.shrinkage": {"share": 0.2},
        }
    ).team
    assert away_share(team) == pytest.approx(1 - 0.9 * (1 - SICK_SHARE) * 0.8)


def test_without_sections_only_absence_counts() -> None:
    assert away_share(two_groups({"team.unplanned_absence_share": 0.07}).team) == 0.07
    assert away_share(two_groups().team) == 0.0


def test_deferrable_work_is_grossed_up() -> None:
    plain = required().deferrable[0].arrived_minutes
    more = required({"team.shrinkage": {"share": 0.2}, "team.sickness": ILL})
    assert more.deferrable[0].arrived_minutes == pytest.approx(plain / 0.8 / (1 - SICK_SHARE))


@pytest.mark.parametrize(
    "section", [{"team.shrinkage": {"share": 0.3}}, {"team.sickness": ILL}], ids=["pauses", "ill"]
)
def test_live_agents_are_grossed_up(section: dict[str, Any]) -> None:
    plain, more = required().live[0], required(section).live[0]
    assert more.agents.max() > plain.agents.max()
    assert np.array_equal(more.offered_load, plain.offered_load)


def test_pauses_weigh_as_much_as_absence_of_the_same_share() -> None:
    away, absent = (
        required({field: value}).live[0].agents
        for field, value in (
            ("team.shrinkage", {"share": 0.3}),
            ("team.unplanned_absence_share", 0.3),
        )
    )
    assert np.array_equal(away, absent)


TRAINED = {
    "team.profiles": {"voice": {"handle_time_factor": {"posts": 2.0}}},
    "team.agents.0.profile": "voice",
}


def test_the_mean_pace_is_harmonic() -> None:
    scenario = two_groups(TRAINED)
    both = groups_of(scenario)
    # Four agents handle 1/2 + 1 + 1 + 1 = 3.5 cases in the time of four.
    assert mean_pace(scenario, "posts", both) == pytest.approx(4 / 3.5)
    assert mean_pace(scenario, "phone", both) == 1.0
    assert mean_pace(scenario, "posts", both[1:]) == 1.0
    assert best_pace(scenario, "posts", both[0]) == 1.0


def test_contract_hours_weigh_the_pace() -> None:
    scenario = two_groups(
        TRAINED
        | {"team.contracts.half": {"hours_per_week": 18.75}, "team.agents.0.contract": "half"}
    )
    assert mean_pace(scenario, "posts", groups_of(scenario)[:1]) == pytest.approx(2.5 / 2.25)


def test_learning_counts_by_the_middle_of_each_week() -> None:
    scenario = two_groups(
        {
            "horizon.weeks": 2,
            "team.learning": {"factor_at_start": 2.0, "time_weeks": 4.0},
            "team.agents.3.started": "2026-11-02",
        }
    )
    alone = groups_of(scenario)[1]
    factors = [1 + math.exp(-days / 28) for days in (3, 10)]
    speed = sum(1 / factor for factor in factors) / 2
    assert mean_pace(scenario, "posts", [alone]) == pytest.approx(1 / speed)
    assert best_pace(scenario, "posts", alone) == pytest.approx(1 + math.exp(-14 / 28))


def test_work_takes_as_long_as_those_who_serve_it_need() -> None:
    plain, trained = required(), required(TRAINED)
    grown = trained.deferrable[0].arrived_minutes
    assert grown == pytest.approx(plain.deferrable[0].arrived_minutes * 4 / 3.5)
    assert np.array_equal(trained.live[0].agents, plain.live[0].agents)


def test_a_cap_is_bounded_at_the_pace_of_the_fastest() -> None:
    """No bound may refuse a cap that quicker people can keep."""
    quick = {"team.profiles": {"quick": {"handle_time_factor": {"posts": 0.5}}}}
    quick |= {f"team.agents.{number}.profile": "quick" for number in range(3)}
    # 67.2 hours of posts and as many of calls; only the posts are hostile, a fifth of them. The
    # broad group has 118.5 hours, so S1 has to take posts; at half the time it need not. With a
    # precision of the posts' own share labels say nothing, so no post is better than another.
    blind = {"classifier": {"recall": 0.5, "precision": 0.2}}
    lowest = [
        cap_bound(scenario, _only_posts_hostile(scenario)).lowest_share
        for scenario in (two_groups(blind), two_groups(quick | blind))
    ]
    assert lowest == pytest.approx([0.2, 0.1], abs=1e-3)


def _only_posts_hostile(scenario: Scenario) -> Workload:
    made = workload(scenario, a_case=3.0)
    made.hostile_cases[1] = 0.0
    for calls in (made.cases[1], made.work_minutes[1]):
        total = calls.sum()
        calls[:] = 0.0
        calls[36:68] = total / 32  # Monday 09:00 to 17:00: somebody could be there
    return made


@pytest.mark.parametrize("run", [1, 2, 3])
def test_a_cool_down_after_a_run_comes_as_often_as_runs_do(run: int) -> None:
    """Against a count: cases hostile with chance 0.2, one after the other."""
    changes = {"cap.cool_down_seconds": 300.0, "cap.cool_down_after_run": run}
    rested = required(changes).deferrable[0].arrived_minutes[-1]
    worked = required().deferrable[0].arrived_minutes[-1]
    cases = worked / 5.0
    random = np.random.default_rng(1)
    length, cool_downs, total = 0, 0, 400_000
    for hostile in (random.random(total) < 0.2).tolist():
        length = length + 1 if hostile else 0
        if length == run:
            cool_downs, length = cool_downs + 1, 0
    assert (rested - worked) / 5.0 / cases == pytest.approx(cool_downs / total, rel=0.06)
