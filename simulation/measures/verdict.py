"""Verdicts: whether the promises hold, as far as the simulation tells."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scipy import special

from scenarios.cap import CapWindow
from scenarios.cap_forms import promise_words
from scenarios.promises import Sla
from scenarios.scenario import Scenario
from simulation.measures.cap_outcome import CapOutcome
from simulation.measures.estimates import share_high, share_low, standard_error, student_quantile
from simulation.measures.outcome import (
    ChannelOutcome,
    Estimate,
    Outcome,
    PromiseVerdict,
    StageOutcome,
    Verdict,
    VerdictStatus,
)

RESOLUTION = "resolution"  # part of a promise on whole cases
MOST_REPLICATIONS = 1_000_000  # beyond this a number of replications is no advice


def verdict_of(
    scenario: Scenario,
    outcome: Outcome,
    *,
    confidence: float,
    compliance: float,
    cap_confidence: float | None = None,
) -> Verdict:
    """Return the verdict on every SLA, on first contacts, stages and whole cases, and on the cap.

    Each promise is judged by one-sided bounds at ``confidence``, so its interval in the outcome
    (two-sided) is a little wider. The cap's promise is that in a share ``compliance`` of all
    horizons nobody passes the cap in any window, judged at ``cap_confidence`` if that differs.
    Without promises the verdict is met.
    """
    promises = [_verdict_on(one, confidence) for one in promised_levels(scenario, outcome)]
    if outcome.cap is not None:
        judged = cap_confidence or confidence
        promises += cap_verdicts(scenario, outcome.cap, judged, compliance)
    statuses = {promise.status for promise in promises}
    for status in (VerdictStatus.NOT_MET, VerdictStatus.UNDECIDED):
        if status in statuses:
            return Verdict(status, tuple(promises))
    return Verdict(VerdictStatus.MET, tuple(promises))


@dataclass(frozen=True)
class PromisedLevel:
    """A service level that somebody was promised, and the promise."""

    channel_id: str
    part: str | None  # stage id, or "resolution"; None for first contacts
    sla: Sla
    level: Estimate
    came: bool = False  # whether anybody waited for it, answered or not; not asked of whole cases

    @property
    def mean(self) -> float:
        """The level; 0 where cases came and none is judged, NaN where nobody came."""
        return 0.0 if self.came and math.isnan(self.level.mean) else self.level.mean

    @property
    def low(self) -> float:
        """The lower bound of the level, 0 and NaN as above; NaN of a single replication."""
        return 0.0 if self.came and math.isnan(self.level.mean) else self.level.low


def promised_levels(scenario: Scenario, outcome: Outcome) -> tuple[PromisedLevel, ...]:
    """Return every service level with an SLA, channel by channel.

    First that of first contacts, which is the first stage's, then those of later stages, then
    that of whole cases.
    """
    return levels_promised(scenario, outcome.channels, outcome.stages)


def levels_promised(
    scenario: Scenario, channels: Sequence[ChannelOutcome], stages: Sequence[StageOutcome]
) -> tuple[PromisedLevel, ...]:
    """Return the same of channels and stages alone."""
    found: list[PromisedLevel] = []
    for channel in channels:
        name, said = channel.channel_id, scenario.channels[channel.channel_id]
        slas: list[tuple[str | None, Sla | None, Estimate | None, bool]] = [
            (None, said.sla, channel.service_level, channel.offered.mean > 0)
        ]
        known = {one.stage_id: one for one in stages if one.channel_id == name}
        slas += [
            (stage.id, stage.sla, one.service_level, one.offered.mean > 0)
            for stage in said.stages[1:]
            if (one := known.get(stage.id)) is not None
        ]
        slas.append((RESOLUTION, said.resolution, channel.resolution.service_level, False))
        found += [
            PromisedLevel(name, part, sla, level, came)
            for part, sla, level, came in slas
            if sla is not None and level is not None
        ]
    return tuple(found)


def sla_verdict(scenario: Scenario, channel: ChannelOutcome, confidence: float) -> PromiseVerdict:
    """Return the verdict on a channel's service level.

    Met if its one-sided lower bound reaches the target, not met if the upper bound stays below.
    A channel without a single case keeps its promise; where cases came but none is judged, as
    where it is a share of the answered and nobody was answered, it stays undecided. Raises
    ValueError without an SLA.
    """
    sla = scenario.channels[channel.channel_id].sla
    level = channel.service_level
    if sla is None or level is None:
        raise ValueError(f"channel {channel.channel_id} has no SLA to judge")
    came = channel.offered.mean > 0
    return _verdict_on(PromisedLevel(channel.channel_id, None, sla, level, came), confidence)


def _verdict_on(one: PromisedLevel, confidence: float) -> PromiseVerdict:
    who = one.channel_id if one.part is None else f"{one.channel_id}, {one.part}"
    promise = f"{who}: {100 * one.sla.share:.4g} % within {_length(one.sla.within_seconds)}"
    status, needed = _judge_level(one, confidence)
    return PromiseVerdict(
        promise, one.channel_id, one.sla.share, one.level, status, needed, one.part
    )


def _judge_level(one: PromisedLevel, confidence: float) -> tuple[VerdictStatus, int | None]:
    level, target = one.level, one.sla.share
    if math.isnan(level.mean):
        return (VerdictStatus.UNDECIDED if one.came else VerdictStatus.MET), None
    error = standard_error(level)
    if math.isnan(error):
        return VerdictStatus.UNDECIDED, 1
    half = student_quantile(confidence, level.replications - 1) * error
    if level.mean - half >= target:
        return VerdictStatus.MET, None
    if level.mean + half < target:
        return VerdictStatus.NOT_MET, None
    return VerdictStatus.UNDECIDED, _further(level, error, target, confidence)


def _further(level: Estimate, error: float, target: float, confidence: float) -> int | None:
    """Replications still needed if mean and spread stay (normal approximation)."""
    distance = abs(level.mean - target)
    spread = error * math.sqrt(level.replications)
    if distance == 0:
        return None
    total = (float(special.ndtri(confidence)) * spread / distance) ** 2
    if total > MOST_REPLICATIONS:
        return None
    return max(1, math.ceil(total) - level.replications)


def cap_verdicts(
    scenario: Scenario, cap: CapOutcome, confidence: float, compliance: float
) -> list[PromiseVerdict]:
    """Return the verdict on each form of the cap that anybody has.

    Each is judged alone at the whole confidence: a plan is certified only if all are met, and
    one that is not kept is found to be with a chance of no more than 1 - confidence.
    """
    window = scenario.cap.window if scenario.cap is not None else CapWindow.WEEK
    return [
        cap_verdict(
            f"cap: {promise_words(one.form, one.limits, window)}",
            cap.replications,
            one.replications_with_breach,
            confidence,
            compliance,
        )
        for one in cap.forms
    ]


def cap_verdict(
    promise: str, tried: int, breached: int, confidence: float, compliance: float
) -> PromiseVerdict:
    """Return the verdict on a promise that all of a horizon keeps or breaks.

    Met if the Clopper-Pearson one-sided lower bound of the share of replications without a
    breach reaches ``compliance``, not met if the upper bound stays below. The estimate has
    these one-sided bounds.
    """
    held = tried - breached
    low, high = share_low(held, tried, confidence), share_high(held, tried, confidence)
    estimate = Estimate(held / tried, low, high, tried, confidence)
    needed = None
    status = VerdictStatus.UNDECIDED
    if low >= compliance:
        status = VerdictStatus.MET
    elif high < compliance:
        status = VerdictStatus.NOT_MET
    else:
        needed = _further_trials(held, tried, confidence, compliance)
    return PromiseVerdict(promise, None, compliance, estimate, status, needed)


def _further_trials(held: int, tried: int, confidence: float, compliance: float) -> int | None:
    """Replications still needed if the share that held stays as it is."""
    failed = (tried - held) / tried

    def decides(total: int) -> bool:
        holding = total - round(failed * total)
        return (
            share_low(holding, total, confidence) >= compliance
            or share_high(holding, total, confidence) < compliance
        )

    most = tried + 1
    while not decides(most):
        most *= 2
        if most > MOST_REPLICATIONS:
            return None
    return _least(decides, max(tried + 1, most // 2), most) - tried


def _least(holds: Callable[[int], bool], low: int, high: int) -> int:
    """Return the least number between two for which something holds that stays true."""
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _length(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.4g} s"
    if seconds < 7200:
        return f"{seconds / 60:.4g} min"
    return f"{seconds / 3600:.4g} h"
