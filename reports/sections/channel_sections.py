"""Channels, the stages of their cases, backlog, and where contacts came from and went."""

from collections.abc import Callable
from dataclasses import fields

from reports.sections.section import Section, count, length, meets_hostility, seconds, share
from scenarios.scenario import Scenario
from simulation.measures.outcome import (
    BacklogOutcome,
    ChannelOutcome,
    Estimate,
    FlowOutcome,
    Outcome,
)

FLOWS = {
    "bot": "ended with the bot",
    "spared": "spared by a public answer",
    "moderated": "closed by moderation",
    "external": "answered by an external desk",
    "called_back": "accepted a call back",
    "unreached": "called back in vain",
    "handed_over": "handed over at the end of a shift",
    "reposts": "written again",
    "spills": "spilled over",
    "repeats": "back after an answer",
    "bot_returns": "back after the bot",
    "cascade": "drawn by hostile posts",
}
"""Flows of contacts in reading order, as words that follow the name of a channel."""

Column = tuple[str, Callable[[ChannelOutcome], str]]


def channels(scenario: Scenario, outcome: Outcome) -> Section:
    """Return one row a channel: what came, what was answered, how fast, and how angry it was.

    ASA stands only where people wait live; hostility only where there is any.
    """
    live = {name for name, channel in scenario.channels.items() if channel.realtime}
    shown: list[Column] = [
        ("channel", lambda one: one.channel_id),
        ("offered", lambda one: count(one.offered)),
        ("answered", lambda one: count(one.answered)),
        ("in time", lambda one: share(one.service_level)),
    ]
    if live:
        shown.append(("ASA", lambda one: length(one.asa_seconds) if one.channel_id in live else ""))
    shown += [
        ("median\nreply", lambda one: length(one.frt_opening_median_seconds)),
        ("90 %\nwithin", lambda one: length(one.frt_opening_p90_seconds)),
        ("AHT", lambda one: seconds(one.aht_seconds)),
        ("left", lambda one: share(one.abandonment_share)),
    ]
    if meets_hostility(outcome):
        shown.append(("hostile", lambda one: share(one.hostile_share)))
    return Section(
        "Channels",
        "first contacts, means; replies in opening hours",
        tuple(name for name, _ in shown),
        tuple(tuple(text(one) for _, text in shown) for one in outcome.channels),
    )


def stages(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return one row a stage of the channels with a workflow; None without any."""
    rows = tuple(
        (
            one.id,
            count(one.offered),
            count(one.answered),
            share(one.service_level),
            length(one.asa_seconds),
            seconds(one.aht_seconds),
        )
        for one in outcome.stages
        if _walks(scenario, one.channel_id)
    )
    columns = ("stage", "offered", "answered", "in time", "mean wait", "AHT")
    return Section("Stages of cases", "means", columns, rows) if rows else None


def resolution(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return how long cases take to their close, for the channels with a workflow."""
    rows = tuple(
        (
            one.channel_id,
            share(one.resolution.rate),
            share(one.resolution.drop_out),
            length(one.resolution.median_seconds),
            length(one.resolution.p90_seconds),
            share(one.resolution.service_level),
        )
        for one in outcome.channels
        if _walks(scenario, one.channel_id)
    )
    columns = ("channel", "resolved", "dropped out", "median", "90 % within", "in time")
    note = "from the first message to the close, by the clock on the wall"
    return Section("Resolution", note, columns, rows) if rows else None


def _walks(scenario: Scenario, channel_id: str) -> bool:
    """Whether the cases of a channel have more to them than one answer."""
    channel = scenario.channels[channel_id]
    return len(channel.stages) > 1 or channel.resolution is not None


def backlog(scenario: Scenario, outcome: Outcome) -> Section:
    """Return the open contacts of each channel, with those that waited at the start if any did."""
    given = bool(scenario.start.backlog)
    first = ("at start", "of it answered") if given else ()
    return Section(
        "Backlog",
        "contacts of all stages open with the team",
        ("channel", *first, "mean", "highest", "at end", "oldest"),
        tuple(
            (
                one.channel_id,
                *(_at_start(one.backlog) if given else ()),
                count(one.backlog.mean),
                count(one.backlog.highest),
                count(one.backlog.at_end),
                length(one.backlog.oldest_seconds),
            )
            for one in outcome.channels
        ),
    )


def _at_start(one: BacklogOutcome) -> tuple[str, str]:
    return count(one.at_start), count(one.start_answered)


def flows(scenario: Scenario, outcome: Outcome) -> Section | None:
    """Return where contacts went besides the team and why they came; None where nothing did."""
    used = [
        field.name
        for field in fields(FlowOutcome)
        if any(_flow(one, field.name) > 0 for one in outcome.channels)
    ]
    if not used:
        return None
    shown = [one for one in outcome.channels if any(_flow(one, name) > 0 for name in used)]
    return Section(
        "Where contacts came from and went",
        "first contacts, means, by the channel that they came in by",
        ("contacts", *(one.channel_id for one in shown)),
        tuple((FLOWS[name], *(count(getattr(one.flows, name)) for one in shown)) for name in used),
    )


def _flow(one: ChannelOutcome, name: str) -> float:
    flow: Estimate = getattr(one.flows, name)
    return flow.mean
