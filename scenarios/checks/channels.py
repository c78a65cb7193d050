"""Checks of channels: hours, shapes, hostility, and somebody who can answer."""

from collections.abc import Iterator

import numpy as np

from scenarios.channels import Channel, Medium
from scenarios.checks.parts import Parts
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.wall import WindowsByWeekday
from scenarios.week_shapes import shape_of


def check_channels(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about channels."""
    for key, channel in parts.channels.items():
        yield from _shape(parts, key, channel)
        yield from _hostility(parts, key, channel)
        yield from _hours(parts, key, channel)
        yield from _answered(parts, key, channel)
        if channel.medium is Medium.PHONE and channel.concurrency > 1:
            message = "one agent takes one call at a time; write 1 or leave it out"
            yield parts.problem(("channels", key, "concurrency"), message)


def _shape(parts: Parts, key: str, channel: Channel) -> Iterator[Problem]:
    try:
        shape_of(channel)
    except ValueError as error:
        yield parts.problem(("channels", key, "shape"), str(error))


def _hostility(parts: Parts, key: str, channel: Channel) -> Iterator[Problem]:
    hostility = channel.hostility
    if hostility.share > 0 and hostility.by_hour is not None and not sum(hostility.by_hour):
        message = "all hours are zero; give at least one hour a positive weight or leave it out"
        yield parts.problem(("channels", key, "hostility", "by_hour"), message)
    if parts.classifier is None:
        return
    try:
        parts.classifier.false_positive_rate(channel.hostile_share)
    except ValueError as error:
        yield parts.problem(("classifier", "precision"), f"channel {key}: {error}")


def _hours(parts: Parts, key: str, channel: Channel) -> Iterator[Problem]:
    own = channel.opening is not None
    opening = channel.opening if own else parts.opening
    if opening is None:
        return
    path = ("channels", key, "opening") if own else ("channels", key)
    if not any(opening):
        if own:
            message = f"{key} is never open; write hours or leave them out for the team's"
            yield parts.problem(path, message)
        return
    shaped = channel.realtime and (channel.volume_per_week or 0) > 0
    if shaped and not _weight_within(channel, opening):
        message = (
            f"{key} is answered live, but its weekly shape has no weight within its opening "
            "hours; change the shape or the hours"
        )
        yield parts.problem(("channels", key, "shape"), message)


def _weight_within(channel: Channel, opening: WindowsByWeekday) -> bool:
    """Whether any volume falls into the opening hours; true for a shape that is not known."""
    try:
        weights = np.array(shape_of(channel).weights()).reshape(7, 24)
    except ValueError:
        return True
    return any(
        weights[day, start // 60 : -(-end // 60)].sum() > 0
        for day, listed in enumerate(opening)
        for start, end in listed
    )


def _answered(parts: Parts, key: str, channel: Channel) -> Iterator[Problem]:
    if not parts.people:
        return
    for skill, field in _needed_skills(key, channel).items():
        yield from _held(parts, key, channel, skill, field)


def _needed_skills(key: str, channel: Channel) -> dict[str, FieldPath]:
    """Return each skill that the channel's stages need, and where it was written."""
    path: FieldPath = ("channels", key)
    own = (channel.skill or key, (*path, "skill") if channel.skill else path)
    try:
        stages = channel.stages
    except ValueError:  # a workflow that does not exist, which is told elsewhere
        return dict([own])
    needed: dict[str, FieldPath] = {}
    for place, stage in enumerate(stages):
        if stage.skill is None:
            needed.setdefault(*own)
        else:
            needed.setdefault(stage.skill, (*path, "workflow", "stages", place, "skill"))
    return needed


def _held(
    parts: Parts, key: str, channel: Channel, skill: str, field: FieldPath
) -> Iterator[Problem]:
    """Yield what is wrong where nobody has a skill, or not with one of the languages."""
    skilled = [person for person in parts.people if skill in person.skills]
    if not skilled:
        held = {skill for person in parts.people for skill in person.skills}
        advice = known_names(skill, sorted(held))
        message = f'nobody has the skill "{skill}"; give it to an agent ({advice})'
        yield parts.problem(field, message)
        return
    spoken = sorted({language for person in skilled for language in person.languages})
    for language in channel.languages:
        if language not in spoken:
            message = (
                f'nobody with the skill "{skill}" speaks "{language}"; add the language to an '
                f"agent ({known_names(language, spoken)})"
            )
            yield parts.problem(("channels", key, "languages", language), message)
