"""Channels, queues and stages over several replications."""

from collections.abc import Sequence

from scenarios.queues import queues_of
from scenarios.scenario import Scenario
from simulation.measures.columns import Columns
from simulation.measures.estimates import ratio_estimates
from simulation.measures.flows import FLOWS
from simulation.measures.outcome import (
    BacklogOutcome,
    ChannelOutcome,
    Estimate,
    FlowOutcome,
    QueueOutcome,
    ResolutionOutcome,
    ServiceLevels,
    StageOutcome,
)
from simulation.measures.summary import Summary

Many = dict[str, list[Estimate]]
_BACKLOG = ("at_start", "start_answered", "mean", "highest", "at_end", "oldest_seconds")


def channel_outcomes(
    scenario: Scenario, summaries: Sequence[Summary], confidence: float
) -> tuple[ChannelOutcome, ...]:
    """Return the outcome of each channel, in the order of the scenario."""
    sums = Columns((one.channels for one in summaries), confidence)
    flows = Columns((one.flows for one in summaries), confidence)
    backlog = Columns((one.backlog for one in summaries), confidence)
    figures = _counts(sums) | _times(summaries, confidence) | _rates(sums, flows)
    resolution = _resolution(summaries, sums, confidence)
    through = {name: flows.means(name) for name in FLOWS}
    open_then = {name: backlog.means(name) for name in _BACKLOG}
    level, levels = sums.ratios("in_time", "judged"), _levels(sums)
    outcomes: list[ChannelOutcome] = []
    for place, (channel_id, channel) in enumerate(scenario.channels.items()):
        kept = resolution["service_level"][place] if channel.resolution is not None else None
        rest = {name: many[place] for name, many in resolution.items() if name != "service_level"}
        outcomes.append(
            ChannelOutcome(
                channel_id=channel_id,
                service_level=level[place] if channel.sla is not None else None,
                levels=levels[place] if channel.sla is not None else None,
                resolution=ResolutionOutcome(service_level=kept, **rest),
                backlog=BacklogOutcome(**{name: many[place] for name, many in open_then.items()}),
                flows=FlowOutcome(**{name: many[place] for name, many in through.items()}),
                **{name: many[place] for name, many in figures.items()},
            )
        )
    return tuple(outcomes)


def _counts(sums: Columns) -> Many:
    return {
        name: sums.means(name) for name in ("offered", "answered", "abandoned", "open_at_end")
    } | {
        "asa_seconds": sums.ratios("wait_seconds", "answered"),
        "aht_seconds": sums.ratios("handle_seconds", "by_team"),
    }


def _rates(sums: Columns, flows: Columns) -> Many:
    return {
        "abandonment_share": sums.ratios("abandoned", "offered"),
        "hostile_share": sums.ratios("hostile", "offered"),
        "response_rate": sums.ratios("answered", "offered"),
        "response_rate_with_automatic": ratio_estimates(
            sums["responded"] + flows["bot"], sums["offered"] + flows["bot"], sums.confidence
        ),
    }


def _times(summaries: Sequence[Summary], confidence: float) -> Many:
    times = Columns((one.times for one in summaries), confidence)
    named = (
        "frt_median_seconds", "frt_p90_seconds", "frt_opening_median_seconds",
        "frt_opening_p90_seconds", "response_median_seconds", "response_p90_seconds",
    )  # fmt: skip
    return {name: times.means(name) for name in named} | {
        "response_mean_seconds": times.ratios("response_seconds", "responses")
    }


def _levels(sums: Columns) -> list[ServiceLevels]:
    kept = sums["in_time"]
    less_short = ratio_estimates(kept, sums["offered"] - sums["left_in_time"], sums.confidence)
    return [
        ServiceLevels(*row)
        for row in zip(
            sums.ratios("in_time", "offered"),
            less_short,
            sums.ratios("in_time", "responded"),
            strict=True,
        )
    ]


def _resolution(summaries: Sequence[Summary], sums: Columns, confidence: float) -> Many:
    cases = Columns((one.resolution for one in summaries), confidence)
    return {
        "median_seconds": cases.means("median_seconds"),
        "p90_seconds": cases.means("p90_seconds"),
        "rate": ratio_estimates(cases["resolved"], sums["offered"], confidence),
        "drop_out": ratio_estimates(cases["dropped_out"], sums["offered"], confidence),
        "service_level": cases.ratios("in_time", "judged"),
    }


def queue_outcomes(
    scenario: Scenario, summaries: Sequence[Summary], confidence: float
) -> tuple[QueueOutcome, ...]:
    """Return the outcome of each queue."""
    sums = Columns((one.queues for one in summaries), confidence)
    figures, level = _worked(sums)
    figures["hostile_share"] = sums.ratios("hostile", "offered")
    stages = {channel_id: one.stages for channel_id, one in scenario.channels.items()}
    outcomes: list[QueueOutcome] = []
    for place, queue in enumerate(queues_of(scenario)):
        line = queue.line
        channel = scenario.channels[line.channel_id]
        promised = any(
            (channel.sla if stage == 0 else stages[line.channel_id][stage].sla) is not None
            for stage in line.stages
        )
        own = {name: many[place] for name, many in figures.items()}
        outcomes.append(
            QueueOutcome(queue.id, service_level=level[place] if promised else None, **own)
        )
    return tuple(outcomes)


def stage_outcomes(
    scenario: Scenario, summaries: Sequence[Summary], confidence: float
) -> tuple[StageOutcome, ...]:
    """Return the outcome of each stage, channel by channel."""
    figures, level = _worked(Columns((one.stages for one in summaries), confidence))
    outcomes: list[StageOutcome] = []
    for channel_id, channel in scenario.channels.items():
        for number, stage in enumerate(channel.stages):
            place = len(outcomes)
            promised = (channel.sla if number == 0 else stage.sla) is not None
            outcomes.append(
                StageOutcome(
                    id=f"{channel_id}/{stage.id}",
                    channel_id=channel_id,
                    stage_id=stage.id,
                    service_level=level[place] if promised else None,
                    **{name: many[place] for name, many in figures.items()},
                )
            )
    return tuple(outcomes)


def _worked(sums: Columns) -> tuple[Many, list[Estimate]]:
    figures = {
        "offered": sums.means("offered"),
        "answered": sums.means("answered"),
        "asa_seconds": sums.ratios("wait_seconds", "answered"),
        "aht_seconds": sums.ratios("handle_seconds", "by_team"),
    }
    return figures, sums.ratios("judged_in_time", "judged")
