"""Who could be at work in an interval at all, one shift looked at alone, and what keeps others off.

A person could be there if some lawful shift with work all through the interval is open to them:
no absence, no hours of the week, no Sunday stands against it. What shifts do to one another, such
as rest and the hours of the contract, is not looked at.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scenarios.roster import Activity
from scheduler.explain.sources import Piece, Source, pieces_of
from scheduler.people.calendar import Calendar
from scheduler.people.duties import Duty
from scheduler.people.tour_rules import OFF, Bar, Bools, Ints, TourRules
from scheduler.requirement import HeadCount
from scheduler.roster_model.people import hard_only

Choices = tuple[tuple[int, int], ...]  # (day, choice)


@dataclass(frozen=True)
class WhoCould:
    """The team's open choices; ``rules`` are those of every agent, made apart."""

    calendar: Calendar
    rules: Sequence[TourRules]
    repeats: bool = False

    @cached_property
    def there(self) -> Bools:
        """Whether each agent could be at work all through each interval, (agents, intervals)."""
        slots = self.calendar.timeline.intervals
        found = np.zeros((len(self.rules), slots), dtype=np.bool_)
        for agent in range(len(self.rules)):
            for day, covered in self._covered.items():
                for choice, own in enumerate(covered, start=1):
                    if self.blockers(agent, day, choice) == frozenset():
                        found[agent, own] = True
        return found

    def choices_at(self, count: HeadCount | None, slot: int) -> Choices:
        """Return the choices by which one is there: in an interval, or in a slot of a count."""
        if count is not None and count.template_id is not None:
            duties = self.calendar.duties[slot]
            return tuple(
                (slot, choice)
                for choice, duty in enumerate(duties, start=1)
                if duty.template == count.template_id
            )
        return self._by_slot.get(slot, ())

    def could(self, agent: int, choices: Choices, kept: Collection[Source] | None = None) -> bool:
        """Whether an agent could take one of some choices under some sources, or under all."""
        known = (self.blockers(agent, *one) for one in choices)
        held = (one if one is None or kept is None else one & set(kept) for one in known)
        return frozenset() in held

    def blockers(self, agent: int, day: int, choice: int) -> frozenset[Source] | None:
        """Return the sources that keep an agent from a choice; None if no source can give way."""
        if choice != OFF and self._is_unlawful(agent, day, choice):
            return None
        found = frozenset(
            piece.source for piece in self._bars[agent].get(day, ()) if _bars(piece, choice)
        )
        return found if all(one.may_give_way for one in found) else None

    def against(self, agent: int, choices: Choices) -> frozenset[Source]:
        """Return what would have to give way for one of some choices; nothing if none can be."""
        known = [self.blockers(agent, *one) for one in choices]
        return min((one for one in known if one is not None), key=_size, default=frozenset())

    def all_against(self, agent: int, choices: Choices) -> frozenset[Source]:
        """Return all that keeps an agent from any of some choices and may give way."""
        known = [self.blockers(agent, *one) for one in choices]
        return frozenset().union(*(one for one in known if one is not None))

    def _is_unlawful(self, agent: int, day: int, choice: int) -> bool:
        return self.calendar.kind_of[agent] not in self.calendar.duties[day][choice - 1].lawful

    @cached_property
    def _bars(self) -> list[dict[int, list[Piece]]]:
        """Hard bars of each agent by day."""
        found: list[dict[int, list[Piece]]] = []
        for agent, rules in enumerate(hard_only(self.rules)):
            by_day: dict[int, list[Piece]] = {}
            for piece in pieces_of(self.calendar, agent, rules):
                if isinstance(piece.form, Bar):
                    by_day.setdefault(piece.form.day, []).append(piece)
            found.append(by_day)
        return found

    @cached_property
    def _covered(self) -> dict[int, list[Ints]]:
        """Intervals that each duty of each day may cover all through."""
        return {
            day: [self._slots(duty) for duty in duties]
            for day, duties in self.calendar.duties.items()
        }

    @cached_property
    def _by_slot(self) -> dict[int, Choices]:
        found: dict[int, list[tuple[int, int]]] = {}
        for day, covered in self._covered.items():
            for choice, slots in enumerate(covered, start=1):
                for slot in slots.tolist():
                    found.setdefault(slot, []).append((day, choice))
        return {slot: tuple(choices) for slot, choices in found.items()}

    def _slots(self, duty: Duty) -> np.ndarray:
        step, total = (
            self.calendar.scenario.horizon.interval_minutes,
            self.calendar.timeline.intervals,
        )
        slots = {
            slot % total if self.repeats else slot
            for segments in duty.segments
            for part in segments
            if part.activity is Activity.WORK
            for slot in range(-(-part.start_minute // step), part.end_minute // step)
        }
        return np.array(sorted(slot for slot in slots if 0 <= slot < total), dtype=np.int64)


def _bars(piece: Piece, choice: int) -> bool:
    return isinstance(piece.form, Bar) and bool(piece.form.choices[choice])


def _size(sources: frozenset[Source]) -> int:
    return len(sources)
