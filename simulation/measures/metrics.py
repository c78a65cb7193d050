"""Metrics: what the replications' summaries say together, with confidence intervals."""

from collections.abc import Sequence

import numpy as np

from scenarios.assignment import RoutingPolicy
from scenarios.cap_forms import limits_by_form
from scenarios.cap_layers import has_promise
from scenarios.queues import groups_of
from scenarios.scenario import Scenario
from simulation.measures.calendar import Spans, stacked_intervals
from simulation.measures.channels import channel_outcomes, queue_outcomes, stage_outcomes
from simulation.measures.ladder import ladder_outcome
from simulation.measures.outcome import CalendarOutcome, Outcome, Series
from simulation.measures.people import People
from simulation.measures.relief import relief_outcome
from simulation.measures.social import social_outcome
from simulation.measures.summary import Summary
from simulation.measures.warning import warning_outcome
from simulation.measures.worth import worth_outcome
from simulation.records import Bools, Floats, Ints


def outcome_of(
    scenario: Scenario,
    policy: RoutingPolicy,
    seed: int,
    summaries: Sequence[Summary],
    *,
    confidence: float,
    by_time: bool = True,
) -> Outcome:
    """Return the metrics of replications; without ``by_time`` its series over time are empty.

    Shares, ASA, AHT and occupancy are ratios of sums over replications; counts, quantiles,
    extremes and fairness are means over replications. Raises ValueError without a replication.
    """
    if not summaries:
        raise ValueError("there is no replication to tell of")
    people = People([one.agents for one in summaries], confidence)
    frame = summaries[0].frame
    oldest = np.array([one.oldest_hostile_waits for one in summaries]).max(axis=0)
    groups = groups_of(scenario)
    sums = stacked_intervals([one.intervals for one in summaries]) if by_time else None
    return Outcome(
        policy=policy.value,
        seed=seed,
        replications=tuple(summary.replication for summary in summaries),
        channels=channel_outcomes(scenario, summaries, confidence),
        agents=people.agents([one.id for one in scenario.team.agents], has_promise(scenario)),
        cap=people.cap(limits_by_form(scenario), oldest) if has_promise(scenario) else None,
        ladder=ladder_outcome([one.ladder for one in summaries], confidence),
        intervals=_calendar(scenario, sums, None, confidence),
        days=_calendar(scenario, sums, frame.day_starts, confidence),
        weeks=_calendar(scenario, sums, frame.day_starts[::7], confidence),
        queues=queue_outcomes(scenario, summaries, confidence),
        stages=stage_outcomes(scenario, summaries, confidence),
        groups=people.groups([one.id for one in groups], _group_of(scenario)),
        team=people.team(frame.planned_away_minutes, frame.paid_minutes),
        warning=warning_outcome([one.warning for one in summaries], confidence, by_time=by_time),
        social=social_outcome(
            [one.channels for one in summaries],
            _public(scenario),
            [one.times.public_response_median_seconds for one in summaries],
            frame.counted_seconds,
            confidence,
        ),
        relief=relief_outcome(scenario, [one.relief for one in summaries], confidence),
        worth=worth_outcome(scenario.value, [one.worth for one in summaries], confidence),
    )


def _calendar(
    scenario: Scenario, intervals: dict[str, Floats] | None, starts: Ints | None, confidence: float
) -> CalendarOutcome:
    if intervals is None:
        nothing = Series((), ())
        return CalendarOutcome((), nothing, nothing, nothing)
    promised = [channel.sla is not None for channel in scenario.channels.values()]
    return Spans(intervals, starts).outcome(tuple(scenario.channels), promised, confidence)


def _group_of(scenario: Scenario) -> Ints:
    place = {
        agent_id: number
        for number, group in enumerate(groups_of(scenario))
        for agent_id in group.agent_ids
    }
    return np.array([place[agent.id] for agent in scenario.team.agents], dtype=np.int64)


def _public(scenario: Scenario) -> Bools:
    return np.array([channel.public for channel in scenario.channels.values()], dtype=np.bool_)
