"""Shares that labels let through: by hand, against the desk, and in words."""

from typing import Any

import pytest
from scipy.stats import binom

from scenarios.cap_forms import CapForm
from scenarios.scenario import Scenario
from scheduler.cap.leaks import LeaksOver, leaks_over, share_that_holds, without_share
from scheduler.cap.obstacles import ObstacleKind, outlook
from scheduler.rules import default_rules
from simulation.arrivals.volume import workload_of
from simulation.arrivals.workload import Workload
from simulation.replications import simulate
from tests.scheduler.cap.test_rosters import rostered
from tests.scheduler.two_groups import two_groups

# One agent who takes every post there is. Of 100 posts 30 are hostile, and labels miss 6 of them;
# 24 are labelled, and as three labels in four are right, 8 harmless ones as well. So 6 of the 68
# that are labelled harmless are hostile.
ALONE: dict[str, Any] = {
    "channels.phone.volume_per_week": 0.0,
    "channels.posts.volume_per_week": 150.0,
    "channels.posts.hostility.share": 0.3,
    "classifier": {"recall": 0.8, "precision": 0.75},
    "team.agents": [{"id": "S", "contract": "full", "skills": ["social"]}],
    "cap": {"hostile": 0.1},
}


def workload(scenario: Scenario) -> Workload:
    return workload_of(scenario, seed=1, replications=2)


def found(changes: dict[str, Any]) -> tuple[LeaksOver, ...]:
    scenario = two_groups({**ALONE, **changes})
    return tuple(leaks_over(scenario, workload(scenario)))


def told(changes: dict[str, Any]) -> str | None:
    scenario = two_groups({**ALONE, **changes})
    seen = outlook(scenario, workload(scenario))
    sentences = [one.sentence for one in seen.obstacles if one.kind is ObstacleKind.LEAKS]
    assert all(sentence in seen.beyond_rules for sentence in sentences)
    assert not [one for one in seen.proven if one.kind is ObstacleKind.LEAKS]
    return sentences[0] if sentences else None


def test_what_labels_miss_is_counted_by_hand() -> None:
    (leaks,) = found({})
    assert leaks.agent_ids == ("S",)
    assert leaks.missed == pytest.approx(6 / 68)
    assert leaks.contacts == pytest.approx(0.68 * 150.0 * 5 / 7)  # Friday's end is the last
    assert leaks.windows == 1
    count = round(leaks.contacts)
    assert leaks.chance == pytest.approx(binom.sf(count // 10, count, 6 / 68))


@pytest.mark.parametrize(("window", "windows"), [("shift", 5), ("week", 1), ("horizon", 1)])
def test_a_window_has_its_part_of_the_contacts(window: str, windows: int) -> None:
    (week,) = found({})
    (leaks,) = found({"cap": {"hostile": 0.1, "window": window}})
    assert leaks.windows == windows
    assert leaks.contacts * windows == pytest.approx(week.contacts)


def test_the_desk_passes_the_cap_as_often_as_expected() -> None:
    """The quota hands out no post that is labelled hostile: the others are too many as it is."""
    scenario = two_groups(ALONE)
    (leaks,) = leaks_over(scenario, workload(scenario))
    roster = rostered(scenario, {"S": ((540, 1020),) * 5})
    made = simulate(scenario, roster, default_rules(scenario), seed=1, replications=range(400))
    assert made.cap is not None
    (form,) = made.cap.forms
    assert form.form is CapForm.SHARE
    assert 0.2 < leaks.chance < 0.4
    assert form.replications_with_breach / 400 == pytest.approx(leaks.chance, rel=0.2)


def test_the_share_that_is_named_is_the_least_that_holds() -> None:
    seen = found({})
    holds = share_that_holds(seen, 0.95)
    assert holds is not None
    assert without_share(found({"cap": {"hostile": holds}})) >= 0.95
    assert without_share(found({"cap": {"hostile": holds - 0.01}})) < 0.95


def test_a_limit_of_ones_own_is_looked_at_by_itself() -> None:
    team = [
        {"id": "S", "contract": "full", "skills": ["social"]},
        {"id": "R", "contract": "full", "skills": ["social"], "cap": {"hostile": 0.03}},
    ]
    changes = {"team.agents": team, "cap": {"hostile": 0.3}}
    assert {one.agent_ids: one.share for one in found(changes)} == {("S",): 0.3, ("R",): 0.03}
    sentence = told(changes)
    assert sentence is not None
    assert "agent R would pass 3% in" in sentence
    assert "S would pass" not in sentence  # hardly ever


def test_the_warning_says_who_how_often_and_what_would_help() -> None:
    sentence = told({})
    assert sentence is not None
    for part in (
        "labels miss 20%",
        "agent S would pass 10% in",
        "of weeks",
        "recall of 90%",
        "no limit",
    ):
        assert part in sentence


@pytest.mark.parametrize(
    "changes",
    [
        {"cap": {"hostile": 0.3}},  # far above what labels miss
        {"classifier": {"recall": 1.0, "precision": 0.6}},  # nothing is missed
        {"cap": {"longest_run": 2}},  # no share is limited
    ],
)
def test_nothing_is_said_where_the_share_can_be_kept(changes: dict[str, Any]) -> None:
    assert told(changes) is None
