"""Who is asked for what, by index, in each time of the week for which the rules say it."""

from collections.abc import Iterable
from dataclasses import dataclass

from scenarios.assignment import AssignmentRules, GroupRule, RoutingPolicy
from simulation.world import World

Levels = tuple[tuple[int, ...], ...]
"""Groups of indexes, each group asked together, the first group first."""
_BY_PREFERENCE = (RoutingPolicy.PLAN, RoutingPolicy.SKILL_PRIORITY)


@dataclass(frozen=True)
class Eligibility:
    """Group rules by index, as they hold in one time of the week."""

    groups_of_queue: tuple[Levels, ...]  # by queue: groups by preference
    queues_of_group: tuple[Levels, ...]  # by group: queues by priority
    helpers_of_queue: tuple[tuple[int, ...], ...]  # by queue: groups that only a step asks


@dataclass(frozen=True)
class Periods:
    """The times of the week with rules of their own; the first is what holds otherwise."""

    rules: tuple[Eligibility, ...]
    of_week: tuple[int, ...]  # by interval of the local week: which of them holds


def compile_periods(
    world: World, rules: AssignmentRules, helps: tuple[int, ...], gated: tuple[bool, ...]
) -> Periods:
    """Return who is asked for what in each time of the week.

    ``helps`` is by group the step that alone asks it for hostile cases, or -1; ``gated`` says of
    which queues. Raises ValueError for a group or queue that the scenario lacks, for two rules of
    one group and queue, and for times outside the week or in two periods.
    """
    of_week = [0] * world.intervals_per_week
    for number, period in enumerate(rules.periods, start=1):
        for interval in period.intervals:
            if not 0 <= interval < len(of_week):
                raise ValueError(
                    f"period {period.id} names interval {interval}; the week has {len(of_week)}"
                )
            if of_week[interval]:
                raise ValueError(f"interval {interval} of the week is in two periods")
            of_week[interval] = number
    by_preference = rules.policy in _BY_PREFERENCE
    return Periods(
        tuple(
            _eligibility(world, group_rules, helps, gated, by_preference)
            for group_rules in (rules.group_rules, *(one.group_rules for one in rules.periods))
        ),
        tuple(of_week),
    )


def _eligibility(
    world: World,
    group_rules: tuple[GroupRule, ...],
    helps: tuple[int, ...],
    gated: tuple[bool, ...],
    by_preference: bool,
) -> Eligibility:
    _check(world, group_rules)
    queue_at = {queue_id: number for number, queue_id in enumerate(world.queue_ids)}
    group_at = {group_id: number for number, group_id in enumerate(world.group_ids)}
    asked: list[list[tuple[int, int]]] = [[] for _ in queue_at]
    helpers: list[list[int]] = [[] for _ in queue_at]
    served: list[list[tuple[int, int]]] = [[] for _ in group_at]
    for rule in group_rules:
        queue, group = queue_at[rule.queue_id], group_at[rule.group_id]
        served[group].append((rule.priority, queue))
        if gated[queue] and helps[group] >= 0:
            helpers[queue].append(group)
        else:
            asked[queue].append((rule.preference if by_preference else 0, group))
    return Eligibility(
        groups_of_queue=tuple(_levels(one) for one in asked),
        queues_of_group=tuple(_levels(one) for one in served),
        helpers_of_queue=tuple(tuple(sorted(one)) for one in helpers),
    )


def _levels(ranked: Iterable[tuple[int, int]]) -> Levels:
    levels: dict[int, list[int]] = {}
    for rank, number in sorted(ranked):
        levels.setdefault(rank, []).append(number)
    return tuple(tuple(numbers) for numbers in levels.values())


def _check(world: World, group_rules: tuple[GroupRule, ...]) -> None:
    seen: set[tuple[str, str]] = set()
    for rule in group_rules:
        if rule.group_id not in world.group_ids:
            raise ValueError(f"assignment rules name a group that is not there: {rule.group_id}")
        if rule.queue_id not in world.queue_ids:
            raise ValueError(f"assignment rules name a queue that is not there: {rule.queue_id}")
        pair = (rule.group_id, rule.queue_id)
        if pair in seen:
            raise ValueError(f"two assignment rules for group {pair[0]} and queue {pair[1]}")
        seen.add(pair)


def changes_of(periods: Periods, world: World, start: float) -> list[tuple[float, int]]:
    """Return when which group rules begin to hold, from a start on; those of 0 hold before.

    Before the horizon the week runs as before any Monday.
    """
    changes: list[tuple[float, int]] = []
    if len(periods.rules) == 1:
        return changes
    places, step, now = world.interval_of_week.tolist(), world.step_seconds, 0
    for interval in range(int(start // step), len(places)):
        place = places[interval] if interval >= 0 else places[0] + interval
        number = periods.of_week[place % world.intervals_per_week]
        if number != now:
            changes.append((max(start, interval * step), number))
            now = number
    return changes
