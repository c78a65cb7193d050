"""What would help is looked at where a promise is missed, and only there."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.cap import helps
from scheduler.cap.helps import with_helps
from scheduler.cap.lever import Lever, LeverKind
from scheduler.cap.missed_hours import missed_hours
from scheduler.cap.ranking import Looks, RankedLever
from scheduler.line_promise import Promised
from scheduler.loop import plan
from scheduler.plan import Plan
from scheduler.progress import Progress
from simulation.measures.estimates import mean_estimate
from simulation.measures.outcome import VerdictStatus
from tests.scheduler.cap.test_levers import BUSY_MONDAY, LONE_VOICE
from tests.scheduler.two_groups import two_groups

PHONE = Promised("phone")


def planned(changes: dict[str, Any]) -> Plan:
    return plan(two_groups({"planning.max_rounds": 1, "planning.solve_seconds": 1.0} | changes))


# One person has all the calls, more of them in time are promised than one can take, and the cap
# just can hold.
TOO_MUCH: dict[str, Any] = LONE_VOICE | {
    "cap": {"hostile": 0.31},
    "channels.phone.sla": {"share": 0.97, "within_seconds": 60.0},
}


@pytest.fixture(scope="module")
def lone_voice() -> Plan:
    """A plan of which nobody has looked what would help."""
    return planned(TOO_MUCH)


def test_a_plan_that_misses_a_promise_is_told_what_would_help(lone_voice: Plan) -> None:
    assert lone_voice.verdict.status is VerdictStatus.NOT_MET
    told: list[Progress] = []
    look = with_helps(lone_voice, on_progress=told.append).levers
    assert look is not None
    assert look.best[0].kind == "cross-training"
    assert look.best[0].words in look.best[0].sentence
    assert "phone +" in look.best[0].sentence
    assert len({one.kind for one in look.best}) == len(look.best) <= 3
    assert all(one.gain.low > 0 for one in look.best)
    assert {step.stage for step in told} >= {"what would help: levers"}


def test_the_best_of_each_kind_is_told_once_if_a_second_look_has_seen_it_help(
    lone_voice: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lever(
        words: str, kind: LeverKind, gains: list[float], *, twice: bool = True
    ) -> RankedLever:
        gain = mean_estimate(gains, 0.95)
        made = Lever(kind, words, lone_voice.scenario, None, 10.0, "made up")
        return RankedLever(made, gain, {}, gain, 10.0, (), True, twice)

    seen, doubtful = [0.2, 0.21], [-0.2, 0.4]
    levers = (
        lever("lucky", LeverKind.BOT, seen, twice=False),
        lever("first", LeverKind.TRAINING, seen),
        lever("second of its kind", LeverKind.TRAINING, seen),
        lever("third", LeverKind.HOURS, seen),
        lever("doubtful", LeverKind.LABELS, doubtful),
        lever("fourth", LeverKind.TRUTH, seen),
        lever("fifth", LeverKind.PEOPLE, seen),
    )
    monkeypatch.setattr(
        helps, "rank_levers", lambda *_, aim, **__: SimpleNamespace(aim=aim, levers=levers)
    )
    look = with_helps(lone_voice).levers
    assert look is not None
    assert [one.words for one in look.best] == ["first", "third", "fourth"]


def test_the_rest_of_the_plan_stays_as_it_is(
    lone_voice: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helps, "_QUICK", Looks(first=2, second=2, twice=1))
    made = with_helps(lone_voice)
    assert (made.roster, made.rules) == (lone_voice.roster, lone_voice.rules)
    assert made.verdict is lone_voice.verdict
    assert made.shortfalls == lone_voice.shortfalls


def test_nothing_is_run_where_all_is_met_or_nobody_is_to_look(
    lone_voice: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helps, "rank_levers", lambda *given, **named: pytest.fail("levers run"))
    met = planned({})
    assert met.verdict.status is VerdictStatus.MET
    assert with_helps(met) is met
    silent = replace(lone_voice, scenario=two_groups(TOO_MUCH | {"planning.levers": False}))
    assert silent.verdict.status is VerdictStatus.NOT_MET
    assert with_helps(silent) is silent


def test_the_hours_with_most_misses_come_first() -> None:
    made = planned(BUSY_MONDAY)
    (_, first), *_ = missed_hours(made.scenario, made.outcome, [PHONE], 3)
    assert first.weekday == 0
    assert missed_hours(made.scenario, made.outcome, [], 3) == ()
