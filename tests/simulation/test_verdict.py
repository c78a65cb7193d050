from dataclasses import replace

import pytest
from scipy import stats

from scenarios.cap_forms import CapForm
from scenarios.scenario import Scenario
from simulation.measures.cap_outcome import CapOutcome, FormOutcome
from simulation.measures.estimates import mean_estimate, share_low
from simulation.measures.outcome import (
    ChannelOutcome,
    Estimate,
    Outcome,
    VerdictStatus,
)
from simulation.measures.verdict import cap_verdict, promised_levels, sla_verdict, verdict_of
from tests.simulation.blank import NOTHING, blank
from tests.simulation.scenes import agent, channel, scenario

MET, NOT_MET, UNDECIDED = VerdictStatus.MET, VerdictStatus.NOT_MET, VerdictStatus.UNDECIDED


def said(within: float = 1200.0) -> Scenario:
    sla = {"share": 0.8, "within_seconds": within}
    return scenario(
        {"phone": channel(sla=sla), "posts": channel("post")},
        [agent("a", "phone", "posts")],
        cap={"hostile": 0.22},
    )


def outcome_with(level: Estimate | None, channel_id: str = "phone") -> ChannelOutcome:
    return blank(ChannelOutcome, channel_id=channel_id, service_level=level)


def estimate(mean: float, error: float, count: int = 20) -> Estimate:
    """An estimate with a two-sided 95 % interval of a known standard error."""
    half = float(stats.t.ppf(0.975, count - 1)) * error
    return Estimate(mean, mean - half, mean + half, count, 0.95)


def cap_with(tried: int, breached: int) -> CapOutcome:
    low = share_low(tried - breached, tried, 0.95)
    form = FormOutcome(CapForm.SHARE, (0.22,), breached, low, 0.2, tried, breached, NOTHING)
    return CapOutcome(0.22, tried, breached, 0.2, low, NOTHING, NOTHING, NOTHING, 0.0, 0.0, (form,))


def test_a_level_is_judged_by_one_sided_bounds() -> None:
    # One-sided t at 95 % and 19 degrees is 1.729, two-sided 2.093: errors of 0.01.
    for mean, status in (
        (0.8174, MET),
        (0.8172, UNDECIDED),
        (0.7828, UNDECIDED),
        (0.7826, NOT_MET),
    ):
        verdict = sla_verdict(said(), outcome_with(estimate(mean, 0.01)), 0.95)
        assert verdict.status is status
        assert (verdict.replications_needed is None) == (status is not UNDECIDED)


def test_further_replications_by_the_normal_approximation() -> None:
    # Spread of one replication 0.01 sqrt(20); (1.645 x 0.0447 / 0.01)^2 = 54.1, so 35 more.
    verdict = sla_verdict(said(), outcome_with(estimate(0.81, 0.01)), 0.95)
    assert verdict.replications_needed == 35


def test_a_level_on_its_target_cannot_be_decided() -> None:
    verdict = sla_verdict(said(), outcome_with(estimate(0.8, 0.01)), 0.95)
    assert (verdict.status, verdict.replications_needed) == (UNDECIDED, None)


def test_one_replication_decides_nothing() -> None:
    verdict = sla_verdict(said(), outcome_with(mean_estimate([0.9], 0.95)), 0.95)
    assert (verdict.status, verdict.replications_needed) == (UNDECIDED, 1)


def test_a_channel_without_cases_keeps_its_promise() -> None:
    assert sla_verdict(said(), outcome_with(NOTHING), 0.95).status is MET


def test_a_share_of_the_answered_is_not_kept_by_answering_nobody() -> None:
    # 100 came in every horizon and none was answered: there is nothing to take a share of.
    ignored = replace(outcome_with(NOTHING), offered=mean_estimate([100.0] * 20, 0.95))
    outcome = blank(Outcome, channels=(ignored, outcome_with(None, "posts")))
    for verdict in (
        sla_verdict(said(), ignored, 0.95),
        *verdict_of(said(), outcome, confidence=0.95, compliance=0.95).promises,
    ):
        assert (verdict.status, verdict.replications_needed) == (UNDECIDED, None)
    (promised,) = promised_levels(said(), outcome)
    assert (promised.mean, promised.low) == (0.0, 0.0)
    nobody = replace(ignored, offered=mean_estimate([0.0] * 20, 0.95))
    assert sla_verdict(said(), nobody, 0.95).status is MET


def test_no_verdict_without_an_sla() -> None:
    with pytest.raises(ValueError, match="no SLA"):
        sla_verdict(said(), outcome_with(None, "posts"), 0.95)


@pytest.mark.parametrize(
    ("tried", "breached", "status", "needed"),
    [
        (59, 0, MET, None),  # 0.05^(1/59) = 0.9505
        (58, 0, UNDECIDED, 1),
        (12, 0, UNDECIDED, 47),
        (93, 1, MET, None),  # the classical table: 59, 93, 124 with 0, 1, 2 failures
        (92, 1, UNDECIDED, 1),
        (124, 2, MET, None),
        (20, 5, NOT_MET, None),
        (10, 1, UNDECIDED, None),
    ],
)
def test_the_cap_by_clopper_pearson(
    tried: int, breached: int, status: VerdictStatus, needed: int | None
) -> None:
    verdict = cap_verdict("cap", tried, breached, 0.95, 0.95)
    assert verdict.status is status
    if status is not UNDECIDED or needed is not None:
        assert verdict.replications_needed == needed
    assert verdict.estimate.mean == pytest.approx((tried - breached) / tried)


def test_further_replications_for_the_cap_would_decide_it() -> None:
    verdict = cap_verdict("cap", 10, 1, 0.95, 0.95)
    assert verdict.replications_needed is not None
    total = 10 + verdict.replications_needed
    breached = round(total / 10)
    assert cap_verdict("cap", total, breached, 0.95, 0.95).status is NOT_MET


def whole(level: Estimate, cap: CapOutcome | None) -> Outcome:
    channels = (outcome_with(level), outcome_with(None, "posts"))
    return blank(Outcome, channels=channels, cap=cap)


@pytest.mark.parametrize(
    ("mean", "cap", "status"),
    [
        (0.9, (59, 0), MET),
        (0.9, (30, 0), UNDECIDED),
        (0.81, (59, 0), UNDECIDED),
        (0.7, (30, 0), NOT_MET),
        (0.81, (20, 9), NOT_MET),
    ],
)
def test_all_promises_together(mean: float, cap: tuple[int, int], status: VerdictStatus) -> None:
    outcome = whole(estimate(mean, 0.01), cap_with(*cap))
    verdict = verdict_of(said(), outcome, confidence=0.95, compliance=0.95)
    assert verdict.status is status
    assert [one.channel_id for one in verdict.promises] == ["phone", None]


@pytest.mark.parametrize(
    ("within", "words"),
    [(30.0, "30 s"), (119.0, "119 s"), (120.0, "2 min"), (3600.0, "60 min"), (28_800.0, "8 h")],
)
def test_promises_in_words(within: float, words: str) -> None:
    outcome = whole(estimate(0.9, 0.01), cap_with(59, 0))
    verdict = verdict_of(said(within), outcome, confidence=0.95, compliance=0.95)
    assert [one.promise for one in verdict.promises] == [
        f"phone: 80 % within {words}",
        "cap: 22 % a week",
    ]
