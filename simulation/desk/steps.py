"""The steps for hostile cases that nobody may take, compiled to indexes."""

from dataclasses import dataclass
from enum import IntEnum

from scenarios.assignment import AssignmentRules, RoutingPolicy
from scenarios.cap import BlockedStep, Then
from simulation.world import World

MOST_STEPS = 30  # a task notes in the bits of a number which of them have acted on it


class StepKind(IntEnum):
    """What a step does."""

    WAIT = 0
    GROUP = 1
    DESK = 2
    MODERATE = 3
    BREACH = 4


@dataclass(frozen=True)
class Step:
    """One step by index."""

    kind: StepKind
    after_seconds: float
    to: int  # group or external desk, -1 for none


@dataclass(frozen=True)
class Steps:
    """The steps of some rules, and whom they concern; without a quota there are none."""

    all: tuple[Step, ...]
    seconds: tuple[float, ...]  # the times at which any comes due, sorted
    of_group: tuple[int, ...]  # by group: the step by which alone it gets hostile cases, or -1
    of_desk: tuple[int, ...]  # by external desk: its step, or -1
    by_ladder: tuple[bool, ...]  # by external desk: whether it takes only what a step hands it
    breach: int  # the step that breaches, or -1


_KINDS = {
    Then.WAIT: StepKind.WAIT,
    Then.GROUP: StepKind.GROUP,
    Then.DESK: StepKind.DESK,
    Then.MODERATE: StepKind.MODERATE,
    Then.BREACH: StepKind.BREACH,
}


def compile_steps(world: World, rules: AssignmentRules) -> Steps:
    """Return the steps by index.

    An external desk that the scenario or the rules name in a step takes no other cases, whatever
    the router. Raises ValueError for a group or desk that is not there, for one that two steps
    name, for a second step that breaches or moderates, and for too many steps.
    """
    quota = rules.quota if rules.policy is RoutingPolicy.PLAN else None
    said = quota.steps if quota is not None else ()
    desks = tuple(world.scenario.external_desks)
    _check(world, desks, said)
    cap = world.scenario.cap
    named = {one.to for one in (*said, *(cap.when_blocked if cap else ())) if one.then is Then.DESK}
    steps = tuple(
        Step(_KINDS[one.then], one.after_seconds, _index(world, desks, one)) for one in said
    )
    return Steps(
        all=steps,
        seconds=tuple(sorted({one.after_seconds for one in steps})),
        of_group=_places(steps, StepKind.GROUP, len(world.group_ids)),
        of_desk=_places(steps, StepKind.DESK, len(desks)),
        by_ladder=tuple(desk in named for desk in desks),
        breach=next((k for k, one in enumerate(steps) if one.kind is StepKind.BREACH), -1),
    )


def _index(world: World, desks: tuple[str, ...], step: BlockedStep) -> int:
    if step.then is Then.GROUP and step.to is not None:
        return world.group_ids.index(step.to)
    if step.then is Then.DESK and step.to is not None:
        return desks.index(step.to)
    return -1


def _places(steps: tuple[Step, ...], kind: StepKind, size: int) -> tuple[int, ...]:
    places = [-1] * size
    for number, one in enumerate(steps):
        if one.kind is kind:
            places[one.to] = number
    return tuple(places)


def _check(world: World, desks: tuple[str, ...], said: tuple[BlockedStep, ...]) -> None:
    if len(said) > MOST_STEPS:
        raise ValueError(f"{len(said)} steps for blocked cases; at most {MOST_STEPS}")
    known = {Then.GROUP: world.group_ids, Then.DESK: desks}
    seen: set[tuple[Then, str | None]] = set()
    for step in said:
        if step.then in known and step.to not in known[step.then]:
            raise ValueError(f"a step hands cases to a {step.then} that is not there: {step.to}")
        key = (step.then, step.to)
        if key in seen and step.then is not Then.WAIT:
            raise ValueError(f"two steps {step.then} {step.to or ''}".rstrip() + "; keep one")
        seen.add(key)
