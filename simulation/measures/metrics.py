"""Metrics: what the replications' summaries say together, with confidence intervals."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scenarios.assignment import RoutingPolicy
from scenarios.promises import Denominator, Sla
from scenarios.scenario import Scenario
from simulation.measures.estimates import mean_estimate, ratio_estimate, share_low
from simulation.measures.outcome import (
    AgentOutcome,
    CapOutcome,
    ChannelOutcome,
    IntervalOutcome,
    Outcome,
)
from simulation.measures.summary import Summary

Floats = npt.NDArray[np.float64]


def outcome_of(
    scenario: Scenario,
    policy: RoutingPolicy,
    seed: int,
    summaries: Sequence[Summary],
    *,
    confidence: float,
) -> Outcome:
    """Return the metrics of replications.

    Shares, ASA, AHT and occupancy are ratios of sums over replications; counts, first response
    quantiles and fairness are means over replications. Raises ValueError without a replication.
    """
    if not summaries:
        raise ValueError("there is no replication to tell of")
    return Outcome(
        policy=policy.value,
        seed=seed,
        replications=tuple(summary.replication for summary in summaries),
        channels=tuple(
            _channel_outcome(scenario, number, summaries, confidence)
            for number in range(len(scenario.channels))
        ),
        agents=tuple(
            _agent_outcome(scenario, number, summaries, confidence)
            for number in range(len(scenario.team.agents))
        ),
        cap=_cap_outcome(scenario, summaries, confidence),
        intervals=_interval_outcome(scenario, summaries),
    )


def denominator_of(sla: Sla, offered: Floats, left_in_time: Floats, answered: Floats) -> Floats:
    """Return what a service level is a share of (facts: KPI definitions).

    Offered; offered less those who left within the limit; or answered.
    """
    match sla.denominator:
        case Denominator.OFFERED:
            return offered
        case Denominator.OFFERED_LESS_SHORT_ABANDONED:
            return offered - left_in_time
        case Denominator.ANSWERED:
            return answered


def _channel_outcome(
    scenario: Scenario, number: int, summaries: Sequence[Summary], confidence: float
) -> ChannelOutcome:
    def column(field: str) -> Floats:
        values = [getattr(summary.channels, field)[number] for summary in summaries]
        return np.array(values, dtype=np.float64)

    channel_id, channel = list(scenario.channels.items())[number]
    offered, answered, abandoned = column("offered"), column("answered"), column("abandoned")
    level = None
    if channel.sla is not None:
        below = denominator_of(channel.sla, offered, column("left_in_time"), answered)
        level = ratio_estimate(column("in_time"), below, confidence)
    return ChannelOutcome(
        channel_id=channel_id,
        offered=mean_estimate(offered, confidence),
        answered=mean_estimate(answered, confidence),
        abandoned=mean_estimate(abandoned, confidence),
        open_at_end=mean_estimate(column("open_at_end"), confidence),
        service_level=level,
        asa_seconds=ratio_estimate(column("wait_seconds"), answered, confidence),
        frt_median_seconds=mean_estimate(column("frt_median_seconds"), confidence),
        frt_p90_seconds=mean_estimate(column("frt_p90_seconds"), confidence),
        aht_seconds=ratio_estimate(column("handle_seconds"), answered, confidence),
        abandonment_share=ratio_estimate(abandoned, offered, confidence),
        hostile_share=ratio_estimate(column("hostile"), offered, confidence),
    )


def _agent_outcome(
    scenario: Scenario, number: int, summaries: Sequence[Summary], confidence: float
) -> AgentOutcome:
    def column(field: str) -> Floats:
        values = [getattr(summary.agents, field)[number] for summary in summaries]
        return np.array(values, dtype=np.float64)

    handled = column("handled")
    over = column("windows_over_cap").sum() if scenario.cap is not None else 0
    return AgentOutcome(
        agent_id=scenario.team.agents[number].id,
        handled=mean_estimate(handled, confidence),
        hostile_share=ratio_estimate(column("hostile"), handled, confidence),
        max_window_share=float(column("max_window_share").max()),
        windows_over_cap=int(over),
        occupancy=ratio_estimate(column("busy_seconds"), column("available_seconds"), confidence),
        overtime_minutes=mean_estimate(column("overtime_minutes"), confidence),
    )


def _cap_outcome(
    scenario: Scenario, summaries: Sequence[Summary], confidence: float
) -> CapOutcome | None:
    if scenario.cap is None:
        return None
    over = [int((summary.agents.windows_over_cap > 0).sum()) for summary in summaries]
    shares = [_horizon_shares(summary) for summary in summaries]
    breached = sum(number > 0 for number in over)
    tried = len(summaries)
    return CapOutcome(
        cap_share=scenario.cap.hostile,
        replications=tried,
        replications_with_breach=breached,
        max_share=max(float(summary.agents.max_window_share.max()) for summary in summaries),
        compliance_low=share_low(tried - breached, tried, confidence),
        agents_over_cap=mean_estimate(over, confidence),
        jain=mean_estimate([jain(share) for share in shares], confidence),
        gini=mean_estimate([gini(share) for share in shares], confidence),
        oldest_hostile_wait_seconds=max(
            summary.oldest_hostile_wait_seconds for summary in summaries
        ),
    )


def _horizon_shares(summary: Summary) -> Floats:
    """Hostile share of each agent who handled anything."""
    handled = summary.agents.handled
    return summary.agents.hostile[handled > 0] / handled[handled > 0]


def jain(shares: Floats) -> float:
    """Return Jain's index (sum h)^2 / (n sum h^2), 1 for equal shares (Jain et al. 1984).

    NaN for nobody, 1 where nobody has any.
    """
    if not len(shares):
        return float("nan")
    squares = float((shares**2).sum())
    return float(shares.sum()) ** 2 / (len(shares) * squares) if squares > 0 else 1.0


def gini(shares: Floats) -> float:
    """Return the Gini coefficient, 0 for equal shares: sum |h_i - h_j| / (2 n^2 mean).

    NaN for nobody, 0 where nobody has any.
    """
    if not len(shares):
        return float("nan")
    total = float(shares.sum())
    if total == 0:
        return 0.0
    count = len(shares)
    ranks = np.arange(1, count + 1)
    return float(((2 * ranks - count - 1) * np.sort(shares)).sum()) / (count * total)


def _interval_outcome(scenario: Scenario, summaries: Sequence[Summary]) -> IntervalOutcome:
    level: dict[str, tuple[float, ...]] = {}
    offered: dict[str, tuple[float, ...]] = {}

    def total(field: str, number: int) -> Floats:
        rows = [getattr(summary.intervals, field)[number] for summary in summaries]
        return np.asarray(np.sum(rows, axis=0), dtype=np.float64)

    for number, (channel_id, channel) in enumerate(scenario.channels.items()):
        came = total("offered", number)
        offered[channel_id] = tuple((came / len(summaries)).tolist())
        if channel.sla is not None:
            below = denominator_of(
                channel.sla, came, total("left_in_time", number), total("answered", number)
            )
            share = np.full(len(came), np.nan)
            np.divide(total("in_time", number), below, out=share, where=below > 0)
            level[channel_id] = tuple(share.tolist())
    working = np.mean([summary.intervals.agents_working for summary in summaries], axis=0)
    busy = np.mean([summary.intervals.agents_busy for summary in summaries], axis=0)
    return IntervalOutcome(level, offered, tuple(working.tolist()), tuple(busy.tolist()))
