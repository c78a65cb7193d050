"""Checks of the cap: that it limits something, for people who are there, with steps that can be."""

from collections.abc import Iterator

from scenarios.cap import BlockedStep, Cap, CapLimits, Then
from scenarios.checks.parts import Parts
from scenarios.checks.person import Person
from scenarios.nearest import known_names
from scenarios.problems import FieldPath, Problem

_LAST = (Then.WAIT, Then.BREACH)


def check_cap(parts: Parts) -> Iterator[Problem]:
    """Yield what is wrong with the cap, its groups, its agents and its steps."""
    cap = parts.cap
    if cap is None:
        if parts.says(("cap",)) and parts.source.data.get("cap") is not None:
            return  # it is there, but wrong in itself
        for person in parts.people:
            if person.cap is not None:
                message = "there is no cap; write cap with a window, if only for this agent"
                yield parts.problem(("team", "agents", person.place, "cap"), message)
        return
    yield from _limits(parts, cap)
    yield from _groups(parts, cap)
    yield from _order(parts, cap.when_blocked)
    for place, step in enumerate(cap.when_blocked):
        yield from _step(parts, ("cap", "when_blocked", place), step)


def _limits(parts: Parts, cap: Cap) -> Iterator[Problem]:
    own = [person.cap for person in parts.people if person.cap is not None]
    layers: list[CapLimits] = [cap, *cap.groups.values(), *own]
    if not any(layer.limits_anything for layer in layers):
        message = "limits nothing; write a share as hostile, another limit, or leave cap out"
        yield parts.problem(("cap",), message)
    timed = any(layer.cool_down_seconds for layer in layers)
    if not timed and cap.cool_down_after_run is not None:
        message = "there is no cool-down to come then; write cool_down_seconds"
        yield parts.problem(("cap", "cool_down_after_run"), message)


def _groups(parts: Parts, cap: Cap) -> Iterator[Problem]:
    known = tuple(_members(parts))
    for name in cap.groups:
        if known and name not in known:
            message = f'there is no group "{name}"; {known_names(name, known)}'
            yield parts.problem(("cap", "groups", name), message)


def _order(parts: Parts, steps: tuple[BlockedStep, ...]) -> Iterator[Problem]:
    path: FieldPath = ("cap", "when_blocked")
    if not steps and parts.says(path):
        yield parts.problem(path, "names no step; write wait, or leave when_blocked out")
    for place, step in enumerate(steps):
        here = (*path, place)
        if step.then in _LAST and place + 1 < len(steps):
            message = f"nothing comes after {step.then}; make it the last step"
            yield parts.problem((*here, "then"), message)
        if place and step.after_seconds < steps[place - 1].after_seconds:
            message = (
                f"comes at {step.after_seconds:g} s, before the step above it at "
                f"{steps[place - 1].after_seconds:g} s; put the steps in the order of their times"
            )
            yield parts.problem((*here, "after_seconds"), message)


def _step(parts: Parts, path: FieldPath, step: BlockedStep) -> Iterator[Problem]:
    if step.then in (Then.GROUP, Then.DESK):
        if step.to is None:
            kind = "the id of a group" if step.then is Then.GROUP else "an external desk"
            yield parts.problem(
                path, f"says to hand the case on, but not to whom; write {kind} as to"
            )
        elif step.then is Then.GROUP:
            yield from _to_group(parts, (*path, "to"), step.to)
        else:
            yield from _to_desk(parts, (*path, "to"), step.to)
        return
    if step.to is not None:
        yield parts.problem((*path, "to"), f"{step.then} hands nothing on; leave to out")
    if step.then is Then.WAIT and step.cost:
        yield parts.problem((*path, "cost"), "waiting costs nothing here; leave cost out")
    if step.then is Then.WAIT and step.after_seconds:
        yield parts.problem(
            (*path, "after_seconds"), "a case waits anyway; leave after_seconds out"
        )
    moderated = [c for c in parts.channels.values() if c.moderation is not None]
    if step.then is Then.MODERATE and parts.channels and not moderated:
        yield parts.problem(path, "no channel has moderation; write it at a channel of posts")


def _to_group(parts: Parts, path: FieldPath, name: str) -> Iterator[Problem]:
    groups = _members(parts)
    if not groups:
        return
    if name not in groups:
        message = f'there is no group "{name}"; {known_names(name, tuple(groups))}'
        yield parts.problem(path, message)
        return
    skills = {
        stage.skill or channel.skill or key
        for key, channel in parts.channels.items()
        if channel.hostile_share > 0
        for stage in channel.stages
    }
    own = {skill for person in groups[name] for skill in person.skills}
    if parts.channels and own and not skills & own:
        message = (
            f'group "{name}" serves no channel with hostile cases; name another, or give it one '
            f"of the skills {', '.join(sorted(skills)) or 'that are needed'}"
        )
        yield parts.problem(path, message)


def _to_desk(parts: Parts, path: FieldPath, name: str) -> Iterator[Problem]:
    named = tuple(parts.source.data.get("external_desks") or ())
    if name not in named:
        advice = known_names(name, named) if named else "write it under external_desks"
        yield parts.problem(path, f'there is no external desk "{name}"; {advice}')
        return
    desk = parts.external_desks.get(name)
    hostile = {key for key, channel in parts.channels.items() if channel.hostile_share > 0}
    if desk is not None and hostile and not hostile & set(desk.channels):
        message = (
            f'external desk "{name}" takes no channel with hostile cases; add one of '
            f"{', '.join(sorted(hostile))} to its channels"
        )
        yield parts.problem(path, message)


def _members(parts: Parts) -> dict[str, list[Person]]:
    """Return people by group, as ``groups_of`` names them; without people those of a staffing."""
    if not parts.people and parts.staffing is not None:
        return {name: [] for name in parts.staffing.groups}
    found: dict[tuple[str | None, tuple[str, ...], tuple[str, ...]], list[Person]] = {}
    for person in parts.people:
        key = (person.group, tuple(sorted(person.skills)), tuple(sorted(person.languages)))
        found.setdefault(key, []).append(person)
    members: dict[str, list[Person]] = {}
    for number, ((name, _, _), people) in enumerate(found.items(), start=1):
        members.setdefault(name or f"g{number}", []).extend(people)
    return members
