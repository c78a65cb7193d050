"""Checks of names: channels, workflows and profiles that a field speaks of must be there."""

from collections.abc import Iterator

from scenarios.channels import Channel
from scenarios.checks.parts import Parts
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem


def check_references(parts: Parts) -> Iterator[Problem]:
    """Yield every name of something that is not there."""
    for path, name in _channels_named(parts):
        yield from unknown_channel(parts, path, name)
    for key, channel in parts.channels.items():
        yield from _workflow(parts, key, channel)
    for person in parts.people:
        if person.profile is not None and person.profile not in parts.profile_ids:
            advice = known_names(person.profile, parts.profile_ids)
            message = f'there is no profile "{person.profile}" in team.profiles; {advice}'
            yield parts.problem(("team", "agents", person.place, "profile"), message)


def unknown_channel(parts: Parts, path: FieldPath, name: str) -> Iterator[Problem]:
    """Yield a problem at a path if no channel has the name."""
    if parts.channel_ids and name not in parts.channel_ids:
        message = f'there is no channel "{name}"; {known_names(name, parts.channel_ids)}'
        yield parts.problem(path, message)


def _channels_named(parts: Parts) -> Iterator[tuple[FieldPath, str]]:
    for key, channel in parts.channels.items():
        yield from _named_by(("channels", key), channel)
    for key, event in parts.events.items():
        yield from _listed(("events", key, "channels"), event.channels)
    for key, storm in parts.storms.items():
        yield ("storms", key, "channel"), storm.channel
    for key, desk in parts.external_desks.items():
        yield from _listed(("external_desks", key, "channels"), desk.channels)
    if parts.authors is not None:
        yield from _listed(("authors", "channels"), parts.authors.channels)
    for key in parts.start.backlog if parts.start is not None else ():
        yield ("start", "backlog", key), key
    for key, profile in parts.profiles.items():
        for channel_id in profile.handle_time_factor:
            yield ("team", "profiles", key, "handle_time_factor", channel_id), channel_id


def _named_by(path: FieldPath, channel: Channel) -> Iterator[tuple[FieldPath, str]]:
    for place, spill in enumerate(channel.spill):
        yield (*path, "spill", place, "to"), spill.to
    if channel.repeat is not None and channel.repeat.to is not None:
        yield (*path, "repeat", "to"), channel.repeat.to
    if channel.moderation is not None and channel.moderation.to is not None:
        yield (*path, "moderation", "to"), channel.moderation.to
    if channel.public_answers is not None:
        yield from _listed((*path, "public_answers", "channels"), channel.public_answers.channels)


def _listed(path: FieldPath, names: tuple[str, ...]) -> Iterator[tuple[FieldPath, str]]:
    for place, name in enumerate(names):
        yield (*path, place), name


def _workflow(parts: Parts, key: str, channel: Channel) -> Iterator[Problem]:
    try:
        _ = channel.stages
    except ValueError as error:
        message = f"{error}; or write stages of your own"
        yield parts.problem(("channels", key, "workflow"), message)
