"""Conflicts between heads that must be on duty and what keeps people from being there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from scheduler.explain.conflict import Conflict, Part
from scheduler.explain.smallest import smallest_conflict
from scheduler.explain.sources import Source
from scheduler.explain.together import together_conflicts
from scheduler.explain.who_could import WhoCould
from scheduler.explain.words import (
    contracted_in_words,
    heads_in_words,
    in_words,
    missing_in_words,
    slots_in_words,
    way_in_words,
)
from scheduler.people.calendar import Calendar
from scheduler.people.tour_rules import TourRules
from scheduler.requirement import HeadCount

_MOST_TOLD = 8

Reason = tuple[int, Source]  # what keeps an agent away


@dataclass(frozen=True)
class Short:
    """A span of slots in which fewer people could be there than must be, whatever they do."""

    count: HeadCount
    first: int
    last: int  # not included
    could: tuple[bool, ...]  # of each of those who count

    @property
    def wanted(self) -> int:
        """Heads that must be there in each of the slots."""
        return int(self.count.wanted[self.first])


def heads_conflicts(
    calendar: Calendar,
    rules: Sequence[TourRules],
    heads: Sequence[HeadCount],
    *,
    repeats: bool = False,
    together: bool = True,
) -> tuple[Conflict, ...]:
    """Return why heads that must be there cannot be; ``rules`` are made apart.

    First each slot is looked at alone: who could be there at all. If that is enough everywhere,
    everybody's rules are looked at ``together``.
    """
    if not heads:
        return ()
    who = WhoCould(calendar, rules, repeats)
    found = [short for count in heads for short in shorts_of(who, count)]
    if found:
        found.sort(key=lambda one: one.could.count(True) - one.wanted)
        return tuple(_conflict(who, short) for short in found[:_MOST_TOLD])
    return together_conflicts(calendar, rules, heads, repeats=repeats) if together else ()


def shorts_of(who: WhoCould, count: HeadCount) -> Iterator[Short]:
    """Yield the spans of a day with the same wanted and the same people who could be there."""
    members = members_of(who.calendar, count)
    day_of = who.calendar.timeline.interval_day
    lacking = []
    for slot in np.flatnonzero(count.wanted > 0).tolist():
        could = tuple(_could(who, count, agent, slot) for agent in members)
        if could.count(True) < count.wanted[slot]:
            day = slot if count.template_id is not None else int(day_of[slot])
            lacking.append((slot, (int(count.wanted[slot]), could, day)))
    # Slots one after the other differ by as much as their places in the list.
    for _, span in groupby(enumerate(lacking), key=lambda one: (one[1][0] - one[0], one[1][1])):
        slots = [slot for _, (slot, _) in span]
        could = dict(lacking)[slots[0]][1]
        yield Short(count, slots[0], slots[-1] + 1, could)


def _could(who: WhoCould, count: HeadCount, agent: int, slot: int) -> bool:
    if count.template_id is None:
        return bool(who.there[agent, slot])
    return who.could(agent, who.choices_at(count, slot))


def members_of(calendar: Calendar, count: HeadCount) -> list[int]:
    """Return the places of the agents who count."""
    inside = set(count.agent_ids)
    return [place for place, agent in enumerate(calendar.agents) if agent.id in inside]


def reasons_of(who: WhoCould, short: Short) -> tuple[Reason, ...]:
    """Return what of all that keeps people away is needed to fall short."""
    choices, able = who.choices_at(short.count, short.first), _able(who, short)
    here = short.could.count(True)
    reasons = [(one, source) for one in able for source in who.all_against(one, choices)]

    def enough(kept: Sequence[Reason]) -> bool:
        held: dict[int, set[Source]] = {one: set() for one in able}
        for one, source in kept:
            held[one].add(source)
        return here + sum(who.could(one, choices, held[one]) for one in able) >= short.wanted

    return smallest_conflict(reasons, enough)


def _able(who: WhoCould, short: Short) -> list[int]:
    """Return those who could not be there but for what may give way."""
    choices = who.choices_at(short.count, short.first)
    return [
        one
        for one, could in zip(members_of(who.calendar, short.count), short.could, strict=True)
        if not could and any(who.blockers(one, *choice) is not None for choice in choices)
    ]


def _conflict(who: WhoCould, short: Short) -> Conflict:
    calendar, count, needed = who.calendar, short.count, reasons_of(who, short)
    choices, here = who.choices_at(count, short.first), short.could.count(True)
    members = len(short.could)
    never = members - here - len(_able(who, short))
    parts = [
        Part(
            f"{heads_in_words(calendar, count, short.wanted)} must be there and "
            f"{contracted_in_words(members)}{_never(never)}",
            missing_in_words(calendar, count, short.wanted - here, short.last - short.first),
        )
    ]
    for one, source in needed:
        others = who.all_against(one, choices) - {source}
        helps = here + who.could(one, choices, others) >= short.wanted
        way = way_in_words(calendar, one, source, 1) if helps else None
        parts.append(Part(in_words(calendar, one, source), way))
    return Conflict(
        slots_in_words(calendar, count, short.first, short.last),
        tuple(parts),
        leaves=_leaves(short, members - never - len({one for one, _ in needed}), needed),
    )


def _never(agents: int) -> str:
    """Return the words on those whom no shift would bring there, whatever gives way."""
    return f", for {agents} of whom there is no shift then" if agents else ""


def _leaves(short: Short, left: int, needed: Sequence[Reason]) -> str:
    here = short.could.count(True)
    more = f" (and all that keeps people away then makes it {here})" if here < left else ""
    return f"that makes it {left}{more}" if needed else ""
