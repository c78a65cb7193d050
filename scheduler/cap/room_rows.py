"""Rows that ask for people on duty with room left for the hostile cases that come.

Hostile contacts per shift and hostile minutes per paid hour let a person on duty take so many
cases and no more. All can be handed out within these limits only if in every span of time, and for
all lines that some groups alone serve, the shifts of the span have room for the cases that come
and are due in it (Hall 1935, as for coverage). The room is what the router's gates leave, their
margin and the leak of wrong labels counted; how many cases come is taken by its mean.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from scenarios.cap import CapWindow
from scenarios.cap_layers import all_limits
from scenarios.queues import Line, Queue, groups_of, lines_of, serves, takes
from scenarios.scenario import Scenario
from scenarios.timeline import Timeline
from scenarios.wall import MINUTES_PER_DAY
from scheduler.cap.elsewhere import Elsewhere, Span
from scheduler.cap.gate_room import GateRoom
from scheduler.gross_up import absent_share
from scheduler.line_promise import due_parts
from scheduler.requirement import Floats, LineVolume, Room, RoomRow
from scheduler.roster_model.unions import Union, unions_of

# Parts of a day that are looked at beside the whole: who works in the morning has no room for
# what comes at night (assumption: shifts begin and end about these hours).
_EDGES = tuple(range(0, MINUTES_PER_DAY + 1, 360))
_LEAST_CASES = 1e-6
_HAIR = 1e-9

RoomOf = Callable[[str, dict[str, float]], Room | None]


@dataclass(frozen=True)
class _Labelled:
    """Cases of a line labelled hostile that people must take: when they come and are due."""

    line: Line
    groups: frozenset[int]
    comes: Floats  # elapsed minutes
    due: Floats
    cases: Floats

    def within(self, span: Span) -> float:
        """Return the cases that come and are due within a span."""
        return float(self.cases[(self.comes >= span[0]) & (self.due <= span[1])].sum())


def room_rows(scenario: Scenario, volumes: Sequence[LineVolume]) -> tuple[RoomRow, ...]:
    """Return the rows for contacts per shift and minutes per paid hour.

    None where somebody may take the cases without such a limit, or nobody has any room: no
    roster changes that.
    """
    limits = all_limits(scenario).values()
    if all(one.contacts_per_shift is None and one.minutes_per_paid_hour is None for one in limits):
        return ()
    return tuple(_Rows(scenario, volumes).all())


class _Rows:
    def __init__(self, scenario: Scenario, volumes: Sequence[LineVolume]) -> None:
        self.scenario, self.timeline = scenario, Timeline(scenario.horizon)
        self.groups = groups_of(scenario)
        self.gates = GateRoom(scenario, volumes)
        self.elsewhere = Elsewhere(scenario, self.timeline)
        self.present = 1 - absent_share(scenario.team)
        lines = {line.id: line for line in lines_of(scenario)}
        found = [self._labelled(lines[volume.line_id], volume) for volume in volumes]
        self.lines = [one for one in found if one.cases.sum() > _LEAST_CASES]
        days = range(scenario.horizon.days + 1)
        self.midnights = [self.timeline.minute(day, 0) for day in days]

    def all(self) -> Iterator[RoomRow]:
        """Yield the rows of all sets of lines that groups serve together.

        Sets that are linked by some group form a block, for shifts and for windows apart.
        """
        unions = unions_of([one.groups for one in self.lines])
        whole = [one for one in unions if not any(one.groups < other.groups for other in unions)]
        for number, block in enumerate(whole):
            inside = [one for one in unions if one.groups <= block.groups]
            yield from self._block(2 * number, inside, self.gates.of_shift)
            if any(self.gates.is_pooled(agent_id) for agent_id in self._members(block)):
                yield from self._block(2 * number + 1, inside, self.gates.of_window)

    def _members(self, union: Union) -> list[str]:
        groups = [self.groups[number] for number in sorted(union.groups)]
        return [agent_id for group in groups for agent_id in group.agent_ids]

    def _block(self, block: int, unions: Sequence[Union], of: RoomOf) -> Iterator[RoomRow]:
        """Yield the rows of linked sets, the last of which holds all others."""
        lines = [self.lines[number] for number in unions[-1].demands]
        cases = {one.line.id: float(one.cases.sum()) for one in lines}
        rooms = [of(agent_id, cases) for agent_id in self._members(unions[-1])]
        usual = [self._usual(room) for room in rooms if room is not None]
        if not any(usual):
            return
        hours = self.gates.shift_hours * len(usual) / sum(usual)
        pooled = of == self.gates.of_window
        for union in unions:
            own = [self.lines[number] for number in union.demands]
            spans = self._window_spans() if pooled else self._short_spans(own)
            yield from self._rows(block, own, self._members(union), spans, of, hours)

    def _labelled(self, line: Line, volume: LineVolume) -> _Labelled:
        """Return the cases of a line that join its hostile queue and stay with the team."""
        classifier, step = self.scenario.classifier, self.scenario.horizon.interval_minutes
        share = self.scenario.channels[line.channel_id].hostile_share
        false = classifier.false_positive_rate(share)
        cases: Floats = classifier.recall * volume.hostile_cases
        cases = cases + false * (volume.cases - volume.hostile_cases)
        cases = cases * (1 - self.elsewhere.moderated_share(line))
        starts = np.arange(len(cases)) * float(step)
        at_once = ((1.0, starts + step),)
        parts = at_once if line.live else due_parts(self.scenario, self.timeline, line)
        return _Labelled(
            line,
            self._takers(line),
            np.tile(starts, len(parts)),
            np.concatenate([due for _, due in parts]),
            np.concatenate([part * cases for part, _ in parts]),
        )

    def _takers(self, line: Line) -> frozenset[int]:
        helpers = self.elsewhere.helpers(line)
        return frozenset(
            number
            for number, group in enumerate(self.groups)
            if takes(self.scenario, group, Queue(line, labelled_hostile=True))
            or (group.id in helpers and serves(group, line))
        )

    def _short_spans(self, lines: Sequence[_Labelled]) -> list[Span]:
        """Return the parts of each day, days, and runs of days that a deferrable case may wait."""
        days = self.scenario.horizon.days
        spans: list[Span] = []
        for day in range(days):
            edges = [self.timeline.minute(day, wall) for wall in _EDGES]
            spans += [pair for pair in combinations(edges, 2) if pair[0] < pair[1]]
        for length in range(2, min(_longest_wait(lines) + 1, days) + 1):
            spans += [
                (self.midnights[day], self.midnights[day + length])
                for day in range(days - length + 1)
            ]
        return spans

    def _window_spans(self) -> list[Span]:
        """Return each window of the cap from its start to the end of each of its days.

        A gate knows the paid hours of shifts that have begun, so later ones help nothing earlier.
        """
        assert self.scenario.cap is not None
        days, window = self.scenario.horizon.days, self.scenario.cap.window
        length = {CapWindow.SHIFT: days, CapWindow.WEEK: 7, CapWindow.HORIZON: days}[window]
        return [
            (self.midnights[day // length * length], self.midnights[day + 1]) for day in range(days)
        ]

    def _rows(
        self,
        block: int,
        lines: Sequence[_Labelled],
        members: Sequence[str],
        spans: Sequence[Span],
        of: RoomOf,
        hours: float,
    ) -> Iterator[RoomRow]:
        """Yield the rows of a set of lines; none where somebody's room has no limit."""
        cases = {one.line.id: float(one.cases.sum()) for one in lines}
        found = [of(agent_id, cases) for agent_id in members]
        rooms = [room for room in found if room is not None]
        if len(rooms) < len(members) or not any(self._usual(room) for room in rooms):
            return
        kept: list[tuple[Span, float]] = []
        for span in sorted(spans, key=lambda one: (one[1] - one[0], one)):
            wanted = sum(one.within(span) for one in lines)
            wanted -= self.elsewhere.desk_cases([one.line for one in lines], span)
            wanted /= self.present
            if wanted > _LEAST_CASES and not _follows(span, wanted, kept):
                kept.append((span, wanted))
        for (start, end), wanted in sorted(kept):
            first, last = np.searchsorted(self.midnights, [start, end - 1], side="right") - 1
            days = int(first), int(last)
            yield RoomRow(block, tuple(cases), start, end, *days, wanted, _joined(rooms), hours)

    def _usual(self, room: Room) -> float:
        """Return the room of a usual shift."""
        hours = self.gates.shift_hours
        an_hour = math.inf if room.per_paid_hour is None else room.per_paid_hour * hours
        return min(an_hour, math.inf if room.per_shift is None else room.per_shift)


def _follows(span: Span, wanted: float, kept: Sequence[tuple[Span, float]]) -> bool:
    """Whether a shorter span within a span asks for as much already."""
    return any(
        span[0] <= start and end <= span[1] and wanted <= cases + _HAIR
        for (start, end), cases in kept
    )


def _longest_wait(lines: Sequence[_Labelled]) -> int:
    """Return over how many midnights a case that can wait may wait."""
    waits = [
        float((one.due - one.comes)[np.isfinite(one.due)].max(initial=0.0))
        for one in lines
        if not one.line.live
    ]
    return math.ceil(max(waits, default=0.0) / MINUTES_PER_DAY)


def _joined(rooms: Sequence[Room]) -> tuple[Room, ...]:
    """Return one room for all agents who have the same."""
    known: dict[tuple[float | None, float | None], list[str]] = {}
    for room in rooms:
        known.setdefault((room.per_shift, room.per_paid_hour), []).extend(room.agent_ids)
    return tuple(Room(tuple(ids), *limits) for limits, ids in known.items())
