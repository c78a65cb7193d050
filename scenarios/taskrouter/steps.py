"""The steps for hostile cases that nobody may take, as targets of a workflow and back."""

from collections.abc import Iterable, Iterator, Mapping

from scenarios.cap import BlockedStep, Then
from scenarios.queues import Line, groups_of, serves
from scenarios.scenario import Scenario

Key = tuple[Then, str | None]


def applies(scenario: Scenario, step: BlockedStep, line: Line) -> bool:
    """Whether a step has anything to do with the cases of a line, whoever serves it.

    A desk takes the channels that it is for, and moderation what others read.
    """
    if step.then is Then.DESK and step.to is not None:
        desk = scenario.external_desks.get(step.to)
        return desk is not None and line.channel_id in desk.channels
    if step.then is Then.MODERATE:
        return scenario.channels[line.channel_id].public
    return step.then is not Then.WAIT


def key_of(step: BlockedStep) -> Key:
    """Return what makes two steps the same one, whenever they come."""
    return step.then, step.to


def concerns(scenario: Scenario, step: BlockedStep, lines: Iterable[Line]) -> bool:
    """Whether a step has anything to do with the cases of some lines, so that a target says it."""
    groups = [group for group in groups_of(scenario) if group.id == step.to]
    return any(
        applies(scenario, step, line)
        and (step.then is not Then.GROUP or any(serves(group, line) for group in groups))
        for line in lines
    )


def merged(
    scenario: Scenario,
    of_lines: Mapping[Line, tuple[BlockedStep, ...]],
    known: tuple[BlockedStep, ...],
) -> tuple[BlockedStep, ...]:
    """Return one list of steps from those of each queue.

    Costs, and steps that only wait or concern nothing, are those of the settings. So is the order
    if the settings have the same steps, and else the order of time.
    """
    found: dict[Key, BlockedStep] = {}
    for steps in of_lines.values():
        for step in steps:
            found.setdefault(key_of(step), step)
    costs = {key_of(step): step.cost for step in known}
    priced = {
        key: step.model_copy(update={"cost": costs.get(key, 0.0)}) for key, step in found.items()
    }
    silent = [step for step in known if not concerns(scenario, step, of_lines)]
    acting = [key_of(step) for step in known if step not in silent]
    if set(acting) == set(priced):
        return tuple(priced.get(key_of(step), step) for step in known)
    in_time = sorted(priced.values(), key=lambda step: step.after_seconds)
    return (*in_time, *silent)


def unlike(
    scenario: Scenario, of_lines: Iterable[tuple[Line, tuple[BlockedStep, ...]]]
) -> Iterator[tuple[int, str]]:
    """Yield the places of lines whose steps do not fit into one list with the others', and why.

    A group that helps may be missing, as rules say of each queue who helps with it.
    """
    listed = list(of_lines)
    everything: dict[Key, BlockedStep] = {}
    for _, steps in listed:
        for step in steps:
            everything.setdefault(key_of(step), step)
    for place, (line, steps) in enumerate(listed):
        own = {key_of(step): step for step in steps}
        for key, step in everything.items():
            name = f"{step.then.value} {step.to}" if step.to else step.then.value
            if key in own and own[key].after_seconds != step.after_seconds:
                yield place, f"has {name} after another time than other hostile queues"
            elif key not in own and step.then is not Then.GROUP and applies(scenario, step, line):
                yield place, f"lacks the step {name} of other hostile queues"
