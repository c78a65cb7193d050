"""What a plan or a study says: hours that are lacking, promises missed, points that cannot be."""

from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.cap.obstacles import outlook
from scheduler.plan import Costs
from scheduler.shortfalls import shortfalls
from scheduler.study import Point, study_row
from simulation.arrivals.volume import workload_of
from simulation.measures.verdict import cap_verdict
from tests.scheduler.two_groups import two_groups


def told(
    short_hours: float, held: int, weeks: int = 1, over: dict[str, int] | None = None
) -> tuple[str, ...]:
    """The sentences on a cap that held in so many of 20 horizons, with a roster not looked at."""
    scenario = two_groups({"horizon.weeks": weeks})
    promise = cap_verdict("cap: 25 % a week", 20, 20 - held, 0.95, 0.95)
    agents = [SimpleNamespace(agent_id=a, windows_over_cap=n) for a, n in (over or {}).items()]
    certificate: Any = SimpleNamespace(
        verdict=SimpleNamespace(promises=(promise,)),
        outcome=SimpleNamespace(agents=agents, replications=range(20)),
    )
    solution: Any = SimpleNamespace(costs=Costs(1.0, short_hours, 1.0), roster=None)
    requirement: Any = None
    known = outlook(scenario, workload_of(scenario, seed=1, replications=2))
    return shortfalls(scenario, requirement, solution, certificate, (), known)


def test_what_is_missed_is_told_with_its_interval_and_what_would_decide_it() -> None:
    missed, room = told(0.0, 10)
    assert missed.startswith("cap: 25 % a week is not met: 50.0%")
    assert missed.endswith("against 95.0%")
    assert room == "the cap is 25.0%; the lowest that can hold for any roster is 16.0%"
    open_one, _ = told(0.0, 20)
    assert "is undecided: 100.0%" in open_one
    assert open_one.endswith("; about 39 more replications would decide")


def test_who_passed_the_cap_most_often_is_named_first() -> None:
    by_agent = {"B1": 1, "B2": 0, "B3": 7, "S1": 2}
    _, named, _ = told(0.0, 10, over=by_agent)
    assert (
        named
        == "windows over the cap in 20 simulated horizons: agent B3 (7), agent S1 (2), agent B1 (1)"
    )
    _, named, _ = told(0.0, 10, over={**by_agent, "B2": 3, "S2": 1})
    assert named.endswith("agent B3 (7), agent B2 (3), agent S1 (2) and 2 more")


@pytest.mark.parametrize(("weeks", "over"), [(1, "over 1 week "), (2, "over 2 weeks ")])
def test_hours_that_are_lacking_are_told_with_what_contracts_allow_a_week(
    weeks: int, over: str
) -> None:
    _, lacking, *_ = told(12.0, 10, weeks)
    assert lacking.startswith(f"the roster lacks 12 agent-hours {over}")
    assert lacking.endswith("at most 158 paid hours a week")  # four of 37.5 hours and 2 more


def test_nothing_is_told_where_all_is_met() -> None:
    scenario = two_groups()
    promise = cap_verdict("cap", 100, 0, 0.95, 0.95)
    certificate: Any = SimpleNamespace(verdict=SimpleNamespace(promises=(promise,)))
    nothing: Any = None
    assert shortfalls(scenario, nothing, nothing, certificate, (), nothing) == ()


def test_a_study_tells_a_point_that_cannot_be_without_looking_what_would_help(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.cap.refusal.bound_levers", lambda *_: pytest.fail("looked"))
    row = study_row(Point((("cap.hostile", "0.1"),)), two_groups({"cap.hostile": 0.1}))
    assert (row["cap.hostile"], row["verdict"], row["lowest_cap"]) == ("0.1", "impossible", 0.16)
    assert "16.0% of all cases are hostile" in str(row["note"])
