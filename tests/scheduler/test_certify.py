"""The certificate on plans whose truth is known."""

import itertools

import pytest

from benchmarks.false_certificates import cap_trial, compliance_of, posts_for
from scheduler.certify import (
    Certificate,
    attempt_confidence,
    certify,
    fresh_replications,
    looks_of,
)
from scheduler.looks import looks_at
from scheduler.trials import Trial
from simulation.measures.outcome import VerdictStatus
from simulation.measures.verdict import cap_verdict


def ask(trial: Trial, seed: int, **planning: int) -> Certificate:
    said = trial.scenario.planning.model_copy(update={"seed": seed, **planning})
    scenario = trial.scenario.model_copy(update={"planning": said})
    return certify(
        Trial(scenario, trial.roster, trial.rules),
        attempt=1,
        processes=1,
        on_progress=lambda _, __: None,
    )


def test_the_chance_of_a_breach_is_that_of_two_poisson_counts() -> None:
    posts = posts_for(0.2, 0.97)
    assert compliance_of(0.2, posts) == pytest.approx(0.97, abs=1e-3)


def test_a_cap_that_holds_is_certified_at_a_look_however_many_it_takes() -> None:
    counts = {look.replications for look in looks_at(60, 600, 0.05, 0.95)}
    taken = set()
    for seed in range(6):
        made = ask(cap_trial(0.2, posts_for(0.2, 0.985)), seed)
        taken.add(len(made.outcome.replications))
        assert made.verdict.status is not VerdictStatus.NOT_MET
    assert taken <= counts
    assert len(taken) > 1  # some need more than others


def test_a_cap_that_is_often_passed_ends_at_the_first_look() -> None:
    made = ask(cap_trial(0.2, posts_for(0.2, 0.8)), 1)
    assert made.verdict.status is VerdictStatus.NOT_MET
    assert len(made.outcome.replications) == 66


def test_what_more_would_hardly_decide_is_left_undecided_and_told() -> None:
    made = ask(cap_trial(0.2, posts_for(0.2, 0.94)), 3, most_certify_replications=100)
    assert made.verdict.status is VerdictStatus.UNDECIDED
    assert len(made.outcome.replications) == 66
    (cap,) = made.verdict.promises
    assert cap.replications_needed is None or cap.replications_needed > 100 - 66


def test_how_many_more_would_decide_is_told_by_the_strictest_look() -> None:
    made = ask(cap_trial(0.2, posts_for(0.2, 0.96)), 1, most_certify_replications=100)
    assert made.verdict.status is VerdictStatus.UNDECIDED
    assert made.outcome.cap is not None
    tried, breached = made.outcome.cap.replications, made.outcome.cap.replications_with_breach
    needed = [
        cap_verdict("", tried, breached, look.cap_confidence, 0.95).replications_needed
        for look in sorted(looks_at(60, 100, 0.05, 0.95), key=lambda look: look.cap_confidence)
    ]
    assert len(set(needed)) > 1
    assert made.verdict.promises[0].replications_needed == needed[-1]


def test_however_often_a_plan_asks_all_attempts_together_err_no_more_than_allowed() -> None:
    scenario = cap_trial(0.2, 100.0).scenario
    error = 1 - scenario.planning.confidence
    once, often = (
        scenario.model_copy(
            update={"planning": scenario.planning.model_copy(update={"max_rounds": rounds})}
        )
        for rounds in (1, 4)
    )
    assert attempt_confidence(once, 1) == pytest.approx(1 - error)
    errors = [1 - attempt_confidence(often, attempt) for attempt in range(1, 40)]
    assert sum(errors) == pytest.approx(error)
    assert errors[0] == pytest.approx(error / 2)
    looks = [looks_of(often, attempt)[0].replications for attempt in (1, 2, 3)]
    assert looks == [79, 93, 106]  # a flawless cap takes more each time


def test_every_attempt_has_replications_that_nobody_has_seen() -> None:
    scenario = cap_trial(0.2, 100.0).scenario
    made = [fresh_replications(scenario, attempt) for attempt in (1, 2, 3)]
    assert all(set(one).isdisjoint(other) for one, other in itertools.combinations(made, 2))
    most = scenario.planning.most_certify_replications
    assert min(made[0]) > most  # and so do the loop's few, which begin at 0
    assert all(other.start - one.start > most for one, other in itertools.pairwise(made))


@pytest.mark.slow
def test_a_cap_that_just_fails_is_hardly_ever_certified() -> None:
    trial = cap_trial(0.2, posts_for(0.2, 0.9495))
    met = sum(ask(trial, seed).verdict.status is VerdictStatus.MET for seed in range(60))
    assert met <= 7  # of 60 at 5 %, with a chance of 2 %
