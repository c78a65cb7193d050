"""Checks of what happens around a case: which part fits which channel, and dates."""

import datetime as dt
from collections.abc import Iterator

from scenarios.branching import total_branching_ratio
from scenarios.channels import Channel, Medium
from scenarios.checks.parts import Parts
from scenarios.problems import FieldPath, Problem
from scenarios.timeline import Timeline

_PRIVATE_WRITTEN = (Medium.MESSAGE, Medium.EMAIL)
_SLACK = 1e-9  # shares such as 0.7 + 0.2 + 0.1 add up to 1 only nearly


def check_world(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about backlash, returns, relief, dates and the start."""
    for key, channel in parts.channels.items():
        path: FieldPath = ("channels", key)
        yield from _only_posts(parts, path, channel)
        yield from _only_live_or_not(parts, path, channel)
        yield from _moved_posts(parts, path, channel)
        yield from _spill(parts, path, channel)
    yield from _dies_out(parts)
    yield from _dates(parts)
    yield from _start(parts)
    for key, desk in parts.external_desks.items():
        if desk.opening is not None and not any(desk.opening):
            message = "is never open; write hours, or leave them out for always"
            yield parts.problem(("external_desks", key, "opening"), message)


def _dies_out(parts: Parts) -> Iterator[Problem]:
    ratio = total_branching_ratio(parts.channels)
    bred = [key for key, channel in parts.channels.items() if channel.backlash is not None]
    if bred and ratio >= 1:
        message = (
            f"with what comes back by spill and repeat a hostile post leads to {ratio:.3g} others "
            "if nobody replies, so a cascade may go on without end; lower branching, the shares "
            "that come back, or at_most"
        )
        yield parts.problem(("channels", bred[0], "backlash"), message)


def _only_posts(parts: Parts, path: FieldPath, channel: Channel) -> Iterator[Problem]:
    medium = channel.medium.value
    for name, given in (("backlash", channel.backlash), ("moderation", channel.moderation)):
        if given is not None and channel.medium is not Medium.POST:
            message = (
                f"{name} is for public posts and this channel's medium is {medium}; leave it out "
                "or move it to a channel with medium: post"
            )
            yield parts.problem((*path, name), message)
    if channel.public_answers is not None and not _answers_in_public(channel):
        message = (
            "nobody reads along here; leave it out, move it to a channel with medium: post, or "
            "give a stage of the workflow public: true"
        )
        yield parts.problem((*path, "public_answers"), message)


def _answers_in_public(channel: Channel) -> bool:
    try:
        return any(stage.public for stage in channel.stages)
    except ValueError:  # a workflow that does not exist, which is told elsewhere
        return True


def _only_live_or_not(parts: Parts, path: FieldPath, channel: Channel) -> Iterator[Problem]:
    medium = channel.medium.value
    if channel.callback is not None and not channel.realtime:
        message = f"a {medium} has no line to wait in; leave it out, or use it for phone or chat"
        yield parts.problem((*path, "callback"), message)
    elif channel.callback is not None and channel.patience is None:
        message = "without patience nobody would hang up; add patience: or leave callback out"
        yield parts.problem((*path, "callback"), message)
    elif channel.callback is not None and channel.sla is None:
        message = "without an sla live calls would wait behind calls back; add sla: to the channel"
        yield parts.problem((*path, "callback"), message)
    if channel.repost is not None and channel.realtime:
        message = (
            f"who waits live does not write again (medium is {medium}); leave it out, or use "
            "spill to the own channel for redialling"
        )
        yield parts.problem((*path, "repost"), message)
    if channel.holding_reply is not None and channel.medium is Medium.PHONE:
        message = "a call cannot be answered in writing; leave it out, or use callback"
        yield parts.problem((*path, "holding_reply"), message)


def _moved_posts(parts: Parts, path: FieldPath, channel: Channel) -> Iterator[Problem]:
    if channel.moderation is None or channel.moderation.to is None:
        return
    target = parts.channels.get(channel.moderation.to)
    if target is not None and target.medium not in _PRIVATE_WRITTEN:
        fitting = [key for key, one in parts.channels.items() if one.medium in _PRIVATE_WRITTEN]
        message = (
            f'the medium of "{channel.moderation.to}" is {target.medium.value}; name a channel '
            f"of messages or e-mail ({', '.join(fitting) or 'there is none yet'}), or leave it out"
        )
        yield parts.problem((*path, "moderation", "to"), message)


def _spill(parts: Parts, path: FieldPath, channel: Channel) -> Iterator[Problem]:
    total = sum(spill.share for spill in channel.spill)
    if total > 1 + _SLACK:
        message = f"the shares add up to {total:g}; lower them to 1 or less in all"
        yield parts.problem((*path, "spill"), message)
    if channel.spill and channel.patience is None:
        message = "without patience nobody leaves, so nobody comes back; add patience:"
        yield parts.problem((*path, "spill"), message)


def _dates(parts: Parts) -> Iterator[Problem]:
    for key, event in parts.events.items():
        yield from _inside(parts, ("events", key, "from_local"), event.from_local)
        yield from _whole_minutes(parts, ("events", key, "to_local"), event.to_local)
    for key, storm in parts.storms.items():
        yield from _inside(parts, ("storms", key, "from_local"), storm.from_local)


def _inside(parts: Parts, path: FieldPath, local: dt.datetime) -> Iterator[Problem]:
    yield from _whole_minutes(parts, path, local)
    if parts.horizon is None:
        return
    first = parts.horizon.start
    end = first + dt.timedelta(days=parts.horizon.days)
    if not first <= local.date() < end:
        message = (
            f"{local:%Y-%m-%d %H:%M} lies outside the horizon; write a time from {first} 00:00 "
            f"to before {end} 00:00"
        )
        yield parts.problem(path, message)


def _whole_minutes(parts: Parts, path: FieldPath, local: dt.datetime) -> Iterator[Problem]:
    if local.second or local.microsecond:
        yield parts.problem(path, f"{local} has seconds; write whole minutes")


def _start(parts: Parts) -> Iterator[Problem]:
    if parts.start is None:
        return
    for key in parts.start.backlog:
        channel = parts.channels.get(key)
        if channel is not None and channel.realtime:
            message = (
                f"nobody waits on a live channel before it opens (medium is "
                f"{channel.medium.value}); leave it out, or use warm_up_hours"
            )
            yield parts.problem(("start", "backlog", key), message)
    if parts.horizon is not None:
        hours = Timeline(parts.horizon).total_minutes / 60
        if parts.start.warm_up_hours >= hours:
            message = (
                f"{parts.start.warm_up_hours:g} hours leave nothing of the horizon's {hours:g}; "
                "write fewer, or plan more weeks"
            )
            yield parts.problem(("start", "warm_up_hours"), message)
