"""Presence: who might be at work in an interval, as amounts of the model, moment by moment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from scenarios.roster import Activity
from scheduler.requirement import HeadCount
from scheduler.roster_model.ground import Ground
from scheduler.roster_model.linear import Linear
from scheduler.roster_model.supply import Supply

Amounts = tuple[Linear, ...]


@dataclass(frozen=True)
class _Part:
    """A time of work within an interval, with the number of those who work it."""

    start_minute: int
    end_minute: int
    amount: Linear


@dataclass(frozen=True)
class Presence:
    """Those at work in each interval, by (group, interval)."""

    ground: Ground
    supply: Supply
    parts: dict[tuple[int, int], list[_Part]] = field(default_factory=dict)

    def all_through(self, groups: Sequence[int], interval: int) -> Amounts:
        """Return the amounts whose sum is the heads of groups at work through an interval."""
        step = self.supply.step
        amounts: list[Linear] = []
        for group in groups:
            parts = self.parts.get((group, interval), [])
            through = [part for part in parts if part.end_minute - part.start_minute == step]
            if through and len(through) == len(parts):
                amounts.append(self.supply.terms[group, interval][1])
            else:
                amounts.extend(part.amount for part in through)
        return tuple(amounts)

    def moments(self, groups: Sequence[int], interval: int) -> list[Amounts]:
        """Return the amounts at work between every two changes within an interval."""
        parts = [part for group in groups for part in self.parts.get((group, interval), [])]
        cuts = sorted({edge for part in parts for edge in (part.start_minute, part.end_minute)})
        if len(cuts) == 2:  # nothing changes within the interval
            return [self.all_through(groups, interval)]
        return [
            tuple(
                part.amount
                for part in parts
                if part.start_minute <= first and last <= part.end_minute
            )
            for first, last in pairwise(cuts)
        ]


def presence_of(ground: Ground, supply: Supply, groups: Iterable[int]) -> Presence:
    """Return who of some groups might be at work in each interval of the horizon."""
    parts: dict[tuple[int, int], list[_Part]] = defaultdict(list)
    step = supply.step
    for group in groups:
        for placement in ground.placements[group]:
            for segment in placement.segments:
                if segment.activity is not Activity.WORK:
                    continue
                for k in range(segment.start_minute // step, -(-segment.end_minute // step)):
                    start = max(segment.start_minute, k * step)
                    end = min(segment.end_minute, (k + 1) * step)
                    parts[group, k].append(_Part(start, end, placement.amount))
    return Presence(ground, supply, dict(parts))


def starting(ground: Ground, count: HeadCount, day: int) -> Amounts:
    """Return the variables of shifts of a count's template that start on a day."""
    wanted = set(count.agent_ids)
    return tuple(
        option.chosen
        for agent in ground.agents
        if ground.calendar.agents[agent].id in wanted
        for option in ground.options[agent, day]
        if option.duty.template == count.template_id
    )


def groups_counted(ground: Ground, count: HeadCount) -> tuple[int, ...]:
    """Return the groups whose agents count. Raises ValueError if one counts in part only.

    Within a group nobody is told apart when breaks are placed.
    """
    wanted = set(count.agent_ids)
    found = []
    for number, group in enumerate(ground.calendar.groups):
        inside = wanted & set(group.agent_ids)
        if inside and inside != set(group.agent_ids):
            raise ValueError(
                f'"{count.name}" counts some agents of group {group.id} and others not; give '
                "those who count a skill or a group of their own"
            )
        if inside:
            found.append(number)
    return tuple(found)
