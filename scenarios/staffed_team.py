"""The team that a staffing stands for: agents by group, with what they need to work."""

from collections.abc import Mapping
from typing import Any

from scenarios.channels import Channel
from scenarios.lenient import mapping, valid
from scenarios.staffing import StaffedGroup, Staffing
from scenarios.wall import format_wall_time

# What a staffing says itself, or has no use for.
MADE_OF_TEAM = ("agents", "contracts", "profiles")
CONTRACT = "staffed"
SHIFT = "staffed"
_HOURS_PER_WEEK = 40.0  # nobody is rostered, so nothing depends on it


def is_staffed(data: Mapping[str, Any]) -> bool:
    """Whether a scenario's data say numbers of agents instead of people."""
    return data.get("staffing") is not None


def with_staffed_team(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario's data with the team and the shifts that its staffing stands for.

    Group g gets agents ``g-001``, ``g-002`` and so on, as many as its busiest period needs, with
    the skills of the channels that it serves, one contract for all, and a profile of the group's
    name where it has handle time factors. One shift template spans the periods of a day. Data
    without a staffing, or with one that is wrong, are returned as they are.
    """
    staffing = valid(Staffing, data["staffing"]) if is_staffed(data) else None
    if staffing is None:
        return data
    channels = mapping(data.get("channels"))
    team = {**mapping(data.get("team")), **_team(staffing, channels)}
    template = {
        "starts": [format_wall_time(staffing.from_time)],
        "length_minutes": staffing.every_minutes * staffing.periods,
        "days": staffing.days,
    }
    return {**data, "team": team, "shifts": {SHIFT: template}}


def without_staffed_team(data: dict[str, Any]) -> dict[str, Any]:
    """Return a scenario's data without what ``with_staffed_team`` puts in."""
    if not is_staffed(data):
        return data
    team = {key: value for key, value in data["team"].items() if key not in MADE_OF_TEAM}
    return {key: value for key, value in data.items() if key != "shifts"} | {"team": team}


def _team(staffing: Staffing, channels: dict[str, Any]) -> dict[str, Any]:
    return {
        "contracts": {CONTRACT: {"hours_per_week": _HOURS_PER_WEEK}},
        "agents": [
            agent
            for group_id, group in staffing.groups.items()
            for agent in _agents(group_id, group, channels)
        ],
        "profiles": {
            group_id: {"handle_time_factor": dict(group.handle_time_factor)}
            for group_id, group in staffing.groups.items()
            if group.handle_time_factor
        },
    }


def _agents(group_id: str, group: StaffedGroup, channels: dict[str, Any]) -> list[dict[str, Any]]:
    served = [channel_id for level in group.serves for channel_id in level]
    skills = {skill: None for one in served for skill in _skills(one, channels.get(one))}
    return [
        {
            "id": f"{group_id}-{number:03d}",
            "contract": CONTRACT,
            "skills": list(skills),
            "languages": list(group.languages),
            "group": group_id,
            "profile": group_id if group.handle_time_factor else None,
        }
        for number in range(1, max(group.agents) + 1)
    ]


def _skills(channel_id: str, written: Any) -> list[str]:
    """Return the skills of a channel's stages; its own id where the channel cannot be read."""
    channel = valid(Channel, written)
    try:
        stages = channel.stages if channel is not None else ()
    except ValueError:  # a workflow that does not exist, which the checks tell
        stages = ()
    own = (channel.skill if channel is not None else None) or channel_id
    return [stage.skill or own for stage in stages] or [own]
