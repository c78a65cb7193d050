"""Runs that labels let through: the rate against chance drawn case by case, and the desk's."""

from typing import Any

import numpy as np
import pytest

from scenarios.cap_forms import CapForm
from scenarios.scenario import Scenario
from scheduler.cap.handed_out import Labels
from scheduler.cap.obstacles import ObstacleKind, outlook
from scheduler.cap.run_words import run_warning
from scheduler.cap.runs import limit_that_holds, run_rate, runs_over
from scheduler.rules import default_rules
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload
from simulation.replications import simulate
from tests.scheduler.cap.test_rosters import rostered
from tests.scheduler.two_groups import two_groups

# There are posts alone, so that all are handed the same mix; labels miss a fifth.
POSTS: dict[str, Any] = {
    "channels.phone.volume_per_week": 0.0,
    "channels.posts.volume_per_week": 900.0,
    "channels.posts.handle_time.mean_seconds": 240.0,
    "channels.posts.hostility.share": 0.3,
    "classifier": {"recall": 0.8, "precision": 0.85},
    "cap": {"longest_run": 2},
}


def workload(scenario: Scenario) -> Workload:
    return workload_of(scenario, seed=1, replications=2)


def drawn_rate(labels: Labels, limit: int, *, known: bool, cases: int = 400_000) -> float:
    """Runs over the limit a case, where a case labelled hostile is left to others if it may be."""
    random = np.random.default_rng(5)
    label, luck = random.random(4 * cases) < labels.labelled, random.random(4 * cases)
    # What is refused comes to somebody else, who is the same person later: it waits its turn.
    waiting = seen = true = over = handed = 0
    place = 0
    while handed < cases:
        counted = true if known else seen
        free = counted < limit
        if waiting and free:
            is_labelled, waiting = True, waiting - 1
        else:
            is_labelled = bool(label[place])
            place += 1
            if is_labelled and not free:
                waiting += 1
                continue
        hostile = luck[handed] < (labels.chance if is_labelled else labels.missed)
        handed += 1
        seen = seen + 1 if is_labelled else 0
        true = true + 1 if hostile else 0
        over += true == limit + 1
    return over / handed


@pytest.mark.parametrize("known", [False, True])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_rate_is_that_of_cases_drawn_one_by_one(limit: int, known: bool) -> None:
    labels = Labels(labelled=0.25, chance=0.8, missed=0.1)
    drawn = drawn_rate(labels, limit, known=known)
    assert run_rate(labels, limit, known_at_close=known) == pytest.approx(drawn, rel=0.1)


def test_labels_that_say_nothing_leave_the_runs_of_chance() -> None:
    # Nothing is labelled, so the quota holds nothing back: (1 - h) h^(limit + 1).
    for limit in (1, 2, 4):
        rate = run_rate(Labels(0.0, 0.0, 0.2), limit)
        assert rate == pytest.approx(0.8 * 0.2 ** (limit + 1))
        known = run_rate(Labels(0.0, 0.0, 0.2), limit, known_at_close=True)
        assert known == pytest.approx(0.8 * 0.2 ** (limit + 1))


def test_labels_that_find_everything_let_no_longer_run_through() -> None:
    for labels in (Labels(0.3, 1.0, 0.0), Labels(0.4, 0.6, 0.0)):
        assert run_rate(labels, 2) == pytest.approx(0.0, abs=1e-12)


def over_of(changes: dict[str, Any], horizons: int) -> tuple[float, float]:
    """Mean agents with a run over the limit in simulation, and as the expected number says.

    An agent has none with the chance e^-mean, as rare runs are a Poisson number.
    """
    scenario = two_groups(POSTS | changes)
    days = dict.fromkeys([agent.id for agent in scenario.team.agents], ((540, 1020),) * 5)
    roster, rules = rostered(scenario, days), default_rules(scenario)
    made = simulate(scenario, roster, rules, seed=1, replications=range(horizons))
    expected = runs_over(scenario, workload(scenario))
    assert made.cap is not None
    assert expected is not None
    (form,) = made.cap.forms
    assert form.form is CapForm.RUN
    mean = expected.expected / expected.agents
    return form.agents_over.mean, expected.agents * (1.0 - np.exp(-mean))


# One agent, of whom every case is: whoever is handed what is no choice.
ALONE: dict[str, Any] = {
    "team.agents": [{"id": "S", "contract": "full", "skills": ["social"]}],
    "channels.posts.volume_per_week": 150.0,
}


@pytest.mark.parametrize("known", [False, True])
def test_one_agent_meets_as_many_runs_as_expected(known: bool) -> None:
    cap = {"longest_run": 2, "known_at_close": known}
    seen, expected = over_of(ALONE | {"cap": cap}, 300)
    assert 0.3 < expected < 0.9
    assert seen == pytest.approx(expected, rel=0.12)


@pytest.mark.parametrize("known", [False, True])
def test_a_busy_team_meets_as_many_runs_as_expected(known: bool) -> None:
    busy = {"channels.posts.handle_time.mean_seconds": 720.0}
    seen, expected = over_of(busy | {"cap": {"longest_run": 3, "known_at_close": known}}, 100)
    assert seen == pytest.approx(expected, rel=0.2)


def test_the_warning_says_how_many_and_what_would_help() -> None:
    scenario = two_groups(POSTS)
    found = outlook(scenario, workload(scenario))
    (one,) = [one for one in found.obstacles if one.kind is ObstacleKind.RUNS]
    assert not one.proven
    for part in ("limit of 2", "known_at_close", "recall of 90%", "cool_down_after_run"):
        assert part in one.sentence
    assert one.sentence.count("longer runs") == 3  # each figure says of what it is
    assert found.beyond_rules == (one.sentence,)


def test_a_limit_of_one_is_said_of_one_contact() -> None:
    scenario = two_groups(POSTS | {"cap": {"longest_run": 1}})
    warned = run_warning(scenario, workload(scenario))
    assert warned is not None
    assert "the limit of 1 hostile contact in a row" in warned[0]


def test_the_limit_that_is_named_is_the_least_that_holds() -> None:
    scenario = two_groups(POSTS)
    holds = limit_that_holds(scenario, workload(scenario), 0.95)
    assert holds is not None
    shares = []
    for limit in (holds - 1, holds):
        one = two_groups(POSTS | {"cap": {"longest_run": limit}})
        found = runs_over(one, workload(one))
        assert found is not None
        shares.append(found.without_share)
    assert shares[0] < 0.95 <= shares[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": {"longest_run": 12}},  # hardly ever
        {"classifier": {"recall": 1.0, "precision": 0.6}},  # whatever is hostile is labelled so
        {"cap": {"hostile": 0.9}},  # no run is limited
    ],
)
def test_nothing_is_said_where_runs_can_be_kept(changes: dict[str, Any]) -> None:
    scenario = two_groups(POSTS | changes)
    found = outlook(scenario, workload(scenario))
    assert not [one for one in found.obstacles if one.kind is ObstacleKind.RUNS]


def test_runs_too_rare_for_a_horizon_are_told_where_a_certificate_would_meet_them() -> None:
    # Four horizons in five have none, but hardly so many in a row as a certificate takes.
    scenario = two_groups(POSTS | {"classifier": {"recall": 0.995, "precision": 1.0}})
    found = runs_over(scenario, workload(scenario))
    assert found is not None
    assert found.without_share == pytest.approx(0.79, abs=0.01)
    obstacles = outlook(scenario, workload(scenario)).obstacles
    assert [one for one in obstacles if one.kind is ObstacleKind.RUNS]
