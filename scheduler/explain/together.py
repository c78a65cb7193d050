"""Conflicts of heads with everybody's whole rules: enough people, but not all at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from ortools.sat.python import cp_model

from scheduler.explain.conflict import Conflict, Part
from scheduler.explain.smallest import smallest_conflict
from scheduler.explain.sources import Piece, Source, at_a_price, pieces_of, rules_from
from scheduler.explain.words import (
    heads_in_words,
    in_words,
    missing_in_words,
    slots_in_words,
    way_in_words,
)
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY
from scheduler.people.tour_rules import Pattern, TourRules
from scheduler.requirement import HeadCount
from scheduler.roster_model.ground import ground_of
from scheduler.roster_model.heads import add_heads
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.solver import counting_solver
from scheduler.roster_model.supply import supply_of

_EFFORT = 10.0  # deterministic seconds of one question


@dataclass(frozen=True, order=True)
class Slots:
    """Neighbouring slots of a day of one count, the heads of which have to be there."""

    count: int
    first: int
    last: int  # not included


@dataclass(frozen=True, order=True)
class Own:
    """A source of one agent."""

    agent: int
    source: Source


Ask = Slots | Own


@dataclass(frozen=True)
class _Answer:
    """Whether there is a roster, None if it is not found out; and its price."""

    possible: bool | None
    price: int | None


def together_conflicts(
    calendar: Calendar,
    rules: Sequence[TourRules],
    heads: Sequence[HeadCount],
    *,
    repeats: bool = False,
) -> tuple[Conflict, ...]:
    """Return a smallest conflict of the heads with the rules of those who count, if one is found.

    Questions that are not answered in their effort are taken for a yes, so that what is
    returned clashes for sure, and may then not be the smallest; the conflict says so.
    """
    team = Team(calendar, rules, heads, repeats)
    clash = clash_of(team)
    return () if clash is None else (team.conflict(*clash),)


def clash_of(team: "Team") -> tuple[list[Slots], list[Own]] | None:
    """Return slots and sources that clash, and none of them could be left out; None if none do."""
    if team.can_hold(team.days, team.people) is not False:
        return None
    # Days and rules first, so that few questions are left about slots and people.
    days = smallest_conflict(team.days, lambda some: team.holds(some, team.people))
    names = sorted({one.source.rule for one in team.people})

    def of_rules(rules: Sequence[str]) -> list[Own]:
        return [one for one in team.people if one.source.rule in rules]

    rules = smallest_conflict(names, lambda some: team.holds(days, of_rules(some)))
    asked: list[Ask] = [*(slot for day in days for slot in team.cut(day)), *of_rules(rules)]
    return _apart(smallest_conflict(asked, lambda some: team.holds(*_apart(some))))


def _apart(asked: Iterable[Ask]) -> tuple[list[Slots], list[Own]]:
    listed = list(asked)
    return [a for a in listed if isinstance(a, Slots)], [a for a in listed if isinstance(a, Own)]


class Team:
    """Those who count for heads that must be there, with their hard rules by source."""

    def __init__(
        self,
        calendar: Calendar,
        rules: Sequence[TourRules],
        heads: Sequence[HeadCount],
        repeats: bool = False,
    ) -> None:
        """Take the rules apart; they should be made ``apart`` (see ``tour_rules``)."""
        self.calendar, self.heads, self.repeats = calendar, heads, repeats
        self.hard = hard_only(rules)
        counted = {name for count in heads for name in count.agent_ids}
        self.agents = [n for n, agent in enumerate(calendar.agents) if agent.id in counted]
        self.pieces = {one: pieces_of(calendar, one, self.hard[one]) for one in self.agents}
        self.sure = True

    @property
    def people(self) -> list[Own]:
        """Everything that people may give way on."""
        return sorted(
            {
                Own(agent, piece.source)
                for agent, pieces in self.pieces.items()
                for piece in pieces
                if piece.source.may_give_way
            }
        )

    @property
    def days(self) -> list[Slots]:
        """The slots of each count, day by day; whole where nobody may be alone."""
        found = []
        for number, count in enumerate(self.heads):
            if count.never_alone:
                found.append(Slots(number, 0, len(count.wanted)))
                continue
            wanted = np.flatnonzero(count.wanted > 0)
            days = wanted if count.template_id else self.calendar.timeline.interval_day[wanted]
            for day in np.unique(days).tolist():
                own = wanted[days == day]
                found.append(Slots(number, int(own[0]), int(own[-1]) + 1))
        return found

    def cut(self, day: Slots) -> list[Slots]:
        """Return the slots of a day one by one."""
        count = self.heads[day.count]
        if count.never_alone or count.template_id is not None:
            return [day]
        wanted = [slot for slot in range(day.first, day.last) if count.wanted[slot] > 0]
        return [Slots(day.count, slot, slot + 1) for slot in wanted]

    def holds(self, slots: Iterable[Slots], people: Iterable[Own]) -> bool:
        """Whether heads and sources can hold together; taken for so if it is not found out."""
        answer = self.can_hold(slots, people)
        self.sure = self.sure and answer is not None
        return answer is not False

    def can_hold(self, slots: Iterable[Slots], people: Iterable[Own]) -> bool | None:
        """Whether heads and sources can hold together, None if it is not found out."""
        return self._least(self._heads(slots), self._kept(people)).possible

    def conflict(self, slots: Sequence[Slots], people: Sequence[Own]) -> Conflict:
        """Return a clash in words."""
        calendar = self.calendar
        parts = []
        for one in _joined(slots):
            count = self.heads[one.count]
            wanted = int(count.wanted[one.first])
            units = self._way(self._heads(self.days, priced=one), {})
            when = "" if count.never_alone else f" on {self._when(one)}"
            way = None if units is None else missing_in_words(calendar, count, 1, units)
            parts.append(Part(f"{heads_in_words(calendar, count, wanted)}{when}", way))
        for own in people:
            units = self._way(self._heads(self.days), {own.agent: own.source})
            words = in_words(calendar, own.agent, own.source)
            name = calendar.agents[own.agent].id
            told = words if name in words else f"{name}: {words}"
            way = None if units is None else way_in_words(calendar, own.agent, own.source, units)
            parts.append(Part(told, way))
        leaves = "" if self.sure else "fewer parts may clash already: not all was found out"
        return Conflict("heads on duty", tuple(parts), leaves=leaves)

    def _when(self, slots: Slots) -> str:
        return slots_in_words(self.calendar, self.heads[slots.count], slots.first, slots.last)

    def _kept(self, people: Iterable[Own]) -> dict[int, list[Piece]]:
        kept = {(own.agent, own.source) for own in people}
        return {
            agent: [p for p in pieces if not p.source.may_give_way or (agent, p.source) in kept]
            for agent, pieces in self.pieces.items()
        }

    def _heads(self, slots: Iterable[Slots], priced: Slots | None = None) -> list[HeadCount]:
        """Return the counts with what some slots want; heads of the priced ones cost a unit."""
        found = []
        for number, count in enumerate(self.heads):
            own = [one for one in slots if one.count == number]
            if not own:
                continue
            if priced is not None and priced.count == number:
                found.append(_only(count, [priced], 1.0 / UNITS_PER_CURRENCY))
                if not count.never_alone:
                    found.append(_only(count, own, None, without=priced))
            else:
                found.append(_only(count, own, None))
        return found

    def _way(self, heads: list[HeadCount], priced: dict[int, Source]) -> int | None:
        """Return the fewest units by which what is priced gives way, all else kept."""
        pieces = {
            agent: [at_a_price(p, 1) if p.source == priced.get(agent) else p for p in own]
            for agent, own in self.pieces.items()
        }
        return self._least(heads, pieces).price

    def _least(self, heads: list[HeadCount], pieces: dict[int, list[Piece]]) -> _Answer:
        """Return whether there is a roster, and the least price found."""
        rules = [
            rules_from(pieces[one], self.hard[one].last_end) if one in pieces else _NOTHING
            for one in range(len(self.hard))
        ]
        ground = ground_of(self.calendar, rules, self.agents, repeats=self.repeats)
        add_people(ground)
        if heads:
            add_heads(ground, heads, supply_of(ground))
        ground.finish()
        solver = counting_solver(self.calendar.scenario.planning.seed, _EFFORT)
        status = solver.solve(ground.model)
        if status == cp_model.INFEASIBLE:
            return _Answer(possible=False, price=None)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return _Answer(possible=True, price=round(solver.objective_value))
        return _Answer(possible=None, price=None)


_NOTHING = TourRules(Pattern())


def _only(
    count: HeadCount, slots: Iterable[Slots], price: float | None, without: Slots | None = None
) -> HeadCount:
    """Return a count of some slots only, hard or at a price."""
    inside = np.zeros(len(count.wanted), dtype=np.bool_)
    for one in slots:
        inside[one.first : one.last] = True
    if without is not None:
        inside[without.first : without.last] = False
    return replace(
        count,
        wanted=np.where(inside, count.wanted, 0),
        short_cost=None if price is None else np.full(len(count.wanted), price),
        over_cost=np.zeros(len(count.wanted)),
    )


def _joined(slots: Sequence[Slots]) -> list[Slots]:
    """Return slots with neighbours of the same count joined."""
    found: list[Slots] = []
    for one in sorted(slots):
        if found and (found[-1].count, found[-1].last) == (one.count, one.first):
            found[-1] = replace(found[-1], last=one.last)
        else:
            found.append(one)
    return found
