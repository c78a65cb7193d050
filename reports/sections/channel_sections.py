"""Channels, the stages of their cases, backlog, and where contacts came from and went."""

from dataclasses import fields

from reports.sections.section import Section, count, length, share
from scenarios.scenario import Scenario
from simulation.measures.outcome import BacklogOutcome, FlowOutcome, Outcome

_FLOWS = {
    "bot": "bot",
    "spared": "spared",
    "moderated": "moderated",
    "external": "external",
    "called_back": "called back",
    "unreached": "unreached",
    "handed_over": "handed over",
    "reposts": "wrote again",
    "spills": "spilled over",
    "repeats": "came back",
    "bot_returns": "after bot",
    "cascade": "cascade",
}


def channels(scenario: Scenario, outcome: Outcome) -> Section:
    """Return one row a channel: what came, what was answered, how fast, and how angry it was."""
    return Section(
        "Channels",
        "first contacts, means; replies in opening hours",
        (
            "channel",
            "offered",
            "answered",
            "in time",
            "reply p50",
            "reply p90",
            "replied",
            "left",
            "hostile",
            "open",
        ),
        tuple(
            (
                one.channel_id,
                count(one.offered),
                count(one.answered),
                share(one.service_level),
                length(one.frt_opening_median_seconds),
                length(one.frt_opening_p90_seconds),
                share(one.response_rate),
                share(one.abandonment_share),
                share(one.hostile_share),
                count(one.open_at_end),
            )
            for one in outcome.channels
        ),
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
            length(one.aht_seconds),
        )
        for one in outcome.stages
        if _walks(scenario, one.channel_id)
    )
    columns = ("stage", "offered", "answered", "in time", "mean wait", "handle time")
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
    columns = ("channel", "resolved", "dropped out", "median", "p90", "in time")
    note = "first message to the close, clock on the wall"
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
        if any(getattr(one.flows, field.name).mean > 0 for one in outcome.channels)
    ]
    if not used:
        return None
    return Section(
        "Ways of contacts",
        "first contacts, means",
        ("channel", *(_FLOWS[name] for name in used)),
        tuple(
            (one.channel_id, *(count(getattr(one.flows, name)) for name in used))
            for one in outcome.channels
        ),
    )
