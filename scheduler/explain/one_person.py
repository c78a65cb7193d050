"""One person's rules alone: whether they leave a tour, which clash, what giving way takes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from ortools.sat.python import cp_model

from scheduler.explain.smallest import smallest_conflict
from scheduler.explain.sources import LEAST, Piece, Source, at_a_price, pieces_of, rules_from
from scheduler.people.calendar import Calendar
from scheduler.people.rules.contract_hours import CONTRACT_HOURS
from scheduler.people.tour_rules import Bar, TourRules
from scheduler.roster_model.ground import ground_of
from scheduler.roster_model.people import add_people, hard_only
from scheduler.roster_model.solver import counting_solver
from scheduler.tour_costs import BrokenRuleError, Tour, tour_costs

_EFFORT = 20.0  # deterministic seconds of one question
_MOST_CLASHES = 6  # of one person


class UndecidedError(RuntimeError):
    """A question about one person's tours that was not answered in the effort given."""


@dataclass(frozen=True)
class Clash:
    """Sources of one person that leave no tour together, and do without any one of them."""

    agent: int
    sources: tuple[Source, ...]
    # Of each source: in its own units, how far it has to give way if all other rules of the
    # person are kept; None where that alone does not help.
    ways: tuple[int | None, ...]


class OnePerson:
    """The hard rules of one agent, by source."""

    def __init__(self, calendar: Calendar, agent: int, rules: TourRules) -> None:
        """Take the rules apart; they should be made ``apart`` (see ``tour_rules``)."""
        self.calendar, self.agent = calendar, agent
        (hard,) = hard_only((rules,))
        self.last_end = hard.last_end
        self.pieces = pieces_of(calendar, agent, hard)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """All that may give way; what a conflict is rather not laid to comes last."""
        found = {piece.source for piece in self.pieces if piece.source.may_give_way}
        return tuple(sorted(found, key=self._order))

    def clashes(self, known: Sequence[Sequence[Source]] = ()) -> tuple[Clash, ...]:
        """Return clashes that do not stem from the same least hours; none if there is a tour.

        Of ``known`` sets of sources (see ``shares``) those that clash here as well are left out.
        """
        found: list[tuple[Source, ...]] = []
        left = tuple(one for one in self.sources if one not in {r for k in known for r in _root(k)})
        while len(found) < _MOST_CLASHES and not self.has_tour(left):
            sources = smallest_conflict(left, self.has_tour)
            found.append(sources)
            if not sources:  # what nobody can give way on clashes already
                break
            left = tuple(one for one in left if one not in _root(sources))
        return tuple(
            Clash(self.agent, one, self._ways(one, [*found[:place], *found[place + 1 :], *known]))
            for place, one in enumerate(found)
        )

    def shares(self, sources: Sequence[Source]) -> bool:
        """Whether some sources leave this person no tour either."""
        return set(sources) <= set(self.sources) and not self.has_tour(sources)

    def against(self, day: int, choices: Collection[int]) -> tuple[Source, ...]:
        """Return a smallest set of sources under which no tour has one of some choices of a day.

        There is none such under all sources; nothing is returned if there never is one.
        """
        others = np.ones(self.calendar.table.choices_of(day), dtype=np.bool_)
        others[list(choices)] = False
        forced = Piece(Source("overlap"), Bar("overlap", day, others))
        return smallest_conflict(self.sources, lambda some: self.has_tour(some, (forced,)))

    def broken_by(self, tour: Mapping[int, int]) -> tuple[Source, ...]:
        """Return the hard sources that a tour breaks, those that can never give way included."""
        own = Tour(self.calendar.duties, tour)
        sources = sorted({piece.source for piece in self.pieces})
        return tuple(one for one in sources if not self._keeps(one, own))

    def has_tour(self, sources: Iterable[Source], more: Sequence[Piece] = ()) -> bool:
        """Whether there is a tour under some sources, and what can never give way."""
        kept = set(sources)
        pieces = [one for one in self.pieces if not one.source.may_give_way or one.source in kept]
        return self._least_price([*pieces, *more]) is not None

    def _keeps(self, source: Source, tour: Tour) -> bool:
        pieces = [piece for piece in self.pieces if piece.source == source]
        try:
            tour_costs(rules_from(pieces, self.last_end), tour)
        except BrokenRuleError:
            return False
        return True

    def _ways(
        self, sources: Sequence[Source], others: Sequence[Sequence[Source]]
    ) -> tuple[int | None, ...]:
        """Return how far each source must give way, the roots of other clashes taken away."""
        gone = {one for other in others for one in _root(other)} - set(sources)
        pieces = [piece for piece in self.pieces if piece.source not in gone]
        return tuple(
            self._least_price([at_a_price(p, 1) if p.source == one else p for p in pieces])
            for one in sources
        )

    def _least_price(self, pieces: Sequence[Piece]) -> int | None:
        rules = rules_from(pieces, self.last_end)
        ground = ground_of(self.calendar, (rules,) * (self.agent + 1), (self.agent,))
        add_people(ground)
        ground.finish()
        solver = counting_solver(self.calendar.scenario.planning.seed, _EFFORT)
        status = solver.solve(ground.model)
        if status == cp_model.INFEASIBLE:
            return None
        if status != cp_model.OPTIMAL:
            name = self.calendar.agents[self.agent].id
            raise UndecidedError(f"whether {name} has a tour was not found out: {status}")
        return round(solver.objective_value)

    def _order(self, source: Source) -> tuple[int, Source]:
        if source.rule != CONTRACT_HOURS.name:
            return 1, source
        contract = self.calendar.scenario.team.contract_of(self.calendar.agents[self.agent])
        sums_up = source.last - source.first > 7 and contract.flexibility_hours is not None
        return 2 if sums_up else 0, source


def _root(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return what of a clash is taken away to look for others: the least hours, or all of it."""
    return tuple(one for one in sources if one.side == LEAST) or tuple(sources)
