"""The whole loop on a team of four: what it promises of its own result."""

from dataclasses import replace
from typing import Any

import pytest

from scenarios.roster import Activity
from scenarios.scenario import Scenario
from scheduler import loop, margin
from scheduler.certify import attempt_confidence, fresh_replications
from scheduler.checker import check_roster
from scheduler.cuts import Cut
from scheduler.impossible import Impossible
from scheduler.loop import plan
from scheduler.plan import LoopEnd, Plan, RosterSolution, SolveStatus
from scheduler.progress import Progress
from scheduler.roster_model import solve_roster
from scheduler.rules import margin_z
from simulation.measures.outcome import VerdictStatus
from simulation.replications import simulate
from tests.scheduler.two_groups import two_groups


@pytest.fixture(scope="module")
def made() -> Plan:
    return plan(two_groups())


def test_the_roster_breaks_no_rule(made: Plan) -> None:
    assert check_roster(made.scenario, made.roster) == ()


def test_the_certificate_is_on_seeds_the_loop_never_saw(made: Plan) -> None:
    assert min(made.outcome.replications) > made.scenario.planning.replications
    for one in made.baselines:
        assert one.replications == made.outcome.replications
    policies = [one.policy for one in made.baselines]
    assert policies == ["longest_idle", "skill_priority", "least_exposed"]


def test_the_same_scenario_gives_the_same_plan(made: Plan) -> None:
    again = plan(two_groups())
    assert again.roster == made.roster
    assert again.rules == made.rules
    assert repr(again.outcome) == repr(made.outcome)  # NaN is not equal to itself


def test_the_quota_keeps_everybody_within_the_cap(made: Plan) -> None:
    assert made.outcome.cap is not None
    assert made.outcome.cap.replications_with_breach == 0
    assert made.outcome.cap.max_share <= 0.25


def test_the_verdict_is_met_only_if_every_promise_is(made: Plan) -> None:
    every = all(p.status is VerdictStatus.MET for p in made.verdict.promises)
    assert (made.verdict.status is VerdictStatus.MET) == every
    assert bool(made.shortfalls) != every


def test_a_plan_that_is_met_in_the_loop_ended_certified(made: Plan) -> None:
    assert made.verdict.status is VerdictStatus.MET
    assert made.ended is LoopEnd.CERTIFIED


WRONG_LABELS = {"classifier.recall": 0.85, "classifier.precision": 0.75}
SHORT_WINDOWS = {"cap.window": "shift", "cap.hostile": 0.4}


def test_without_service_to_spare_the_margin_is_not_wider() -> None:
    """With so many calls most wait in vain, so that there is nothing to give."""
    calls = {"channels.phone.volume_per_week": 2500.0, "planning.max_rounds": 1}
    said = two_groups({**WRONG_LABELS, **SHORT_WINDOWS, **calls})
    quota = plan(said).rules.quota
    assert quota is not None
    assert quota.margin_z == pytest.approx(margin_z(said))


@pytest.mark.parametrize(
    ("changes", "widths"),
    [
        ({}, (1.0,)),  # a week is long: nobody passes the cap as it is
        (SHORT_WINDOWS, margin.WIDER),  # in a shift labels have more luck
    ],
)
def test_the_margin_is_wider_where_the_cap_is_passed_in_many_horizons(
    changes: dict[str, Any], widths: tuple[float, ...]
) -> None:
    said = two_groups({**WRONG_LABELS, **changes})
    made = plan(said)
    assert made.verdict.status is VerdictStatus.MET
    quota = made.rules.quota
    assert quota is not None
    assert round(quota.margin_z / margin_z(said), 6) in widths
    plain = replace(made.rules, quota=replace(quota, margin_z=margin_z(said)))
    seen = simulate(said, made.roster, plain, seed=1, replications=range(4, 204)).cap
    assert seen is not None
    assert bool(seen.replications_with_breach) == (widths == margin.WIDER)


def test_a_wider_margin_that_costs_too_much_service_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = two_groups({**WRONG_LABELS, **SHORT_WINDOWS})
    monkeypatch.setattr(margin, "_DEAREST", -1.0)  # it would have to gain service
    quota = plan(said).rules.quota
    assert quota is not None
    assert quota.margin_z == pytest.approx(margin_z(said))


def test_a_hopeless_promise_is_said_to_fail_and_why() -> None:
    scenario = two_groups(
        {"channels.phone.volume_per_week": 2500.0, "planning.max_rounds": 1, "cap": None}
    )
    made = plan(scenario)
    assert made.verdict.status is VerdictStatus.NOT_MET
    assert any(sentence.startswith("phone") for sentence in made.shortfalls)
    assert any("paid hours a week" in sentence for sentence in made.shortfalls)
    assert made.ended is LoopEnd.OUT_OF_ROUNDS


def test_hard_rules_that_leave_no_roster_are_named() -> None:
    scenario = two_groups({"team.agents.3.availability": {"mon": "09:00-17:00"}})
    with pytest.raises(Impossible) as refusal:
        plan(scenario)
    assert "S1" in refusal.value.reason


def test_a_round_without_a_roster_does_not_lose_the_round_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    solutions: list[RosterSolution] = []

    def once(*given: Any, **named: Any) -> RosterSolution:
        if solutions:
            return RosterSolution(SolveStatus.NO_ROSTER_IN_TIME, None, None, None, 1.0)
        solutions.append(solve_roster(*given, **named))
        return solutions[0]

    monkeypatch.setattr(loop, "solve_roster", once)
    scenario = two_groups({"channels.phone.volume_per_week": 2500.0, "cap": None})
    made = plan(scenario)
    assert made.roster == solutions[0].roster
    assert len(made.rounds) == 1
    assert made.verdict.status is VerdictStatus.NOT_MET
    assert made.ended is LoopEnd.NO_ROSTER_IN_TIME


ASKED = Cut((), 0.0, "phone", None, "asks for more")


class TestHopeless:
    """What ends a loop that always finds the same roster, far too small for its calls."""

    @pytest.fixture(autouse=True)
    def _one_roster(self, monkeypatch: pytest.MonkeyPatch) -> None:
        solutions: list[RosterSolution] = []

        def same(*given: Any, **named: Any) -> RosterSolution:
            if not solutions:
                solutions.append(solve_roster(*given, **named))
            return solutions[0]

        monkeypatch.setattr(loop, "solve_roster", same)
        # What more people would bring is another test's matter, and slow.
        monkeypatch.setattr(loop, "gains", lambda *given, **named: None)

    def hopeless(self, rounds: int) -> Scenario:
        changes: dict[str, Any] = {"channels.phone.volume_per_week": 2500.0, "cap": None}
        return two_groups(changes | {"planning.max_rounds": rounds})

    def test_a_loop_without_anything_to_ask_for_has_nothing_to_learn(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(loop, "learned_cut", lambda *given: None)
        made = plan(self.hopeless(rounds=9))
        assert (made.ended, len(made.rounds)) == (LoopEnd.NOTHING_TO_LEARN, 1)

    @pytest.mark.parametrize(
        ("rounds", "ended", "made_rounds"),
        [(9, LoopEnd.STALLED, 3), (2, LoopEnd.OUT_OF_ROUNDS, 2)],
    )
    def test_a_loop_that_finds_nothing_better_stalls_unless_rounds_end_first(
        self, monkeypatch: pytest.MonkeyPatch, rounds: int, ended: LoopEnd, made_rounds: int
    ) -> None:
        monkeypatch.setattr(loop, "learned_cut", lambda *given: ASKED)
        made = plan(self.hopeless(rounds))
        assert (made.ended, len(made.rounds)) == (ended, made_rounds)


def test_progress_is_told_in_order(made: Plan) -> None:
    told: list[Progress] = []
    plan(two_groups({"planning.max_rounds": 1}), on_progress=told.append)
    stages = list(dict.fromkeys(step.stage for step in told))
    assert stages[0] == "volume"
    assert stages.index("round 1: roster") < stages.index("certificate")
    assert all(0 <= step.done <= step.total for step in told)


def test_each_attempt_of_a_certificate_has_its_own_replications_and_half_the_error() -> None:
    scenario = two_groups()
    first, second = (fresh_replications(scenario, attempt) for attempt in (1, 2))
    assert not set(first) & set(second)
    assert attempt_confidence(scenario, 1) == pytest.approx(0.975)
    assert attempt_confidence(scenario, 2) == pytest.approx(0.9875)


def test_a_flawless_cap_needs_59_replications_when_asked_and_looked_at_once() -> None:
    assert len(fresh_replications(asked(rounds=1, most=2), 1)) == 59
    assert len(fresh_replications(asked(rounds=2, most=2), 1)) == 72
    assert len(fresh_replications(asked(rounds=2, most=600), 1)) == 79


def asked(rounds: int, most: int) -> Scenario:
    return two_groups(
        {
            "planning.max_rounds": rounds,
            "planning.certify_replications": 2,
            "planning.most_certify_replications": most,
        }
    )


def test_everybody_who_works_has_work_segments(made: Plan) -> None:
    for shift in made.roster.shifts:
        assert any(part.activity is Activity.WORK for part in shift.segments)


def test_the_history_of_the_rounds_is_kept(made: Plan) -> None:
    for one in made.rounds:
        assert one.replications == made.scenario.planning.replications
        assert set(one.service_levels) == {"posts", "phone"}
        assert all(level.low <= level.mean <= level.high for level in one.service_levels.values())
        assert one.cap_held is not None
        assert not one.seconds  # equal plans are to be equal to the byte
    timed = plan(two_groups({"planning.deterministic": False, "planning.max_rounds": 1}))
    assert {"roster", "rules", "simulation", "certificate"} <= set(timed.rounds[0].seconds)
