"""From a requirement to the arrays of cover and of deferrable work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from scenarios.cap_layers import share_limits
from scenarios.roster import Activity, Segment
from scheduler.cuts import Cut
from scheduler.people.calendar import Calendar
from scheduler.people.prices import UNITS_PER_CURRENCY, cents
from scheduler.requirement import IDLE_USE, HeadCount, LiveRequirement, Requirement
from scheduler.tours.cover import Cover
from scheduler.tours.deferred import Deferred
from scheduler.tours.exposed import exposure_of
from scheduler.tours.rooms import Rooms, room_arrays, rooms_by_agent

Doubles = npt.NDArray[np.float64]
_MANY_POOLS = 6  # from here on only pools that share groups are looked at together
HARD = 1e12  # price of a head that must not be missing: far above all others


@dataclass(frozen=True)
class Coverage:
    """Cover, deferrable work and what the walk needs of slots."""

    cover: Cover
    work: Deferred
    slots_of: npt.NDArray[np.int64]  # slots that the duties of a place reach, (places, 2)
    defers: bool


def coverage_of(calendar: Calendar, requirement: Requirement, cuts: Sequence[Cut]) -> Coverage:
    """Return the arrays of what is wanted, with nobody on duty yet."""
    return _Maker(calendar, requirement, cuts).make()


@dataclass(frozen=True)
class _Row:
    """A row over slots."""

    members: npt.NDArray[np.bool_]  # (classes,)
    wanted: Doubles
    short: Doubles
    over: Doubles
    alone: float = 0.0


@dataclass(frozen=True)
class _Class:
    """Agents whose hours are worth the same to everything."""

    group: int
    counted: frozenset[int]  # head counts that count them in
    share: float  # hostile share that each of them may reach
    rooms: Rooms  # for hostile cases, in each row that asks for it


class _Maker:
    def __init__(self, calendar: Calendar, requirement: Requirement, cuts: Sequence[Cut]) -> None:
        self.calendar, self.requirement, self.cuts = calendar, requirement, cuts
        self.step = calendar.scenario.horizon.interval_minutes
        self.slots = calendar.timeline.intervals
        self.first = min(calendar.duties)
        self.places = len(calendar.duties) + 1
        self.width = max(len(duties) for duties in calendar.duties.values()) + 1
        self.groups = [group.id for group in calendar.groups]
        self.classes, self.class_of = self._classes()
        self.price = cents(calendar.scenario.planning.short_hour_cost) * self.step
        self.templates = sorted({d.template for ds in calendar.duties.values() for d in ds})

    def _classes(self) -> tuple[list[_Class], npt.NDArray[np.int64]]:
        """Return the distinct classes, and each agent's."""
        heads = self.requirement.heads
        inside = [frozenset(head.agent_ids) for head in heads]
        shares = share_limits(self.calendar.scenario)
        rooms = rooms_by_agent(self.requirement)
        places: dict[_Class, int] = {}
        found = []
        for agent, group in zip(self.calendar.agents, self.calendar.group_of, strict=True):
            counted = frozenset(i for i, ids in enumerate(inside) if agent.id in ids)
            own = _Class(group, counted, shares[agent.id], rooms.get(agent.id, ()))
            found.append(places.setdefault(own, len(places)))
        return list(places), np.array(found, dtype=np.int64)

    def make(self) -> Coverage:
        rows, blocks, live_blocks = self._rows()
        slots = bool(rows) or bool(self.cuts) or bool(self.requirement.deferrable)
        shapes_from, spans, slots_of = self._shapes(slots)
        cover = Cover(
            class_of=self.class_of,
            group_of=np.array([one.group for one in self.classes], dtype=np.int64),
            shapes_from=shapes_from,
            **spans,
            shape_minutes=np.full(self.slots, float(self.step)),
            blocks_from=np.array(blocks, dtype=np.int64),
            **self._row_arrays(rows),
            live_blocks=live_blocks,
            template_of=self._templates(),
            **self._day_rows(),
            **self._cuts(),
            **self._uses(),
            **self._excess(),
            **self._rooms(),
        )
        return Coverage(cover, self._work(), slots_of, bool(self.requirement.deferrable))

    def _members(self, group_ids: Sequence[str]) -> npt.NDArray[np.bool_]:
        wanted = {self.groups.index(one) for one in group_ids}
        return np.array([one.group in wanted for one in self.classes])

    def _rows(self) -> tuple[list[_Row], list[int], int]:
        """Return rows, where each block begins, and how many blocks are of live work."""
        rows: list[_Row] = []
        blocks = [0]
        for pools in _components(self.requirement.live):
            rows += [self._live_row(pools, subset) for subset in _subsets(pools)]
            blocks.append(len(rows))
        live = len(blocks) - 1
        for number, head in enumerate(self.requirement.heads):
            if head.template_id is None:
                rows.append(self._head_row(number, head))
                blocks.append(len(rows))
        return rows, blocks, live

    def _live_row(self, pools: Sequence[LiveRequirement], subset: Sequence[int]) -> _Row:
        chosen = [pools[i] for i in subset]
        groups = sorted({group for pool in chosen for group in pool.group_ids})
        wanted = np.zeros(self.slots)
        for pool in chosen:
            wanted[: len(pool.agents)] += pool.agents[: self.slots]
        prices = np.full(self.slots, float(self.price))
        return _Row(self._members(groups), wanted, prices, np.zeros(self.slots))

    def _head_row(self, number: int, head: HeadCount) -> _Row:
        members = np.array([number in one.counted for one in self.classes])
        short = self._short(head, self.slots)
        over = np.zeros(self.slots)
        over[: len(head.over_cost)] = head.over_cost * UNITS_PER_CURRENCY
        wanted = np.zeros(self.slots)
        wanted[: len(head.wanted)] = head.wanted
        alone = 0.0
        if head.never_alone:
            alone = HARD if head.short_cost is None else float(short.max())
            wanted[:] = 0
        return _Row(members, wanted, short, over, alone)

    @staticmethod
    def _short(head: HeadCount, size: int) -> Doubles:
        short = np.full(size, HARD)
        if head.short_cost is not None:
            short[: len(head.short_cost)] = head.short_cost * UNITS_PER_CURRENCY
        return short

    def _row_arrays(self, rows: Sequence[_Row]) -> dict[str, Any]:
        shape = (len(rows), self.slots)
        return {
            "member": np.array([row.members for row in rows])
            .reshape(len(rows), len(self.classes))
            .astype(bool),
            "wanted": np.array([row.wanted for row in rows]).reshape(shape),
            "have": np.zeros(shape),
            "short_price": np.array([row.short for row in rows]).reshape(shape),
            "over_price": np.array([row.over for row in rows]).reshape(shape),
            "alone_price": np.array([row.alone for row in rows], dtype=float),
        }

    def _shapes(
        self, slots: bool
    ) -> tuple[npt.NDArray[np.int64], dict[str, Any], npt.NDArray[np.int64]]:
        counts = np.zeros(self.places * self.width + 1, dtype=np.int64)
        spans_from, spans = [0], []
        slots_of = np.zeros((self.places, 2), dtype=np.int64)
        for place in range(self.places):
            begin, end = self.slots, 0
            for choice, duty in enumerate(self.calendar.duties.get(place + self.first, ()), 1):
                counts[place * self.width + choice + 1] = len(duty.shapes)
                for segments in duty.segments:
                    own = list(self._spans(segments)) if slots else []
                    spans += own
                    spans_from.append(len(spans))
                    begin = min([begin, *(one[0] for one in own)])
                    end = max([end, *(one[1] for one in own)])
            slots_of[place] = (begin, end) if begin < end else (0, 0)
        self._close(slots_of)
        columns = {
            "spans_from": np.array(spans_from, dtype=np.int64),
            "span_begin": np.array([one[0] for one in spans], dtype=np.int64),
            "span_end": np.array([one[1] for one in spans], dtype=np.int64),
            "span_part": np.array([one[2] for one in spans], dtype=float),
        }
        return np.cumsum(counts), columns, slots_of

    def _close(self, slots_of: npt.NDArray[np.int64]) -> None:
        """Let any run of places reach all slots between: what wraps round reaches everything."""
        if self.requirement.repeats:
            slots_of[:] = (0, self.slots)
            return
        at = 0
        for place in range(self.places):
            if slots_of[place, 1] == 0:
                slots_of[place] = (at, at)
            at = max(at, slots_of[place, 1])
        slots_of[:, 1] = np.maximum.accumulate(slots_of[:, 1])
        slots_of[:, 0] = np.minimum.accumulate(slots_of[::-1, 0])[::-1]

    def _spans(self, segments: Sequence[Segment]) -> list[tuple[int, int, float]]:
        """Return (first slot, end, part) of the work of a shift."""
        found: list[tuple[int, int, float]] = []
        for one in segments:
            if one.activity is Activity.WORK:
                found += self._pieces(one.start_minute, one.end_minute)
        if not self.requirement.repeats:
            inside = [(max(a, 0), min(b, self.slots), part) for a, b, part in found]
            return [one for one in inside if one[0] < one[1]]
        return [(k % self.slots, k % self.slots + 1, p) for a, b, p in found for k in range(a, b)]

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, float]]:
        """Cut a span of minutes into a first part, whole slots and a last part."""
        step = self.step
        first, last = -(-start // step), end // step
        if first > last:
            return [(last, last + 1, (end - start) / step)]
        pieces = [(first, last, 1.0)] if first < last else []
        if start < first * step:
            pieces.insert(0, (first - 1, first, (first * step - start) / step))
        if last * step < end:
            pieces.append((last, last + 1, (end - last * step) / step))
        return pieces

    def _templates(self) -> npt.NDArray[np.int64]:
        found = np.full((self.places, self.width), -1, dtype=np.int64)
        for day, duties in self.calendar.duties.items():
            for choice, duty in enumerate(duties, start=1):
                found[day - self.first, choice] = self.templates.index(duty.template)
        return found

    def _day_rows(self) -> dict[str, Any]:
        heads = [
            (number, head)
            for number, head in enumerate(self.requirement.heads)
            if head.template_id is not None
        ]
        shape = (len(heads), self.places)
        wanted, short, over = np.zeros(shape), np.zeros(shape), np.zeros(shape)
        for row, (_, head) in enumerate(heads):
            days = slice(-self.first, -self.first + len(head.wanted))
            wanted[row, days] = head.wanted
            short[row, days] = self._short(head, len(head.wanted))
            over[row, days] = head.over_cost * UNITS_PER_CURRENCY
        members = [[number in one.counted for one in self.classes] for number, _ in heads]
        known = {template: place for place, template in enumerate(self.templates)}
        templates = [known.get(str(head.template_id), -2) for _, head in heads]
        return {
            "day_member": np.array(members, dtype=bool).reshape(len(heads), len(self.classes)),
            "day_template": np.array(templates, dtype=np.int64),
            "day_wanted": wanted,
            "day_have": np.zeros(shape),
            "day_short": short,
            "day_over": over,
        }

    def _cuts(self) -> dict[str, Any]:
        weight = np.zeros((len(self.cuts), len(self.groups), self.slots))
        for number, cut in enumerate(self.cuts):
            for block in cut.blocks:
                slots = np.arange(self.slots)
                inside = np.clip(
                    np.minimum((slots + 1) * self.step, block.end_minute)
                    - np.maximum(slots * self.step, block.start_minute),
                    0,
                    self.step,
                )
                for group in block.group_ids:
                    weight[number, self.groups.index(group)] += block.weight * inside / 60
        price = cents(self.calendar.scenario.planning.short_hour_cost) * 60
        return {
            "cut_weight": weight,
            "cut_wanted": np.array([max(cut.least, 0.0) for cut in self.cuts], dtype=float),
            "cut_have": np.zeros(len(self.cuts)),
            "cut_price": np.full(len(self.cuts), float(price)),
        }

    def _uses(self) -> dict[str, Any]:
        known: dict[tuple[int, int], int] = {}
        use_of = np.full((self.places, self.width), -1, dtype=np.int64)
        for day, duties in self.calendar.duties.items():
            for choice, duty in enumerate(duties, start=1):
                shape = duty.shapes[0]
                key = (shape.start_minute, shape.length_minutes)
                use_of[day - self.first, choice] = known.setdefault(key, len(known))
        price = self.calendar.scenario.planning.shape_cost * UNITS_PER_CURRENCY
        return {
            "use_of": use_of,
            "uses": np.zeros(max(len(known), 1), dtype=np.int64),
            "use_price": float(price),
        }

    def _excess(self) -> dict[str, Any]:
        classes = [(one.group, one.share) for one in self.classes]
        spans, excess, price = exposure_of(
            self.calendar, self.requirement, classes, self.places, self.width
        )
        return {
            "excess": excess,
            "span_of": spans,
            "exposed": np.zeros((len(self.class_of), max(int(spans.max(initial=0)) + 1, 1))),
            "excess_price": price,
        }

    def _rooms(self) -> Mapping[str, Any]:
        classes = [one.rooms for one in self.classes]
        return room_arrays(self.calendar, self.requirement, classes, self.places, self.width)

    def _work(self) -> Deferred:
        lines, live = self.requirement.deferrable, self.requirement.live
        ends = self.requirement.bucket_ends // self.step if lines else np.zeros(0, dtype=np.int64)
        buckets = len(ends)
        bucket_of = np.searchsorted(ends, np.arange(self.slots), side="right")
        bucket_of[bucket_of >= buckets] = -1
        serves = np.array(
            [[group in line.group_ids for group in self.groups] for line in lines], dtype=bool
        ).reshape(len(lines), len(self.groups))
        shape = (len(lines), buckets)
        return Deferred(
            bucket_of=bucket_of.astype(np.int64),
            supply=np.zeros((len(self.groups), buckets)),
            kept=np.array([self._kept(pool, bucket_of, buckets) for pool in live]).reshape(
                len(live), buckets
            ),
            pool_serves=np.array(
                [[group in pool.group_ids for group in self.groups] for pool in live], dtype=bool
            ).reshape(len(live), len(self.groups)),
            lacking=np.zeros(buckets),
            arrived=np.array([np.rint(line.arrived_minutes) for line in lines]).reshape(shape),
            due=np.array([np.rint(line.due_minutes) for line in lines]).reshape(shape),
            serves=serves,
            order=np.argsort(serves.sum(axis=0), kind="stable").astype(np.int64),
            price=float(cents(self.calendar.scenario.planning.short_hour_cost)),
            done=np.zeros((len(lines), buckets + 1)),
            missing=np.zeros(buckets),
            trial=np.zeros(len(lines)),
            free=np.zeros(len(self.groups)),
            taken=np.zeros((len(live), len(self.groups))),
            next_due=np.zeros(len(lines), dtype=np.int64),
        )

    def _kept(
        self, pool: LiveRequirement, bucket_of: npt.NDArray[np.int64], buckets: int
    ) -> Doubles:
        absent = self.calendar.scenario.team.unplanned_absence_share
        agents = pool.agents[: self.slots].astype(float)
        idle = np.maximum(agents - pool.offered_load[: self.slots] / (1 - absent), 0.0)
        inside = bucket_of[: len(agents)] >= 0
        kept = (agents - IDLE_USE * idle) * self.step
        found: Doubles = np.zeros(buckets)
        np.add.at(found, bucket_of[: len(agents)][inside], kept[inside])
        return found


def _components(live: Sequence[LiveRequirement]) -> list[list[LiveRequirement]]:
    """Return the pools in parts that have no group in common."""
    parts: list[list[LiveRequirement]] = []
    for pool in live:
        own = [part for part in parts if any(set(pool.group_ids) & set(p.group_ids) for p in part)]
        joined = [pool, *(p for part in own for p in part)]
        parts = [part for part in parts if part not in own] + [joined]
    return parts


def _subsets(pools: Sequence[LiveRequirement]) -> list[tuple[int, ...]]:
    """Return the sets of pools that are looked at together; of very many, single ones and all."""
    places = range(len(pools))
    if len(pools) > _MANY_POOLS:
        return [*((place,) for place in places), *combinations(places, 2), tuple(places)]
    return [subset for size in range(1, len(pools) + 1) for subset in combinations(places, size)]
