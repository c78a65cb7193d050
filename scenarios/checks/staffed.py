"""Checks of a staffing: its channels and groups, and nothing beside it that it makes itself."""

from collections.abc import Iterator

from scenarios.checks.parts import Parts
from scenarios.checks.references import unknown_channel
from scenarios.lenient import mapping
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem
from scenarios.staffed_team import MADE_OF_TEAM, is_staffed
from scenarios.staffing import StaffedGroup, Staffing

_GROUPS: FieldPath = ("staffing", "groups")
_LONGEST_GROUP_ID = 58  # a dash and five digits still fit into an agent's id


def check_staffed(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong about a staffing."""
    if is_staffed(parts.source.data):
        yield from _beside(parts)
    staffing = parts.staffing
    if staffing is None:
        return
    for key, group in staffing.groups.items():
        yield from _group(parts, key, group)
    for channel_id in staffing.asks:
        yield from _asked(parts, staffing, channel_id)
    for channel_id in parts.channel_ids:
        yield from _served(parts, staffing, channel_id)


def _beside(parts: Parts) -> Iterator[Problem]:
    """Yield a problem for people and shifts that stand beside the staffing."""
    team = mapping(parts.source.data.get("team"))
    message = "stands beside staffing, which says who works when; keep one of the two"
    cleared = f"{message} (null clears a base's)"
    for name in MADE_OF_TEAM:
        if team.get(name) is not None:
            file = ("team", f"{name}_file")
            yield parts.problem(file if file in parts.source.origins else ("team", name), cleared)
    if parts.source.data.get("shifts") is not None:
        yield parts.problem(("shifts",), cleared)


def _group(parts: Parts, key: str, group: StaffedGroup) -> Iterator[Problem]:
    path: FieldPath = (*_GROUPS, key)
    if len(key) > _LONGEST_GROUP_ID:
        message = f"the name is too long for agents' ids; write at most {_LONGEST_GROUP_ID} letters"
        yield parts.problem(path, message)
    if not max(group.agents):
        message = "has no agents in any period; give a number above 0, or leave the group out"
        yield parts.problem((*path, "agents"), message)
    served: list[str] = []
    for place, level in enumerate(group.serves):
        for inner, channel_id in enumerate(level):
            field = (*path, "serves", place, inner)
            yield from unknown_channel(parts, field, channel_id)
            if channel_id in served:
                yield parts.problem(field, f'"{channel_id}" is listed twice; keep one')
            served.append(channel_id)
    for channel_id in group.handle_time_factor:
        if channel_id not in served:
            message = f'the group does not serve "{channel_id}"; {known_names(channel_id, served)}'
            yield parts.problem((*path, "handle_time_factor", channel_id), message)


def _asked(parts: Parts, staffing: Staffing, channel_id: str) -> Iterator[Problem]:
    """Yield what is wrong about whom a channel asks: the groups that serve it, each once."""
    path: FieldPath = ("staffing", "asks", channel_id)
    if channel_id not in parts.channel_ids:
        yield from unknown_channel(parts, path, channel_id)
        return
    serving = _serving(staffing, channel_id)
    asked: list[str] = []
    for place, level in enumerate(staffing.asks[channel_id]):
        for inner, group_id in enumerate(level):
            field = (*path, place, inner)
            if group_id not in staffing.groups:
                advice = known_names(group_id, staffing.groups)
                yield parts.problem(field, f'there is no group "{group_id}"; {advice}')
            elif group_id not in serving:
                message = (
                    f'the group "{group_id}" does not serve {channel_id}; add the channel to its '
                    f"serves, or ask others ({known_names(group_id, serving)})"
                )
                yield parts.problem(field, message)
            if group_id in asked:
                yield parts.problem(field, f'"{group_id}" is listed twice; keep one')
            asked.append(group_id)
    missing = [group_id for group_id in serving if group_id not in asked]
    if missing:
        message = (
            f"{', '.join(missing)} serves {channel_id} but is not asked; add a level with it, or "
            "leave the channel out of asks"
        )
        yield parts.problem(path, message)


def _served(parts: Parts, staffing: Staffing, channel_id: str) -> Iterator[Problem]:
    serving = _serving(staffing, channel_id)
    path: FieldPath = ("channels", channel_id)
    if not serving:
        message = f"no group of the staffing serves {channel_id}; add it to the serves of one"
        yield parts.problem(path, message)
        return
    spoken = sorted({one for key in serving for one in staffing.groups[key].languages})
    channel = parts.channels.get(channel_id)
    for language in channel.languages if channel is not None else ():
        if language not in spoken:
            message = (
                f'no group that serves {channel_id} speaks "{language}"; add the language to a '
                f"group ({known_names(language, spoken)})"
            )
            yield parts.problem((*path, "languages", language), message)


def _serving(staffing: Staffing, channel_id: str) -> list[str]:
    return [
        key
        for key, group in staffing.groups.items()
        if any(channel_id in level for level in group.serves)
    ]
